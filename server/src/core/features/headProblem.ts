// Which problem stands at the head of a bounce? The answer in a sentence, where the reader looks first; the failures themselves
// are pointed at where the report states them (problems.ts).
import { fieldNamed, readFields } from '../mime/headers.ts';
import type { MessageHost } from '../mime/host.ts';
import { lineAt } from '../mime/lines.ts';
import { messagesIn } from '../mime/mailbox.ts';
import type { ReportReading } from '../model/report.ts';
import type { PagedText } from '../text/pagedText.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { headlineOf } from './headline.ts';
import type { Problem } from './problems.ts';
import type { Speech } from './wording.ts';

/** Fields behind so many characters are not looked for. */
const longestHead = 64_000;

/**
 * The sentence at the subject of the notice, as grave as the gravest failure that it reports.
 * @param problems those of the same file, the gravest first; where there are none, nothing stands at the head either
 */
export function headProblem(
  report: { readonly reading: ReportReading; readonly verdicts: readonly Verdict[] },
  text: PagedText,
  problems: readonly Problem[],
  host: MessageHost,
  speech: Speech,
): Problem | null {
  const headline = headlineOf({ report, text }, host, speech);
  const [gravest] = problems;
  if (!gravest || headline?.kind !== 'bounce') return null;
  const { start, end } = subjectIn(text);
  const { line, character } = text.positionAt(start);
  return {
    severity: gravest.severity,
    code: problems.length === 1 ? gravest.code : 'bounce',
    message: headline.sentence,
    count: 1,
    place: { line, start: character, end: character + end - start },
    related: [],
    entry: problems.length === 1 ? gravest.entry : null,
  };
}

/** The first line of the subject, else of the file. */
function subjectIn(text: PagedText): { start: number; end: number } {
  const beginning = text.slice(0, Math.min(text.length, longestHead));
  const [message] = messagesIn(beginning);
  const { fields } = readFields(beginning, message.start, beginning.length);
  const start = fieldNamed(fields, 'subject')?.start ?? message.start;
  return { start, end: lineAt(beginning, start, beginning.length).end };
}
