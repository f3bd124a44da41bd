// What does a code on the screen mean, in two or three words behind it, and how long did its message wait for this line? Off by
// default; the lines on the screen only.
// Deliberately absent: successes, which need no words, and anything longer than an editor shows of a hint.
import type { InlayHint, Range } from 'vscode-languageserver-types';
import { type Analysis, verdictsOn } from '../analyze.ts';
import { durationWords } from '../model/duration.ts';
import { placeOf } from '../tally.ts';
import type { PagedText } from '../text/pagedText.ts';
import type { Judge } from '../verdict/verdict.ts';
import { recordsIn } from './lines.ts';
import { waitsIn } from './waits.ts';
import { reasonTitle, type Speech, titleOf } from './wording.ts';

const mostLines = 1_000;

/** VS Code cuts a hint at 43 characters. */
const longest = 42;

/** One hint per line with a failure, behind the code that decides it; one behind the stamp where its message waited. */
export function inlayHints(
  text: PagedText,
  analysis: Analysis | null,
  range: Range,
  judge: Judge,
  speech: Speech,
  waits = true,
): InlayHint[] {
  const first = Math.max(0, range.start.line);
  const last = Math.min(range.end.line, first + mostLines, text.lineCount - 1);
  const hints: InlayHint[] = [];
  if (!(last >= first)) return hints;
  recordsIn(text, analysis, first, last, (record, line) => {
    const verdict = verdictsOn(record, judge).find(
      ({ permanence, reason }) => permanence !== 'success' && permanence !== null && reason !== 'unknown',
    );
    if (!verdict) return;
    const title = titleOf(verdict.entry, verdict.reason, speech);
    const label = title.length <= longest ? title : reasonTitle(verdict.reason, speech.catalog);
    hints.push({
      position: { line, character: placeOf(record).end },
      label: label.length <= longest ? label : `${label.slice(0, longest - 1)}…`,
      paddingLeft: true,
    });
  });
  for (const { line, column, seconds } of waits ? waitsIn(text, first, last) : [])
    hints.push({
      position: { line, character: column },
      label: `+ ${durationWords(seconds, speech.t)}`,
      tooltip: speech.t('Since the line of this message before it'),
      paddingLeft: true,
    });
  return hints.sort(
    (a, b) => a.position.line - b.position.line || a.position.character - b.position.character,
  );
}
