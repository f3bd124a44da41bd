// Which fields do the objects of a JSON text hold, and where, when it comes line by line: one object a line, or printed over
// many? The open brackets are the state; a string that holds JSON itself (Amazon SNS, a container's log) is read in place.
// Deliberately absent: which fields mean mail (events.ts).
import { createScanner } from 'jsonc-parser';

/** Kinds of token, as jsonc-parser numbers them; its own enumeration is not there when modules are compiled one by one. */
const token = {
  open: 1,
  close: 2,
  openList: 3,
  closeList: 4,
  comma: 5,
  colon: 6,
  null: 7,
  true: 8,
  false: 9,
  string: 10,
  number: 11,
  end: 17,
};

/** An object that may be an event: the outermost, or an element of a list of events. */
export interface Unit {
  /** Values by path: `bounce.bouncedRecipients.0.emailAddress`; strings are cut after so many characters. */
  fields: { [path: string]: string };
  /** What has been told of it. */
  told?: string[];
  /** Fields that are passed over because there are too many. */
  left?: number;
}

/** An open bracket: the name before it and, for a list, the number of its next element. Plain data. */
interface Open {
  name: string;
  next?: number;
  unit?: Unit;
}

export interface Nesting {
  open?: Open[];
  /** The name whose value comes next. */
  name?: string;
}

/** A value where it stands. */
export interface Leaf {
  readonly unit: Unit;
  readonly path: string;
  readonly value: string;
  readonly isString: boolean;
  /** Offset in the line of a character of `value`. */
  readonly at: (offset: number) => number;
}

export interface Listener {
  leaf(leaf: Leaf): void;
  /** The unit is complete. */
  close(unit: Unit): void;
}

/** Lists whose elements are events of their own. */
const lists = new Set(['', 'items', 'Bounces', 'Records', 'events', 'results', 'Messages']);
const longestValue = 1_000;
const mostFields = 120;
const deepest = 24;
/** SNS in a queue's message in a container's log. */
const deepestText = 4;

/**
 * Reads what stands in `text` from `from` on.
 * @param places offset in the line of a character of `text`; for strings that hold JSON
 * @returns whether it is JSON as far as it goes
 */
export function readJson(
  text: string,
  from: number,
  nesting: Nesting,
  listener: Listener,
  places: (offset: number) => number = (offset) => offset,
  depth = 0,
): boolean {
  const scanner = createScanner(text, true);
  scanner.setPosition(from);
  const open = (nesting.open ??= []);
  for (let kind = scanner.scan() as number; kind !== token.end; kind = scanner.scan() as number) {
    const offset = scanner.getTokenOffset();
    if (kind === token.open || kind === token.openList) {
      if (open.length >= deepest) return false;
      begin(kind === token.openList, open, nesting);
    } else if (kind === token.close || kind === token.closeList) {
      const closed = open.pop();
      if (!closed) return false;
      if (closed.unit) listener.close(closed.unit);
      delete nesting.name;
      if (open.length === 0) return true;
    } else if (kind === token.colon || kind === token.comma) {
      if (kind === token.comma && isList(open)) open[open.length - 1].next!++;
    } else if (kind === token.string && !isList(open) && nesting.name === undefined) {
      nesting.name = scanner.getTokenValue();
    } else if (kind >= token.null && kind <= token.number) {
      if (open.length === 0) return false;
      value(offset, scanner.getTokenLength(), kind === token.string, scanner.getTokenValue());
      delete nesting.name;
    } else return false;
  }
  return true;

  function value(offset: number, length: number, isString: boolean, written: string): void {
    const unit = open[unitAt(open)]?.unit;
    if (!unit) return;
    const path = pathOf(open, nesting.name);
    const at = isString
      ? placesIn(text, offset, length, places)
      : (one: number): number => places(offset + one);
    const known = Object.keys(unit.fields).length;
    if (known < mostFields) unit.fields[path] ??= written.slice(0, longestValue);
    listener.leaf({ unit, path, value: written, isString, at });
    if (isString && depth < deepestText && written.charCodeAt(0) === 0x7b && written.length > 20)
      readJson(written, 0, {}, listener, at, depth + 1);
  }
}

/** The innermost object that may be an event. */
function unitAt(open: readonly Open[]): number {
  for (let at = open.length - 1; at >= 0; at--) if (open[at].unit) return at;
  return -1;
}

const isList = (open: readonly Open[]): boolean => open[open.length - 1]?.next !== undefined;

function begin(list: boolean, open: Open[], nesting: Nesting): void {
  const parent = open[open.length - 1];
  const name = nesting.name ?? (parent?.next !== undefined ? String(parent.next) : '');
  delete nesting.name;
  const isEvent = !list && (!parent || (parent.next !== undefined && lists.has(parent.name)));
  open.push({ name, ...(list && { next: 0 }), ...(isEvent && { unit: { fields: {} } }) });
}

/** The names from the unit on: `bounce.bouncedRecipients.0.status`. */
function pathOf(open: readonly Open[], name: string | undefined): string {
  const from = unitAt(open);
  const last = open[open.length - 1];
  const names = open.slice(from + 1).map((one) => one.name);
  return [...names, name ?? String(last.next ?? '')].join('.');
}

/** Escapes are shorter than they look (RFC 8259 §7): `\"`, `\n`, `\u00e4`. */
function placesIn(
  text: string,
  offset: number,
  length: number,
  places: (offset: number) => number,
): (offset: number) => number {
  const written = text.slice(offset, offset + length);
  if (!written.includes('\\')) return (one) => places(offset + 1 + one);
  const table: number[] = [];
  for (let raw = offset + 1; raw < offset + length - 1; ) {
    table.push(raw);
    raw += text.charCodeAt(raw) !== 0x5c ? 1 : text.charCodeAt(raw + 1) === 0x75 ? 6 : 2;
  }
  table.push(offset + length - 1);
  return (one) => places(table[Math.min(one, table.length - 1)]);
}
