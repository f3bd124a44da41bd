// How does the Courier corpus come about? Messages handed to its sendmail, a second run of its queue, strangers at the door.
// Run by ../record.sh only. Absent on purpose: any change to what Courier wrote.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { talk } from '../client.mjs';
import { keep, mailsBelow, pause, pipe, run, sh, startSyslog, startWorld, TRAFFIC, untilQuiet, writeBounces } from '../recorder.mjs';
import { HOSTS, STRANGERS } from '../world.mjs';

const here = '/corpus/courier';
const { partner, dialUp } = STRANGERS;
await startWorld();
// Courier refuses servers whose address is one of its own interfaces': the sink's are reached by routes alone.
for (const { ip } of HOSTS.filter((h) => !h.ip.includes(':'))) {
  await run('ip', 'addr', 'del', `${ip}/32`, 'dev', 'lo');
  await run('ip', 'route', 'add', 'local', `${ip}/32`, 'dev', 'lo');
}
const etc = (name, text) => writeFileSync(`/etc/courier/${name}`, text);
etc('me', 'mail.example.org\n');
etc('locals', 'localhost\nmail.example.org\nexample.org\nnews.example.org\n');
etc('esmtpacceptmailfor', 'example.org\nmail.example.org\n');
etc('esmtptimeoutconnect', '3s\n');
etc('esmtptimeouthelo', '4s\n');
etc('esmtptimeout', '4s\n');
etc('esmtptimeoutdata', '4s\n');
etc('esmtpdelay', '1s\n');
etc('retryalpha', '15m\n');
etc('sizelimit', '200000\n');
etc('ipout', '192.0.2.25\n');
await sh('mkdir -p /home/jonas /home/mara /run/courier /var/lib/courier; chown 1801:65534 /home/jonas; chown 1802:65534 /home/mara; chown -R courier:courier /run/courier; printf "postmaster: jonas\\n" > /etc/courier/aliases/system; makealiases; makeacceptmailfor; su -s /bin/sh jonas -c "maildirmake.courier /home/jonas/Maildir"; sed -i "s/^DEFAULTDELIVERY=.*/DEFAULTDELIVERY=.\\/Maildir/" /etc/courier/courierd; sed -i "s/^ADDRESS=.*/ADDRESS=192.0.2.25/; s/^ESMTPDSTART=.*/ESMTPDSTART=YES/" /etc/courier/esmtpd');
const stop = await startSyslog('/run/syslog');
spawn('/usr/sbin/courierfilter', ['start'], { stdio: 'ignore' });
await pause(500);
// A session of its own: courier ends its process group when it is stopped.
await sh('setsid /usr/sbin/courier start </dev/null >/run/courier.out 2>&1');
await sh('set -a; . /etc/courier/esmtpd; cd /; setsid /usr/sbin/couriertcpd -address=192.0.2.25 -stderrlogger=/usr/sbin/courierlogger -maxprocs=40 -noidentlookup 25 /usr/sbin/courieresmtpd </dev/null >/dev/null 2>&1 &');
await pause(1500);
await pipe([...TRAFFIC, ['jonas@mail.example.org', ['mara@example.org', 'nobody.here@example.org'], 'Cake']], (_from, to) => ['setpriv', '--reuid=1801', '--regid=65534', '--clear-groups', '/usr/sbin/sendmail', '-f', 'jonas@mail.example.org', ...to], { wait: 100 });
await untilQuiet('/run/syslog', 10, 60);
await run('/usr/sbin/courier', 'flush');
await untilQuiet('/run/syslog', 10, 60);
const EHLO = 'EHLO mx-out.partner.example.com';
for (const [from, lines] of [
  [partner, [EHLO, 'MAIL FROM:<a@partner.example.com>', 'RCPT TO:<someone@bigmail.example>', 'RCPT TO:<nobody.here@example.org>', 'QUIT']],
  [partner, [EHLO, 'MAIL FROM:<a@nosuchdomain.example.com>', 'RCPT TO:<jonas@example.org>', 'QUIT']],
  [partner, [EHLO, 'MAIL FROM:<a@partner.example.com>', 'RCPT TO:<jonas@example.org>', 'DATA', { data: 'Subject: Re: Minutes\n\nhello\n' }, 'QUIT']],
  [dialUp, ['GET / HTTP/1.1', 'QUIT']],
]) await talk({ from, to: '192.0.2.25', lines });
await pause(2000);
await stop();
keep('/run/syslog', join(here, 'outbound'));
writeBounces(join(here, 'bounces'), mailsBelow('/home/jonas/Maildir/new'));
const { writeExpected } = await import('./key.mjs');
writeExpected(here);
process.exit(0);
