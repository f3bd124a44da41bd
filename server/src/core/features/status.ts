// What was read of a document, and what was left out? For the editor's status item and the command line.
import type { Analysis } from '../analyze.ts';
import { longestLine } from '../formats/readPage.ts';
import { grouped } from '../l10n.ts';
import { overviewOf } from './overview.ts';
import type { Speech } from './wording.ts';

export interface DocumentStatus {
  lines: number;
  /** Occurrences of codes, and failures without a code. */
  codes: number;
  /** Sentences; empty where nothing was left out. */
  leftOut: string[];
  /** Nothing of mail was found. */
  silent: boolean;
}

export function statusOf(analysis: Analysis, { t }: Speech): DocumentStatus {
  const { groups } = overviewOf(analysis);
  const codes = groups.reduce((sum, group) => sum + group.count, 0);
  const cut = analysis.pages.reduce((sum, page) => sum + page.counts.cut, 0);
  const leftOut = [...(analysis.report?.reading.leftOut ?? [])];
  if (cut > 0) leftOut.push(leftOutOfLines(cut, t));
  const claimed =
    analysis.pages.some((page) => Object.keys(page.counts.formats).length > 0) ||
    (analysis.report?.reading.kinds.length ?? 0) > 0;
  const { lineCount } = analysis.text;
  // A final line end opens no further line, as in other tools' counts.
  const lines = analysis.text.lineAt(lineCount - 1).text === '' ? lineCount - 1 : lineCount;
  return { lines, codes, leftOut, silent: codes === 0 && !claimed };
}

/** The sentence for lines that were read only in part. */
export function leftOutOfLines(count: number, t: Speech['t']): string {
  return count === 1
    ? t('One line is longer than {0} characters and was read only up to there.', grouped(longestLine))
    : t(
        '{0} lines are longer than {1} characters and were read only up to there.',
        grouped(count),
        grouped(longestLine),
      );
}
