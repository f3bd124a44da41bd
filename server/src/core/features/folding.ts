// Which neighbouring lines belong together? Runs of one queue id, runs of one failure, and dialogues, to be folded into a line.
// Deliberately absent: lines of a message that others stand between; *Follow Message* brings those together.
import type { FoldingRange } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import { ownIdOf } from '../formats/keys.ts';
import type { Page } from '../text/pages.ts';
import { dialoguesOf } from './dialogues.ts';
import { isFailure } from './problems.ts';

/** VS Code draws so many regions. */
const most = 5_000;

/** Shorter runs are quicker read than unfolded. */
const shortest = 3;

interface Run {
  /** First and last line, from the page's first. */
  readonly first: number;
  readonly last: number;
}

/** What an unchanged page holds is found once. */
const known = new WeakMap<Page, readonly Run[]>();

/** The runs of a log in order; no run is joined across two pages. Yields the share that is done. */
export function* folding(analysis: Analysis): Generator<number, FoldingRange[]> {
  const ranges: FoldingRange[] = [];
  if (analysis.kind !== 'log') return ranges;
  const dialogues = yield* dialoguesOf(analysis);
  for (const { first, last } of dialogues) ranges.push({ startLine: first, endLine: last });
  const { text, pages } = analysis;
  for (let index = 0; index < pages.length && ranges.length < most; index++) {
    const { page, summary } = pages[index]!;
    let runs = known.get(page);
    if (!runs) known.set(page, (runs = idRuns(page)));
    const failures = [...summary.groups.values()].filter(isFailure).flatMap(({ places }) => runsOf(places));
    const firstLine = text.pageFirstLine(index);
    for (const { first, last } of apart([...runs, ...failures]))
      ranges.push({ startLine: firstLine + first, endLine: firstLine + last });
    yield (index + 1) / pages.length;
  }
  return ranges.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine).slice(0, most);
}

function idRuns({ text, lineBreaks }: Page): Run[] {
  const runs: Run[] = [];
  let id: string | null = null;
  let first = 0;
  let line = 0;
  const close = (): void => {
    if (id !== null && line - first >= shortest) runs.push({ first, last: line - 1 });
  };
  for (let start = 0; start < text.length; line++) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const own = ownIdOf(text.slice(start, Math.min(end, start + 400)));
    if (own !== id) {
      close();
      [id, first] = [own, line];
    }
    start = end + 1;
  }
  close();
  // A line end that is no LF: the lines were counted wrongly.
  return line === lineBreaks || line === lineBreaks + 1 ? runs : [];
}

/** @param places three numbers an occurrence: line, start, end */
function runsOf(places: readonly number[]): Run[] {
  const runs: Run[] = [];
  for (let at = 0; at < places.length; ) {
    const first = places[at]!;
    let last = first;
    for (at += 3; at < places.length && places[at]! <= last + 1; at += 3) last = places[at]!;
    if (last - first + 1 >= shortest) runs.push({ first, last });
  }
  return runs;
}

/** In order, without those that begin before the one before them has ended. */
function apart(runs: readonly Run[]): Run[] {
  const kept: Run[] = [];
  for (const run of [...runs].sort((a, b) => a.first - b.first || b.last - a.last))
    if (kept.length === 0 || run.first > kept[kept.length - 1]!.last) kept.push(run);
  return kept;
}
