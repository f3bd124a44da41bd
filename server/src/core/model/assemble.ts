// Which lines of a file belong to one message? Its keys are looked for in all pages, and the keys that its lines name in
// turn, until none is new. Nothing is kept per line: a search of 45 MB for a key takes some 30 ms.
// Deliberately absent: what the lines say (features/follow.ts), and other files.
import type { PagedText } from '../text/pagedText.ts';
import type { LineKeys, Message, MessageLine } from './message.ts';

/** A message to a whole list may have thousands of lines; past this it is told that there are more. */
const mostLines = 5_000;
const mostKeys = 200;
/** So many queue ids with one message-id: the sender gives all its messages the same. */
const mostOfOneMessageId = 50;
/** Hops from one queue to the next, and back. */
const mostRounds = 6;

/** A key to look for, and a line near which it is known to stand. */
interface Wanted {
  readonly key: string;
  readonly near: number;
}

/**
 * Assembles the message that a line names.
 * @param near the line (from 0) that names `key`: an id may have been used more than once in a file
 * @param read the keys of a line
 * @yields the share of the search that is done, 0–1, after each page
 */
export function* assemble(
  text: PagedText,
  key: string,
  near: number,
  read: (line: string) => LineKeys,
): Generator<number, Message> {
  const known = new Set([key]);
  const found = new Map<number, LineKeys>();
  let truncated = false;
  let wanted: Wanted[] = [{ key, near }];
  for (let round = 0; wanted.length > 0; round++) {
    if (round === mostRounds) {
      truncated = true;
      break;
    }
    const hits = yield* search(text, wanted, round, read);
    const next: Wanted[] = [];
    for (const one of wanted) {
      const lines = ofThisUse(hits.get(one.key) ?? [], one);
      const linked = linksOf(lines, one.key);
      for (const line of lines) {
        if (found.size >= mostLines) truncated = true;
        else found.set(line.line, line.keys);
      }
      for (const link of linked) {
        if (known.has(link.key)) continue;
        if (known.size >= mostKeys) truncated = true;
        else {
          known.add(link.key);
          next.push(link);
        }
      }
    }
    wanted = next;
  }
  const lines = [...found].map(([line, keys]) => ({ line, keys })).sort((a, b) => a.line - b.line);
  const ids = [...new Set(lines.flatMap(({ keys }) => (keys.own && known.has(keys.own) ? [keys.own] : [])))];
  return { key, ids, lines, truncated };
}

/** The lines that name each key, in order of the file. */
function* search(
  text: PagedText,
  wanted: readonly Wanted[],
  round: number,
  read: (line: string) => LineKeys,
): Generator<number, Map<string, MessageLine[]>> {
  const hits = new Map<string, MessageLine[]>(wanted.map(({ key }) => [key, []]));
  const pattern = new RegExp(
    wanted.map(({ key }) => key.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')).join('|'),
    'g',
  );
  let count = 0;
  for (let index = 0; index < text.pages.length && count < mostLines * 2; index++) {
    const page = text.pages[index]!;
    const start = text.pageStart(index);
    pattern.lastIndex = 0;
    for (let match = pattern.exec(page.text); match; match = pattern.exec(page.text)) {
      const [key] = match;
      if (!standsAlone(page.text, match.index, match.index + key.length)) continue;
      const { line } = text.positionAt(start + match.index);
      // The rest of a line longer than a page is not read.
      if (page.startsMidLine && line === text.pageFirstLine(index)) continue;
      const lines = hits.get(key)!;
      if (lines[lines.length - 1]?.line === line) continue;
      lines.push({ line, keys: read(text.lineAt(line).text) });
      count++;
    }
    yield Math.min(0.99, (round + (index + 1) / text.pages.length) / mostRounds);
  }
  return hits;
}

/** `283FEFC63F` is not part of a longer id or name; a hyphen is part of Exim's ids. */
function standsAlone(text: string, start: number, end: number): boolean {
  const [before, after] = [text.charAt(start - 1), text.charAt(end)];
  // x.1@example.org is another message-id than 1@example.org
  if (text.slice(start, end).includes('@')) return !/[\w.+=-]/.test(before) && !/[\w-]/.test(after);
  if (/[0-9A-Za-z]/.test(before)) return false;
  // evpid=0133b45207a88ab8: the message 0133b452 (OpenSMTPD)
  return !/[0-9A-Za-z]/.test(after) || (end - start === 8 && text.startsWith('evpid=', start - 6));
}

/**
 * An id that ended (`removed`) and begins again is another message: of its uses the one that holds the line `near`, or
 * is nearest to it, with what other lines say of the id in that time.
 */
function ofThisUse(lines: readonly MessageLine[], { key, near }: Wanted): readonly MessageLine[] {
  const uses: { first: number; last: number }[] = [];
  let ended = true;
  for (const { line, keys } of lines) {
    if (keys.own !== key) continue;
    const use = uses[uses.length - 1];
    if (!use || (ended && keys.begins)) uses.push({ first: line, last: line });
    else use.last = line;
    ended = keys.ends || (ended && !keys.begins);
  }
  if (uses.length < 2) return lines;
  const distance = ({ first, last }: { first: number; last: number }): number =>
    near < first ? first - near : near > last ? near - last : 0;
  const mine = uses.reduce((best, use) => (distance(use) < distance(best) ? use : best));
  const at = uses.indexOf(mine);
  const from = at > 0 ? uses[at - 1]!.last + 1 : 0;
  const to = at + 1 < uses.length ? uses[at + 1]!.first - 1 : Number.MAX_SAFE_INTEGER;
  return lines.filter(({ line }) => line >= from && line <= to);
}

/** By which keys the message goes on: what its own lines name, and who named it. A mere mention leads nowhere. */
function linksOf(lines: readonly MessageLine[], key: string): Wanted[] {
  const links: Wanted[] = [];
  const owners = new Set<string>();
  for (const { line: near, keys } of lines) {
    const { own, messageId, onward } = keys;
    if (own !== key && messageId !== key && !onward.includes(key)) continue;
    for (const one of [own, messageId, ...onward])
      if (one !== null && one !== key) links.push({ key: one, near });
    if (messageId === key && own !== null) owners.add(own);
  }
  return owners.size > mostOfOneMessageId ? [] : links;
}
