// What became of a deferral? Told from the lines behind it, without waiting for anything to be assembled.
// Deliberately absent: what happened before it, and other files.
import type { Analysis } from '../analyze.ts';
import { keysOf, stampOfLine } from '../formats/keys.ts';
import type { Attempt, LogRecord } from '../model/attempt.ts';
import { durationWords } from '../model/duration.ts';
import { Timeline } from '../model/message.ts';
import type { PagedText } from '../text/pagedText.ts';
import { entryOf, recordOf, recordsIn } from './lines.ts';
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
  const behind =
    attempt.writer === 'qmail'
      ? readBehind(text, analysis, line)
      : linesBehind(text, analysis, line, queueId);
  for (const { words, record, last } of behind) {
    // So far it was looked through: what became of it stands further on.
    if (last) return null;
    // Gone from the queue without a word on this recipient: what became of it stands elsewhere.
    const { own, ends, begins } = keysOf(words, record);
    if ((own === queueId || own === `msg ${queueId}`) && (ends || begins)) return null;
    const next = record?.attempts.find(
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

interface Behind {
  readonly words: string;
  readonly record: LogRecord | null;
  /** Not a line, but the end of what is looked through. */
  readonly last?: true;
}

/** The lines behind `line` that hold `key`. */
function* linesBehind(
  text: PagedText,
  analysis: Analysis | null,
  line: number,
  key: string,
): Generator<Behind> {
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
      const found = text.lineAt(number).text;
      yield { words: found, record: recordOf(found, entryOf(text, analysis, index)) };
    }
  }
}

/** Pages that are read in full for one hover. */
const mostPages = 8;

/** Every line behind `line` that ends a message or states something: qmail names message and recipient on other lines. */
function* readBehind(text: PagedText, analysis: Analysis | null, line: number): Generator<Behind> {
  const here = text.pageIndexAt(text.lineAt(line).start);
  const end = Math.min(text.pages.length, here + mostPages);
  for (let index = here; index < end; index++) {
    const first = Math.max(line + 1, text.pageFirstLine(index));
    const last = index + 1 < text.pages.length ? text.pageFirstLine(index + 1) - 1 : text.lineCount - 1;
    const found = new Map<number, LogRecord>();
    if (first <= last) recordsIn(text, analysis, first, last, (record, number) => found.set(number, record));
    for (let number = first; number <= last; number++) {
      const words = text.lineAt(number).text;
      const record = found.get(number) ?? null;
      if (record || words.includes(' msg ')) yield { words, record };
    }
  }
  if (end < text.pages.length) yield { words: '', record: null, last: true };
}
