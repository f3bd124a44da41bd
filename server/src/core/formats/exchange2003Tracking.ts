// How did Exchange 2000 and 2003 track a message? Tracking logs divided by tabs, whose events are numbers (KB 821905). They hold no
// replies. Deliberately absent: events on the way through the server, which state no outcome for a recipient.
import type { LogRecord, Outcome } from '../model/attempt.ts';
import { columnName } from './csv.ts';
import type { Format, FormatState } from './format.ts';
import { attemptOf, noWords } from './reading.ts';

interface Columns extends FormatState {
  columns?: string[];
}

/** https://learn.microsoft.com/troubleshoot/exchange — event ids of message tracking; 1019–1027 are steps inside the server. */
const outcomes: { readonly [event: string]: Outcome | undefined } = {
  '7': 'delivered', // message transfer out (X.400, connectors)
  '9': 'delivered', // message delivered
  '1021': 'bounced', // bad mail
  '1028': 'delivered', // delivered to the local store
  '1030': 'bounced', // non-delivery report for all recipients
  '1031': 'delivered', // end of an outbound SMTP transfer
};

export const exchange2003Tracking: Format = {
  id: 'exchange-2003-tracking',
  documentation: 'https://mskb.pkisolutions.com/kb/246965',
  claimsLine(line, state) {
    if (line.startsWith('# '))
      return (
        isHeader(line) || /^# (?:Message Tracking Log File|Exchange System Attendant Version )/.test(line)
      );
    return (
      (state as Columns).columns !== undefined &&
      /^\d{4}-\d{1,2}-\d{1,2}\t\d{1,2}:\d{1,2}:\d{1,2} GMT\t/.test(line.slice(0, 40))
    );
  },
  read(line, _frame, state) {
    const known = state as Columns;
    if (line.startsWith('# ')) {
      if (isHeader(line)) known.columns = line.slice(2).split('\t').map(columnName);
      return null;
    }
    return known.columns ? readRow(line, known.columns) : null;
  },
};

const isHeader = (line: string): boolean =>
  line.startsWith('# Date\tTime\t') && line.includes('\tEvent-ID\t') && /\tRecipient-Address\t/i.test(line);

/** `2026-11-23	22:0:2 GMT	-	-	mx1.example.net	EX1	-	info@example.net	1031	1@example.org	0	0	38663	1	2026-11-23 22:0:0 GMT	0	-	-	Minutes	anna.berg@example.org	-` */
function readRow(line: string, columns: readonly string[]): LogRecord | null {
  const fields = line.split('\t');
  const value = (name: string): string | null => {
    const written = fields[columns.indexOf(name)];
    return written === undefined || written === '-' || written === '' ? null : written;
  };
  const event = value('eventid') ?? '';
  const outcome = outcomes[event];
  const recipient = value('recipientaddress');
  if (!outcome || recipient === null) return null;
  const two = (number: string) => number.padStart(2, '0');
  const time = (value('time') ?? '').replace(' GMT', '').split(':').map(two).join(':');
  const date = (value('date') ?? '').split('-').map(two).join('-');
  const start = fields.slice(0, columns.indexOf('eventid')).join('\t').length + 1;
  const attempt = attemptOf('exchange-2003-tracking', noWords, {
    queueId: value('msgid'),
    sender: value('senderaddress'),
    recipient,
    host: event === '1031' ? value('partnername') : null,
    outcome,
    phase: event === '1031' ? 'end of DATA' : null,
  });
  return {
    format: 'exchange-2003-tracking',
    codes: [],
    attempts: [attempt],
    at: { start, end: start + event.length },
    text: null,
    stamp: `${date} ${time}Z`,
  };
}
