// How does the Courier corpus come about? Messages handed to its sendmail, a second run of its queue, strangers at the door; and
// bounces to a sender outside, whose server keeps them. Run by ../record.sh only. Absent on purpose: any change to what Courier wrote.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { talk } from '../client.mjs';
import { keep, pause, pipe, run, sh, startSyslog, startWorld, TRAFFIC, untilQuiet, writeBounces } from '../recorder.mjs';
import { HOSTS, STRANGERS } from '../world.mjs';

const here = '/corpus/courier';
const { partner, dialUp } = STRANGERS;
const stories = { outbound, bounces };
const EHLO = 'EHLO mx-out.partner.example.com';
const DOOR = [
  [partner, [EHLO, 'MAIL FROM:<a@partner.example.com>', 'RCPT TO:<someone@bigmail.example>', 'RCPT TO:<nobody.here@example.org>', 'QUIT']],
  [partner, [EHLO, 'MAIL FROM:<a@nosuchdomain.example.com>', 'RCPT TO:<jonas@example.org>', 'QUIT']],
  [partner, [EHLO, 'MAIL FROM:<a@partner.example.com>', 'RCPT TO:<jonas@example.org>', 'DATA', { data: 'Subject: Re: Minutes\n\nhello\n' }, 'QUIT']],
  [dialUp, ['GET / HTTP/1.1', 'QUIT']],
];
const arrived = [];
/** A session of its own: courier ends its process group when it is stopped. */
const start = () => sh('setsid /usr/sbin/courier start </dev/null >/run/courier.out 2>&1');
const hand = (messages, sender) => pipe(messages, (_from, to) => ['setpriv', '--reuid=1801', '--regid=65534', '--clear-groups', '/usr/sbin/sendmail', '-f', sender, ...to], { wait: 100 });

await startWorld({ keep: (sender, text) => sender === '' && arrived.push(text) });
// Courier refuses servers whose address is one of its own interfaces': the sink's are reached by routes alone.
for (const { ip } of HOSTS.filter((h) => !h.ip.includes(':'))) {
  await run('ip', 'addr', 'del', `${ip}/32`, 'dev', 'lo');
  await run('ip', 'route', 'add', 'local', `${ip}/32`, 'dev', 'lo');
}
const etc = (name, text) => writeFileSync(`/etc/courier/${name}`, `${text}\n`);
etc('me', 'mail.example.org');
etc('dsnfrom', 'mailer-daemon@mail.example.org');
etc('locals', 'localhost\nmail.example.org\nexample.org\nnews.example.org');
etc('esmtpacceptmailfor', 'example.org\nmail.example.org');
etc('esmtptimeoutconnect', '3s');
etc('esmtptimeouthelo', '4s');
etc('esmtptimeout', '4s');
etc('esmtptimeoutdata', '4s');
etc('esmtpdelay', '1s');
etc('retryalpha', '15m');
etc('sizelimit', '200000');
etc('ipout', '192.0.2.25');
await sh('mkdir -p /home/jonas /home/mara /run/courier /var/lib/courier; chown 1801:65534 /home/jonas; chown 1802:65534 /home/mara; chown -R courier:courier /run/courier; printf "postmaster: jonas\\n" > /etc/courier/aliases/system; makealiases; makeacceptmailfor; su -s /bin/sh jonas -c "maildirmake.courier /home/jonas/Maildir"; sed -i "s/^DEFAULTDELIVERY=.*/DEFAULTDELIVERY=.\\/Maildir/" /etc/courier/courierd; sed -i "s/^ADDRESS=.*/ADDRESS=192.0.2.25/; s/^ESMTPDSTART=.*/ESMTPDSTART=YES/" /etc/courier/esmtpd');
for (const story of process.env.ONLY ? [process.env.ONLY] : Object.keys(stories)) await stories[story]();
process.exit(0);

async function outbound() {
  const stop = await startSyslog('/run/syslog');
  spawn('/usr/sbin/courierfilter', ['start'], { stdio: 'ignore' });
  await pause(500);
  await start();
  await sh('set -a; . /etc/courier/esmtpd; cd /; setsid /usr/sbin/couriertcpd -address=192.0.2.25 -stderrlogger=/usr/sbin/courierlogger -maxprocs=40 -noidentlookup 25 /usr/sbin/courieresmtpd </dev/null >/dev/null 2>&1 &');
  await pause(1500);
  await hand([...TRAFFIC, ['jonas@mail.example.org', ['mara@example.org', 'nobody.here@example.org'], 'Cake']], 'jonas@mail.example.org');
  await untilQuiet('/run/syslog', 10, 60);
  await run('/usr/sbin/courier', 'flush');
  await untilQuiet('/run/syslog', 10, 60);
  for (const [from, lines] of DOOR) await talk({ from, to: '192.0.2.25', lines });
  await pause(2000);
  await run('/usr/sbin/courier', 'stop');
  await stop();
  keep('/run/syslog', join(here, 'outbound'));
  const { writeExpected } = await import('./key.mjs');
  writeExpected(here);
}

/** A message lives for half a minute, and its sender is warned after a few seconds. */
async function bounces() {
  await sh('rm -rf /var/lib/courier/msgs/* /var/lib/courier/msgq/*; install -d -o courier -g courier /run/courier/authdaemon; setsid /usr/sbin/authdaemond start </dev/null >/dev/null 2>&1');
  etc('retryalpha', '5s');
  etc('retrybeta', '2');
  etc('retrygamma', '5s');
  etc('warntime', '8s');
  etc('queuetime', '25s');
  const stop = await startSyslog('/run/bounces.log');
  await sh('setsid /usr/sbin/courierfilter start </dev/null >/dev/null 2>&1');
  await pause(500);
  await start();
  await pause(1500);
  await hand([...TRAFFIC, ['anna@partner.example.com', ['mara@example.org', 'nobody.here@example.org'], 'Cake']], 'anna@partner.example.com');
  await untilQuiet('/run/bounces.log', 15, 100);
  await run('/usr/sbin/courier', 'stop');
  await stop();
  writeBounces(join(here, 'bounces'), arrived);
}
