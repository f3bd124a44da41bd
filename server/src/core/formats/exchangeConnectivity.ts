// How did Exchange's outgoing connections go? Connectivity logs: CSV, per connection where it went, how much, and why not.
// Deliberately absent: attempts. The log names domains and queues, never a recipient; tracking tells of these.
import { CsvRow, columnName } from './csv.ts';
import type { Format, FormatState } from './format.ts';
import { mentioned } from './sessions.ts';

interface Columns extends FormatState {
  columns?: string[];
}

export const exchangeConnectivity: Format = {
  id: 'exchange-connectivity',
  documentation: 'https://learn.microsoft.com/exchange/mail-flow/transport-logs/connectivity-logging',
  claimsLine(line, state) {
    const known = state as Columns;
    if (line.charCodeAt(0) === 0x23) {
      if (isHeader(line)) return true;
      if (line.startsWith('#Fields:')) delete known.columns; // another log's lines follow
      return line.startsWith('#Log-type: Transport Connectivity Log');
    }
    return (
      known.columns !== undefined && /^\d{4}-\d\d-\d\dT[\d:.]{8,16}Z,[\dA-F]{12,20},/.test(line.slice(0, 60))
    );
  },
  read(line, _frame, state) {
    const known = state as Columns;
    if (isHeader(line)) known.columns = line.slice(8).trim().split(',').map(columnName);
    if (line.charCodeAt(0) === 0x23 || !known.columns) return null;
    // 2026-11-23T22:00:00.550Z,08DA4F7C11473A60,SMTP,example.net,-,"Messages: 0 Bytes: 0 (Retry : 451 4.4.0 DNS query failed)"
    const row = new CsvRow(line, known.columns);
    const description = row.field('description');
    return (
      description &&
      mentioned(
        'exchange-connectivity',
        line.slice(0, description.end),
        description.start,
        row.value('datetime'),
      )
    );
  },
};

const isHeader = (line: string): boolean =>
  line.startsWith('#Fields:') && /,destination,direction,description\b/i.test(line.slice(0, 400));
