// The tables of the report: a name that filters when it is chosen, its numbers, and the line with which it begins.
import { element } from '../../element';
import type { Facet, ReportRow, ReportView, ToPanel, Words } from '../messages';

export interface TableParts {
  readonly words: Words;
  readonly number: Intl.NumberFormat;
  readonly post: (message: ToPanel) => void;
  /** Adds or removes a name of the filter. */
  readonly toggle: (facet: Facet, key: string) => void;
  readonly isChosen: (facet: Facet, key: string) => boolean;
  readonly fileName: (file: number) => string;
  readonly manyFiles: boolean;
}

type Cell = string | Node;

interface Column<Row> {
  readonly head: string;
  readonly kind?: 'number' | 'code' | 'actions';
  readonly cell: (row: Row) => Cell | readonly Cell[];
}

/** A table with its heading, and a note under it; null for no rows. */
function table<Row>(
  title: string,
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  notes: readonly string[],
) {
  const cellOf = (column: Column<Row>, row: Row): readonly Cell[] => {
    const made = column.cell(row);
    return Array.isArray(made) ? (made as readonly Cell[]) : [made as Cell];
  };
  return element(
    'section',
    {},
    element('h2', {}, title),
    element(
      'div',
      { class: 'wide', tabindex: 0, role: 'region', 'aria-label': title },
      element(
        'table',
        { class: columns.length > 5 ? 'many' : null },
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            ...columns.map(({ head, kind = null }) =>
              element(
                'th',
                { scope: 'col', class: kind },
                kind === 'actions' ? element('span', { class: 'unseen' }, head) : head,
              ),
            ),
          ),
        ),
        element(
          'tbody',
          {},
          ...rows.map((row) =>
            element(
              'tr',
              {},
              // Where there is no room for columns, a number stands behind its column's name (report.css).
              ...columns.map((column) =>
                element(
                  'td',
                  { class: column.kind ?? null, 'data-head': column.head },
                  ...cellOf(column, row),
                ),
              ),
            ),
          ),
        ),
      ),
    ),
    ...notes.filter(Boolean).map((note) => element('p', { class: 'hint' }, note)),
  );
}

/** A row's name as a button that counts only it, or everything again. */
function choice(
  { words, toggle, isChosen }: TableParts,
  facet: Facet,
  { key, name }: ReportRow,
): HTMLElement {
  const chosen = isChosen(facet, key);
  return element(
    'button',
    {
      type: 'button',
      class: 'name',
      'aria-pressed': String(chosen),
      title: (chosen ? words.remove : words.only).replace('{0}', () => name),
      click: () => toggle(facet, key),
    },
    name,
  );
}

export function place(
  { words, number, post, fileName, manyFiles }: TableParts,
  file: number,
  line: number,
): HTMLElement {
  const label = (manyFiles ? words.lineIn : words.line)
    .replace('{0}', number.format(line))
    .replace('{1}', () => fileName(file));
  return element(
    'button',
    { type: 'button', class: 'link', click: () => post({ type: 'go', file, line }) },
    label,
  );
}

function numbers<Row extends ReportRow>(parts: TableParts): Column<Row>[] {
  const { words, number } = parts;
  return [
    { head: words.count, kind: 'number', cell: (row) => number.format(row.count) },
    { head: words.failed, kind: 'number', cell: (row) => (row.failed > 0 ? number.format(row.failed) : '') },
    { head: words.first, kind: 'actions', cell: (row) => place(parts, row.first.file, row.first.line) },
  ];
}

export function reasonTable(parts: TableParts, view: ReportView): HTMLElement | null {
  if (view.reasons.length === 0) return null;
  const { words } = parts;
  return table(
    words.facets.reasons,
    view.reasons,
    [{ head: words.reason, cell: (row) => choice(parts, 'reasons', row) }, ...numbers<ReportRow>(parts)],
    [],
  );
}

type CodeRow = ReportView['codes'][number];
type UnexplainedRow = ReportView['unexplained']['rows'][number];

function codeColumns(parts: TableParts): Column<CodeRow>[] {
  const { words, post } = parts;
  return [
    { head: words.code, kind: 'code', cell: (row) => row.code || '–' },
    { head: words.name, cell: (row) => choice(parts, 'codes', row) },
    {
      head: words.reason,
      cell: (row) =>
        element(
          'span',
          { class: `mark ${row.permanence ?? 'unknown'}` },
          words.permanence[row.permanence ?? 'unknown'],
          ` · ${row.reasonTitle}`,
        ),
    },
    ...numbers<CodeRow>(parts),
    {
      head: words.actions,
      kind: 'actions',
      cell: ({ entry }) =>
        entry === null
          ? ''
          : element(
              'button',
              { type: 'button', class: 'link', click: () => post({ type: 'explain', entry }) },
              words.explain,
            ),
    },
  ];
}

export function codeTable(parts: TableParts, { codes, moreCodes }: ReportView): HTMLElement | null {
  const { words, number } = parts;
  if (codes.length === 0) return null;
  const more = moreCodes > 0 ? words.more.replace('{0}', number.format(moreCodes)) : '';
  return table(words.facets.codes, codes, codeColumns(parts), [more]);
}

export function unexplainedTable(parts: TableParts, { unexplained }: ReportView): HTMLElement {
  const { words, number } = parts;
  if (unexplained.rows.length === 0)
    return element(
      'section',
      {},
      element('h2', {}, words.unexplained),
      element('p', { class: 'hint' }, words.nothingUnexplained),
    );
  const columns: Column<UnexplainedRow>[] = [
    { head: words.code, kind: 'code', cell: (row) => row.code || '–' },
    { head: words.said, cell: (row) => row.said ?? row.name },
    ...numbers<UnexplainedRow>(parts),
  ];
  return table(words.unexplained, unexplained.rows, columns, [
    words.unexplainedHint.replace('{0}', number.format(unexplained.total)),
    unexplained.more > 0 ? words.more.replace('{0}', number.format(unexplained.more)) : '',
  ]);
}

export function namedTable(
  parts: TableParts,
  facet: 'hosts' | 'domains' | 'senders' | 'recipients',
  view: ReportView,
): HTMLElement | null {
  const { words, number } = parts;
  const { rows, more, others, atLeast } = view[facet];
  if (rows.length === 0) return null;
  const notes = [
    more > 0 ? words.more.replace('{0}', number.format(more)) : '',
    others > 0 ? `${words.others}: ${number.format(others)}.` : '',
    atLeast ? words.atLeast : '',
  ];
  return table(
    words.facets[facet],
    rows,
    [{ head: words.name, cell: (row) => choice(parts, facet, row) }, ...numbers<ReportRow>(parts)],
    notes,
  );
}

export function waitTables(parts: TableParts, { delays }: ReportView): HTMLElement[] {
  const { words, number } = parts;
  if (delays.parts.length === 0) return [];
  const seconds = (value: number): string =>
    words.seconds.replace('{0}', number.format(Number(value.toPrecision(3))));
  const sampled = delays.isWhole ? '' : words.sampled.replace('{0}', number.format(delays.sampled));
  const rows = delays.parts.map((part, index) => ({
    ...part,
    name: `${'abcd'[index]} · ${words.parts[index]}`,
  }));
  return [
    table(
      words.waits,
      rows,
      [
        { head: words.part, cell: (row) => row.name },
        { head: words.median, kind: 'number', cell: (row) => seconds(row.median) },
        { head: words.percent.replace('{0}', '90'), kind: 'number', cell: (row) => seconds(row.p90) },
        { head: words.percent.replace('{0}', '99'), kind: 'number', cell: (row) => seconds(row.p99) },
        { head: words.longest, kind: 'number', cell: (row) => seconds(row.longest) },
      ],
      [words.waitsHint, sampled],
    ),
    table(
      words.slowest,
      delays.slowest,
      [
        { head: words.recipient, cell: (row) => row.recipient || '–' },
        { head: words.host, cell: (row) => row.host || '–' },
        { head: words.total, kind: 'number', cell: (row) => seconds(row.total) },
        {
          head: 'a / b / c / d',
          kind: 'number',
          cell: (row) => row.parts.map((value) => number.format(Number(value.toPrecision(3)))).join(' / '),
        },
        { head: words.first, kind: 'actions', cell: (row) => place(parts, row.file, row.line) },
      ],
      [],
    ),
  ];
}

export function deferralTable({ words, number }: TableParts, { deferrals }: ReportView): HTMLElement | null {
  if (deferrals.total === 0) return null;
  const rows = Object.entries(deferrals.ends).sort(([, a], [, b]) => b - a);
  return table(
    words.deferrals,
    rows,
    [
      { head: words.name, cell: ([end]) => words.ends[end] ?? words.outcomes[end] ?? end },
      { head: words.count, kind: 'number', cell: ([, count]) => number.format(count) },
      {
        head: '%',
        kind: 'number',
        cell: ([, count]) => number.format(Math.round((count / deferrals.total) * 1000) / 10),
      },
    ],
    [words.deferralsHint],
  );
}
