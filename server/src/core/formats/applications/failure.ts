// What do the mail libraries' exceptions have in common? A reply that is quoted in a line of any form, told once though a stack
// trace names it three times; whoever called the library got the message back. Deliberately absent: which library writes what
// (one file each), and lines without a reply, which say no more than that it failed.
import { readReply } from '../../codes/reply.ts';
import { type SaidCode, scanReply } from '../../codes/scan.ts';
import type { Attempt, LogRecord, Outcome, Phase } from '../../model/attempt.ts';
import type { Frame } from '../frame.ts';
import { attemptOf, stampOf, type Words } from '../reading.ts';
import { isTold, type Told } from '../told.ts';

/** What applications remember: what the dialogues before told, and what this exception has told. */
export interface Thrown extends Told {
  thrown?: string[];
}

/** A reply that a line quotes. */
export interface Quoted {
  readonly words: Words;
  readonly phase?: Phase | null;
  /** Undefined: as far as the reply itself names it. */
  readonly recipient?: string | null;
  readonly sender?: string;
  readonly host?: string | null;
  readonly outcome?: Outcome;
}

/**
 * The record of a line that quotes replies; none of them told twice.
 * @param again the line goes on with an exception (`Caused by: …`); else what is the same in another line is another attempt
 */
export function readFailure(
  format: string,
  line: string,
  frame: Frame,
  memory: Thrown,
  quoted: readonly Quoted[],
  again = false,
): LogRecord | null {
  if (!again) delete memory.thrown;
  const codes = quoted.flatMap(({ words }) => words.codes);
  const attempts = quoted.flatMap((one) => attemptsOf(format, one, memory));
  if (codes.length === 0 && attempts.length === 0) return null;
  const start = codes[0]?.start ?? quoted[0].words.start;
  return {
    format,
    codes: codes.sort((a, b) => a.start - b.start),
    attempts,
    at: { start, end: line.length },
    text: quoted.map(({ words }) => words.text).join(' '),
    stamp: stampIn(line, frame),
    ...(attempts.length === 0 && {
      again: true,
      asked: { phase: quoted[0].phase ?? null, host: null, direction: 'out' as const },
    }),
  };
}

function attemptsOf(
  format: string,
  { words, phase, recipient, sender, host, outcome }: Quoted,
  memory: Thrown,
): Attempt[] {
  const how = outcome ?? outcomeOf(words);
  if (how === null || isTold(memory, words.text) || memory.thrown?.includes(words.text)) return [];
  memory.thrown = [...(memory.thrown ?? []).slice(-50), words.text];
  return [
    attemptOf(format, words, {
      outcome: how,
      phase: phase ?? null,
      recipient: recipient === undefined ? recipientNamed(words.text) : recipient,
      ...(sender !== undefined && { sender }),
      ...(host && { host }),
    }),
  ];
}

/** 4yz may be tried again, though the library itself does not; what succeeded or goes on is no failure. */
function outcomeOf({ reply, enhanced }: Words): Outcome | null {
  const digit = (reply ?? enhanced)?.[0];
  return digit === '4' ? 'deferred' : digit === '5' ? 'bounced' : null;
}

/**
 * The recipient, where the reply itself begins with it: `550 5.1.1 <u@d>: Recipient address rejected`, `550 5.1.1 <u@d>... User unknown`.
 * Null where the address may be the sender's (`<s@e>: Sender address rejected`).
 */
export function recipientNamed(text: string): string | null {
  const match =
    /^(?:[2-5]\d\d[ -])?(?:#?[245]\.\d\.\d{1,3} )?<([^<>\s]{1,64}@[^<>\s]{1,255})>([^\n]{0,80})/.exec(text);
  return match && !/\b(?:sender|from|helo|client)\b/i.test(match[2]) ? match[1] : null;
}

/**
 * Words that a library keeps apart from their number: `(550, b'5.1.1 no such user\n5.1.1 see …')`.
 * @param number where the three digits stand; null where there are none
 * @param undo gives the words as the server said them, `mask` of the same length for the codes in them
 */
export function wordsApart(
  line: string,
  number: number | null,
  from: number,
  to: number,
  undo: (words: string) => string = (words) => words,
): Words {
  const written = line.slice(from, to);
  const masked = written.replace(/\\[rn]/g, '  ');
  const inWords = scanReply(masked, 0, masked.length).map(
    (code): SaidCode => ({ ...code, start: code.start + from, end: code.end + from }),
  );
  const own: SaidCode[] =
    number === null
      ? []
      : [
          {
            start: number,
            end: number + 3,
            kind: 'reply',
            code: line.slice(number, number + 3),
            depth: 0,
            continued: false,
          },
        ];
  const said = undo(written).trim();
  const text = own.length > 0 && !said.startsWith(own[0].code!) ? `${own[0].code} ${said}` : said;
  const { reply, enhanced, layers } = readReply(text, 0, text.length);
  return { codes: [...own, ...inWords], reply, enhanced, text, layers, start: number ?? from };
}

/** Line ends and quotation marks that a program's text form escapes; what parts lines becomes one blank. */
export const unescaped = (words: string): string =>
  words.includes('\\')
    ? words
        .replace(/(?:\\r)?\\n/g, ' ')
        .replace(/\\r/g, '')
        .replace(/\\(['"\\])/g, '$1')
    : words;

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** `[27-Nov-2026 01:44:27 UTC] ` (PHP), `[2026-11-27 01:44:27] ` (Laravel, Nodemailer), `2026/11/27 01:44:27 ` (Go, nginx). */
export function stampIn(line: string, frame: Frame): string | null {
  const framed = stampOf(line, frame);
  if (framed) return framed;
  const head = line.slice(0, 40);
  const php = /^\[(\d\d)-([A-Z][a-z]{2})-(\d{4}) (\d\d:\d\d:\d\d) (UTC)?/.exec(head);
  if (php) {
    const month = String(months.indexOf(php[2]) + 1).padStart(2, '0');
    return `${php[3]}-${month}-${php[1]}T${php[4]}${php[5] ? 'Z' : ''}`;
  }
  const plain =
    /^\[?(\d{4})[-/](\d\d)[-/](\d\d)[ T](\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)[\] ]/.exec(
      head,
    );
  return plain ? `${plain[1]}-${plain[2]}-${plain[3]}T${plain[4]}` : null;
}

/** Lines of JSON and CSV belong to what they carry, not to what they quote. */
export const mayBeWrapped = (line: string): boolean =>
  line.charCodeAt(0) === 0x7b || line.charCodeAt(0) === 0x22;
