// How does PowerMTA write what became of a message? Accounting files: CSV with a line of column names, which may come anywhere.
// Deliberately absent: feedback reports and received mail.
import type { SaidCode } from '../codes/scan.ts';
import type { LogRecord, Outcome } from '../model/attempt.ts';
import { CsvRow, columnName, csvFields } from './csv.ts';
import type { Format, FormatState } from './format.ts';
import { attemptOf, noWords, readWords, statusAt } from './reading.ts';

interface Columns extends FormatState {
  columns?: string[];
}

/** d: delivered; b: bounced; t, tq: tried without success; rb: a report that came back later. */
const outcomes: { readonly [type: string]: Outcome | undefined } = {
  d: 'delivered',
  b: 'bounced',
  t: 'deferred',
  tq: 'deferred',
  rb: 'bounced',
};

export const powermta: Format = {
  id: 'powermta',
  documentation: 'https://www.bird.com/docs/powermta',
  claimsLine(line, state) {
    if (line.startsWith('type,') && line.includes('dsnStatus')) return true;
    const comma = line.indexOf(',');
    return (
      (state as Columns).columns !== undefined &&
      comma > 0 &&
      comma < 3 &&
      line.charCodeAt(comma + 1) === 0x32
    ); // d,2026-11-01 …
  },
  read(line, _frame, state) {
    const known = state as Columns;
    if (line.startsWith('type,')) {
      known.columns = csvFields(line).map(({ start, end }) => columnName(line.slice(start, end)));
      return null;
    }
    const outcome = outcomes[line.slice(0, line.indexOf(','))];
    return outcome && known.columns ? readRow(line, new CsvRow(line, known.columns), outcome) : null;
  },
};

/** `b,2026-11-01 00:00:31+0100,2026-11-01 00:00:30+0100,s@e,u@d,,failed,5.1.1 (bad destination mailbox address),smtp;550 5.1.1 no such user,mx.d (192.0.2.5),bad-mailbox,…` */
function readRow(line: string, row: CsvRow, outcome: Outcome): LogRecord {
  const diag = row.field('dsndiag');
  const status = row.field('dsnstatus');
  const code: SaidCode | null = status
    ? statusAt(
        line,
        status.start,
        line.indexOf(' ', status.start) > 0
          ? Math.min(status.end, line.indexOf(' ', status.start))
          : status.end,
      )
    : null;
  const words = diag
    ? readWords(line, line.startsWith('smtp;', diag.start) ? diag.start + 5 : diag.start, diag.end)
    : noWords;
  const server = /^(\S{1,255}?)\.?(?: \(([^()]{2,45})\))?$/.exec(row.value('dsnmta') ?? '');
  const attempt = attemptOf('powermta', words, {
    queueId: row.value('envid') ?? row.value('jobid'),
    sender: row.value('orig'),
    recipient: row.value('rcpt'),
    host: words.reply === null ? null : (server?.[1] ?? row.value('dlvdestinationip')),
    outcome: line.includes('delayed too long') || code?.code === '5.4.7' ? 'expired' : outcome,
    phase: outcome === 'delivered' ? 'end of DATA' : null,
    status: code?.code ?? null,
    text: words.text,
  });
  const codes = [...(code ? [code] : []), ...words.codes];
  const at = diag ?? status ?? { start: 0, end: 1 };
  return {
    format: 'powermta',
    codes,
    attempts: [attempt],
    at,
    text: words.text,
    stamp: row.value('timelogged'),
  };
}
