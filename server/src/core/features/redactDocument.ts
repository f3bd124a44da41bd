// How is a document, or a range of it, handed to others with made-up names? What *Copy Redacted* puts on the clipboard. A message is
// redacted as a whole, since its parts are encoded, and of the result the lines asked for are taken: every line stays where it is.
// Deliberately absent: what gets a made-up name (redact.ts, redactMessage.ts).
import type { Range } from 'vscode-languageserver-types';
import type { PagedText } from '../text/pagedText.ts';
import { Redactor } from './redact.ts';
import { LogRedactor } from './redactLog.ts';
import { type Reader, redactMessage } from './redactMessage.ts';
import type { Speech } from './wording.ts';

/**
 * @param range null for the whole document
 * @yields the share that is done, 0–1
 */
export function* redactDocument(
  text: PagedText,
  kind: 'log' | 'message',
  range: Range | null,
  reader: Reader,
  { catalog }: Speech,
): Generator<number, string> {
  const redactor = new Redactor(catalog);
  const [from, to] = range ? [text.offsetAt(range.start), text.offsetAt(range.end)] : [0, text.length];
  if (kind === 'message') {
    const redacted = redactMessage(text.slice(0, text.length), redactor, reader);
    if (!range) return redacted;
    return selected(text, redacted, range, redactor, 0);
  }
  const log = new LogRedactor(redactor, reader.judge);
  const parts: string[] = [];
  // Whole lines; of those that are cut by the range the part is taken behind.
  const first = range ? text.lineAt(range.start.line).start : 0;
  const last = range ? text.lineAt(range.end.line) : { start: text.length, text: '' };
  const stop = last.start + last.text.length;
  for (let at = first; at < stop; ) {
    const page = text.pageIndexAt(at);
    const end = Math.min(stop, text.pageStart(page) + text.pages[page].text.length);
    parts.push(log.redact(text.slice(at, end)));
    at = end;
    yield (at - first) / Math.max(1, stop - first);
  }
  const whole = parts.join('');
  if (!range || (from === first && to === stop)) return whole;
  return selected(text, whole, range, redactor, range.start.line);
}

/**
 * The lines of the range out of the redacted ones. Where the range begins or ends inside a line, that part is taken; where it reads
 * otherwise by itself than in its line (a subject, a packed body), the whole line.
 * @param firstLine of the document, of `redacted`
 */
function selected(
  text: PagedText,
  redacted: string,
  range: Range,
  redactor: Redactor,
  firstLine: number,
): string {
  const lines = redacted.split(/\r\n|\n|\r/);
  const { start, end } = range;
  const result: string[] = [];
  for (let line = start.line; line <= Math.min(end.line, firstLine + lines.length - 1); line++) {
    const original = text.lineAt(line).text;
    const from = line === start.line ? start.character : 0;
    const to = line === end.line ? end.character : original.length;
    const redactedLine = lines[line - firstLine];
    if (from === 0 && to >= original.length) result.push(redactedLine);
    else {
      const part = redactor.redact(original.slice(from, to));
      result.push(redactedLine.includes(part) ? part : redactedLine);
    }
  }
  return result.join('\n');
}
