// What should a reader of Exim's recorded logs find? The answer key: what the sink said (../answers.mjs), and Exim's word for
// what it made of it. Refusals at our own door are listed by hand, since nobody but Exim knows them.
import { join } from 'node:path';
import { answerTo, linesOf, writeKey } from '../answers.mjs';

const OUTCOMES = { '=>': 'delivered', '->': 'delivered', '**': 'bounced', '==': 'deferred' };

/** Marks of a line at our own door → recipient, outcome, reply, enhanced, phase. */
const DOOR = [
  ['rejected RCPT <someone@bigmail.example>: relay not permitted', 'someone@bigmail.example', 'rejected', null, null, 'RCPT TO'],
  ['rejected RCPT <nobody.here@example.org>: Unrouteable address', 'nobody.here@example.org', 'rejected', null, null, 'RCPT TO'],
  ['rejected RCPT <ghost@example.org>: Unrouteable address', 'ghost@example.org', 'rejected', null, null, 'RCPT TO'],
  ['rejected RCPT <office@example.org>: Sender verify failed', 'office@example.org', 'rejected', null, null, 'RCPT TO'],
  ['temporarily rejected RCPT <office@example.org>: Could not complete sender verify', 'office@example.org', 'rejected', null, null, 'RCPT TO'],
  ['rejected MAIL <blocked@partner.example.com>: 5.1.8', null, 'rejected', null, '5.1.8', 'MAIL FROM'],
  ['rejected MAIL <spam@partner.example.com>: 554', null, 'rejected', '554', null, 'MAIL FROM'],
  ['temporarily rejected MAIL <bounces@mailer.example.net>', null, 'rejected', null, null, 'MAIL FROM'],
  ['rejected RCPT <exstaff@example.org>: 550 5.2.1', 'exstaff@example.org', 'rejected', '550', '5.2.1', 'RCPT TO'],
  ['rejected RCPT <a%b@example.org>', 'a%b@example.org', 'rejected', null, null, 'RCPT TO'],
  ['temporarily rejected RCPT <paused@example.org>', 'paused@example.org', 'rejected', null, null, 'RCPT TO'],
  ['rejected RCPT <former@example.org>: 550 5.1.6', 'former@example.org', 'rejected', '550', '5.1.6', 'RCPT TO'],
  ['rejected RCPT <office@example.org>: rejected because', 'office@example.org', 'rejected', null, null, 'RCPT TO'],
  ['rejected EHLO or HELO mail.example.org: 550 5.7.1', null, 'rejected', '550', '5.7.1', 'EHLO'],
  ['rejected MAIL from 145-113', null, 'rejected', null, null, 'MAIL FROM'],
  ['rejected EHLO from 145-113', null, 'rejected', null, null, 'EHLO'],
  ['temporarily rejected after DATA: 451 4.7.1', null, 'rejected', '451', '4.7.1', 'end of DATA'],
  ['rejected after DATA: 550 5.7.1', null, 'rejected', '550', '5.7.1', 'end of DATA'],
  ['rejected MAIL FROM:<t.nguyen', null, 'rejected', null, null, 'MAIL FROM'],
  ['RCPT <sink@example.org>: discarded by RCPT ACL', 'sink@example.org', 'discarded', null, null, 'RCPT TO'],
];

function rowsOf(lines) {
  const attempts = new Map();
  const rows = [];
  lines.forEach((line, index) => {
    const door = DOOR.find(([mark]) => line.includes(mark));
    if (door) rows.push({ line: index + 1, direction: 'in', recipient: door[1], outcome: door[2], reply: door[3], enhanced: door[4], phase: door[5] });
    // 1xVc08-00001S-0x => anna.berg <anna.berg@example.org> R=…   1xVc08-00001S-0x ** u@d: retry timeout exceeded
    const [, id, arrow, first, original] = /\b(\w{6}-\w{6}-\w\w) (=>|->|\*\*|==) (\S+?):?(?: <(\S+)>)? /.exec(line) ?? [];
    if (!id) return;
    const recipient = original && !first.includes('@') ? original : first.replace(/:$/, '');
    const outcome = first.startsWith(':blackhole') ? 'discarded' : line.includes('retry timeout exceeded') || line.includes('failing for a long time') ? 'expired' : OUTCOMES[arrow];
    const row = { line: index + 1, direction: 'out', recipient: first.startsWith(':blackhole') ? original : recipient, outcome };
    const isOurs = / T=(?:maildir|printer|drawer)\b|R=(?:deadletter|failing|waiting)\b/.test(line) || !/ H=| C="/.test(line);
    const notTried = isOurs || outcome === 'expired' || line.includes('retry time not reached');
    if (notTried) rows.push({ ...row, reply: null, enhanced: /R=failing/.test(line) ? '5.1.6' : null, phase: line.includes(' Connection refused') ? 'connect' : null });
    else {
      const key = `${recipient}`;
      const tried = attempts.get(key) ?? 0;
      attempts.set(key, tried + 1);
      const { reply, enhanced, phase } = recipient === 'orders@shop.example.net' ? { reply: '250', enhanced: '2.0.0', phase: 'end of DATA' } : answerTo(recipient, tried);
      // The sink's TLS requirement is ours, not the server's: no answer.
      const own = /secret\.example\.com/.test(recipient);
      rows.push({ ...row, reply: own ? null : reply, enhanced: own ? null : enhanced, phase: own ? 'STARTTLS' : phase });
    }
  });
  return rows;
}

export function writeExpected(here) {
  const logs = ['outbound/main.log', 'outbound/reject.log', 'selectors/main.log', 'selectors/reject.log', 'syslog/mail.log', 'retries/main.log'];
  writeKey(here, Object.fromEntries(logs.map((log) => [log, rowsOf(linesOf(join(here, log)))])));
}
if (process.argv[1]?.endsWith('key.mjs')) writeExpected(new URL('.', import.meta.url).pathname);
