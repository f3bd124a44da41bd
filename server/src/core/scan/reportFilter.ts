// Which counted rows does a filter let through? Deliberately absent: what is counted of them (reportView.ts).
import { type Aggregate, type Dimension, dim, type ReportGroup } from './aggregate.ts';
import { outcomes } from './attemptTable.ts';

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

/** How a filter names a code: its digits, and the entry that explains it. */
export const codeKey = ({ code, entry }: ReportGroup): string => `${code} ${entry?.id ?? ''}`;

/** Whether the row of numbers that begins at `start` is wanted. */
export type Test = (keys: ArrayLike<number>, start: number) => boolean;

/** A test for rows that have the columns of `dimensions`. */
export function testOf(aggregate: Aggregate, filter: ReportFilter): Test {
  const wanted: (readonly [column: number, numbers: ReadonlySet<number>])[] = [];
  const among = (name: Dimension, numbers: readonly number[] | undefined): void => {
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
