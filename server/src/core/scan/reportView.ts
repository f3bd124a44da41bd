// What does the report show under a filter? Every table and the timeline are counted from the same facts, so that a
// filter applies to everything at once. Deliberately absent: reading (chunk.ts), and how it is drawn (the client).

import type { Permanence } from '../codes/code.ts';
import { reasonTitle, type Speech, titleOf } from '../features/wording.ts';
import type { Aggregate, NamedDimension } from './aggregate.ts';
import { dim, dimensions, endDimension, ends } from './aggregate.ts';
import { outcomes } from './attemptTable.ts';
import type { Wait } from './sample.ts';

/** What to count; empty or absent means all. */
export interface ReportFilter {
  readonly outcomes?: readonly string[];
  readonly reasons?: readonly string[];
  /** `code` and `entry` as a row of `codes` has them, joined by a blank. */
  readonly codes?: readonly string[];
  readonly hosts?: readonly string[];
  readonly domains?: readonly string[];
  readonly senders?: readonly string[];
  readonly recipients?: readonly string[];
  readonly files?: readonly number[];
  /** Minutes since 2000 on the log's own clock; `to` is not in it. */
  readonly from?: number;
  readonly to?: number;
}

/** A place in one of the files: its number and a line from 1. */
export interface ReportPlace {
  file: number;
  line: number;
}

/** A row of a table. */
export interface ReportRow {
  /** What the filter takes. */
  key: string;
  name: string;
  count: number;
  /** Of them given up, refused or still deferred. */
  failed: number;
  first: ReportPlace;
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

export interface ReportView {
  total: number;
  outcomes: { [outcome: string]: number };
  timeline: {
    /** Minute, since 2000, with which the first bar begins; null where no line has a time. */
    start: number | null;
    /** Minutes a bar. */
    minutes: number;
    bars: number;
    /** Deliveries without a time. */
    without: number;
    series: { [outcome: string]: number[] };
  };
  reasons: ReportRow[];
  codes: CodeRowOfReport[];
  moreCodes: number;
  hosts: NamedRows;
  domains: NamedRows;
  senders: NamedRows;
  recipients: NamedRows;
  delays: {
    /** Deliveries that tell their waits, under the filter, of which `sampled` were looked at. */
    sampled: number;
    isWhole: boolean;
    /** For a, b, c, d: seconds. */
    parts: { median: number; p90: number; p99: number; longest: number }[];
    slowest: SlowRow[];
  };
  deferrals: { total: number; ends: { [end: string]: number } };
  unexplained: { rows: UnexplainedRow[]; more: number; total: number };
}

const shownRows = 20;
const shownCodes = 50;

/** Counts `aggregate` under `filter`. */
export function reportView(aggregate: Aggregate, filter: ReportFilter, speech: Speech): ReportView {
  const test = testOf(aggregate, filter);
  const { facts, groups } = aggregate;
  const { keys, counts, lines, size } = facts;
  const byOutcome = new Array<number>(outcomes.length).fill(0);
  const byGroup = new Map<number, Tally>();
  const named: { readonly [name in NamedDimension]: Map<number, Tally> } = {
    host: new Map(),
    domain: new Map(),
    sender: new Map(),
    recipient: new Map(),
  };
  const bars = new Map<number, number[]>();
  let without = 0;
  let total = 0;
  for (let row = 0; row < size; row++) {
    const start = row * dimensions.length;
    if (!test(keys, start)) continue;
    const [count, line, file] = [counts[row]!, lines[row]!, keys[start + dim.file]!];
    const outcome = keys[start + dim.outcome]!;
    const failed = isFailed(outcome) ? count : 0;
    byOutcome[outcome]! += count;
    // As in totals: what only our own next hop took is on its way.
    if (outcomes[outcome] !== 'relayed') total += count;
    const minute = keys[start + dim.bucket]!;
    if (minute < 0) without += count;
    else {
      const bucket = minute - (minute % aggregate.bucketMinutes);
      let bar = bars.get(bucket);
      if (!bar) bars.set(bucket, (bar = new Array<number>(outcomes.length).fill(0)));
      bar[outcome]! += count;
    }
    tally(byGroup, keys[start + dim.group]!, count, failed, file, line);
    for (const name of ['host', 'domain', 'sender', 'recipient'] as const)
      tally(named[name], keys[start + dim[name]]!, count, failed, file, line);
  }
  const codes = codeRows(byGroup, groups, speech);
  const unexplained = unexplainedRows(byGroup, groups, speech);
  return {
    total,
    outcomes: Object.fromEntries(
      outcomes.flatMap((outcome, index) => (byOutcome[index]! > 0 ? [[outcome, byOutcome[index]!]] : [])),
    ),
    timeline: timelineOf(bars, aggregate.bucketMinutes, without),
    reasons: reasonRows(byGroup, groups, speech),
    codes: codes.slice(0, shownCodes),
    moreCodes: Math.max(0, codes.length - shownCodes),
    hosts: namedRows(aggregate, 'host', named.host),
    domains: namedRows(aggregate, 'domain', named.domain),
    senders: namedRows(aggregate, 'sender', named.sender),
    recipients: namedRows(aggregate, 'recipient', named.recipient),
    delays: delaysOf(aggregate, filter),
    deferrals: deferralsOf(aggregate, filter),
    unexplained: {
      rows: unexplained.slice(0, shownRows),
      more: Math.max(0, unexplained.length - shownRows),
      total: unexplained.reduce((sum, row) => sum + row.count, 0),
    },
  };
}

interface Tally {
  count: number;
  failed: number;
  file: number;
  line: number;
}

function tally(
  into: Map<number, Tally>,
  key: number,
  count: number,
  failed: number,
  file: number,
  line: number,
): void {
  const known = into.get(key);
  if (!known) {
    into.set(key, { count, failed, file, line });
    return;
  }
  known.count += count;
  known.failed += failed;
  if (file < known.file || (file === known.file && line < known.line)) {
    known.file = file;
    known.line = line;
  }
}

const failures: ReadonlySet<string> = new Set([
  'deferred',
  'bounced',
  'expired',
  'rejected',
  'discarded',
  'suppressed',
]);
const isFailed = (outcome: number): boolean => failures.has(outcomes[outcome]!);

type Test = (keys: ArrayLike<number>, start: number) => boolean;

function testOf(aggregate: Aggregate, filter: ReportFilter): Test {
  const wanted: (readonly [column: number, numbers: ReadonlySet<number>])[] = [];
  const among = (name: (typeof dimensions)[number], numbers: readonly number[] | undefined): void => {
    if (numbers) wanted.push([dim[name], new Set(numbers)]);
  };
  const listed = <T>(list: readonly T[] | undefined): readonly T[] | undefined =>
    list && list.length > 0 ? list : undefined;
  among('file', listed(filter.files));
  among(
    'outcome',
    listed(filter.outcomes)?.map((outcome) => (outcomes as readonly string[]).indexOf(outcome)),
  );
  for (const [name, texts] of [
    ['host', filter.hosts],
    ['domain', filter.domains],
    ['sender', filter.senders],
    ['recipient', filter.recipients],
  ] as const) {
    const given = listed(texts);
    among(
      name,
      given?.map((text) => aggregate.names[name].find(text)),
    );
  }
  const { groups } = aggregate;
  const reasons = listed(filter.reasons);
  const codes = listed(filter.codes);
  if (reasons || codes)
    among(
      'group',
      groups.flatMap((group, index) =>
        (!reasons || reasons.includes(group.reason)) && (!codes || codes.includes(codeKey(group)))
          ? [index]
          : [],
      ),
    );
  const { from = Number.NEGATIVE_INFINITY, to = Number.POSITIVE_INFINITY } = filter;
  const timed = filter.from !== undefined || filter.to !== undefined;
  return (keys, start) => {
    for (const [column, numbers] of wanted) if (!numbers.has(keys[start + column]!)) return false;
    if (!timed) return true;
    const minute = keys[start + dim.bucket]!;
    return minute >= from && minute < to;
  };
}

const codeKey = ({ code, entry }: Aggregate['groups'][number]): string => `${code} ${entry?.id ?? ''}`;

function codeRows(
  tallies: ReadonlyMap<number, Tally>,
  groups: Aggregate['groups'],
  speech: Speech,
): CodeRowOfReport[] {
  const rows = new Map<string, CodeRowOfReport>();
  for (const [number, { count, failed, file, line }] of tallies) {
    const group = groups[number]!;
    const key = codeKey(group);
    const known = rows.get(key);
    if (known) {
      known.count += count;
      known.failed += failed;
      if (known.provider !== group.provider) known.provider = null;
      if (file < known.first.file || (file === known.first.file && line < known.first.line))
        known.first = { file, line };
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
        first: { file, line },
      });
  }
  return [...rows.values()].sort(byCount);
}

/** One row for each thing that was said and that nothing explains. */
function unexplainedRows(
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

function reasonRows(
  tallies: ReadonlyMap<number, Tally>,
  groups: Aggregate['groups'],
  { catalog }: Speech,
): ReportRow[] {
  const rows = new Map<string, ReportRow>();
  for (const [number, { count, failed, file, line }] of tallies) {
    const { reason } = groups[number]!;
    const known = rows.get(reason);
    if (known) {
      known.count += count;
      known.failed += failed;
      if (file < known.first.file || (file === known.first.file && line < known.first.line))
        known.first = { file, line };
    } else
      rows.set(reason, {
        key: reason,
        name: reasonTitle(reason, catalog),
        count,
        failed,
        first: { file, line },
      });
  }
  return [...rows.values()].sort(byCount);
}

function namedRows(
  { names }: Aggregate,
  name: NamedDimension,
  tallies: ReadonlyMap<number, Tally>,
): NamedRows {
  const rows: ReportRow[] = [];
  for (const [number, { count, failed, file, line }] of tallies) {
    if (number < 2) continue;
    const text = names[name].text(number);
    rows.push({ key: text, name: text, count, failed, first: { file, line } });
  }
  rows.sort(byCount);
  return {
    rows: rows.slice(0, shownRows),
    more: Math.max(0, rows.length - shownRows),
    others: tallies.get(1)?.count ?? 0,
    atLeast: names[name].forgotten,
  };
}

const byCount = (a: ReportRow, b: ReportRow): number =>
  b.count - a.count || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0);

function timelineOf(
  bars: ReadonlyMap<number, readonly number[]>,
  minutes: number,
  without: number,
): ReportView['timeline'] {
  const starts = [...bars.keys()];
  if (starts.length === 0) return { start: null, minutes, bars: 0, without, series: {} };
  let [first, last] = [starts[0]!, starts[0]!];
  for (const start of starts) {
    first = Math.min(first, start);
    last = Math.max(last, start);
  }
  const count = Math.round((last - first) / minutes) + 1;
  const series: { [outcome: string]: number[] } = {};
  for (const [start, bar] of bars)
    bar.forEach((value, outcome) => {
      if (value === 0) return;
      (series[outcomes[outcome]!] ??= new Array<number>(count).fill(0))[
        Math.round((start - first) / minutes)
      ]! += value;
    });
  return { start: first, minutes, bars: count, without, series };
}

function delaysOf(aggregate: Aggregate, filter: ReportFilter): ReportView['delays'] {
  const test = testOf(aggregate, filter);
  const fits = ({ fact }: Wait): boolean => test(fact, 0);
  const sample = aggregate.delays.kept.filter(fits);
  const slowest = aggregate.delays.slowest.filter(fits).sort((a, b) => b.total - a.total || a.line - b.line);
  const parts = [0, 1, 2, 3].map((index) => {
    const values = Float64Array.from(sample, (wait) => wait.parts[index]!).sort();
    const share = (part: number): number =>
      values[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0;
    const longest = slowest.reduce(
      (most, wait) => Math.max(most, wait.parts[index]!),
      values[values.length - 1] ?? 0,
    );
    return { median: share(0.5), p90: share(0.9), p99: share(0.99), longest };
  });
  return {
    sampled: sample.length,
    isWhole: aggregate.delays.isWhole,
    parts: sample.length > 0 ? parts : [],
    slowest: slowest.slice(0, shownRows).map(({ fact, line, recipient, total, parts: four }) => ({
      file: fact[dim.file]!,
      line,
      recipient,
      host: aggregate.names.host.text(fact[dim.host]!),
      total,
      parts: [...four],
    })),
  };
}

function deferralsOf(aggregate: Aggregate, filter: ReportFilter): ReportView['deferrals'] {
  // It was deferred, and it had an end: either outcome may be asked for.
  const { outcomes: asked = [], ...others } = filter;
  const test = testOf(aggregate, others);
  const wanted = ends.map((end) => asked.length === 0 || asked.includes('deferred') || asked.includes(end));
  const found: { [end: string]: number } = {};
  let total = 0;
  const { keys, counts, size, dimensions: stride } = aggregate.deferrals;
  for (let row = 0; row < size; row++) {
    const start = row * stride;
    const number = keys[start + endDimension]!;
    if (!wanted[number] || !test(keys, start)) continue;
    const end = ends[number]!;
    found[end] = (found[end] ?? 0) + counts[row]!;
    total += counts[row]!;
  }
  return { total, ends: found };
}
