// Through which queues did a message go? From hop to hop along "queued as", and on to the bounce that it caused; in all open
// logs, since the next hop may have written the other one.
// Deliberately absent: finding the lines (model/assemble.ts).
import type { CallHierarchyItem, Range } from 'vscode-languageserver-types';
import { keyAt } from '../formats/keys.ts';
import type { Message, MessageLine } from '../model/message.ts';
import { messageLine, type Speech } from './wording.ts';

/** A hop as an editor holds it: a queue id and a line that is written under it. */
export interface Hop {
  readonly uri: string;
  readonly line: number;
  readonly id: string;
}

/** What an item carries from one request to the next. */
export const hopOf = ({ data }: CallHierarchyItem): Hop | null =>
  typeof data?.uri === 'string' && typeof data.line === 'number' && typeof data.id === 'string' ? data : null;

/** The hop that a line of the message is about. @param uris the addresses of the files that were searched, by index */
export function hopAt(
  message: Message,
  file: number,
  line: number,
  column: number,
  uris: readonly string[],
  speech: Speech,
): CallHierarchyItem | null {
  const here = message.lines.find((one) => one.file === file && one.line === line);
  const key = here ? keyAt(here.text, column, here.record) : null;
  const id = key !== null && message.ids.includes(key) ? key : (here?.keys.own ?? message.ids[0]);
  return id === undefined ? null : itemOf(message, id, uris, speech);
}

/** A hop beside another, and the places that name it as the next. */
export interface Step {
  readonly item: CallHierarchyItem;
  readonly ranges: Range[];
}

/** From where it came into the queue `id`: `queued as <id>` on a line of another. */
export function hopsInto(message: Message, id: string, uris: readonly string[], speech: Speech): Step[] {
  const naming = message.lines.filter(({ keys }) => keys.own !== id && namesNext(keys).includes(id));
  return stepsBy(naming, ({ keys }) => (keys.own === null ? [] : [keys.own])).flatMap(([from, lines]) => {
    const item = itemOf(message, from, uris, speech);
    return item ? [{ item, ranges: lines.map((line) => rangeOf(line, id)) }] : [];
  });
}

/** Where it went on to from the queue `id`. A next hop that no searched file tells of is shown where it is named. */
export function hopsFrom(message: Message, id: string, uris: readonly string[], speech: Speech): Step[] {
  const own = message.lines.filter(({ keys }) => keys.own === id);
  return stepsBy(own, ({ keys }) => namesNext(keys)).map(([to, lines]) => ({
    item: itemOf(message, to, uris, speech) ?? elsewhere(lines[0]!, to, uris, speech),
    ranges: lines.map((line) => rangeOf(line, to)),
  }));
}

const namesNext = ({ onward, related }: MessageLine['keys']): readonly string[] => [...onward, ...related];

function stepsBy(
  lines: readonly MessageLine[],
  idsOf: (line: MessageLine) => readonly string[],
): [id: string, lines: MessageLine[]][] {
  const byId = new Map<string, MessageLine[]>();
  for (const line of lines)
    for (const id of new Set(idsOf(line))) {
      const list = byId.get(id);
      if (list) list.push(line);
      else byId.set(id, [line]);
    }
  return [...byId];
}

/** SymbolKind.Event */
const kind = 24;

function itemOf(
  message: Message,
  id: string,
  uris: readonly string[],
  speech: Speech,
): CallHierarchyItem | null {
  const lines = message.lines.filter(({ keys }) => keys.own === id);
  const [first] = lines;
  if (!first) return null;
  // A range is of one file; the lines of a rotated one are looked at in their own.
  const last = lines.filter(({ file }) => file === first.file).pop()!;
  const uri = uris[first.file]!;
  return {
    name: id,
    kind,
    detail: detailOf(lines, speech),
    uri,
    range: {
      start: { line: first.line, character: 0 },
      end: { line: last.line, character: last.text.length },
    },
    selectionRange: rangeOf(first, id),
    data: { uri, line: first.line, id } satisfies Hop,
  };
}

function elsewhere(line: MessageLine, id: string, uris: readonly string[], { t }: Speech): CallHierarchyItem {
  const uri = uris[line.file]!;
  const range = rangeOf(line, id);
  const host = line.record?.attempts[0]?.host;
  return {
    name: id,
    kind,
    detail: host ? t('at {0}; no open file tells of it', host) : t('no open file tells of it'),
    uri,
    range,
    selectionRange: range,
    data: { uri, line: line.line, id } satisfies Hop,
  };
}

function detailOf(lines: readonly MessageLine[], { t }: Speech): string {
  let sender: string | null = null;
  const ends = new Map<string, string>();
  for (const { record } of lines) {
    sender ??= record?.from?.sender ?? record?.attempts[0]?.sender ?? null;
    for (const { recipient, outcome } of record?.attempts ?? []) ends.set(recipient ?? '', outcome);
  }
  return messageLine(sender, ends, t);
}

function rangeOf({ line, text }: MessageLine, id: string): Range {
  const start = text.indexOf(id);
  const [from, to] = start < 0 ? [0, text.length] : [start, start + id.length];
  return { start: { line, character: from }, end: { line, character: to } };
}
