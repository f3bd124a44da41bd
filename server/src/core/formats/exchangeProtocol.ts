// What did Exchange and another server say to each other? SMTP send and receive protocol logs: CSV, one line of the dialogue each,
// many sessions at once. Deliberately absent: what `*` lines tell of certificates and limits.
import type { Attempt, LogRecord, Phase } from '../model/attempt.ts';
import { CsvRow, columnName } from './csv.ts';
import type { Format, FormatState } from './format.ts';
import { attemptOf, phaseNamed, readWords, type Words } from './reading.ts';

/** One connection. */
interface Session {
  waiting: { phase: Phase | null; address: string | null }[];
  sender: string | null;
  accepted: string[];
  /** First lines of a reply that goes on. */
  words: string;
  /** The name that the other side greeted with. */
  name: string | null;
}

interface Sessions extends FormatState {
  columns?: string[];
  /** In a receive log we are the server. */
  receives?: boolean;
  open?: [id: string, session: Session][];
}
const remembered = 64;

export const exchangeProtocol: Format = {
  id: 'exchange-protocol',
  documentation: 'https://learn.microsoft.com/exchange/mail-flow/connectors/protocol-logging',
  claimsLine(line, state) {
    const sessions = state as Sessions;
    if (line.charCodeAt(0) === 0x23) return isHeader(line) || line.startsWith('#Log-type: SMTP ');
    return isRow(line, sessions);
  },
  read(line, _frame, state) {
    const sessions = state as Sessions;
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
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,[^,]{1,200},[\dA-F]{16},\d{1,6},[^,]{0,60},[^,]{0,60},[<>*+-],/;
const isRow = (line: string, sessions: Sessions): boolean =>
  line.charCodeAt(10) === 0x54 &&
  row.test(line.slice(0, 420)) &&
  (sessions.columns === undefined || sessions.columns.includes('sessionid'));

function readLine(line: string, fields: CsvRow, sessions: Sessions): LogRecord | null {
  const event = fields.value('event');
  const id = fields.value('sessionid') ?? '';
  const session = sessionOf(sessions, id);
  if (event === '-') sessions.open = sessions.open?.filter(([known]) => known !== id);
  const data = fields.field('data');
  if (!data || (event !== '<' && event !== '>')) return null;
  // In a send log `>` is our command and `<` the answer; in a receive log it is the other way round.
  const receives = sessions.receives ?? /:25$|:587$|:465$|:2525$/.test(fields.value('localendpoint') ?? '');
  const isReply = (event === '>') === receives;
  if (!isReply) return command(line.slice(data.start, data.end), session);
  return readAnswer(line, fields, { data, session, receives });
}

function sessionOf(sessions: Sessions, id: string): Session {
  const known = sessions.open?.find(([other]) => other === id)?.[1];
  if (known) return known;
  const session: Session = { waiting: [], sender: null, accepted: [], words: '', name: null };
  sessions.open = [...(sessions.open ?? []).slice(1 - remembered), [id, session]];
  return session;
}

function command(words: string, session: Session): null {
  const address = /<([^<>]{0,320})>/.exec(words)?.[1] ?? null;
  const phase = phaseNamed(words);
  if (phase === 'MAIL FROM') {
    session.sender = address;
    session.accepted = [];
  }
  if (phase !== null || /^(?:RSET|NOOP|X-|XPROXY|XSHADOW|XEXCH)/i.test(words))
    session.waiting = [...session.waiting.slice(-200), { phase, address }];
  return null;
}

function readAnswer(
  line: string,
  fields: CsvRow,
  { data, session, receives }: { data: { start: number; end: number }; session: Session; receives: boolean },
): LogRecord | null {
  const words = readWords(line, data.start, data.end);
  if (words.reply === null) return null;
  const record: LogRecord = {
    format: 'exchange-protocol',
    codes: words.codes,
    attempts: [],
    at: data,
    text: null,
    stamp: fields.value('datetime'),
  };
  const said = session.words === '' ? words.text : `${session.words} ${words.text}`;
  if (line.charCodeAt(data.start + 3) === 0x2d) {
    session.words = said.slice(0, 4000);
    return record;
  }
  session.words = '';
  const asked = session.waiting.shift();
  if (!asked && words.reply === '220') session.name = /^220 (\S{1,255})/.exec(words.text)?.[1] ?? null;
  const whole = said === words.text ? words : readWords(said, 0, said.length);
  const remote =
    fields
      .value('remoteendpoint')
      ?.replace(/:\d{1,5}$/, '')
      .replace(/^\[(.*)\]$/, '$1') ?? null;
  const host = receives ? remote : (session.name ?? remote);
  return {
    ...record,
    attempts: answered(whole, asked ?? { phase: 'connect', address: null }, session, receives, host),
  };
}

/** Refusals as they come; the answer to the end of the data for all recipients that were accepted. */
function answered(
  words: Words,
  asked: { phase: Phase | null; address: string | null },
  session: Session,
  receives: boolean,
  host: string | null,
): Attempt[] {
  const digit = words.reply![0];
  const { phase } = asked;
  if (phase === 'RCPT TO' && digit === '2')
    session.accepted = [...session.accepted.slice(-500), asked.address ?? ''];
  if (phase === 'DATA' && digit === '3') session.waiting.unshift({ phase: 'end of DATA', address: null });
  if (digit === '3') {
    if (phase === 'AUTH') session.waiting.unshift(asked);
    return [];
  }
  const failed = digit === '4' || digit === '5';
  const base = {
    sender: session.sender,
    host,
    phase,
    direction: receives ? ('in' as const) : ('out' as const),
  };
  if (failed && phase !== null && phase !== 'QUIT' && phase !== 'end of DATA' && phase !== 'DATA') {
    if (!receives && phase !== 'RCPT TO') return []; // the next host or the next try may be answered otherwise; tracking tells
    return [
      attemptOf('exchange-protocol', words, {
        ...base,
        recipient: phase === 'RCPT TO' ? asked.address : null,
        outcome: receives ? 'rejected' : digit === '4' ? 'deferred' : 'bounced',
      }),
    ];
  }
  if (phase !== 'end of DATA' && !(phase === 'DATA' && failed)) return [];
  const recipients = session.accepted;
  session.accepted = [];
  if (receives)
    return failed
      ? recipients.map((recipient) =>
          attemptOf('exchange-protocol', words, { ...base, recipient, outcome: 'rejected' }),
        )
      : [];
  return recipients.map((recipient) =>
    attemptOf('exchange-protocol', words, {
      ...base,
      recipient,
      outcome: !failed ? 'delivered' : digit === '4' ? 'deferred' : 'bounced',
    }),
  );
}
