// What is there for the readers of reports to look at? The top fields, the report's own text and its machine part, of one
// message; the returned message is cut off here, so that nobody can mistake its numbers for codes.
import { longestText, textOf } from '../mime/content.ts';
import { decodeEncodedWords } from '../mime/encodedWords.ts';
import { fieldNamed } from '../mime/headers.ts';
import type { MessageHost } from '../mime/host.ts';
import { type Line, linesOf } from '../mime/lines.ts';
import { MappedBuilder, MappedText, onOneLine } from '../mime/mappedText.ts';
import { allParts, type Part } from '../mime/parts.ts';
import { beginsReturned } from './returned.ts';

export class Notice {
  readonly root: Part;
  readonly file: string;
  readonly host: MessageHost;
  readonly #parts: readonly Part[];
  /** A text of the report is longer than what is read of it. */
  cutShort = false;
  readonly #headers = new Map<string, string>();
  #human: MappedText | null = null;
  #lines: readonly Line[] | null = null;
  #wrapped: MappedText | null = null;

  constructor(file: string, root: Part, host: MessageHost) {
    this.file = file;
    this.root = root;
    this.host = host;
    this.#parts = [...allParts(root)];
  }

  /** A top field on one line, encoded words decoded; empty where it is not there. Of a very long one only the beginning. */
  header(name: string): string {
    let value = this.#headers.get(name);
    if (value === undefined) {
      const field = fieldNamed(this.root.fields, name);
      value = field
        ? decodeEncodedWords(
            onOneLine(
              MappedText.raw(this.file, field.valueStart, Math.min(field.valueEnd, field.valueStart + 4000)),
            ).text,
            this.host,
          )
        : '';
      this.#headers.set(name, value);
    }
    return value;
  }

  /** Whether a part of this type is there, by its beginning. */
  has(type: string): boolean {
    return this.#parts.some((part) => part.content.type.startsWith(type));
  }

  /** The machine parts, decoded. */
  machineParts(): MappedText[] {
    return this.#textsOf(isMachinePart);
  }

  /** The parts of one type, decoded. */
  partsOf(type: string): MappedText[] {
    return this.#textsOf((one) => one === type);
  }

  #textsOf(wanted: (type: string) => boolean): MappedText[] {
    return this.#parts
      .filter((part) => wanted(part.content.type))
      .map((part) => textOf(this.file, part, this.host));
  }

  /** The returned message, or its head; null where the report brings none. */
  returned(): Part | null {
    return this.#parts.find((part) => part !== this.root && isReturned(part.content.type)) ?? null;
  }

  /** Messages that hang on this one as attachments. */
  attached(): Part[] {
    return this.#parts.filter((part) => part !== this.root && part.content.type === 'message/rfc822');
  }

  /** The text that a person reads, decoded, without the returned message. */
  get human(): MappedText {
    this.#human ??= this.#readHuman();
    return this.#human;
  }

  /** What was cut off the text as a returned message, where the message is one text; a gateway may wrap a whole report so. */
  get wrapped(): MappedText | null {
    return this.human === null ? null : this.#wrapped;
  }

  /** The lines of `human`. */
  get lines(): readonly Line[] {
    this.#lines ??= linesOf(this.human.text);
    return this.#lines;
  }

  line(index: number): string {
    const line = this.lines[index];
    return line ? this.human.text.slice(line.start, line.end) : '';
  }

  #readHuman(): MappedText {
    const texts: MappedText[] = [];
    for (const part of this.#speaking()) {
      if (part.bodyEnd - part.bodyStart > longestText) this.cutShort = true;
      const whole = textOf(this.file, part, this.host);
      const text = upToReturned(whole);
      if (part === this.root && text !== whole) this.#wrapped = whole.slice(text.text.length);
      if (text.text.trim() !== '') texts.push(text);
      if (texts.length >= 4) break;
    }
    if (texts.length === 0) return MappedText.raw(this.file, this.root.bodyStart, this.root.bodyStart);
    if (texts.length === 1) return texts[0];
    const builder = new MappedBuilder();
    for (const text of texts)
      builder.add(text).put('\n', text.startOf(text.text.length), text.startOf(text.text.length));
    return builder.done();
  }

  /** The text parts before the returned message; of alternatives the plain one. */
  #speaking(): Part[] {
    const chosen: Part[] = [];
    const visit = (part: Part): boolean => {
      if (isReturned(part.content.type) && part !== this.root) return false;
      if (part.content.type === 'multipart/alternative') {
        const leaves = [...allParts(part)].filter((leaf) => leaf.parts.length === 0);
        const plain = leaves.find(
          (leaf) =>
            leaf.content.type === 'text/plain' &&
            this.file.slice(leaf.bodyStart, Math.min(leaf.bodyEnd, leaf.bodyStart + 4000)).trim().length > 20,
        );
        const one =
          plain ??
          leaves.find((leaf) => leaf.content.type === 'text/html') ??
          leaves.find((leaf) => leaf.content.type.startsWith('text/'));
        if (one) chosen.push(one);
        return true;
      }
      if (part.parts.length > 0) return part.parts.every(visit);
      if (isText(part, this.root)) chosen.push(part);
      return true;
    };
    visit(this.root);
    return chosen;
  }
}

const isMachinePart = (type: string): boolean =>
  type === 'message/delivery-status' ||
  type === 'message/global-delivery-status' ||
  type === 'message/x-delivery-status';

const isReturned = (type: string): boolean =>
  type === 'message/rfc822' ||
  type === 'text/rfc822-headers' ||
  type === 'text/rfc822' ||
  type === 'message/global' ||
  type === 'message/global-headers' ||
  type === 'message/partial';

/** Text of the report itself; the root of an unknown type too (`multipart/mx6d` without parts). */
function isText(part: Part, root: Part): boolean {
  return (
    part.content.type === 'text/plain' ||
    part.content.type === 'text/html' ||
    part.content.type === 'text' ||
    part === root
  );
}

/** Cuts the returned message off; the blank lines before it too. */
function upToReturned(text: MappedText): MappedText {
  for (const line of linesOf(text.text)) {
    const c = text.text.charCodeAt(line.start);
    if (line.end - line.start < 8 || line.end - line.start > 600) continue;
    // Cheap look at the first letter: - = * _ # | blank, or one of the words that the patterns begin with.
    if (
      !(
        c === 0x2d ||
        c === 0x3d ||
        c === 0x2a ||
        c === 0x5f ||
        c === 0x23 ||
        c === 0x7c ||
        c === 0x20 ||
        (c >= 0x41 && c <= 0x5a)
      )
    )
      continue;
    if (beginsReturned(text.text.slice(line.start, line.end))) return text.slice(0, line.start);
  }
  return text;
}
