// What should a reader of msmtp's recorded logs find? What the sink said (../answers.mjs). msmtp tries once and logs no outcome:
// 2yz is delivered, 4yz or EX_TEMPFAIL may be tried again, all else is given back to the caller.
import { join } from 'node:path';
import { answerTo, linesOf, writeKey } from '../answers.mjs';

function rowsOf(lines) {
  const attempts = new Map();
  return lines.flatMap((line, index) => {
    const [, list] = / recipients=(\S+) /.exec(line) ?? [];
    if (!list) return [];
    const recipients = list.split(',');
    return recipients.map((recipient) => {
      const tried = attempts.get(recipient) ?? 0;
      attempts.set(recipient, tried + 1);
      // msmtp knows one server only, and so the second MX is never asked.
      const { reply, enhanced } = recipient === 'orders@shop.example.net' ? { reply: '421', enhanced: '4.7.0' } : answerTo(recipient, tried);
      const stopped = recipients.length > 1 && recipient === 'info@example.net'; // accepted, but the other one was not
      const outcome = stopped ? 'bounced' : reply ? { 2: 'delivered', 4: 'deferred', 5: 'bounced' }[reply[0]] : line.includes('EX_TEMPFAIL') ? 'deferred' : 'bounced';
      return { line: index + 1, direction: 'out', recipient, outcome, reply: stopped ? null : reply, enhanced: stopped ? null : enhanced };
    });
  });
}

export function writeExpected(here) {
  writeKey(here, Object.fromEntries(['file/msmtp.log', 'syslog/mail.log'].map((log) => [log, rowsOf(linesOf(join(here, log)))])));
}
if (process.argv[1]?.endsWith('key.mjs')) writeExpected(new URL('.', import.meta.url).pathname);
