// What does a page, or a whole file, add up to? Groups of like replies with their counts and places; no object per line.
// Deliberately absent: prose and ranges of the editor (features/).
import type { Entry, ReasonId } from '../catalog/catalog.ts';
import type { Permanence } from '../codes/code.ts';
import type { Direction, Outcome } from './attempt.ts';

/** Replies that mean the same: one entry, the same codes, one speaker, one direction. */
export interface Like {
  readonly key: string;
  /** `550 5.1.1`; empty where the failure carries no code. */
  readonly code: string;
  readonly entry: Entry | null;
  readonly reason: ReasonId;
  readonly permanence: Permanence | null;
  readonly provider: string | null;
  readonly direction: Direction;
  /** How the first of them ended; null where no outcome was logged. */
  readonly outcome: Outcome | null;
  readonly writer: string | null;
}

/** Where a code stands: line (from 0), first and last column (UTF-16 units, from 0). */
export interface Place {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** The likes of one page, or of a streamed file. */
export interface Group extends Like {
  count: number;
  /** Three numbers an occurrence, as in `Place`; no more than the summary keeps. */
  readonly places: number[];
  last: Place;
  /** Distinct recipients; no more than the summary keeps. */
  readonly recipients: Set<string>;
}

/** The totals of one page, or of a streamed file. */
export interface PageSummary {
  readonly groups: Map<string, Group>;
  readonly outcomes: { [outcome in Outcome]?: number };
  /** Lines that give up everybody who still waits under a queue id, without naming them; by that id and the group's key. */
  readonly expiries: { readonly queueId: string; readonly key: string }[];
  /** Who was deferred: queue id and recipient in turn. Empty in a stream, whose reader knows at once whom an expiry means. */
  readonly waits: string[];
  /** How many places and recipients a group keeps; an editor's page keeps all, a stream of any size a few. */
  readonly keep: number;
}

export const emptySummary = (keep = Number.MAX_SAFE_INTEGER): PageSummary => ({
  groups: new Map(),
  outcomes: {},
  expiries: [],
  waits: [],
  keep,
});

/** Adds one occurrence; `make` is called where the group is new. */
export function addPlace(
  summary: PageSummary,
  key: string,
  make: () => Like,
  place: Place,
  recipient: string | null,
): void {
  let group = summary.groups.get(key);
  if (!group)
    summary.groups.set(
      key,
      (group = { ...make(), count: 0, places: [], last: place, recipients: new Set() }),
    );
  group.count++;
  group.last = place;
  if (group.places.length < summary.keep * 3) group.places.push(place.line, place.start, place.end);
  if (recipient && group.recipients.size < summary.keep) group.recipients.add(recipient);
}

/** Adds what a later part of the file came to; its lines count from `firstLine` of the whole. */
export function mergeSummary(whole: PageSummary, part: PageSummary, firstLine: number): void {
  for (const [outcome, count] of Object.entries(part.outcomes) as [Outcome, number][])
    whole.outcomes[outcome] = (whole.outcomes[outcome] ?? 0) + count;
  for (const [key, { count, places, last, recipients, ...like }] of part.groups) {
    const group = whole.groups.get(key) ?? {
      ...like,
      count: 0,
      places: [],
      last,
      recipients: new Set<string>(),
    };
    whole.groups.set(key, group);
    group.count += count;
    group.last = { ...last, line: last.line + firstLine };
    for (let at = 0; at < places.length && group.places.length < whole.keep * 3; at += 3)
      group.places.push(places[at] + firstLine, places[at + 1], places[at + 2]);
    for (const recipient of recipients)
      if (group.recipients.size < whole.keep) group.recipients.add(recipient);
  }
}

/** A group over all pages. Lines count from the file's first. */
export interface FileGroup extends Like {
  readonly count: number;
  readonly recipients: ReadonlySet<string>;
  readonly first: Place;
  readonly last: Place;
  /** The first places after the first one, at most ten. */
  readonly next: readonly Place[];
  /** Pages (index) that hold it, with its group there. */
  readonly parts: readonly { readonly page: number; readonly group: Group }[];
}

/**
 * Joins the groups of all pages, in the order of first occurrence.
 * @param firstLines number of each page's first line
 */
export function joinSummaries(pages: readonly PageSummary[], firstLines: readonly number[]): FileGroup[] {
  const parts = new Map<string, { page: number; group: Group }[]>();
  pages.forEach((page, index) => {
    for (const group of page.groups.values()) {
      const list = parts.get(group.key);
      if (list) list.push({ page: index, group });
      else parts.set(group.key, [{ page: index, group }]);
    }
  });
  return [...parts.values()].map((list) => joinParts(list, firstLines));
}

function joinParts(parts: { page: number; group: Group }[], firstLines: readonly number[]): FileGroup {
  const [first, ...next] = placesOf(parts, firstLines, 11);
  const end = parts[parts.length - 1];
  const last = { ...end.group.last, line: end.group.last.line + firstLines[end.page] };
  const { places: _places, last: _last, recipients: _recipients, ...like } = parts[0].group;
  const count = parts.reduce((sum, { group }) => sum + group.count, 0);
  let recipients: ReadonlySet<string> | undefined;
  return {
    ...like,
    count,
    first,
    last,
    next,
    parts,
    // Tens of thousands in a large log, and mostly nobody asks: joined when somebody does.
    get recipients() {
      return (recipients ??= joinRecipients(parts));
    },
  };
}

function joinRecipients(parts: FileGroup['parts']): ReadonlySet<string> {
  if (parts.length === 1) return parts[0].group.recipients;
  const all = new Set<string>();
  for (const { group } of parts) for (const recipient of group.recipients) all.add(recipient);
  return all;
}

/** The places of a group in order of the file, at most `limit`. */
export function placesOf(parts: FileGroup['parts'], firstLines: readonly number[], limit: number): Place[] {
  const found: Place[] = [];
  for (const { page, group } of parts) {
    if (found.length === limit) break;
    for (let at = 0; at < group.places.length && found.length < limit; at += 3) {
      found.push({
        line: group.places[at] + firstLines[page],
        start: group.places[at + 1],
        end: group.places[at + 2],
      });
    }
  }
  return found;
}

/** Adds up how many deliveries ended how. What only our own next hop took is on its way still and not counted. */
export function joinOutcomes(pages: readonly PageSummary[]): { [outcome: string]: number } {
  const sum: { [outcome: string]: number } = {};
  for (const page of pages) {
    for (const [outcome, count] of Object.entries(page.outcomes))
      if (outcome !== 'relayed') sum[outcome] = (sum[outcome] ?? 0) + count!;
  }
  return sum;
}
