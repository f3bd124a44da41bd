// What does Zoho's text say? The codes stand in a row of their own form: `u@d Invalid Address, ERROR_CODE :550, ERROR_CODE :5.1.1 words`.
import { MappedBuilder, onOneLine } from '../mime/mappedText.ts';
import { addressIn } from './address.ts';
import type { Notice } from './notice.ts';
import { type Statement, statementAt } from './statement.ts';
import type { Writer } from './writer.ts';

// kijitora@example.jp Error, ERROR_CODE :421, ERROR_CODE :, Host not reachable.
const codes =
  /^(\S{1,320}@\S{1,255}) .{0,200}?ERROR_CODE ?:(\d{3})?,? ?(?:ERROR_CODE ?:\s{0,2}([245]\.\d{1,3}\.\d{1,3})?,?)?\s{0,4}/;

export const zoho: Writer = {
  id: 'zoho',
  wrote: (notice) =>
    /zoho/i.test(notice.header('x-mailer')) ||
    /@(?:mail\.|[a-z0-9-]+\.)?zoho(?:mail)?\.[a-z.]{2,6}\b/i.test(notice.header('from')),
  read: (notice) =>
    notice.lines.map((_, index) => readLine(notice, index)).filter((statement) => statement !== null),
};

function readLine(notice: Notice, index: number): Statement | null {
  const { start, end } = notice.lines[index];
  const match = codes.exec(notice.line(index));
  if (!match) return null;
  const words = new MappedBuilder();
  for (const code of [match[2], match[3]]) {
    if (!code) continue;
    const at = start + match[0].lastIndexOf(code);
    words
      .add(notice.human, at, at + code.length)
      .put(' ', notice.human.startOf(at + code.length), notice.human.startOf(at + code.length));
  }
  words.add(onOneLine(notice.human, start + match[0].length, end));
  return statementAt(notice.human.startOf(start), {
    recipient: addressIn(match[1]),
    words: words.done().trim(),
  });
}
