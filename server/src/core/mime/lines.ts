// Where do the lines of a text begin and end? LF, CRLF and a bare CR end a line, in any mixture.

/** One line: `text.slice(start, end)`; the next one begins at `next`. */
export interface Line {
  readonly start: number;
  readonly end: number;
  readonly next: number;
}

/** The line that begins at `at`. Looks no further than its end, whatever follows. */
export function lineAt(text: string, at: number, to: number): Line {
  let end = at;
  while (end < to) {
    const c = text.charCodeAt(end);
    if (c === 0x0a || c === 0x0d) break;
    end++;
  }
  return { start: at, end, next: behindLineEnd(text, end, to) };
}

/** Behind the line end at `end`; `to` where the text ends there. */
function behindLineEnd(text: string, end: number, to: number): number {
  if (end >= to) return to;
  return text.charCodeAt(end) === 0x0d && text.charCodeAt(end + 1) === 0x0a && end + 1 < to
    ? end + 2
    : end + 1;
}

/** All lines from `from` to `to`. */
export function linesOf(text: string, from = 0, to: number = text.length): Line[] {
  const lines: Line[] = [];
  for (let at = from; at < to; ) {
    const line = lineAt(text, at, to);
    lines.push(line);
    at = line.next;
  }
  return lines;
}

/** Answers "which line (from 0) holds this offset?"; counts no further than it was asked, and goes on from there. */
export class LineCounter {
  readonly #text: string;
  readonly #starts: number[] = [0];
  #seen = 0;

  constructor(text: string) {
    this.#text = text;
  }

  lineOf(offset: number): number {
    this.#countTo(Math.min(offset, this.#text.length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle] <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #countTo(offset: number): void {
    const text = this.#text;
    while (this.#seen < offset) {
      const c = text.charCodeAt(this.#seen++);
      if (c === 0x0a || (c === 0x0d && text.charCodeAt(this.#seen) !== 0x0a)) this.#starts.push(this.#seen);
    }
  }
}
