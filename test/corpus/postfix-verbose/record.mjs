// How do Postfix's traces look? smtp(8) and smtpd(8) with -v, a few messages out and a stranger at the door; and the queue as
// postqueue lists it. Run by ../record.sh only. Absent on purpose: any change to what Postfix wrote.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { submission, talk } from '../client.mjs';
import { keep, pause, run, sh, startSyslog, startWorld, submit } from '../recorder.mjs';
import { STRANGERS } from '../world.mjs';

const corpus = '/corpus';
const sink = await startWorld();
writeFileSync(
  '/etc/postfix/main.cf',
  `compatibility_level = 3.6
myhostname = mail.example.org
mydestination = example.org
mynetworks = 127.0.0.0/8 10.20.0.0/16
inet_interfaces = 192.0.2.25, 127.0.0.1
inet_protocols = ipv4
smtp_bind_address = 192.0.2.25
smtp_tls_security_level = none
smtpd_tls_security_level = none
smtpd_relay_restrictions = permit_mynetworks, reject_unauth_destination
smtp_connect_timeout = 2s
local_recipient_maps =
alias_maps =
`,
);
await sh("sed -i -E 's/^(smtp +inet .*smtpd)$/\\1 -v/; s/^(smtp +unix .*smtp)$/\\1 -v/; s/^([a-z]+ +(inet|unix) +[^ ]+ +[^ ]+ +)y/\\1n/' /etc/postfix/master.cf");
await sh('cp /etc/resolv.conf /etc/hosts /etc/services /var/spool/postfix/etc/ 2>/dev/null; newaliases 2>/dev/null');
const stop = await startSyslog('/run/syslog');
console.log((await run('postfix', 'start')).stderr);
await pause(1500);
const from = 'anna.berg@example.org';
await submit(
  [
    [from, ['dora.keller@example.net', 'info@example.net', 'p.novak@example.net'], 'Invoice 550', 500],
    [from, ['invoices@example.net'], 'Invoice 551', 500],
    [from, ['lena.fischer82@bigmail.example'], 'Invoice 552', 500],
    [from, ['board@strict.example.com'], 'Invoice 553', 500],
    [from, ['hr@down.example.com'], 'Invoice 554', 500],
  ],
  { wait: 500 },
);
await talk({ from: STRANGERS.partner, to: '192.0.2.25', lines: submission({ helo: 'mx-out.partner.example.com', sender: 'ops@partner.example.com', recipients: ['someone@bigmail.example'], data: 'x' }) });
await pause(6000);
for (const [name, args] of [['mailq', ['-p']], ['postqueue', ['-j']]]) {
  const { stdout } = await run('postqueue', ...args);
  await sh(`mkdir -p ${join(corpus, name)}`);
  writeFileSync(join(corpus, name, name === 'mailq' ? 'postfix.log' : 'queue.jsonl'), stdout);
}
await run('postfix', 'stop');
await stop();
keep('/run/syslog', join(corpus, 'postfix/verbose'));
sink.forget();
process.exit(0);
