// What are the rows of the report's tables? Tallies of one name, code or reason each, the most frequent first.
// Deliberately absent: what is counted (reportView.ts).
import type { Permanence } from '../codes/code.ts';
import { reasonTitle, type Speech, titleOf } from '../features/wording.ts';
import type { Aggregate, NamedDimension } from './aggregate.ts';
import { codeKey } from './reportFilter.ts';

/** So many rows of a table are shown. */
export const shownRows = 20;

/** A place in one of the files: its number and a line from 1. */
export interface ReportPlace {
  file: number;
  line: number;
}

/** How often something was met, and where first. */
export interface Tally {
  count: number;
  /** Of them given up, refused or still deferred. */
  failed: number;
  first: ReportPlace;
}

/** A row of a table. */
export interface ReportRow extends Tally {
  /** What the filter takes. */
  key: string;
  name: string;
}

export interface NamedRows {
  rows: ReportRow[];
  /** Distinct names behind those shown. */
  more: number;
  /** Deliveries whose name was left out for want of room; counts are then "at least". */
  others: number;
  atLeast: boolean;
}

export interface CodeRowOfReport extends ReportRow {
  code: string;
  entry: string | null;
  reason: string;
  reasonTitle: string;
  permanence: Permanence | null;
  provider: string | null;
}

export interface UnexplainedRow extends CodeRowOfReport {
  /** What the server said, with … for what varies; null where there were too many to keep them apart. */
  said: string | null;
}

export interface SlowRow extends ReportPlace {
  recipient: string;
  host: string;
  total: number;
  parts: number[];
}

/** Adds to what was met before; the first place is kept. */
function addTo(known: Tally, count: number, failed: number, file: number, line: number): void {
  known.count += count;
  known.failed += failed;
  const { first } = known;
  if (file < first.file || (file === first.file && line < first.line)) known.first = { file, line };
}

/** Counts one more under `key`. */
export function tally(
  into: Map<number, Tally>,
  key: number,
  count: number,
  failed: number,
  file: number,
  line: number,
): void {
  const known = into.get(key);
  if (known) addTo(known, count, failed, file, line);
  else into.set(key, { count, failed, first: { file, line } });
}

/** One row a code and what explains it. */
export function codeRows(
  tallies: ReadonlyMap<number, Tally>,
  groups: Aggregate['groups'],
  speech: Speech,
): CodeRowOfReport[] {
  const rows = new Map<string, CodeRowOfReport>();
  for (const [number, { count, failed, first }] of tallies) {
    const group = groups[number]!;
    const key = codeKey(group);
    const known = rows.get(key);
    if (known) {
      addTo(known, count, failed, first.file, first.line);
      if (known.provider !== group.provider) known.provider = null;
    } else
      rows.set(key, {
        key,
        name: titleOf(group.entry, group.reason, speech),
        code: group.code,
        entry: group.entry?.id ?? null,
        reason: group.reason,
        reasonTitle: reasonTitle(group.reason, speech.catalog),
        permanence: group.permanence,
        provider: group.provider,
        count,
        failed,
        first,
      });
  }
  return [...rows.values()].sort(byCount);
}

/** One row for each thing that was said and that nothing explains. */
export function unexplainedRows(
  tallies: ReadonlyMap<number, Tally>,
  groups: Aggregate['groups'],
  speech: Speech,
): UnexplainedRow[] {
  const bySaid = new Map<string, Map<number, Tally>>();
  for (const [number, counted] of tallies) {
    const { reason, said } = groups[number]!;
    if (reason !== 'unknown') continue;
    const those = bySaid.get(said ?? '') ?? new Map<number, Tally>();
    bySaid.set(said ?? '', those.set(number, counted));
  }
  return [...bySaid]
    .flatMap(([said, those]) =>
      codeRows(those, groups, speech).map((row) => ({ ...row, said: said === '' ? null : said })),
    )
    .sort(byCount);
}

/** One row a reason. */
export function reasonRows(
  tallies: ReadonlyMap<number, Tally>,
  groups: Aggregate['groups'],
  { catalog }: Speech,
): ReportRow[] {
  const rows = new Map<string, ReportRow>();
  for (const [number, { count, failed, first }] of tallies) {
    const { reason } = groups[number]!;
    const known = rows.get(reason);
    if (known) addTo(known, count, failed, first.file, first.line);
    else
      rows.set(reason, {
        key: reason,
        name: reasonTitle(reason, catalog),
        count,
        failed,
        first,
      });
  }
  return [...rows.values()].sort(byCount);
}

/** The names that occur most, and what is left out of them. */
export function namedRows(
  { names }: Aggregate,
  name: NamedDimension,
  tallies: ReadonlyMap<number, Tally>,
): NamedRows {
  // A log names tens of thousands, of which few are shown: to sort them all would take longer than to count them.
  const best: ReportRow[] = [];
  let distinct = 0;
  for (const [number, { count, failed, first }] of tallies) {
    if (number < 2) continue;
    distinct++;
    if (best.length === shownRows && count < best[shownRows - 1]!.count) continue;
    const text = names[name].text(number);
    const row = { key: text, name: text, count, failed, first };
    let at = best.length;
    while (at > 0 && byCount(row, best[at - 1]!) < 0) at--;
    best.splice(at, 0, row);
    best.length = Math.min(best.length, shownRows);
  }
  return {
    rows: best,
    more: distinct - best.length,
    others: tallies.get(1)?.count ?? 0,
    atLeast: names[name].forgotten,
  };
}

const byCount = (a: ReportRow, b: ReportRow): number =>
  b.count - a.count || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);
