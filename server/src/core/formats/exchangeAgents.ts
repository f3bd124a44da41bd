// Whom did Exchange's anti-spam agents turn away? Agent logs: CSV, a line per agent that did something to a message or a command.
// Deliberately absent: agents that only stamp or change headers.
import type { LogRecord, Outcome, Phase } from '../model/attempt.ts';
import { CsvRow, columnName, doubledQuotes } from './csv.ts';
import type { Format, FormatState } from './format.ts';
import { attemptOf, noWords, readWords } from './reading.ts';

interface Columns extends FormatState {
  columns?: string[];
}

const outcomes: { readonly [action: string]: Outcome | undefined } = {
  RejectMessage: 'rejected',
  RejectCommand: 'rejected',
  RejectConnection: 'rejected',
  RejectAuthentication: 'rejected',
  RejectRecipients: 'rejected',
  Disconnect: 'rejected',
  DeleteMessage: 'discarded',
  DeleteRecipients: 'discarded',
  QuarantineMessage: 'held',
  QuarantineRecipients: 'held',
};

const phases: { readonly [event: string]: Phase | undefined } = {
  OnConnect: 'connect',
  OnConnectEvent: 'connect',
  OnHeloCommand: 'EHLO',
  OnEhloCommand: 'EHLO',
  OnAuthCommand: 'AUTH',
  OnMailCommand: 'MAIL FROM',
  OnRcptCommand: 'RCPT TO',
  OnDataCommand: 'DATA',
  OnEndOfHeaders: 'end of DATA',
  OnEndOfData: 'end of DATA',
};

export const exchangeAgents: Format = {
  id: 'exchange-agents',
  documentation:
    'https://learn.microsoft.com/previous-versions/office/exchange-server-2010/bb124795(v=exchg.141)',
  claimsLine(line, state) {
    const known = state as Columns;
    if (line.charCodeAt(0) === 0x23) {
      if (isHeader(line)) return true;
      if (line.startsWith('#Fields:')) delete known.columns; // another log's lines follow
      return line.startsWith('#Log-type: Agent Log');
    }
    return line.charCodeAt(10) === 0x54 && isRow(line, known);
  },
  read(line, _frame, state) {
    const known = state as Columns;
    if (isHeader(line)) known.columns = line.slice(8).trim().split(',').map(columnName);
    if (line.charCodeAt(0) === 0x23) return null;
    return readRow(line, new CsvRow(line, known.columns ?? usual));
  },
};

/** What `grep` takes out of a log has no header; then the order is the usual one. */
const usual =
  'timestamp,sessionid,localendpoint,remoteendpoint,enteredorgfromip,messageid,p1fromaddress,p2fromaddresses,recipient,numrecipients,agent,event,action,smtpresponse,reason,reasondata,diagnostics'.split(
    ',',
  );

const isRow = (line: string, known: Columns): boolean =>
  /^\d{4}-\d\d-\d\dT[\d:.]{8,16}Z,[\dA-F]{12,20},/.test(line.slice(0, 60)) &&
  (known.columns !== undefined ||
    /,On[A-Z][A-Za-z]{4,30},(?:Accept|Archive|Delete|Disconnect|Modify|Quarantine|Reject|Stamp)[A-Za-z]{0,20},/.test(
      line.slice(0, 2_000),
    ));

const isHeader = (line: string): boolean =>
  line.startsWith('#Fields:') && line.includes(',SmtpResponse,') && line.includes(',Action,');

/** `2026-11-23T22:12:06.270Z,08DA4F7C11473A60,192.0.2.25:25,203.0.113.199:46904,203.0.113.199,,s@e,,u@d,1,Recipient Filter Agent,OnRcptCommand,RejectCommand,550 5.1.1 User unknown,RecipientDoesNotExist,,,…` */
function readRow(line: string, row: CsvRow): LogRecord | null {
  const outcome = outcomes[row.value('action') ?? ''];
  const response = row.field('smtpresponse');
  if (!outcome) return null;
  const words = response ? readWords(line, response.start, response.end, doubledQuotes) : noWords;
  const remote =
    row.value('enteredorgfromip') ?? row.value('remoteendpoint')?.replace(/:\d{1,5}$/, '') ?? null;
  const recipients = (row.value('recipient') ?? '').split(';').filter((address) => address !== '');
  const base = {
    sender: row.value('p1fromaddress')?.replace(/^<>$/, '') ?? null,
    host: remote,
    direction: 'in' as const,
    outcome,
    phase: phases[row.value('event') ?? ''] ?? null,
  };
  const reasons = [row.value('reason'), row.value('reasondata')].filter((reason) => reason !== null);
  const text = response ? words.text : reasons.join(': ');
  return {
    format: 'exchange-agents',
    codes: words.codes,
    attempts: (recipients.length > 0 ? recipients : [null]).map((recipient) =>
      attemptOf('exchange-agents', words, { ...base, recipient, text }),
    ),
    at: response ?? row.field('action')!,
    text,
    stamp: row.value('timestamp'),
  };
}
