// What should a reader of Sendmail's recorded logs find? The answer key: what the sink said (../answers.mjs), and Sendmail's
// word for what it made of it. It logs no digits of a success. Refusals at our own door are known by what the story does.
import { join } from 'node:path';
import { answerTo, linesOf, writeKey } from '../answers.mjs';

const DOOR = [
  ['check_rcpt, arg1=<someone@bigmail.example>, relay=mx-out', 'someone@bigmail.example', '550', '5.7.1', 'RCPT TO', 'mx-out.partner.example.com'],
  ['check_rcpt, arg1=<someone@bigmail.example>, relay=[', 'someone@bigmail.example', '550', '5.7.1', 'RCPT TO', '203.0.113.77'],
  ['check_rcpt, arg1=<exstaff@example.org>', 'exstaff@example.org', '550', '5.2.1', 'RCPT TO', 'mx-out.partner.example.com'],
  ['check_mail, arg1=<a@nosuchdomain', null, '553', '5.1.8', 'MAIL FROM', 'mx-out.partner.example.com'],
  ['check_mail, arg1=<a@lame', null, '451', '4.1.8', 'MAIL FROM', 'mx-out.partner.example.com'],
  ['check_mail, arg1=<blocked@', null, '550', '5.7.1', 'MAIL FROM', 'mx-out.partner.example.com'],
  ['check_mail, arg1=<root>', null, '553', '5.5.4', 'MAIL FROM', 'mx-out.partner.example.com'],
  ['check_relay, arg1=host199', null, '550', '5.7.1', 'connect', 'host199.cheap.example.com'],
];

function rowsOf(lines) {
  const attempts = new Map();
  const rows = [];
  lines.forEach((line, index) => {
    const at = index + 1;
    const door = DOOR.find(([mark]) => line.includes(mark) && line.includes('reject='));
    if (door) rows.push({ line: at, direction: 'in', recipient: door[1], outcome: 'rejected', reply: door[2], enhanced: door[3], phase: door[4], host: door[5] });
    const [, unknown] = /\]: \w+: <([^>]+)>\.\.\. User unknown/.exec(line) ?? [];
    if (unknown) rows.push({ line: at, direction: 'in', recipient: unknown, outcome: 'rejected', reply: null, enhanced: null, phase: 'RCPT TO' });
    if (line.includes('Cannot send message for')) rows.push({ line: at, direction: 'out', recipient: null, outcome: 'expired', reply: null, enhanced: null });
    const [, to, rest] = /\]: \w+: to=((?:<[^>]*>,?)+|"[^"]*"|[^,<"]+), (.*)/.exec(line) ?? [];
    if (!to) return;
    const dsn = /\bdsn=([\d.]+)/.exec(rest)?.[1] ?? null;
    const outcome = / stat=Sent/.test(rest) ? 'delivered' : / stat=Deferred|dsn=4/.test(rest) ? 'deferred' : 'bounced';
    for (const name of to.startsWith('<') ? to.slice(1, -1).split('>,<') : [to]) {
      const recipient = name.startsWith('"') ? /ctladdr=<([^>]*)>/.exec(rest)[1] : name;
      const row = { line: at, direction: 'out', recipient, outcome };
      if (outcome === 'delivered') {
        rows.push({ ...row, reply: null, enhanced: dsn });
        if (recipient.includes('@')) attempts.set(recipient, (attempts.get(recipient) ?? 0) + 1);
        continue;
      }
      const tried = attempts.get(recipient) ?? 0;
      attempts.set(recipient, tried + 1);
      const said = /@example\.org$/.test(recipient) || !/mailer=esmtp/.test(rest) ? { reply: null, enhanced: null } : answerTo(recipient, tried);
      rows.push({ ...row, reply: said.reply, enhanced: said.enhanced ?? dsn });
    }
  });
  return rows;
}

export function writeExpected(here) {
  writeKey(here, Object.fromEntries(['outbound/mail.log', 'lifecycle/mail.log'].map((log) => [log, rowsOf(linesOf(join(here, log)))])));
}
if (process.argv[1]?.endsWith('key.mjs')) writeExpected(new URL('.', import.meta.url).pathname);
