// Which messages does a log tell of, each with its sender, its recipients and what became of them? One pass over all lines;
// what an unchanged page came to is kept, so that an edit costs its page.
// Deliberately absent: what links one queue to the next (model/assemble.ts follows one message through them).
import type { Analysis, PageAnalysis } from '../analyze.ts';
import { ownIdOf } from '../formats/keys.ts';
import { type EntryState, readPage, sameState } from '../formats/readPage.ts';
import type { Outcome } from '../model/attempt.ts';
import type { Page } from '../text/pages.ts';
import { prepareSearch } from '../text/pageTokens.ts';

/** A queue id from its first line to its last. */
export interface ListedMessage {
  readonly id: string;
  /** From 0, in the file. */
  readonly first: number;
  readonly last: number;
  /** The null sender of bounces is the empty string; null where no line names it. */
  readonly sender: string | null;
  /** The last outcome of each recipient; the empty string stands for one that no line names. */
  readonly ends: ReadonlyMap<string, Outcome>;
  /** Any of its attempts failed, even if a later one did not. */
  readonly failed: boolean;
}

export interface MessageList {
  /** In order of their first lines. */
  readonly messages: readonly ListedMessage[];
  /** A log of more messages than are kept at once: the rest of it was not looked at. */
  readonly truncated: boolean;
}

/** Some 60 MB. A log of a million open messages is read up to here, and says so. */
export const mostMessages = 200_000;

/** A message as one page tells it; lines from the page's first. */
interface Sketch {
  id: string;
  first: number;
  last: number;
  begins: boolean;
  ended: boolean;
  sender: string | null;
  ends: Map<string, Outcome> | null;
  failed: boolean;
}

const known = new WeakMap<Page, { entry: EntryState; sketches: readonly Sketch[] }>();
const lists = new WeakMap<Analysis, MessageList>();

/** Yields the share that is done, 0–1. */
export function* messageList(analysis: Analysis, most = mostMessages): Generator<number, MessageList> {
  const before = lists.get(analysis);
  if (before) return before;
  const messages: Sketch[] = [];
  const open = new Map<string, Sketch>();
  let truncated = false;
  const { pages, text } = analysis;
  for (let index = 0; index < pages.length && !truncated; index++) {
    const line = text.pageFirstLine(index);
    for (const sketch of sketchesOf(pages[index]!)) {
      const one = { ...sketch, first: sketch.first + line, last: sketch.last + line };
      const earlier = open.get(one.id);
      if (earlier && !(earlier.ended && one.begins)) join(earlier, one);
      else if (messages.length >= most) truncated = true;
      else {
        messages.push(one);
        open.set(one.id, one);
      }
    }
    yield (index + 1) / pages.length;
  }
  const list = { messages: messages.map(asListed), truncated };
  lists.set(analysis, list);
  return list;
}

const none: ReadonlyMap<string, Outcome> = new Map();

const asListed = ({ id, first, last, sender, ends, failed }: Sketch): ListedMessage => ({
  id,
  first,
  last,
  sender,
  ends: ends ?? none,
  failed,
});

/** Takes the later part of a message into the earlier, which is of this list alone. */
function join(earlier: Sketch, later: Sketch): void {
  earlier.last = later.last;
  earlier.ended = later.ended;
  earlier.sender ??= later.sender;
  earlier.failed ||= later.failed;
  // The page keeps its own.
  if (later.ends) earlier.ends = earlier.ends ? new Map([...earlier.ends, ...later.ends]) : later.ends;
}

function sketchesOf({ page, entry, counts }: PageAnalysis): readonly Sketch[] {
  const kept = known.get(page);
  if (kept && sameState(kept.entry, entry)) return kept.sketches;
  const sketches = sketchesIn(page, entry, counts.formats.qmail !== undefined);
  // Whoever lists messages follows one next.
  prepareSearch(page);
  known.set(page, { entry, sketches });
  return sketches;
}

function sketchesIn(page: Page, entry: EntryState, hasQmail: boolean): Sketch[] {
  const { text } = page;
  const sketches: Sketch[] = [];
  const open = new Map<string, Sketch>();
  const at = (id: string, line: number, begins: boolean, ends: boolean): Sketch => {
    let sketch = open.get(id);
    if (!sketch || (sketch.ended && begins)) {
      sketch = { id, first: line, last: line, begins, ended: false, sender: null, ends: null, failed: false };
      sketches.push(sketch);
      open.set(id, sketch);
    }
    sketch.last = line;
    sketch.ended ||= ends;
    return sketch;
  };
  // Lines without a record: arrivals, ends, what filters say. A file of bare CRs has none that are looked at.
  let line = 0;
  let start = text.includes('\n') ? 0 : text.length;
  const linesUpTo = (number: number): void => {
    for (; line < number && start < text.length; line++) {
      let end = text.indexOf('\n', start);
      if (end < 0) end = text.length;
      if (line > 0 || !page.startsMidLine) {
        const id = idIn(text, start, end);
        const msg =
          hasQmail && id === null ? qmailQueue.exec(text.slice(start, Math.min(end, start + 120))) : null;
        if (msg) at(msg[2]!, line, msg[1] === 'new', msg[1] === 'end');
        else if (id !== null) {
          const behind = text.indexOf(id, start) + id.length;
          at(id, line, beginsAt(text, behind), endsAt(text, behind));
        }
      }
      start = end + 1;
    }
  };
  readPage(text, page.startsMidLine, entry, ({ attempts, from }, number) => {
    const id = from?.queueId ?? attempts[0]?.queueId ?? null;
    if (id === null) return;
    linesUpTo(number + 1);
    const sketch = at(id, number, false, false);
    if (from) sketch.sender ??= from.sender;
    for (const attempt of attempts) {
      if (attempt.queueId !== id) continue;
      sketch.sender ??= attempt.sender;
      sketch.ends ??= new Map();
      if (attempt.recipient === null) endAll(sketch.ends, attempt.outcome);
      else sketch.ends.set(attempt.recipient, attempt.outcome);
      sketch.failed ||= attempt.outcome !== 'delivered' && attempt.outcome !== 'relayed';
    }
  });
  linesUpTo(Number.MAX_SAFE_INTEGER);
  return sketches;
}

/** `@400000006a4f3c1f1a2b3c4d new msg 93869`, `… end msg 93869`: qmail uses its numbers again soon. */
const qmailQueue = /(?:^| )(new|end) msg (\d{1,20})$/;

/** Behind a tag with a process id, where nearly all ids stand: `… postfix/smtp[77]: 283FEFC63F: to=<…`; no frame need be read. */
const plainId = /^[0-9A-F]{5,15}$/;

/** The queue id of the line between two offsets of a page; null where it is written under none. */
function idIn(text: string, start: number, end: number): string | null {
  const tag = text.indexOf(']: ', start);
  if (tag > 0 && tag < end && tag - start < 120) {
    const from = tag + 3;
    for (let to = from; to < from + 16; to++)
      if (text.charCodeAt(to) === 0x3a) {
        const id = text.slice(from, to);
        if (plainId.test(id)) return id;
        break;
      }
    // connect from …, warning: …, NOQUEUE: …: a word, no id
    const first = text.charCodeAt(from);
    if (first >= 0x61 && first <= 0x7a && text.charCodeAt(from + 4) >= 0x61 && !hasDigit(text, from))
      return null;
  }
  return ownIdOf(text.slice(start, Math.min(end, start + 400)));
}

/** Among the first ten characters. */
function hasDigit(text: string, from: number): boolean {
  for (let at = from; at < from + 10; at++) {
    const c = text.charCodeAt(at);
    if (c >= 0x30 && c <= 0x39) return true;
  }
  return false;
}

/** An outcome of the whole message means all who still wait; where none is named, one that is not. */
function endAll(ends: Map<string, Outcome>, outcome: Outcome): void {
  let waiting = false;
  for (const [recipient, end] of ends)
    if (end === 'deferred') {
      ends.set(recipient, outcome);
      waiting = true;
    }
  if (!waiting && ends.size === 0) ends.set('', outcome);
}

/** Behind the id: `283FEFC63F: client=…`, `283FEFC63F: uid=0 from=<root>` (Postfix), `1xVc1q-00001R-23 <= a@example.org …` (Exim) */
const beginsAt = (text: string, behind: number): boolean =>
  text.startsWith(': client=', behind) ||
  text.startsWith(': uid=', behind) ||
  text.startsWith(' <= ', behind);

/** `283FEFC63F: removed`, `1xVc1q-00001R-23 Completed` */
const endsAt = (text: string, behind: number): boolean =>
  text.startsWith(': removed', behind) || text.startsWith(' Completed', behind);
