// How does Exchange track a message? Message tracking logs and their exports: CSV whose columns a `#Fields:` line or a line of names
// gives. Deliberately absent: events inside the server that state no outcome for a recipient (SUBMIT, HARECEIVE, HAREDIRECT, AGENTINFO …), a group or an address that led to others (EXPAND,
// RESOLVE, REDIRECT), and reports (DSN): the messages that these make have lines of their own.
import type { Attempt, LogRecord, Outcome } from '../model/attempt.ts';
import { CsvRow, columnName, csvFields, doubledQuotes } from './csv.ts';
import type { Format, FormatState } from './format.ts';
import { type DateOrder, localDate } from './localDate.ts';
import { attemptOf, between, noWords, readWords, type Words } from './reading.ts';

interface Columns extends FormatState, DateOrder {
  columns?: string[];
}

/** https://learn.microsoft.com/exchange/mail-flow/transport-logs/message-tracking, “Event types” */
const outcomes: { readonly [event: string]: Outcome | undefined } = {
  DELIVER: 'delivered',
  SEND: 'delivered',
  SENDEXTERNAL: 'delivered', // Exchange Online
  FAIL: 'bounced',
  BADMAIL: 'bounced',
  DEFER: 'deferred',
  DROP: 'discarded',
  QUARANTINE: 'held',
  POISONMESSAGE: 'held',
};

export const exchangeTracking: Format = {
  id: 'exchange-tracking',
  documentation: 'https://learn.microsoft.com/exchange/mail-flow/transport-logs/message-tracking',
  claimsLine(line, state) {
    const known = state as Columns;
    if (isHeader(line)) return true;
    if (line.startsWith('#')) {
      if (known.columns && line.startsWith('#Fields:')) known.columns = undefined; // another log's lines follow
      return line.startsWith('#Log-type: Message Tracking Log');
    }
    return known.columns === undefined ? isRowOutOfItsLog(line) : isRow(line);
  },
  read(line, _frame, state) {
    const known = state as Columns;
    if (isHeader(line)) known.columns = columnsOf(line);
    else if (!line.startsWith('#'))
      return readRow(line, new CsvRow(line, known.columns ?? usualColumns(line)), known);
    return null;
  },
};

/**
 * What `grep` takes out of a log has no header; then the order is the usual one. The network message id came with Exchange 2013.
 * https://learn.microsoft.com/exchange/mail-flow/transport-logs/message-tracking, “Structure of the message tracking log files”
 */
function usualColumns(line: string): string[] {
  const before =
    'datetime,clientip,clienthostname,serverip,serverhostname,sourcecontext,connectorid,source,eventid';
  const network = /,[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12},/.test(line)
    ? ',networkmessageid'
    : '';
  const behind =
    'recipientaddress,recipientstatus,totalbytes,recipientcount,relatedrecipientaddress,reference';
  return `${before},internalmessageid,messageid${network},${behind},messagesubject,senderaddress,returnpath`.split(
    ',',
  );
}

/** `2026-11-01T00:00:31.270Z,…,SMTP,SEND,550421,<1@example.org>,…`: a source and an event of the tracking log. */
const isRowOutOfItsLog = (line: string): boolean =>
  line.charCodeAt(10) === 0x54 &&
  /^\d{4}-\d\d-\d\dT[\d:.]{8,16}Z,/.test(line.slice(0, 40)) &&
  /,(?:ADMIN|AGENT|APPROVAL|DNS|DSN|GATEWAY|MAILBOXRULE|ORAR|PICKUP|POISONMESSAGE|PUBLICFOLDER|QUEUE|REDUNDANCY|RESOLVER|ROUTING|SAFETYNET|SMTP|STOREDRIVER),[A-Z]{3,24},\d{0,20},</.test(
    line.slice(0, 2_000),
  );

/** `#Fields: date-time,client-ip,…,recipient-address,recipient-status,…`, or the first line of an export: `"EventId","Source",…,"RecipientStatus",…` */
function isHeader(line: string): boolean {
  const first = line.charCodeAt(0);
  return (
    (first === 0x23 ? line.startsWith('#Fields:') : first === 0x22 || (first | 0x20) > 0x60) &&
    /\brecipient-?_?status\b/i.test(line.slice(0, 2000)) &&
    /\bevent-?_?id\b/i.test(line.slice(0, 2000))
  );
}

function columnsOf(line: string): string[] {
  const names = line.startsWith('#Fields:') ? line.slice(8).trim() : line;
  return csvFields(names).map(({ start, end }) => columnName(names.slice(start, end)));
}

/** `2026-11-01T00:00:31.270Z,…` or, quoted, `"11/1/2026 12:00:31 AM",…` with many commas. */
function isRow(line: string): boolean {
  const first = line.charCodeAt(0);
  return (first === 0x22 || (first >= 0x30 && first <= 0x39)) && line.split(',', 9).length === 9;
}

/** `info@example.net;t.nguyen@example.net`; PowerShell writes `System.String[]` where the list was not joined. */
const recipientsIn = (written: string | null): (string | null)[] =>
  written === 'System.String[]'
    ? [null]
    : (written?.split(/[;,]\s?/).filter((address) => address !== '') ?? []);

function readRow(line: string, row: CsvRow, known: Columns): LogRecord | null {
  const event = row.value('eventid');
  const outcome = outcomes[event ?? ''];
  const recipients = recipientsIn(row.value('recipientaddress', 'recipients'));
  const stamp = row.value('datetime', 'datetimeutc', 'timestamp');
  if (!outcome || recipients.length === 0) return sourceOf(line, row);
  const field = row.field('recipientstatus') ?? (outcome === 'delivered' ? null : row.field('sourcecontext'));
  // Statuses of several recipients are divided by semicolons, and so are the parts of one: {LED=550 5.1.1 no such user};{FQDN=mx.d};{IP=192.0.2.5}
  const statuses = field ? statusesIn(line, field.start, field.end, recipients.length) : [];
  const words = statuses.map((status) => wordsOf(line, status));
  const server = row.value('serverhostname');
  const sent = event === 'SEND' || event === 'SENDEXTERNAL';
  const attempts = recipients.map((recipient, index): Attempt => {
    const own = Math.min(index, words.length - 1);
    const said = words[own] ?? noWords;
    const status = own < 0 ? '' : line.slice(statuses[own].start, statuses[own].end);
    const remote =
      between(status, '{FQDN=', '}', 0) || between(status, '{IP=', '}', 0) || (sent ? server : null);
    return attemptOf('exchange-tracking', said, {
      queueId: row.value('internalmessageid', 'messageid'),
      sender: senderIn(row.value('senderaddress', 'sender')),
      recipient,
      host: sent || (said.reply !== null && remote) ? remote || null : null,
      outcome:
        said.text.includes('4.4.7') && outcome === 'bounced'
          ? 'expired'
          : event === 'SEND' && /Intra-Organization/i.test(row.value('connectorid') ?? '')
            ? 'relayed'
            : outcome,
      phase: sent ? 'end of DATA' : null,
    });
  });
  const at = field ?? row.field('eventid')!;
  return {
    format: 'exchange-tracking',
    codes: words.flatMap((said) => said.codes),
    attempts,
    at,
    text: words[0]?.text ?? null,
    stamp: stamp && (/^\d{4}-\d\d-\d\d[T ]/.test(stamp) ? stamp : localDate(stamp, known)),
  };
}

/** `RECEIVE`, `SUBMIT`, `EXPAND` …: no outcome, but who sent the message. */
function sourceOf(line: string, row: CsvRow): LogRecord | null {
  const queueId = row.value('internalmessageid', 'messageid');
  const sender = senderIn(row.value('senderaddress', 'sender'));
  if (queueId === null || sender === null) return null;
  const at = row.field('eventid') ?? { start: 0, end: line.length };
  return {
    ...{ format: 'exchange-tracking', codes: [], attempts: [], at, text: null },
    stamp: row.value('datetime', 'datetimeutc'),
    from: { queueId, sender },
  };
}

/** Reports have no sender (RFC 5321 §4.5.5), which Exchange writes as `<>`. */
const senderIn = (written: string | null): string | null => (written === '<>' ? '' : written);

interface Span {
  readonly start: number;
  readonly end: number;
}

/** Where the status of the next recipient begins: `…}];[{LED=…`, `…};{LED=…`, `250 2.1.5 Recipient OK;250 2.1.5 Recipient OK`. */
const jointOf = (field: string): RegExp =>
  field.includes('[{') ? /;(?=\[\{)/g : field.includes('{LED=') ? /;(?=\{LED=)/g : /;(?=[2-5]\d\d[ -])/g;

function statusesIn(line: string, from: number, to: number, count: number): Span[] {
  const parts: Span[] = [];
  if (count > 1) {
    const field = line.slice(from, to);
    const joint = jointOf(field);
    const joints = [...field.matchAll(joint)].map((match) => from + match.index);
    if (joints.length === count - 1) {
      const ends = [...joints, to];
      return ends.map((end, index) => ({ start: index === 0 ? from : joints[index - 1] + 1, end }));
    }
  }
  parts.push({ start: from, end: to });
  return parts;
}

/** `{LED=…}` holds the last error; elsewhere the whole field is the reply: `250 2.1.5Recipient OK`. */
function wordsOf(line: string, { start, end }: Span): Words {
  const led = line.indexOf('{LED=', start);
  if (led < 0 || led >= end) return readWords(line, start, end, doubledQuotes);
  const close = line.indexOf('}', led);
  return readWords(line, led + 5, close < 0 || close > end ? end : close, doubledQuotes);
}
