// Where in the file does each character of a decoded text come from? Every decoder of this room answers with a MappedText,
// so that a code found in unfolded, decoded or stripped text can be shown where the file carries it.
// Deliberately absent: any decoding (quotedPrintable.ts, base64.ts, html.ts), lines of the file (lines.ts).

/** A range of the file, in UTF-16 units from its start. */
export interface RawSpan {
  readonly start: number;
  readonly end: number;
}

/**
 * Text with a way back to the file. Three sorts: *raw* (a stretch of the file as it stands), *table* (each character has
 * its own range) and *placeless* (base64: the characters share the bytes that carry them, so only the part is known).
 */
export class MappedText {
  readonly text: string;
  readonly #starts: ArrayLike<number> | null;
  readonly #ends: ArrayLike<number> | null;
  /** Raw: offset of the first character in the file. Table: index of the first character in the tables. Placeless: offset of the part. */
  readonly #base: number;
  readonly #placeless: boolean;

  private constructor(
    text: string,
    base: number,
    starts: ArrayLike<number> | null,
    ends: ArrayLike<number> | null,
    placeless: boolean,
  ) {
    this.text = text;
    this.#base = base;
    this.#starts = starts;
    this.#ends = ends;
    this.#placeless = placeless;
  }

  /** The file from `from` to `to`, as it stands. */
  static raw(file: string, from: number, to: number): MappedText {
    return new MappedText(file.slice(from, to), from, null, null, false);
  }

  /** `starts[i]` and `ends[i]` are the range of `text[i]` in the file; an end below 0 says that it has none of its own. */
  static table(text: string, starts: ArrayLike<number>, ends: ArrayLike<number>): MappedText {
    return new MappedText(text, 0, starts, ends, false);
  }

  /** Text that stands in the part whose body begins at `at`, nobody can say where. */
  static placeless(text: string, at: number): MappedText {
    return new MappedText(text, at, null, null, true);
  }

  /** The characters from `from` to `to`; costs nothing. */
  slice(from: number, to: number = this.text.length): MappedText {
    const base = this.#placeless ? this.#base : this.#base + from;
    return new MappedText(this.text.slice(from, to), base, this.#starts, this.#ends, this.#placeless);
  }

  /** Offset in the file of character `at`; for placeless text that of the part. At the very end: behind the last character. */
  startOf(at: number): number {
    if (this.#placeless) return this.#base;
    if (!this.#starts) return this.#base + at;
    const index = this.#base + at;
    if (index < this.#starts.length) return this.#starts[index];
    const last = this.#starts.length - 1;
    return last < 0 ? 0 : Math.max(this.#starts[last], this.#ends![last]);
  }

  /** Offset in the file behind character `at`; below 0 where it has no place of its own. */
  endOf(at: number): number {
    if (this.#placeless) return -1;
    return this.#ends ? (this.#ends[this.#base + at] ?? -1) : this.#base + at + 1;
  }

  /** The range of the file that carries the characters from `from` to `to`; null where one cannot be named. */
  span(from: number, to: number): RawSpan | null {
    if (to <= from) return null;
    const start = this.startOf(from);
    const end = this.endOf(to - 1);
    return end < 0 || this.endOf(from) < 0 || end <= start ? null : { start, end };
  }

  /** Without blanks and line ends at both ends. */
  trim(): MappedText {
    let from = 0;
    let to = this.text.length;
    while (from < to && this.text.charCodeAt(from) <= 0x20) from++;
    while (to > from && this.text.charCodeAt(to - 1) <= 0x20) to--;
    return from === 0 && to === this.text.length ? this : this.slice(from, to);
  }
}

/** Puts a MappedText together from pieces of others. */
export class MappedBuilder {
  #text = '';
  readonly #starts: number[] = [];
  readonly #ends: number[] = [];

  get length(): number {
    return this.#starts.length;
  }

  endsWith(words: string): boolean {
    return this.#text.endsWith(words);
  }

  /** Appends the characters of `source` from `from` to `to`. */
  add(source: MappedText, from = 0, to: number = source.text.length): this {
    this.#text += source.text.slice(from, to);
    for (let at = from; at < to; at++) {
      this.#starts.push(source.startOf(at));
      this.#ends.push(source.endOf(at));
    }
    return this;
  }

  /** Appends characters that together stand for the range `start`–`end` of the file. */
  put(text: string, start: number, end: number): this {
    this.#text += text;
    for (let at = 0; at < text.length; at++) {
      this.#starts.push(start);
      this.#ends.push(end);
    }
    return this;
  }

  done(): MappedText {
    return MappedText.table(this.#text, this.#starts, this.#ends);
  }
}

/**
 * The characters from `from` to `to` on one line: every line end, with the blanks around it, becomes one blank.
 * Used for folded headers (RFC 5322 §2.2.3) and for replies that a program has wrapped.
 */
export function onOneLine(source: MappedText, from = 0, to: number = source.text.length): MappedText {
  const { text } = source;
  const piece = source.slice(from, to).trim();
  if (!/[\r\n]/.test(piece.text)) return piece;
  const builder = new MappedBuilder();
  let at = from;
  while (at < to && text.charCodeAt(at) <= 0x20) at++;
  while (at < to) {
    let end = at;
    while (end < to && text.charCodeAt(end) !== 0x0a && text.charCodeAt(end) !== 0x0d) end++;
    let next = end;
    while (next < to && text.charCodeAt(next) <= 0x20) next++;
    let last = end;
    while (last > at && text.charCodeAt(last - 1) <= 0x20) last--;
    builder.add(source, at, last);
    if (next < to) builder.put(' ', source.startOf(last), source.startOf(next));
    at = next;
  }
  return builder.done();
}
