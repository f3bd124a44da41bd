// What did the SMTP service of Windows (IIS) and another server say to each other? Its W3C logs, whose columns a `#Fields:` line names,
// and its older comma-separated ones. A web server's log has the same names: only lines with an SMTP command or the marks of the
// service are taken. Deliberately absent: session numbers (the log has none; a dialogue is told by the other side's address).
import type { LogRecord } from '../model/attempt.ts';
import type { Format } from './format.ts';
import { type DateOrder, localDate } from './localDate.ts';
import type { Spelling } from './reading.ts';
import { answer, command, openSession, type Session, type Sessions, sessionOf } from './sessions.ts';

interface Known extends Sessions, DateOrder {
  columns?: string[];
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** One line, whatever the layout. */
interface Row {
  readonly address: string;
  readonly user: string;
  readonly verb: string;
  readonly words: Span;
  readonly status: Span | null;
  readonly stamp: string | null;
}

const verbs =
  /^(?:HELO|EHLO|MAIL(?: FROM)?|RCPT(?: TO)?|DATA|BDAT|AUTH|STARTTLS|RSET|VRFY|QUIT|XEXCH50|X-LINK2STATE)$/i;

/** Blanks are written as plus signs: `550+5.1.1+User+unknown`. */
const pluses: Spelling = {
  mask: (words) => words.replaceAll('+', ' '),
  undo: (words) => words.replaceAll('+', ' '),
};

export const iisSmtp: Format = {
  id: 'iis-smtp',
  documentation:
    'https://learn.microsoft.com/previous-versions/windows/it-pro/windows-server-2003/cc780772(v=ws.10)',
  claimsLine(line, state) {
    const known = state as Known;
    if (line.charCodeAt(0) === 0x23) {
      // The web server writes the same line: it is remembered, not claimed.
      if (line.startsWith('#Fields: ')) {
        if (/ cs-method /.test(line) && / c-ip /.test(line)) known.columns = line.slice(9).trim().split(' ');
        else delete known.columns;
      }
      return false;
    }
    return rowOf(line, known) !== null;
  },
  read(line, _frame, state) {
    const known = state as Known;
    const row = rowOf(line, known);
    return row && readRow(line, row, known);
  },
};

function rowOf(line: string, known: Known): Row | null {
  const first = line.charCodeAt(0);
  if (first < 0x30 || first > 0x39) return null;
  // 198.51.100.61, mx-out, …: only then is the rest of the line looked at
  if (line.charCodeAt(line.indexOf(' ') - 1) === 0x2c)
    return line.includes(', SMTPSVC') ? commaRow(line, known) : null;
  return known.columns ? fieldsRow(line, known.columns) : null;
}

/** `2026-11-23 22:00:00 198.51.100.61 mx-out.partner.example.com SMTPSVC1 WEB1 192.0.2.25 0 RCPT - +TO:<u@d> 550 0 0 33 0 SMTP - - - -` */
function fieldsRow(line: string, columns: readonly string[]): Row | null {
  const fields: Span[] = [];
  for (let start = 0; start <= line.length && fields.length < 40; ) {
    const blank = line.indexOf(' ', start);
    const end = blank < 0 ? line.length : blank;
    fields.push({ start, end });
    start = end + 1;
  }
  const at = (name: string): Span | null => fields[columns.indexOf(name)] ?? null;
  const value = (name: string): string => {
    const span = at(name);
    return span ? line.slice(span.start, span.end) : '-';
  };
  const user = value('cs-username');
  const verb = value('cs-method');
  const outbound = user.startsWith('OutboundConnection');
  if (!outbound && !(verbs.test(verb) && /^(?:-|SMTPSVC.{0,8})$/.test(value('s-sitename')))) return null;
  const words = at('cs-uri-query') ?? at('cs-uri-stem');
  const address = value('c-ip');
  if (!words || address === '-') return null;
  const [date, time] = [value('date'), value('time')];
  const stamp = date === '-' || time === '-' ? null : `${date} ${time}`;
  return { address, user, verb, words, status: at('sc-status'), stamp };
}

/** `198.51.100.61, mx-out, 11/23/2026, 22:00:00, SMTPSVC1, WEB1, 192.0.2.25, 0, 36, 49, 550, 0, RCPT, -, TO:<u@d>,` */
function commaRow(line: string, known: Known): Row | null {
  const fields: Span[] = [];
  for (let start = 0; fields.length < 14; ) {
    const end = line.indexOf(', ', start);
    if (end < 0) return null;
    fields.push({ start, end });
    start = end + 2;
  }
  const value = (index: number) => line.slice(fields[index].start, fields[index].end);
  const end = line.length - (/[, ]{0,4}$/.exec(line.slice(-4))?.[0].length ?? 0);
  return {
    address: value(0),
    user: value(1),
    verb: value(12),
    words: { start: Math.min(fields[13].end + 2, end), end },
    status: fields[10],
    stamp: localDate(`${value(2)} ${value(3)}`, known),
  };
}

function readRow(line: string, row: Row, known: Known): LogRecord | null {
  const { address, user, verb, words, stamp } = row;
  const outbound = user.startsWith('OutboundConnection');
  const key = `${outbound ? '>' : '<'}${address}`;
  const begins = /^(?:HELO|EHLO)$/i.test(verb) && !outbound;
  const session = begins ? openSession(known, key) : sessionOf(known, key);
  const base = { format: 'iis-smtp', line, remote: address, stamp, whole: true };
  if (user === 'OutboundConnectionResponse') {
    // Of a reply with several lines the log keeps the first, with its hyphen.
    const greets = line.startsWith('220', words.start) && session.waiting.length === 0;
    const fresh = greets ? openSession(known, key) : session;
    return answer({ ...base, ...words, receives: false, spelling: pluses }, fresh);
  }
  command(commandOf(verb, line.slice(words.start, words.end)), session);
  if (outbound || !row.status || /^QUIT$/i.test(verb)) return null; // 240 stands behind QUIT, which is no reply
  return refusalOnly(answer({ ...base, ...row.status, receives: true }, session), verb, session);
}

/** `RCPT` and `+TO:<u@d>`; `MAIL FROM` and `FROM:<s@e>` in older logs. */
const commandOf = (verb: string, query: string): string =>
  `${verb.replace(/ (?:FROM|TO)$/i, '')} ${query.replace(/^\+/, '')}`;

/** `DATA - <1@example.org> 250`: the status is that of the message, not the `354`. */
function refusalOnly(record: LogRecord | null, verb: string, session: Session): LogRecord | null {
  if (/^(?:DATA|BDAT)$/i.test(verb)) Object.assign(session, { waiting: [], accepted: [] });
  return record;
}
