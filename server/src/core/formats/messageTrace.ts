// What does Exchange Online's message trace say became of each message? Its exports: the summary of the admin centre, Get-MessageTrace
// and V2, and the details of one message. (The extended report has the tracking log's columns: exchangeTracking.ts reads it.)
// Deliberately absent: states that are no outcome (GettingStatus, Expanded, Resolved), and FilteredAsSpam, of which Microsoft's pages
// say now that it lies in the junk folder, now that it was refused.
import type { LogRecord, Outcome } from '../model/attempt.ts';
import { type CsvField, CsvRow, columnName, csvFields, doubledQuotes } from './csv.ts';
import type { Format, FormatState } from './format.ts';
import { type DateOrder, localDate } from './localDate.ts';
import { attemptOf, between, noWords, readWords, type Words } from './reading.ts';

interface Known extends FormatState, DateOrder {
  columns?: string[];
}

/** `Delivered` (Get-MessageTrace), `Receive, Deliver` (the summary: what came last counts), `Deliver` (details). */
const outcomes: { readonly [state: string]: Outcome | undefined } = {
  delivered: 'delivered',
  deliver: 'delivered',
  send: 'delivered',
  sendexternal: 'delivered',
  failed: 'bounced',
  fail: 'bounced',
  pending: 'deferred',
  defer: 'deferred',
  quarantined: 'held',
  quarantine: 'held',
  drop: 'discarded',
};

export const messageTrace: Format = {
  id: 'message-trace',
  documentation:
    'https://learn.microsoft.com/exchange/monitoring/trace-an-email-message/message-trace-modern-eac',
  claimsLine(line, state) {
    const known = state as Known;
    const columns = columnsOf(line);
    if (columns) return true;
    if (line.startsWith('#')) delete known.columns; // another log's header: its lines follow
    return known.columns !== undefined && line.includes('@') && line.split(',', 5).length === 5;
  },
  read(line, _frame, state) {
    const known = state as Known;
    const columns = columnsOf(line);
    if (columns) known.columns = columns;
    return columns || !known.columns ? null : readRow(line, new CsvRow(line, known.columns), known);
  },
};

/** The names in an export's first line, where they are those of a trace; null elsewhere. */
function columnsOf(line: string): string[] | null {
  const first = line.charCodeAt(0) | 0x20;
  if ((line.charCodeAt(0) !== 0x22 && (first < 0x61 || first > 0x7a)) || line.length > 2000) return null;
  if (!/message[ _]?trace[ _]?id|network[ _]?message[ _]?id|origin_timestamp/i.test(line)) return null;
  const columns = csvFields(line).map(({ start, end }) => columnName(line.slice(start, end)));
  const has = (...names: string[]) => names.some((name) => columns.includes(name));
  const isSummary = has('recipientstatus') && has('origintimestamp');
  const isList = has('status') && has('senderaddress', 'sender') && has('recipientaddress', 'recipient');
  const isDetail = has('messagetraceid') && has('event') && has('detail');
  return isSummary || isList || isDetail ? columns : null;
}

interface Told {
  readonly recipient: string | null;
  readonly state: string;
}

function readRow(line: string, row: CsvRow, known: Known): LogRecord | null {
  const summary = row.value('recipientstatus');
  const states = summary === null ? [one(row)] : severalIn(summary);
  const detail = row.field('detail', 'statusdetail', 'errordetail');
  const words = detail ? wordsIn(line, detail) : noWords;
  const stamp = row.value('origintimestamp', 'received', 'receivedutc', 'dateutc', 'date', 'datetime');
  const attempts = states.flatMap(({ recipient, state }) => {
    const outcome = outcomes[state.toLowerCase().replace(/[^a-z]/g, '')];
    if (!outcome) return [];
    const base = { recipient, outcome, sender: row.value('senderaddress', 'sender') };
    const host = outcome === 'delivered' || words.reply !== null ? hostIn(line, detail, row) : null;
    return [attemptOf('message-trace', words, { ...base, host, queueId: row.value('messageid') })];
  });
  if (attempts.length === 0 && words.codes.length === 0) return null;
  return {
    format: 'message-trace',
    codes: words.codes,
    attempts,
    at: detail ?? row.field('status', 'recipientstatus', 'event') ?? { start: 0, end: line.length },
    text: words.text || null,
    stamp: stamp && (/^\d{4}-/.test(stamp) ? stamp : localDate(stamp, known)),
  };
}

const one = (row: CsvRow): Told => ({
  recipient: row.value('recipientaddress', 'recipient'),
  state: row.value('status', 'event') ?? '',
});

/** `u@d.example##Receive, Fail;v@d.example##Receive, Deliver` */
function severalIn(summary: string): Told[] {
  return summary.split(';').flatMap((part) => {
    const mark = part.indexOf('##');
    if (mark < 0) return [];
    const state = part
      .slice(mark + 2)
      .split(',')
      .at(-1)!
      .trim();
    return [{ recipient: part.slice(0, mark).trim() || null, state }];
  });
}

/** `Reason: [{LED=550 5.1.10 RESOLVER.ADR.RecipientNotFound; …};{MSG=};{FQDN=mx1.example.net};{IP=198.51.100.11};{LRT=…}]`, or the reply alone. */
function wordsIn(line: string, { start, end }: CsvField): Words {
  const led = line.slice(start, end).indexOf('{LED=');
  if (led >= 0) {
    const close = line.indexOf('}', start + led);
    return readWords(line, start + led + 5, close < 0 || close > end ? end : close, doubledQuotes);
  }
  const reply = /(?:^|[\s'":])(?=[245]\d\d [245]\.\d\.\d)/.exec(line.slice(start, end));
  return reply ? readWords(line, start + reply.index + reply[0].length, end, doubledQuotes) : noWords;
}

function hostIn(line: string, detail: CsvField | null, row: CsvRow): string | null {
  const words = detail ? line.slice(detail.start, detail.end) : '';
  return between(words, '{FQDN=', '}', 0) || between(words, '{IP=', '}', 0) || row.value('toip');
}
