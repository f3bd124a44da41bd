// How does the OpenSMTPD corpus come about? Mail to the world and to ourselves, and what strangers try.
// Run by ../record.sh only. Absent on purpose: any change to what OpenSMTPD wrote.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { talk } from '../client.mjs';
import { keep, mailsBelow, pause, run, sh, startSyslog, startWorld, submit, TRAFFIC, untilQuiet, writeBounces } from '../recorder.mjs';
import { STRANGERS } from '../world.mjs';

const here = '/corpus/opensmtpd';
const { partner, dialUp } = STRANGERS;
const PEOPLE = 'anna.berg office billing jobs lars.holm web postmaster monitor sofia.marek app newsletter policy.test team'.split(' ');
const CONF = `
table aliases file:/etc/mail-aliases
table office { 10.20.0.0/16, 127.0.0.1 }
smtp max-message-size 200K
queue ttl 4h
bounce warn-interval 1h
listen on 192.0.2.25 port 25 hostname mail.example.org
listen on 127.0.0.1 port 25
action "box" mbox alias <aliases>
action "out" relay helo mail.example.org src 192.0.2.25
action "store" relay host lmtp://10.20.0.50:2424
match from any for domain "example.org" action "box"
match from any for domain "news.example.org" action "box"
match from any for domain "store.example.org" action "store"
match from src <office> for any action "out"
match from local for any action "out"
`;
const EHLO = 'EHLO mx-out.partner.example.com';
const DOOR = [
  [partner, [EHLO, 'MAIL FROM:<t.nguyen@partner.example.com>', 'RCPT TO:<jonas@example.org>', 'DATA', { data: 'Subject: Re: Minutes\n\nhello\n' }, 'QUIT']],
  [partner, [EHLO, 'MAIL FROM:<a@partner.example.com>', 'RCPT TO:<someone@bigmail.example>', 'RCPT TO:<nobody.here@example.org>', 'QUIT']],
  [partner, [EHLO, 'MAIL FROM:<a@partner.example.com> SIZE=999999', 'MAIL FROM:<root', 'VRFY root', 'QUIT']],
  [dialUp, ['MAIL FROM:<a@partner.example.com>', 'GET / HTTP/1.1', 'EHLO', 'QUIT']],
];
const OWN = [
  ['jonas@example.org', ['mara@example.org', 'jonas@example.org'], 'Cake in the kitchen'],
  ['jonas@example.org', ['ines@store.example.org', 'full@store.example.org'], 'Holiday list'],
  ['jonas@example.org', ['gone@store.example.org', 'ill@store.example.org'], 'Holiday list'],
];

await startWorld();
writeFileSync('/etc/mail-aliases', `${PEOPLE.map((p) => `${p}: jonas`).join('\n')}\n`);
writeFileSync('/etc/smtpd.conf', CONF);
await sh('mkdir -p /home/jonas /home/mara /var/mail; chown 1801 /home/jonas; chown 1802 /home/mara; chmod 1777 /var/mail');
const stop = await startSyslog('/run/syslog', 'RSYSLOG_FileFormat');
console.log((await run('smtpd', '-n')).stderr);
await sh('mkdir -p /run/opensmtpd /var/lib/opensmtpd/empty');
const daemon = spawn('/usr/sbin/smtpd', ['-F'], { stdio: 'ignore' });
await pause(1500);
await submit([...TRAFFIC, ...OWN], { wait: 60 });
await untilQuiet('/run/syslog', 10, 90);
await run('smtpctl', 'schedule', 'all');
await untilQuiet('/run/syslog', 10, 60);
for (const [from, lines] of DOOR) await talk({ from, to: '192.0.2.25', lines });
await untilQuiet('/run/syslog', 4, 20);
daemon.kill();
await stop();
keep('/run/syslog', join(here, 'outbound'));
writeBounces(join(here, 'bounces'), mailsBelow('/var/mail'));
const { writeExpected } = await import('./key.mjs');
writeExpected(here);
process.exit(0);
