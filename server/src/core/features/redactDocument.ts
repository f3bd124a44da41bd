// How is a document, or a range of it, handed to others with made-up names? What *Copy Redacted* puts on the clipboard. A message is
// redacted as a whole, since its parts are encoded, and of the result the lines asked for are taken: every line stays where it is.
// Deliberately absent: what gets a made-up name (redact.ts, redactMessage.ts).
import type { Range } from 'vscode-languageserver-types';
import type { PagedText } from '../text/pagedText.ts';
import { Redactor } from './redact.ts';
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
    return selected(text, redacted, range, redactor);
  }
  const parts: string[] = [];
  for (let at = from; at < to; ) {
    const end = Math.min(to, endOfPiece(text, at));
    parts.push(text.slice(at, end).replace(/[^\r\n]+/g, (line) => redactor.redact(line)));
    at = end;
    yield (at - from) / Math.max(1, to - from);
  }
  return parts.join('');
}

/** To the end of the page, which is the end of a line but in lines longer than a page. */
function endOfPiece(text: PagedText, at: number): number {
  const page = text.pageIndexAt(at);
  return text.pageStart(page) + text.pages[page].text.length;
}

/**
 * The lines of the range out of the redacted whole. Where the range begins or ends inside a line, that line is cut as the range
 * says if it names nobody or its names alone are replaced; what is hidden in another way (a subject) is given as a whole line.
 */
function selected(text: PagedText, redacted: string, range: Range, redactor: Redactor): string {
  const lines = redacted.split(/\r\n|\n|\r/);
  const { start, end } = range;
  const result: string[] = [];
  for (let line = start.line; line <= Math.min(end.line, lines.length - 1); line++) {
    const original = text.lineAt(line).text;
    const from = line === start.line ? start.character : 0;
    const to = line === end.line ? end.character : original.length;
    const whole = from === 0 && to >= original.length;
    const simple = redactor.redact(original) === lines[line];
    // A selection that ends at the beginning of a line has nothing of it.
    if (from === to && line === end.line) result.push('');
    else result.push(whole || !simple ? lines[line] : redactor.redact(original.slice(from, to)));
  }
  return result.join('\n');
}
