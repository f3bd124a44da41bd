// How are the results of a scan written: as text for people, JSON, one delivery a line, CSV, Markdown, SARIF?

import { type Problem, problemsOf } from '../../core/features/problems.ts';
import { defaultSettings } from '../../core/features/settings.ts';
import { type Speech, totalsOf } from '../../core/features/wording.ts';
import { grouped } from '../../core/l10n.ts';
import { joinOutcomes, joinSummaries } from '../../core/model/summary.ts';
import type { WrittenRows } from '../../core/scan/chunk.ts';
import type { FileResult } from '../scan.ts';
import { csvColumns, type RowStyle } from './rows.ts';
import { type Sink, Spool } from './sink.ts';

/** Told what a scan finds, file after file, in the order of the command line. */
export interface ScanWriter {
  /** How rows are to be written; null where the writer wants none. */
  readonly style: RowStyle | null;
  deliveries?(rows: WrittenRows): void;
  codes?(text: string): void;
  file(result: FileResult): void;
  end(): void;
}

/** Problems of a file as the editor's diagnostics have them: lines and columns from 1. */
export function problemRows(result: FileResult, speech: Speech) {
  const { problems, total } = problemsOf(joinSummaries([result.summary], [0]), defaultSettings, speech);
  const remarks = result.remarks ?? [];
  return {
    total: total + remarks.length,
    rows: [...problems, ...remarks].map((problem) => problemRow(problem)),
  };
}

function problemRow({ place, severity, code, message, count }: Problem) {
  return {
    line: place.line + 1,
    column: place.start + 1,
    length: place.end - place.start,
    severity,
    code,
    message,
    count,
  };
}

/** One JSON document, written as the rows come: deliveries at once, codes from a spool behind them. */
export function jsonWriter(sink: Sink, speech: Speech): ScanWriter {
  const codes = new Spool();
  let files = 0;
  let opened = false;
  sink.write('{"version":1,"files":[');
  const open = () => {
    if (!opened) sink.write(`${files++ > 0 ? ',' : ''}\n{"deliveries":[`);
    opened = true;
  };
  return {
    style: 'json',
    // Rows come with a comma before each; the first has none.
    deliveries(rows) {
      const first = !opened;
      open();
      sink.write(first ? rows.slice(1) : rows);
    },
    codes: (text) => codes.write(codes.isEmpty ? text.slice(1) : text),
    file(result) {
      open();
      opened = false;
      sink.write('],"codes":[');
      codes.drainTo(sink);
      const { path, kind, lines, bytes, formats, truncated } = result;
      sink.write(
        `],"problems":${JSON.stringify(problemRows(result, speech).rows)},${JSON.stringify({ path, kind, lines, bytes, formats, truncated }).slice(1)}`,
      );
    },
    end: () => sink.write('\n]}\n'),
  };
}

/** One delivery a line, each with its path. */
export function ndjsonWriter(sink: Sink): ScanWriter {
  return { style: 'ndjson', deliveries: (rows) => sink.write(rows), file: () => {}, end: () => {} };
}

/** RFC 4180: a delivery a row, CRLF, quoted where needed. */
export function csvWriter(sink: Sink): ScanWriter {
  sink.write(`${csvColumns.join(',')}\r\n`);
  return { style: 'csv', deliveries: (rows) => sink.write(rows), file: () => {}, end: () => {} };
}

/** Totals, then the problems, the gravest first: for a terminal. */
export function textWriter(sink: Sink, speech: Speech): ScanWriter {
  const { t } = speech;
  return {
    style: null,
    file(result) {
      const { rows, total } = problemRows(result, speech);
      const totals = totalsOf(joinOutcomes([result.summary]), t);
      sink.write(
        `${result.path}: ${t('{0} lines', grouped(result.lines))}${totals.length > 0 ? ` · ${totals.join(' · ')}` : ''}\n`,
      );
      if (result.truncated) sink.write(`  ${result.truncated}\n`);
      if (rows.length === 0 && totals.length === 0)
        sink.write(`  ${t('No SMTP codes or deliveries were found.')}\n`);
      for (const row of rows)
        sink.write(
          `  ${row.severity.padEnd(11)} ${String(row.line).padStart(7)}:${String(row.column).padEnd(4)} ${row.message}\n`,
        );
      if (total > rows.length)
        sink.write(`  ${t('{0} further distinct failures are not shown.', grouped(total - rows.length))}\n`);
    },
    end: () => {},
  };
}

/** A table of the problems of each file, to paste into a ticket. */
export function markdownWriter(sink: Sink, speech: Speech): ScanWriter {
  const { t } = speech;
  const cell = (text: string) => text.replace(/[\\|`*_<>[\]]/g, '\\$&').replace(/\s+/g, ' ');
  return {
    style: null,
    file(result) {
      const { rows, total } = problemRows(result, speech);
      const totals = totalsOf(joinOutcomes([result.summary]), t);
      sink.write(
        `## ${cell(result.path)}\n\n${[t('{0} lines', grouped(result.lines)), ...totals].join(' · ')}\n\n`,
      );
      if (result.truncated) sink.write(`${cell(result.truncated)}\n\n`);
      if (rows.length > 0)
        sink.write(
          `| ${t('severity')} | ${t('code')} | ${t('count')} | ${t('line')} | ${t('what')} |\n| --- | --- | ---: | ---: | --- |\n`,
        );
      for (const row of rows)
        sink.write(
          `| ${row.severity} | ${cell(row.code)} | ${grouped(row.count)} | ${row.line} | ${cell(row.message)} |\n`,
        );
      sink.write(
        total > rows.length
          ? `\n${t('{0} further distinct failures are not shown.', grouped(total - rows.length))}\n\n`
          : '\n',
      );
    },
    end: () => {},
  };
}

const sarifLevels: { readonly [severity: string]: string } = {
  error: 'error',
  warning: 'warning',
  information: 'note',
  hint: 'none',
};

/** SARIF 2.1.0: one run, a result per problem. */
export function sarifWriter(sink: Sink, speech: Speech): ScanWriter {
  const results: unknown[] = [];
  return {
    style: null,
    file(result) {
      for (const row of problemRows(result, speech).rows) {
        const region = { startLine: row.line, startColumn: row.column, endColumn: row.column + row.length };
        const location = {
          physicalLocation: {
            artifactLocation: { uri: result.path.split('/').map(encodeURIComponent).join('/') },
            region,
          },
        };
        results.push({
          ruleId: row.code,
          level: sarifLevels[row.severity],
          message: { text: row.message },
          locations: [location],
          occurrenceCount: row.count,
        });
      }
    },
    end() {
      const driver = { name: 'SMTP Lens', rules: [] };
      const schema =
        'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';
      sink.write(
        `${JSON.stringify({ version: '2.1.0', $schema: schema, runs: [{ tool: { driver }, columnKind: 'utf16CodeUnits', results }] })}\n`,
      );
    },
  };
}
