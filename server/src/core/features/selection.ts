// *Show Only …*: which lines of a log does a filtered view hold, and what does its head say? The client has the log's text and
// puts the lines together; nothing is left out without a word.
// Deliberately absent: the text of the lines, which need not travel.
import type { Position } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import { grouped } from '../l10n.ts';
import { placesOfSelection, type Selection } from './linesOf.ts';
import { subjectOfLine } from './subject.ts';
import type { Speech } from './wording.ts';

/** What to show: by name, or as the line under a position says it. */
export interface SelectionQuery {
  kind: 'failures' | 'code' | 'host' | 'recipient';
  /** For failures: `out`, our own deliveries; `in`, at our own door; both where it is left out. */
  direction?: 'out' | 'in' | null;
  /** `550 5.1.1`, `mx.d.example`, `u@d.example`. */
  value?: string;
  /** Where `value` is left out: a place in a line that names it. */
  position?: Position;
}

export interface SelectionResult {
  /** What was looked for; null where the line under the position names none. */
  value: string | null;
  /** Numbers of the lines, from 0, in order. */
  lines: number[];
  /** Lines of the log. */
  total: number;
  /** `Only lines that name the host mx.d.example: 1,234 of 360,000 lines.` */
  title: string;
}

export function* selectLines(
  analysis: Analysis,
  query: SelectionQuery,
  speech: Speech,
): Generator<number, SelectionResult> {
  const total = analysis.text.lineCount - (endsWithBreak(analysis) ? 1 : 0);
  const selection = selectionOf(analysis, query);
  const places = selection ? yield* placesOfSelection(analysis, selection) : [];
  const value = selection === null || selection.kind === 'failures' ? '' : selection.value;
  return {
    value: selection === null ? null : value,
    lines: places.map(({ line }) => line),
    total,
    title: selection === null ? '' : titleOf(selection, grouped(places.length), grouped(total), speech),
  };
}

function selectionOf(analysis: Analysis, query: SelectionQuery): Selection | null {
  const { kind, direction = null, value, position } = query;
  if (kind === 'failures') return { kind, direction };
  const named = value ?? (position ? subjectOfLine(analysis.text, analysis, position, kind) : null);
  return named === null || named === '' ? null : { kind, value: named };
}

function titleOf(selection: Selection, count: string, total: string, { t }: Speech): string {
  switch (selection.kind) {
    case 'failures':
      if (selection.direction === 'out')
        return t('Only failures of our own deliveries: {0} of {1} lines.', count, total);
      return selection.direction === 'in'
        ? t('Only what was refused at our own door: {0} of {1} lines.', count, total)
        : t('Only failures, of our own deliveries and at our own door: {0} of {1} lines.', count, total);
    case 'code':
      return t('Only lines with the code {0}: {1} of {2} lines.', selection.value, count, total);
    case 'host':
      return t('Only lines that name the host {0}: {1} of {2} lines.', selection.value, count, total);
    case 'recipient':
      return t('Only lines on the recipient {0}: {1} of {2} lines.', selection.value, count, total);
  }
}

/** A final line end opens no further line. */
function endsWithBreak({ text }: Analysis): boolean {
  return text.length > 0 && text.lineAt(text.lineCount - 1).text === '';
}
