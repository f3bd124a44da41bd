// What do most formats need to turn a line into a record? Reading words that stand in a log in another spelling, the phase
// that words name, fields of the form `key=value`. Deliberately absent: anything that only one program writes.

import { readReply } from '../codes/reply.ts';
import type { SaidCode } from '../codes/scan.ts';
import type { Attempt, LogRecord, Phase } from '../model/attempt.ts';
import type { Frame } from './frame.ts';

/** How a log spells a server's words. */
export interface Spelling {
  /** The words with the log's marks blanked; of the same length, so that offsets hold. */
  readonly mask: (words: string) => string;
  /** The words as the server said them. */
  readonly undo: (words: string) => string;
}

/** A server's words in a line. */
export interface Words {
  /** Offsets from the line's start. */
  readonly codes: readonly SaidCode[];
  readonly reply: string | null;
  readonly enhanced: string | null;
  readonly text: string;
  /** Offsets in `text`. */
  readonly layers: readonly number[];
  readonly start: number;
}

export const noWords: Words = { codes: [], reply: null, enhanced: null, text: '', layers: [0], start: 0 };

/** Reads the words of `line` between two offsets. */
export function readWords(line: string, from: number, to: number, spelling?: Spelling): Words {
  const written = line.slice(from, to);
  if (!spelling) {
    const said = readReply(line, from, to);
    const layers = said.layers.map((layer) => layer - from);
    return {
      codes: said.codes,
      reply: said.reply,
      enhanced: said.enhanced,
      text: written,
      layers,
      start: from,
    };
  }
  const said = readReply(spelling.mask(written), 0, written.length);
  const codes = said.codes.map((code) => ({ ...code, start: code.start + from, end: code.end + from }));
  const text = spelling.undo(written);
  const layers = text === written ? said.layers : readReply(text, 0, text.length).layers;
  return { codes, reply: said.reply, enhanced: said.enhanced, text, layers, start: from };
}

/** Lines of a reply joined by a literal `\n` (Exim, msmtp): `550-5.1.1 no such user\n550 5.1.1 see …`; some write `\r\n`. */
export const backslashes: Spelling = {
  mask: (words) => (words.includes('\\') ? words.replace(/\\[rn]/g, '  ') : words),
  undo: (words) => (words.includes('\\') ? words.replace(/(?:\\r)?\\n/g, ' ').replace(/\\r$/, '') : words),
};

/** Line ends that a system log escapes as octal numbers (rsyslog, syslog-ng): `… at this address#015#012550-5.1.1 Look for …`. */
export const controls: Spelling = {
  mask: (words) => (words.includes('#0') ? words.replace(/#01[125]/g, '    ') : words),
  undo: (words) => (words.includes('#0') ? words.replace(/(?:#01[125]){1,4}/g, ' ').trimEnd() : words),
};

/** Blanks written as underscores (qmail): `550_5.1.1_no_such_user`. */
export const underscores: Spelling = {
  mask: (words) => words.replaceAll('_', ' '),
  undo: (words) => words.replaceAll('_', ' '),
};

const phases: readonly (readonly [words: RegExp, phase: Phase])[] = [
  // after end of data   after end of DATA   response to end of message   END-OF-MESSAGE
  [
    /^(?:pipelined |sending )?(?:the )?(?:end of (?:data|message|mail|text)|END-OF-MESSAGE|\.$|final dot|message body)/i,
    'end of DATA',
  ],
  // after RCPT TO:<u@d>   after pipelined MAIL FROM:<s@e> SIZE=1674   in reply to RCPT
  [/^(?:pipelined |sending )?RCPT\b/i, 'RCPT TO'],
  [/^(?:pipelined |sending )?(?:MAIL\b|SEND FROM)/i, 'MAIL FROM'],
  [/^(?:pipelined |sending )?(?:DATA|BDAT)\b/i, 'DATA'],
  [/^(?:EHLO|HELO|LHLO)\b/i, 'EHLO'],
  [/^STARTTLS\b/i, 'STARTTLS'],
  [/^AUTH\b/i, 'AUTH'],
  [/^QUIT\b/i, 'QUIT'],
  // after initial connection   connection in "connect" ACL   greeting
  [
    /^(?:initial connection|connection|connect|CONNECT|greeting|banner|initial server greeting)\b/i,
    'connect',
  ],
];

/** The phase that words begin with: `RCPT TO:<u@d>`, `end of data`, `initial connection`; null where they name none. */
export function phaseNamed(words: string): Phase | null {
  const start = words.slice(0, 40);
  return phases.find(([pattern]) => pattern.test(start))?.[1] ?? null;
}

export const stampOf = (line: string, frame: Frame): string | null =>
  frame.timeEnd > frame.timeStart ? line.slice(frame.timeStart, frame.timeEnd) : null;

/** What stands behind `key` up to `end`, in `line` between two offsets; null where the key is missing. */
export function between(
  line: string,
  key: string,
  end: string,
  from: number,
  to = line.length,
): string | null {
  const at = line.indexOf(key, from);
  if (at < 0 || at >= to) return null;
  const close = line.indexOf(end, at + key.length);
  return line.slice(at + key.length, close < 0 || close > to ? to : close);
}

/** A status that stands by itself (`dsn=5.1.1`, `status=5.1.1`) as a code, where `value` is one and stands at `start`. */
export function statusAt(line: string, start: number, end: number): SaidCode | null {
  const code = line.slice(start, end);
  return /^[245]\.\d\.\d{1,3}$/.test(code)
    ? { start, end, kind: 'enhanced', code, depth: 0, continued: false }
    : null;
}

/** A record without an attempt: it remembers a sender, or quotes a reply. */
export function remark(format: string, line: string, frame: Frame, words: Words = noWords): LogRecord {
  return {
    format,
    codes: words.codes,
    attempts: [],
    at: { start: frame.messageStart, end: line.length },
    text: words.text === '' ? null : words.text,
    stamp: stampOf(line, frame),
  };
}

/** What an attempt of this format has where the line says nothing of it. */
export function attemptOf(
  writer: string,
  words: Words,
  rest: Partial<Attempt> & Pick<Attempt, 'outcome'>,
): Attempt {
  return {
    queueId: null,
    sender: null,
    recipient: null,
    host: null,
    direction: 'out',
    phase: null,
    status: null,
    reply: words.reply,
    enhanced: words.enhanced ?? rest.status ?? null,
    text: words.text,
    layers: words.layers,
    writer,
    ...rest,
  };
}
