// What does a whole file add up to, in the form that several features show? Computed once per analysis.
import type { Analysis } from '../analyze.ts';
import { type FileGroup, joinOutcomes, joinSummaries } from '../model/summary.ts';

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
  return { groups: joinSummaries(summaries, firstLines), outcomes: joinOutcomes(summaries), firstLines };
}
