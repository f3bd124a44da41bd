// What does the report show under a filter? Every table and the timeline are counted from the same facts, so that a
// filter applies to everything at once. Deliberately absent: reading (chunk.ts), and how it is drawn (the client).
import type { Speech } from '../features/wording.ts';
import { type Aggregate, dim, dimensions, endDimension, ends, type NamedDimension } from './aggregate.ts';
import { outcomes } from './attemptTable.ts';
import { type ReportFilter, testOf } from './reportFilter.ts';
import {
  type CodeRowOfReport,
  codeRows,
  type NamedRows,
  namedRows,
  type ReportRow,
  reasonRows,
  type SlowRow,
  shownRows,
  type Tally,
  tally,
  type UnexplainedRow,
  unexplainedRows,
} from './reportRows.ts';
import type { Wait } from './sample.ts';

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

const failures: ReadonlySet<string> = new Set([
  'deferred',
  'bounced',
  'expired',
  'rejected',
  'discarded',
  'suppressed',
]);
const isFailed = (outcome: number): boolean => failures.has(outcomes[outcome]!);

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
