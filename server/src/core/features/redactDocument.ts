// How is a document, or a range of it, handed to others with made-up names? What *Copy Redacted* puts on the clipboard. A message is
// redacted as a whole, since its parts are encoded, and of the result the lines asked for are taken: every line stays where it is.
// Deliberately absent: what gets a made-up name (redact.ts, redactMessage.ts).
import type { Range } from 'vscode-languageserver-types';
import type { PagedText } from '../text/pagedText.ts';
import { Redactor } from './redact.ts';
import { LogRedactor } from './redactLog.ts';
import { type Reader, redactMessage } from './redactMessage.ts';
import type { Speech } from './wording.ts';

/** The first lines name the columns of a CSV file; a line from its middle is read with them in mind. */
const headLines = 30;

/** Of so many lines before a range it is known whether they ask for a login. */
const recalledLines = 50;

/**
 * @param ranges in the order of the file, joined by line ends; null for the whole document
 * @yields the share that is done, 0–1
 */
export function* redactDocument(
  text: PagedText,
  kind: 'log' | 'message',
  ranges: readonly Range[] | null,
  reader: Reader,
  { catalog }: Speech,
): Generator<number, string> {
  const redactor = new Redactor(catalog);
  if (kind === 'message') {
    const redacted = redactMessage(text.slice(0, text.length), redactor, reader);
    return ranges ? ranges.map((range) => selected(text, redacted, range, redactor, 0)).join('\n') : redacted;
  }
  const log = new LogRedactor(redactor, reader.judge);
  if (!ranges) return yield* redactLines(text, log, 0, text.length);
  const head = text.lineAt(Math.min(headLines, text.lineCount - 1)).start;
  if (head > 0) log.redact(text.slice(0, head));
  const results: string[] = [];
  for (const range of ranges) {
    // Whole lines; of those that are cut by the range the part is taken behind.
    const { start } = text.lineAt(range.start.line);
    const last = text.lineAt(range.end.line);
    const before = text.lineAt(Math.max(0, range.start.line - recalledLines)).start;
    log.jump(text.slice(before, start));
    const lines = yield* redactLines(text, log, start, last.start + last.text.length);
    results.push(selected(text, lines, range, redactor, range.start.line));
  }
  return results.join('\n');
}

function* redactLines(
  text: PagedText,
  log: LogRedactor,
  from: number,
  to: number,
): Generator<number, string> {
  const parts: string[] = [];
  for (let at = from; at < to; ) {
    const page = text.pageIndexAt(at);
    const end = Math.min(to, text.pageStart(page) + text.pages[page].text.length);
    parts.push(log.redact(text.slice(at, end)));
    at = end;
    yield (at - from) / Math.max(1, to - from);
  }
  return parts.join('');
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
