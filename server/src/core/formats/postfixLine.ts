// How is a line of Postfix's put together: queue id, fields, servers' names, the steps of a dialogue?
// Deliberately absent: what the line says (postfix.ts, postfixDoor.ts).
import type { Phase } from '../model/attempt.ts';
import type { Frame } from './frame.ts';

const phases: readonly (readonly [words: string, phase: Phase])[] = [
  ['end of DATA', 'end of DATA'], // (in reply to end of DATA command)   while sending end of data -- message may be sent more than once
  ['end of data', 'end of DATA'],
  ['END-OF-MESSAGE', 'end of DATA'], // milter-reject: END-OF-MESSAGE from …
  ['message body', 'DATA'], // while sending message body
  ['initial server greeting', 'connect'], // while receiving the initial server greeting
  ['CONNECT', 'connect'], // NOQUEUE: reject: CONNECT from …
  ['MAIL', 'MAIL FROM'],
  ['RCPT', 'RCPT TO'],
  ['DATA', 'DATA'],
  ['BDAT', 'DATA'],
  ['EHLO', 'EHLO'],
  ['HELO', 'EHLO'],
  ['LHLO', 'EHLO'],
  ['STARTTLS', 'STARTTLS'],
  ['AUTH', 'AUTH'],
  ['QUIT', 'QUIT'],
];

export const phaseOf = (words: string): Phase | null =>
  phases.find(([start]) => words.startsWith(start))?.[1] ?? null;

/** A queue id has at most 20 characters; `NOQUEUE` stands in its place where there is none. */
export const longestId = 22;

export function fieldIn(line: string, key: string, end: string, from: number, to: number): string | null {
  const at = line.indexOf(key, from);
  if (at < 0 || at >= to) return null;
  const close = line.indexOf(end, at + key.length);
  return line.slice(at + key.length, close < 0 ? to : close);
}

/** `mx.example[192.0.2.5]:25` → `mx.example`; `unknown[192.0.2.7]:62795`, `[192.0.2.7]:25` → the address; `none`, a socket → null. */
export function hostName(relay: string | null): string | null {
  if (!relay) return null;
  const open = relay.indexOf('[');
  if (open < 0) return null;
  const close = relay.indexOf(']', open);
  const address = relay.slice(open + 1, close < 0 ? relay.length : close);
  if (address.includes('/')) return null; // private/dovecot-lmtp
  const name = relay.slice(0, open);
  return name === '' || name === 'unknown' ? address : name;
}

export const stampOf = (line: string, frame: Frame): string | null =>
  frame.timeEnd > 0 ? line.slice(frame.timeStart, frame.timeEnd) : null;
