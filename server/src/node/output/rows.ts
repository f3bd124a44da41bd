// How is a row of a scan written, by whichever thread reads it? One text a row; documents and heads are writers.ts.
import type { CodeRowOfScan, DeliveryRow } from '../../core/features/rows.ts';
import type { RowWriter } from '../../core/scan/chunk.ts';

/** `json`: rows with a comma before each. `ndjson`, `csv`: a line each, with the path. */
export type RowStyle = 'json' | 'ndjson' | 'csv';

export const csvColumns = [
  'path',
  'line',
  'time',
  'queueId',
  'sender',
  'recipient',
  'host',
  'direction',
  'outcome',
  'reply',
  'enhanced',
  'permanence',
  'reason',
  'entry',
  'provider',
  'phase',
  'text',
] as const;

const none: RowWriter = { delivery: null, code: null };

export function rowWriter(style: RowStyle | null, path: string): RowWriter {
  switch (style) {
    case 'json':
      return { delivery: separated, code: separated };
    case 'ndjson': {
      const head = `{"path":${JSON.stringify(path)},`;
      return { delivery: (row) => `${head}${JSON.stringify(row).slice(1)}\n`, code: null };
    }
    case 'csv':
      return { delivery: (row) => csvLine(row, path), code: null };
    default:
      return none;
  }
}

const separated = (row: DeliveryRow | CodeRowOfScan): string => `,\n${JSON.stringify(row)}`;

function csvLine(row: DeliveryRow, path: string): string {
  const cells: { [column: string]: unknown } = { path, ...row };
  return `${csvColumns.map((column) => csvCell(cells[column])).join(',')}\r\n`;
}

/** RFC 4180; a leading `=`, `+`, `-` or `@` is kept from being taken for a formula. */
function csvCell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
