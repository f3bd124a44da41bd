// How does FortiMail write what became of a message? Event logs of key=value pairs, whose msg= is a line of its Sendmail.
// Deliberately absent: its history and antispam logs, which hold no replies.
import type { LogRecord } from '../model/attempt.ts';
import type { Format } from './format.ts';
import { between } from './reading.ts';
import { readDelivery, readRefusal } from './sendmail.ts';

export const fortimail: Format = {
  id: 'fortimail',
  documentation: 'https://docs.fortinet.com/product/fortimail',
  claimsLine: (line) => isEvent(line),
  claimsProgram: () => false,
  read(line, frame) {
    // date=2026-11-01,time=00:00:31,device_id=FE…,…,type=event,subtype=smtp,…,session_id="4A1B2C",msg="to=<u@d>, delay=…, dsn=5.1.1, stat=User unknown(Reason from remote:550 5.1.1 User unknown)"
    const msg = line.indexOf('msg="', frame.messageStart);
    const close = line.lastIndexOf('"');
    if (msg < 0 || close < msg + 5) return null;
    const cut = line.slice(0, close);
    const queueId = between(line, 'session_id="', '"', frame.messageStart, msg);
    const at = msg + 5;
    const record = cut.startsWith('to=', at)
      ? readDelivery(cut, frame, queueId, at)
      : cut.startsWith('ruleset=', at) || cut.startsWith('Milter: ', at)
        ? readRefusal(cut, frame, queueId, at)
        : null;
    return record && { ...renamed(record), stamp: stampIn(line) ?? record.stamp };
  },
};

/** At the line's start or behind a syslog priority: `<22>date=2026-11-01,time=…` or with blanks between the pairs. */
function isEvent(line: string): boolean {
  const at = line.charCodeAt(0) === 0x3c ? line.indexOf('>') + 1 : 0;
  return line.startsWith('date=', at) && line.includes('device_id=') && line.includes('msg="');
}

const renamed = (record: LogRecord): LogRecord => ({
  ...record,
  format: 'fortimail',
  attempts: record.attempts.map((attempt) => ({ ...attempt, writer: 'fortimail' })),
});

function stampIn(line: string): string | null {
  const match = /date=(\d{4}-\d\d-\d\d)[ ,]{1,2}time=(\d\d:\d\d:\d\d(?:\.\d{1,6})?)/.exec(line.slice(0, 120));
  return match ? `${match[1]} ${match[2]}` : null;
}
