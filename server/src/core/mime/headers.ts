// Which fields stand at the head of a message, of a part, or in a block of a delivery report?
// Only places are noted here; a value is unfolded and decoded when somebody asks for it.
import { isBlank } from '../codes/characters.ts';
import { type Line, lineAt } from './lines.ts';

/** One field. Offsets in the text that was read. For `Status: 5.1.1` the name is `status`, the value ` 5.1.1`. */
export interface Field {
  /** In lower case. */
  readonly name: string;
  /** First character of the name. */
  readonly start: number;
  /** Behind the colon. */
  readonly valueStart: number;
  /** Behind the value's last line, without its line end. */
  readonly valueEnd: number;
}

export interface Fields {
  readonly fields: readonly Field[];
  /** Where the body begins: behind the blank line, or at the first line that cannot be a field. */
  readonly end: number;
  /** More fields stood there than are read. */
  readonly cut: boolean;
}

/** Far more than any mail program writes. */
const mostFields = 2000;

/** Reads the fields that begin at `from`. A `From ` line before them (mbox) is passed over. */
export function readFields(text: string, from: number, to: number): Fields {
  const fields: Field[] = [];
  let at = from;
  if (text.startsWith('From ', at) || text.startsWith('>From ', at)) at = lineAt(text, at, to).next;
  while (at < to) {
    const line = lineAt(text, at, to);
    if (line.end === line.start) return { fields, end: line.next, cut: false };
    const colon = colonOf(text, line);
    if (colon < 0) return { fields, end: isBlankLine(text, line) ? line.next : line.start, cut: false };
    if (fields.length >= mostFields) return { fields, end: line.start, cut: true };
    const last = lastLineOf(text, line, to);
    fields.push({
      name: text.slice(line.start, colon).trimEnd().toLowerCase(),
      start: line.start,
      valueStart: colon + 1,
      valueEnd: last.end,
    });
    at = last.next;
  }
  return { fields, end: to, cut: false };
}

/** Where the colon behind a field's name stands; -1 where the line is no field. Names are printable, without blanks (RFC 5322 §2.2). */
export function colonOf(text: string, line: Line): number {
  const most = Math.min(line.end, line.start + 128);
  for (let at = line.start; at < most; at++) {
    const c = text.charCodeAt(at);
    if (c === 0x3a) return at > line.start ? at : -1;
    // `Status : 5.1.1`: some programs leave a blank before the colon.
    if (isBlank(c)) return at > line.start && text.charCodeAt(at + 1) === 0x3a ? at + 1 : -1;
    if (c <= 0x20 || c >= 0x7f) return -1;
  }
  return -1;
}

/** Lines that begin with a blank go on with the field, unless they are blank altogether. */
function lastLineOf(text: string, first: Line, to: number): Line {
  let last = first;
  while (last.next < to && isBlank(text.charCodeAt(last.next))) {
    const line = lineAt(text, last.next, to);
    if (isBlankLine(text, line)) break;
    last = line;
  }
  return last;
}

export function isBlankLine(text: string, line: Line): boolean {
  for (let at = line.start; at < line.end; at++) if (text.charCodeAt(at) > 0x20) return false;
  return true;
}

/** The first field of that name (lower case). */
export function fieldNamed(fields: readonly Field[], name: string): Field | undefined {
  return fields.find((field) => field.name === name);
}
