// How does a report leave the editor: as a table for a spreadsheet, as JSON, as text for a ticket?
import type { Speech } from '../features/wording.ts';
import { grouped } from '../l10n.ts';
import type { NamedRows, ReportRow } from './reportRows.ts';
import type { ReportView } from './reportView.ts';

export type ExportFormat = 'csv' | 'json' | 'markdown';

/** @param files their names, in the order in which the report counts them */
export function exportReport(
  view: ReportView,
  files: readonly string[],
  format: ExportFormat,
  speech: Speech,
): string {
  if (format === 'json')
    return `${JSON.stringify({ version: 1, files, ...view, timeline: timed(view) }, null, 2)}\n`;
  const tables = tablesOf(view, files, speech);
  return format === 'csv' ? csv(tables) : markdown(tables, files, view, speech);
}

interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

function tablesOf(view: ReportView, files: readonly string[], { t }: Speech): Table[] {
  const place = ({ first }: ReportRow): string => `${files[first.file] ?? ''}:${first.line}`;
  const simple = (title: string, rows: readonly ReportRow[]): Table => ({
    title,
    columns: [t('Name'), t('Deliveries'), t('Failed'), t('First')],
    rows: rows.map((row) => [row.name, row.count, row.failed, place(row)]),
  });
  const named = (title: string, { rows, others }: NamedRows): Table => {
    const table = simple(title, rows);
    return others > 0 ? { ...table, rows: [...table.rows, [t('All others'), others, '', '']] } : table;
  };
  const outcomes = Object.entries(view.outcomes);
  const { start, minutes, bars, series } = view.timeline;
  const times = Array.from({ length: start === null ? 0 : bars }, (_, bar) => timeOf(start! + bar * minutes));
  return [
    { title: t('Outcomes'), columns: [t('Outcome'), t('Deliveries')], rows: outcomes },
    {
      title: t('Deliveries over time'),
      columns: [t('Time'), ...Object.keys(series)],
      rows: times.map((time, bar) => [time, ...Object.values(series).map((counts) => counts[bar] ?? 0)]),
    },
    simple(t('Reasons'), view.reasons),
    {
      title: t('Codes'),
      columns: [t('Code'), t('What it means'), t('Reason'), t('Deliveries'), t('First')],
      rows: view.codes.map((row) => [row.code, row.name, row.reasonTitle, row.count, place(row)]),
    },
    named(t('Remote hosts'), view.hosts),
    named(t('Recipients’ domains'), view.domains),
    named(t('Senders'), view.senders),
    named(t('Recipients'), view.recipients),
    {
      title: t('Waits in seconds'),
      columns: [t('Part'), t('Median'), '90 %', '99 %', t('Longest')],
      rows: view.delays.parts.map(({ median, p90, p99, longest }, index) => [
        'abcd'[index]!,
        ...[median, p90, p99, longest].map((seconds) => Number(seconds.toPrecision(3))),
      ]),
    },
    {
      title: t('What became of deferrals'),
      columns: [t('End'), t('Deliveries')],
      rows: Object.entries(view.deferrals.ends),
    },
    {
      title: t('What nothing explains'),
      columns: [t('Code'), t('What the server said'), t('Deliveries'), t('First')],
      rows: view.unexplained.rows.map((row) => [row.code, row.said ?? row.name, row.count, place(row)]),
    },
  ].filter(({ rows }) => rows.length > 0);
}

/** Minutes since 2000 as the log's clock shows them. */
export function timeOf(minute: number): string {
  return new Date(Date.UTC(2000, 0, 1) + minute * 60_000).toISOString().slice(0, 16);
}

function timed({ timeline }: ReportView) {
  return { ...timeline, start: timeline.start === null ? null : timeOf(timeline.start) };
}

/** One table behind the other, the name of each in its first column: a spreadsheet filters by it. */
function csv(tables: readonly Table[]): string {
  const lines = tables.flatMap(({ title, columns, rows }) => [
    ['table', ...columns],
    ...rows.map((row) => [title, ...row]),
  ]);
  return `${lines.map((cells) => cells.map(cell).join(',')).join('\r\n')}\r\n`;
}

/** RFC 4180; what a spreadsheet could take for a formula is kept from being one. */
function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function markdown(
  tables: readonly Table[],
  files: readonly string[],
  { total }: ReportView,
  { t }: Speech,
): string {
  const escaped = (value: string | number): string =>
    typeof value === 'number' ? grouped(value) : value.replace(/[\\|`*_<>[\]]/g, '\\$&').replace(/\s+/g, ' ');
  const row = (cells: readonly (string | number)[]): string => `| ${cells.map(escaped).join(' | ')} |`;
  const parts = tables.map(({ title, columns, rows }) =>
    [
      `## ${escaped(title)}`,
      '',
      row(columns),
      `| ${columns.map((_, index) => (typeof rows[0]![index] === 'number' ? '---:' : '---')).join(' | ')} |`,
      ...rows.map(row),
    ].join('\n'),
  );
  const head = `# ${t('Report')}\n\n${files.map((file) => `- ${escaped(file)}`).join('\n')}\n\n${t('{0} deliveries', grouped(total))}`;
  return `${[head, ...parts].join('\n\n')}\n`;
}
