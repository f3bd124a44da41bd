// What did Exchange and another server say to each other? SMTP send and receive protocol logs: CSV, one line of the dialogue each,
// many sessions at once. Deliberately absent: what `*` lines tell of certificates and limits.
import type { LogRecord } from '../model/attempt.ts';
import { CsvRow, columnName, doubledQuotes } from './csv.ts';
import type { Format } from './format.ts';
import {
  answer,
  closeSession,
  command,
  mentioned,
  openSession,
  type Sessions,
  sessionOf,
} from './sessions.ts';

interface Known extends Sessions {
  columns?: string[];
  /** In a receive log we are the server. */
  receives?: boolean;
}

export const exchangeProtocol: Format = {
  id: 'exchange-protocol',
  documentation: 'https://learn.microsoft.com/exchange/mail-flow/connectors/protocol-logging',
  claimsLine(line, state) {
    const sessions = state as Known;
    if (line.charCodeAt(0) === 0x23) return isHeader(line) || line.startsWith('#Log-type: SMTP ');
    return isRow(line, sessions);
  },
  read(line, _frame, state) {
    const sessions = state as Known;
    if (line.startsWith('#Log-type: SMTP ')) sessions.receives = line.includes('Receive');
    if (isHeader(line)) sessions.columns = line.slice(8).trim().split(',').map(columnName);
    return line.charCodeAt(0) === 0x23
      ? null
      : readLine(line, new CsvRow(line, sessions.columns ?? usual), sessions);
  },
};

const usual = [
  'datetime',
  'connectorid',
  'sessionid',
  'sequencenumber',
  'localendpoint',
  'remoteendpoint',
  'event',
  'data',
  'context',
];

const isHeader = (line: string): boolean =>
  line.startsWith('#Fields:') &&
  line.includes('connector-id') &&
  line.includes('session-id') &&
  line.includes('event');

/** `2026-07-20T21:12:06.270Z,EX1\Default Frontend EX1,08DA4F7C11473A60,9,192.0.2.1:25,192.0.2.2:53722,>,535 5.7.3 Authentication unsuccessful,` */
const row =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,(?:[^",]{1,200}|"[^"]{1,200}"),[\dA-F]{16},\d{1,6},[^,]{0,60},[^,]{0,60},[<>*+-],/;
const isRow = (line: string, known: Known): boolean =>
  line.charCodeAt(10) === 0x54 &&
  row.test(line.slice(0, 420)) &&
  (known.columns === undefined || known.columns.includes('sessionid'));

function readLine(line: string, fields: CsvRow, known: Known): LogRecord | null {
  const event = fields.value('event');
  const id = fields.value('sessionid') ?? '';
  if (event === '+') openSession(known, id);
  if (event === '-') closeSession(known, id);
  if (event === '*') return readNote(line, fields, known, id);
  const data = fields.field('data');
  if (!data || (event !== '<' && event !== '>')) return null;
  // In a send log `>` is our command and `<` the answer; in a receive log it is the other way round.
  const receives =
    known.receives ?? /:25$|:587$|:465$|:2525$|:717$/.test(fields.value('localendpoint') ?? '');
  const session = sessionOf(known, id);
  if ((event === '>') !== receives) return command(line.slice(data.start, data.end), session);
  const stamp = fields.value('datetime');
  const endpoint = fields.value('remoteendpoint');
  const remote = addressIn(endpoint);
  const internal = ownConnector.test(fields.value('connectorid') ?? '') || ownPort.test(endpoint ?? '');
  return answer(
    {
      format: 'exchange-protocol',
      line,
      ...data,
      receives,
      remote,
      internal,
      stamp,
      spelling: doubledQuotes,
    },
    session,
  );
}

/** Connectors and ports between Exchange's own services: front end, transport (2525), mailbox delivery (475) and submission (717). */
const ownConnector =
  /^"?(?:Intra-Organization SMTP Send Connector|Inbound Proxy Internal Send Connector|Client Proxy)/i;
const ownPort = /:(?:2525|475|717)$/;

/** `198.51.100.11:25`, `[2001:db8::11]:25` */
const addressIn = (endpoint: string | null): string | null =>
  endpoint?.replace(/:\d{1,5}$/, '').replace(/^\[(.*)\]$/, '$1') ?? null;

/**
 * `…,*,550421,sending message with RecordId 550421 and InternetMessageId <1@example.org>`
 * `…,*,,Message or connection acked with status Retry and response 451 4.4.0 Primary target IP address responded with: "421 4.2.1 Unable to connect." …`
 */
function readNote(line: string, fields: CsvRow, known: Known, id: string): LogRecord | null {
  const context = fields.field('context');
  if (!context) return null;
  const words = line.slice(context.start, context.end);
  const number = /^sending message with RecordId (\d{1,20})\b/.exec(words)?.[1];
  if (number !== undefined) sessionOf(known, id).queueId = number;
  return mentioned('exchange-protocol', line.slice(0, context.end), context.start, fields.value('datetime'));
}
