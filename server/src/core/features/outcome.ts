// What became of a deferral? Told from the lines behind it, without waiting for anything to be assembled.
// Deliberately absent: what happened before it, and other files.
import type { Analysis } from '../analyze.ts';
import { keysOf, stampOfLine } from '../formats/keys.ts';
import type { Attempt } from '../model/attempt.ts';
import { durationWords } from '../model/duration.ts';
import { Timeline } from '../model/message.ts';
import type { PagedText } from '../text/pagedText.ts';
import { entryOf, recordOf } from './lines.ts';
import type { Speech } from './wording.ts';

/** Characters that are looked through for one hover, some 5 ms; servers try again long before that. */
const farthest = 8_000_000;

/**
 * A sentence on what later became of `attempt`, which was deferred on `line`; null where that is not told nearby.
 * `Later: delivered, 12 min after this attempt.` `Still waiting at the end of this file.`
 */
export function laterOf(
  text: PagedText,
  analysis: Analysis | null,
  line: number,
  attempt: Attempt,
  { t }: Speech,
): string | null {
  const { queueId, recipient } = attempt;
  if (attempt.outcome !== 'deferred' || queueId === null || queueId.length < 5 || recipient === null)
    return null;
  const clock = new Timeline();
  const then = clock.at(stampOfLine(text.lineAt(line).text));
  let tries = 0;
  for (const [index, words] of linesBehind(text, line, queueId)) {
    // Gone from the queue without a word on this recipient: what became of it stands elsewhere.
    const { own, ends, begins } = keysOf(words);
    if (own === queueId && (ends || begins)) return null;
    const next = recordOf(words, entryOf(text, analysis, index))?.attempts.find(
      (one) =>
        one.queueId === queueId &&
        (one.recipient === recipient || (one.recipient === null && one.outcome !== 'deferred')),
    );
    if (!next) continue;
    if (next.outcome === 'deferred') tries++;
    else {
      const now = clock.at(stampOfLine(words));
      return ending(next, then !== null && now !== null ? (now - then) / 1000 : null, t);
    }
  }
  if (text.length - text.lineAt(line).start > farthest) return null;
  return tries === 0
    ? t('Still waiting at the end of this file.')
    : t('Tried again and deferred, times: {0}. Still waiting at the end of this file.', tries);
}

function ending({ outcome }: Attempt, seconds: number | null, t: Speech['t']): string | null {
  const after = seconds === null ? t('an unknown time') : durationWords(seconds, t);
  switch (outcome) {
    case 'delivered':
      return t('Later: delivered, {0} after this attempt.', after);
    case 'relayed':
      return t('Later: passed on, {0} after this attempt.', after);
    case 'bounced':
      return t('Later: given back to the sender, {0} after this attempt.', after);
    case 'expired':
      return t('Later: given up as too old, {0} after this attempt.', after);
    default:
      return null;
  }
}

/** The lines behind `line` that hold `key`, each with the index of its page. */
function* linesBehind(
  text: PagedText,
  line: number,
  key: string,
): Generator<readonly [page: number, text: string]> {
  const { text: own, start } = text.lineAt(line);
  const begin = start + own.length;
  let last = line;
  for (let index = text.pageIndexAt(begin); index < text.pages.length; index++) {
    const pageStart = text.pageStart(index);
    if (pageStart - begin > farthest) return;
    const words = text.pages[index]!.text;
    for (
      let at = words.indexOf(key, Math.max(0, begin - pageStart));
      at >= 0;
      at = words.indexOf(key, at + key.length)
    ) {
      const number = text.positionAt(pageStart + at).line;
      if (number === last) continue;
      last = number;
      yield [index, text.lineAt(number).text];
    }
  }
}
