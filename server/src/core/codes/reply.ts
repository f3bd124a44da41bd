// Which of the codes in a server's words are its own answer, and which does it only quote?
// Deliberately absent: reasons (verdict/); this file decides `reply`, `enhanced` and where the innermost quotation begins.
import { saysOnlyItsClass } from './code.ts';
import { type SaidCode, scanReply } from './scan.ts';

/** A server's words, read: what it answered and what it quotes. Offsets are those of the text that was read. */
export interface Said {
  readonly codes: readonly SaidCode[];
  /** The three digits of the server that answered; null where its words begin with none. */
  readonly reply: string | null;
  /** Its enhanced code: the first that is not x.0.0, else x.0.0, else null. */
  readonly enhanced: string | null;
  /** Where the words of each quoted server begin, outermost first; the first is where the whole begins. */
  readonly layers: readonly number[];
}

/**
 * Servers that only pass another server's reply on; what they pass on counts as the answer
 * (the wrapper's own number says no more than "the next server refused").
 */
const wrappers: readonly RegExp[] = [
  // 550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 #5.1.0 Address rejected.
  /Remote server returned\b[^>]{0,400}-> ?(?=[2-5]\d\d[ -])/i,
  // 550 permanent failure for one or more recipients (u@d:550 5.1.1 User unknown)
  /permanent failure for one or more recipients \([^ ]{1,320}:(?=[2-5]\d\d )/i,
  // 451 4.4.0 Primary target IP address responded with: "421 4.2.1 Unable to connect." Attempted failover …
  // In a CSV field the quotation marks are doubled.
  /target (?:IP|host) address responded with:? "{1,2}(?=[2-5]\d\d[ -])/i,
];

/** Reads the words in `text` between `from` and `to`; see `scanReply` for what is a code there. */
export function readReply(text: string, from: number, to: number): Said {
  const codes = scanReply(text, from, to);
  const output = outputAt(text, from, to);
  if (codes.length === 0)
    return { codes, reply: null, enhanced: null, layers: output < 0 ? [from] : [from, output] };
  const passedOn = codes.length > 1 ? passedOnAt(text, from, to) : -1;
  const own =
    passedOn < 0 ? codes.filter((code) => code.depth === 0) : codes.filter((code) => code.start >= passedOn);
  const layers = [from];
  for (const code of codes) if (code.depth >= layers.length) layers.push(code.start);
  if (passedOn >= 0 && !layers.includes(passedOn)) layers.push(passedOn);
  if (output > layers[layers.length - 1]) layers.push(output);
  const reply = replyOf(own);
  // `#5.5.0 smtp;553 sorry, … (#5.7.1)`: who speaks first gives no reply of its own, so what it quotes is the answer.
  const quoted = reply === null ? codes.find((code) => code.kind === 'reply') : undefined;
  const answer = quoted ? codes.filter((code) => code.depth === quoted.depth) : own;
  return {
    codes,
    reply: reply ?? quoted?.code ?? null,
    enhanced: enhancedOf(answer) ?? enhancedOf(own),
    layers,
  };
}

// permission denied. Command output: The mailbox has exceeded its disk space limit.
/** Where the words of a delivery program begin that Postfix's pipe(8) and local(8) repeat; -1 for none. They tell the cause. */
function outputAt(text: string, from: number, to: number): number {
  const at = text.indexOf(introducesOutput, from);
  const start = at + introducesOutput.length;
  return at <= from || start >= to ? -1 : start;
}

const introducesOutput = '. Command output: ';

function passedOnAt(text: string, from: number, to: number): number {
  const words = text.slice(from, to);
  for (const wrapper of wrappers) {
    const match = wrapper.exec(words);
    if (match) return from + match.index + match[0].length;
  }
  return -1;
}

function replyOf(codes: readonly SaidCode[]): string | null {
  return codes.find((code) => code.kind === 'reply')?.code ?? null;
}

function enhancedOf(codes: readonly SaidCode[]): string | null {
  let general: string | null = null;
  for (const code of codes) {
    if (code.kind !== 'enhanced') continue;
    if (!saysOnlyItsClass(code.code!)) return code.code;
    general ??= code.code;
  }
  return general;
}
