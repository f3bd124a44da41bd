// What does a whole file add up to, in the form that several features show? Computed once per analysis.
import type { Analysis } from '../analyze.ts';
import { type FileGroup, joinOutcomes, joinSummaries } from '../model/summary.ts';
import { expiredRecipients } from './expired.ts';

export interface Overview {
  /** Every group of the file, success included, in the order of first occurrence. */
  readonly groups: readonly FileGroup[];
  /** Deliveries by outcome. */
  readonly outcomes: { readonly [outcome: string]: number };
  /** Number of each page's first line. */
  readonly firstLines: readonly number[];
}

const known = new WeakMap<Analysis, Overview>();

export function overviewOf(analysis: Analysis): Overview {
  let overview = known.get(analysis);
  if (!overview) known.set(analysis, (overview = make(analysis)));
  return overview;
}

function make(analysis: Analysis): Overview {
  const firstLines = analysis.pages.map((_, index) =>
    analysis.kind === 'message' ? 0 : analysis.text.pageFirstLine(index),
  );
  const summaries = analysis.pages.map((page) => page.summary);
  const groups = joinSummaries(summaries, firstLines);
  const outcomes = joinOutcomes(summaries);
  const expired = expiredRecipients(analysis);
  // Each such line was counted once; it means as many deliveries as there are recipients.
  for (const lists of expired.values())
    for (const recipients of lists) outcomes.expired = (outcomes.expired ?? 0) + recipients.length - 1;
  return {
    groups: expired.size === 0 ? groups : groups.map((group) => withExpired(group, expired.get(group.key))),
    outcomes,
    firstLines,
  };
}

function withExpired(group: FileGroup, lists: readonly (readonly string[])[] | undefined): FileGroup {
  if (!lists) return group;
  const meant = lists.flat();
  return {
    ...group,
    count: group.count + meant.length - lists.length,
    recipients: new Set([...group.recipients, ...meant]),
  };
}
