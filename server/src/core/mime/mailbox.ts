// Which messages does a file hold? One, or those of an mbox (RFC 4155): each begins with a `From ` line behind a blank line.
import { lineAt } from './lines.ts';
import type { RawSpan } from './mappedText.ts';

/** Of more messages than this only the first are read. */
export const mostMessages = 1000;

// From MAILER-DAEMON Thu Apr 29 23:34:45 2010
// From - Thu Apr 29 23:34:45 2010
// From root@localhost  Thu Apr  9 23:34:45 2010 +0200
// From () 2026-03-02 10:00:04 +0000
const separator =
  /^From (?:\S{1,320} {1,4})?(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]{0,6},? |\d{4}-\d\d-\d\d).{0,24}\d\d:\d\d/i;

/** The messages of the file, without the `From ` lines' own meaning. A file that does not begin with such a line is one message. */
export function messagesIn(file: string): RawSpan[] {
  let start = 0;
  while (
    start < file.length &&
    (file.charCodeAt(start) === 0x0a || file.charCodeAt(start) === 0x0d || file.charCodeAt(start) === 0xfeff)
  )
    start++;
  if (!file.startsWith('From ', start)) return [{ start, end: file.length }];
  const messages: RawSpan[] = [];
  for (let at = file.indexOf('From ', start + 5); at >= 0; at = file.indexOf('From ', at + 5)) {
    const before = file.charCodeAt(at - 1);
    if (before !== 0x0a && before !== 0x0d) continue;
    if (!opensMessage(file, at)) continue;
    messages.push({ start, end: at });
    start = at;
    if (messages.length > mostMessages) return messages; // one too many, to be told
  }
  messages.push({ start, end: file.length });
  return messages;
}

/** A separator with a field on the next line; mail programs quote others as `>From `, but not all do. */
function opensMessage(file: string, at: number): boolean {
  const line = lineAt(file, at, Math.min(file.length, at + 500));
  if (!separator.test(file.slice(at, line.end))) return false;
  const next = lineAt(file, line.next, Math.min(file.length, line.next + 1000));
  return /^[!-9;-~]{1,100}:/.test(file.slice(next.start, next.end)) || file.startsWith('>From ', next.start);
}
