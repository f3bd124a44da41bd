// Which lines belong to one message? Its keys are looked for in all pages, and the keys that its lines name in turn, until
// none is new. Nothing is kept per line: a page's filter tells whether it can hold a key (text/pageTokens.ts).
// Deliberately absent: what the lines say (features/follow.ts), and getting at files: the caller hands over their texts, in
// each round, one after the other, so that no more than one need be held.
import type { PagedText } from '../text/pagedText.ts';
import { mayHold, wordsOf } from '../text/pageTokens.ts';
import type { Message, MessageLine } from './message.ts';

/** A message to a whole list may have thousands of lines; past this it is told that there are more. */
const mostLines = 5_000;
const mostKeys = 200;
/** So many queue ids with one message-id: the sender gives all its messages the same. */
const mostOfOneMessageId = 50;
/** Hops from one queue to the next, and back. */
const mostRounds = 6;

/** In a short text the search itself costs less than the filters. */
const shortText = 1_000_000;

/** A key to look for, and a line near which it is known to stand. */
interface Wanted {
  readonly key: string;
  readonly near: Near;
}

/** The stamp is compared where the key stands in another log. */
interface Near {
  readonly file: number;
  readonly line: number;
  /** Milliseconds; null where the line has none. */
  readonly time: number | null;
}

/** How the lines of a text are read. Asked for the lines that hold a key, page by page. */
export interface LineReader {
  /** @param lines numbers in the file, from 0, ascending; all on one page */
  read(text: PagedText, lines: readonly number[]): Omit<MessageLine, 'file'>[];
  /** Milliseconds of the line's stamp on any clock; null where it has none. */
  timeOf(line: string): number | null;
}

/** A message that is being looked for, round by round: each round looks for the keys that the one before found. */
export class Assembly {
  readonly #reader: LineReader;
  readonly #logs: readonly number[];
  readonly #known: Set<string>;
  readonly #key: string;
  readonly #found = new Map<number, MessageLine>();
  #wanted: readonly Wanted[];
  #hits = new Map<string, MessageLine[]>();
  #pattern!: RegExp;
  #round = 0;
  #count = 0;
  #truncated = false;

  /**
   * @param near a line that names `key`: an id may have been used more than once
   * @param logs for each file the number of the log that it is a piece of; files of one log stand in the order of writing
   */
  constructor(
    key: string,
    near: { readonly file: number; readonly line: number; readonly text: string },
    reader: LineReader,
    logs: readonly number[] = [0],
  ) {
    this.#key = key;
    this.#known = new Set([key]);
    this.#reader = reader;
    this.#logs = logs;
    this.#wanted = [{ key, near: { file: near.file, line: near.line, time: reader.timeOf(near.text) } }];
    this.#begin();
  }

  /** The share of the rounds that is done at most, 0–1. */
  get done(): number {
    return this.#round / mostRounds;
  }

  /** Looks for this round's keys in a file. Yields the share of the file that is done. */
  *search(text: PagedText, file: number): Generator<number, void> {
    const words = text.length > shortText ? this.#wanted.map(({ key }) => wordsOf(key)) : null;
    for (let page = 0; page < text.pages.length && this.#count < mostLines * 2; page++) {
      if (words?.every((one) => !mayHold(text.pages[page]!, one)) !== true)
        this.#searchPage(text, page, file);
      yield (page + 1) / text.pages.length;
    }
  }

  #searchPage(text: PagedText, index: number, file: number): void {
    const page = text.pages[index]!;
    const start = text.pageStart(index);
    const keysAt = new Map<number, Set<string>>();
    const pattern = this.#pattern;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(page.text); match; match = pattern.exec(page.text)) {
      const [key] = match;
      if (!standsAlone(page.text, match.index, match.index + key.length)) continue;
      const { line } = text.positionAt(start + match.index);
      // The rest of a line longer than a page is not read.
      if (page.startsMidLine && line === text.pageFirstLine(index)) continue;
      const keys = keysAt.get(line);
      if (keys) keys.add(key);
      else keysAt.set(line, new Set([key]));
    }
    if (keysAt.size === 0) return;
    for (const read of this.#reader.read(text, [...keysAt.keys()])) {
      const line = { ...read, file };
      for (const key of keysAt.get(read.line)!) this.#hits.get(key)!.push(line);
      this.#count++;
    }
  }

  /** Takes in what the round found in all files. @returns whether there is something new to look for */
  advance(): boolean {
    const next: Wanted[] = [];
    for (const one of this.#wanted) {
      const lines = this.#ofThisUse(this.#hits.get(one.key)!, one);
      for (const line of lines) {
        if (this.#found.size >= mostLines) this.#truncated = true;
        else this.#found.set(placeOf(line), line);
      }
      for (const link of this.#linksOf(lines, one.key)) {
        if (this.#known.has(link.key)) continue;
        if (this.#known.size >= mostKeys) this.#truncated = true;
        else {
          this.#known.add(link.key);
          next.push(link);
        }
      }
    }
    this.#wanted = next;
    if (next.length > 0 && ++this.#round === mostRounds) {
      this.#truncated = true;
      this.#wanted = [];
    }
    this.#begin();
    return this.#wanted.length > 0;
  }

  /** What was found; its lines file by file. */
  message(): Message {
    const lines = [...this.#found].sort(([a], [b]) => a - b).map(([, line]) => line);
    const ids = new Set<string>();
    for (const { keys } of lines) if (keys.own !== null && this.#known.has(keys.own)) ids.add(keys.own);
    return { key: this.#key, ids: [...ids], lines, truncated: this.#truncated };
  }

  #begin(): void {
    this.#hits = new Map(this.#wanted.map(({ key }) => [key, []]));
    this.#count = 0;
    const keys = this.#wanted.map(({ key }) => key.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
    this.#pattern = new RegExp(keys.join('|'), 'g');
  }

  /**
   * An id that ended (`removed`) and begins again is another message: of its uses the one that holds the line `near`, or is
   * nearest to it, with what other lines say of the id in that time. In another log the nearest by the clock.
   */
  #ofThisUse(lines: readonly MessageLine[], { key, near }: Wanted): readonly MessageLine[] {
    const logs = [...new Set(lines.map(({ file }) => this.#logs[file] ?? file))];
    return logs.flatMap((log) => {
      const here = lines.filter(({ file }) => (this.#logs[file] ?? file) === log);
      const uses = usesOf(here, key);
      if (uses.length < 2) return here;
      const isSame = log === (this.#logs[near.file] ?? near.file);
      const distance = isSame
        ? (use: Use) => outside(placeOf(near), placeOf(use.first), placeOf(use.last))
        : (use: Use) => this.#outsideByClock(near.time, use);
      const mine = uses.reduce((best, use) => (distance(use) < distance(best) ? use : best));
      const at = uses.indexOf(mine);
      const from = at > 0 ? placeOf(uses[at - 1]!.last) + 1 : 0;
      const to = at + 1 < uses.length ? placeOf(uses[at + 1]!.first) - 1 : Number.MAX_SAFE_INTEGER;
      return here.filter((line) => placeOf(line) >= from && placeOf(line) <= to);
    });
  }

  #outsideByClock(time: number | null, { first, last }: Use): number {
    const [from, to] = [this.#reader.timeOf(first.text), this.#reader.timeOf(last.text)];
    if (time === null || from === null || to === null) return 0;
    return time >= from && time <= to ? 0 : Math.min(apart(time, from), apart(time, to));
  }

  /** By which keys the message goes on: what its own lines name, and who named it. A mere mention leads nowhere. */
  #linksOf(lines: readonly MessageLine[], key: string): Wanted[] {
    const links: Wanted[] = [];
    const owners = new Set<string>();
    const messageIds = new Set<string>();
    for (const line of lines) {
      const { own, messageId, onward, part } = line.keys;
      if (own !== key && messageId !== key && part?.key !== key && !onward.includes(key)) continue;
      if (own === key && messageId !== null) messageIds.add(messageId);
      const near = { file: line.file, line: line.line, time: this.#reader.timeOf(line.text) };
      for (const one of [own, messageId, ...onward, part?.key ?? null])
        if (one !== null && one !== key) links.push({ key: one, near });
      if (messageId === key && own !== null) owners.add(own);
    }
    // Several messages under one id: it is a session's, and leads from one to others that are not this one.
    return owners.size > mostOfOneMessageId || messageIds.size > 1 ? [] : links;
  }
}

interface Use {
  readonly first: MessageLine;
  last: MessageLine;
}

function usesOf(lines: readonly MessageLine[], key: string): Use[] {
  const uses: Use[] = [];
  let ended = true;
  for (const line of lines) {
    const { own, part } = line.keys;
    if (own !== key && part?.key !== key) continue;
    const { begins, ends } = own === key ? line.keys : part!;
    const use = uses[uses.length - 1];
    if (!use || (ended && (begins || own !== key))) uses.push({ first: line, last: line });
    else use.last = line;
    ended = ends || (own === key && ended && !begins);
  }
  return uses;
}

/** One number for file and line, in the order of both. */
const placeOf = ({ file, line }: { readonly file: number; readonly line: number }): number =>
  file * 2 ** 32 + line;

const outside = (value: number, from: number, to: number): number =>
  value < from ? from - value : value > to ? value - to : 0;

const year = 365.25 * 86_400_000;

/** Milliseconds between two moments, whatever the years: one log names them, another does not. */
function apart(a: number, b: number): number {
  const rest = Math.abs(a - b) % year;
  return Math.min(rest, year - rest);
}

/**
 * Assembles the message that a line of one text names.
 * @param near the line (from 0) that names `key`
 * @yields the share of the search that is done, 0–1, after each page
 */
export function* assemble(
  text: PagedText,
  key: string,
  near: number,
  reader: LineReader,
): Generator<number, Message> {
  const assembly = new Assembly(key, { file: 0, line: near, text: text.lineAt(near).text }, reader);
  do {
    const steps = assembly.search(text, 0);
    for (let step = steps.next(); !step.done; step = steps.next())
      yield Math.min(0.99, assembly.done + step.value / mostRounds);
  } while (assembly.advance());
  return assembly.message();
}

/** `283FEFC63F` is not part of a longer id or name; a hyphen is part of Exim's ids. */
function standsAlone(text: string, start: number, end: number): boolean {
  const [before, after] = [text.charAt(start - 1), text.charAt(end)];
  // x.1@example.org is another message-id than 1@example.org
  if (text.slice(start, end).includes('@')) return !/[\w.+=-]/.test(before) && !/[\w-]/.test(after);
  // (00009-01) stands as it is
  if (text.charCodeAt(start) === 0x28) return true;
  if (/[0-9A-Za-z]/.test(before)) return false;
  // evpid=0133b45207a88ab8: the message 0133b452 (OpenSMTPD)
  return !/[0-9A-Za-z]/.test(after) || (end - start === 8 && text.startsWith('evpid=', start - 6));
}
