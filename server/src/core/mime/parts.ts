// Of which parts is a message made? A tree of places in the file; nothing is decoded here (content.ts does, when asked).
// Wrong, missing and unclosed boundaries are borne. A message that is attached is a leaf: whoever wants its parts reads it as
// a message of its own.
import { type ContentType, readContentType } from './contentType.ts';
import { type Field, fieldNamed, readFields } from './headers.ts';
import { lineAt } from './lines.ts';
import { MappedText, onOneLine } from './mappedText.ts';

/** A part, or the message itself. Offsets from the start of the file. */
export interface Part {
  readonly start: number;
  readonly fields: readonly Field[];
  readonly bodyStart: number;
  readonly bodyEnd: number;
  /** `text/plain` where nothing is said, `message/rfc822` inside a digest (RFC 2046 §5.1.5). */
  readonly content: ContentType;
  /** Content-Transfer-Encoding in lower case, empty where none is given. */
  readonly encoding: string;
  readonly parts: readonly Part[];
}

/** What is read of one message at most. */
export const limits = { depth: 20, parts: 500 } as const;

/** What was not read, to be told to the user. */
export interface Cut {
  depth: boolean;
  parts: boolean;
  fields: boolean;
}

export interface MessageTree {
  readonly root: Part;
  readonly cut: Cut;
}

/** Reads the message that stands in the file from `from` to `to`. */
export function readParts(file: string, from: number, to: number): MessageTree {
  const reader = { file, count: 0, cut: { depth: false, parts: false, fields: false } };
  return { root: readPart(reader, from, to, 0, 'text/plain'), cut: reader.cut };
}

interface Reader {
  readonly file: string;
  count: number;
  readonly cut: Cut;
}

function readPart(reader: Reader, from: number, to: number, depth: number, fallback: string): Part {
  reader.count++;
  const { fields, end, cut } = readFields(reader.file, from, to);
  if (cut) reader.cut.fields = true;
  const value = (name: string) => {
    const field = fieldNamed(fields, name);
    // A field of megabytes is no content type.
    return field
      ? onOneLine(
          MappedText.raw(reader.file, field.valueStart, Math.min(field.valueEnd, field.valueStart + 2000)),
        ).text
      : '';
  };
  const content = readContentType(value('content-type'));
  const type = content.type === '' ? fallback : content.type;
  const encoding = value('content-transfer-encoding').replace(/\(.*/, '').trim().toLowerCase();
  const parts: Part[] = [];
  // A head that lost its Content-Type, with the parts still there.
  const lost = depth === 0 && content.type === '' && guessBoundary(reader.file, end, to, 5) !== null;
  if (type.startsWith('multipart/') || lost) {
    if (depth >= limits.depth) reader.cut.depth = true;
    else {
      const inner = type === 'multipart/digest' ? 'message/rfc822' : 'text/plain';
      for (const [start, stop] of bodiesIn(reader, content.parameters.get('boundary') ?? '', end, to)) {
        if (reader.count >= limits.parts) {
          reader.cut.parts = true;
          break;
        }
        parts.push(readPart(reader, start, stop, depth + 1, inner));
      }
    }
  }
  return {
    start: from,
    fields,
    bodyStart: end,
    bodyEnd: to,
    content: { type: lost && parts.length > 0 ? 'multipart/mixed' : type, parameters: content.parameters },
    encoding,
    parts,
  };
}

/** Where the parts between the boundary lines begin and end. */
function bodiesIn(reader: Reader, named: string, from: number, to: number): [number, number][] {
  const bodies = named === '' ? [] : between(reader.file, `--${named}`, from, to);
  if (bodies.length > 0) return bodies;
  // The boundary is missing or was changed under way: what looks like one, right before a part's fields, is taken.
  const guessed = guessBoundary(reader.file, from, to);
  return guessed === null ? [] : between(reader.file, guessed, from, to);
}

function between(file: string, delimiter: string, from: number, to: number): [number, number][] {
  const bodies: [number, number][] = [];
  let open = -1;
  for (
    let at = file.indexOf(delimiter, from);
    at >= 0 && at < to;
    at = file.indexOf(delimiter, at + delimiter.length)
  ) {
    if (at > from && file.charCodeAt(at - 1) !== 0x0a && file.charCodeAt(at - 1) !== 0x0d) continue;
    const line = lineAt(file, at, to);
    const tail = file.slice(at + delimiter.length, Math.min(line.end, at + delimiter.length + 80)).trim();
    if (tail !== '' && tail !== '--') continue; // a longer boundary that begins alike
    if (open >= 0) bodies.push([open, endBefore(file, open, at)]);
    open = tail === '--' ? -1 : line.next;
    if (bodies.length > limits.parts || open < 0) break;
  }
  if (open >= 0 && bodies.length <= limits.parts) bodies.push([open, to]);
  return bodies;
}

/** The line end before a boundary belongs to the boundary (RFC 2046 §5.1.1). */
function endBefore(file: string, open: number, at: number): number {
  if (at <= open) return open;
  const crlf = file.charCodeAt(at - 1) === 0x0a && file.charCodeAt(at - 2) === 0x0d && at - 2 >= open;
  return at - (crlf ? 2 : 1);
}

/** The first line of the body's first lines that begins with `--` and has a `Content-…:` line right behind it. */
function guessBoundary(file: string, from: number, to: number, lines = 200): string | null {
  let at = from;
  for (let count = 0; at < to && count < lines; count++) {
    const line = lineAt(file, at, to);
    if (
      file.startsWith('--', at) &&
      line.end - at > 2 &&
      line.end - at < 200 &&
      /^content-/i.test(file.slice(line.next, line.next + 8))
    ) {
      return file.slice(at, line.end).trimEnd();
    }
    at = line.next;
  }
  return null;
}

/** The part and everything below it, in the order of the file. */
export function* allParts(part: Part): Generator<Part> {
  yield part;
  for (const child of part.parts) yield* allParts(child);
}
