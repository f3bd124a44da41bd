// Which line does rsyslog say was repeated? `… mail postfix/smtpd[77]: message repeated 2 times: [ NOQUEUE: reject: RCPT from …]`: the
// line before stands for the first time, this one for the others; it is read once.
import type { Carried } from './carried.ts';

const repeated = /: message repeated \d{1,9} times: \[ ?/;

export function withoutRepetition(line: string): Carried | null {
  const match = line.endsWith(']') ? repeated.exec(line.slice(0, 400)) : null;
  if (!match) return null;
  const head = match.index + 2;
  const from = match.index + match[0].length;
  const text = line.slice(0, head) + line.slice(from, -1);
  const places = new Uint32Array(text.length + 1);
  for (let at = 0; at <= text.length; at++) places[at] = at < head ? at : at - head + from;
  return { text, stamp: null, places };
}
