// How does the Sendmail corpus come about? Mail to the world and to ourselves, what strangers try, and a queue that runs out
// of time. Run by ../record.sh only. Absent on purpose: any change to what Sendmail wrote.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { talk } from '../client.mjs';
import { keep, mailsBelow, pause, run, sh, startSyslog, startWorld, submit, TRAFFIC, untilQuiet, writeBounces } from '../recorder.mjs';
import { STRANGERS } from '../world.mjs';

const here = '/corpus/sendmail';
const { partner, listed, noPtr, dialUp } = STRANGERS;

const MC = (queue) => `divert(0)dnl
include(\`/usr/share/sendmail/cf/m4/cf.m4')dnl
OSTYPE(\`debian')dnl
DOMAIN(\`debian-mta')dnl
define(\`confDOMAIN_NAME', \`mail.example.org')dnl
define(\`confTO_CONNECT', \`3s')dnl
define(\`confDONT_PROBE_INTERFACES', \`True')dnl
define(\`confPID_FILE', \`/run/sendmail.pid')dnl
define(\`confTO_ICONNECT', \`3s')dnl
define(\`confTO_INITIAL', \`5s')dnl
define(\`confTO_HELO', \`5s')dnl
define(\`confTO_MAIL', \`5s')dnl
define(\`confTO_RCPT', \`5s')dnl
define(\`confTO_DATAINIT', \`5s')dnl
define(\`confTO_DATAFINAL', \`5s')dnl
define(\`confTO_IDENT', \`0')dnl
define(\`confTO_QUEUEWARN', \`${queue.warn}')dnl
define(\`confTO_QUEUERETURN', \`${queue.giveUp}')dnl
define(\`confMIN_QUEUE_AGE', \`0')dnl
define(\`confTO_HOSTSTATUS', \`0')dnl
define(\`confMAX_MESSAGE_SIZE', \`200000')dnl
define(\`confMAX_RCPTS_PER_MESSAGE', \`6')dnl
define(\`confBAD_RCPT_THROTTLE', \`5')dnl
define(\`confPRIVACY_FLAGS', \`authwarnings,novrfy,noexpn,needmailhelo')dnl
define(\`confLOG_LEVEL', \`${queue.level ?? 9}')dnl
define(\`LUSER_RELAY', \`')dnl
undefine(\`LUSER_RELAY')dnl
FEATURE(\`access_db', \`hash -T<TMPF> -o /etc/mail/access')dnl
FEATURE(\`blocklist_recipients')dnl
FEATURE(\`dnsbl', \`bl.example.net', \`"550 5.7.1 Mail from " $&{client_addr} " refused by bl.example.net"')dnl
FEATURE(\`use_cw_file')dnl
DAEMON_OPTIONS(\`Name=MTA, Addr=192.0.2.25, Port=25')dnl
MAILER(\`local')dnl
MAILER(\`smtp')dnl
`;

const DOOR = [
  [partner, ['EHLO mx-out.partner.example.com', 'MAIL FROM:<t.nguyen@partner.example.com>', 'RCPT TO:<jonas@example.org>', 'DATA', { data: 'Subject: Re: Minutes\n\nhello\n' }, 'QUIT']],
  [partner, ['EHLO mx-out.partner.example.com', 'MAIL FROM:<a@partner.example.com>', 'RCPT TO:<someone@bigmail.example>', 'RCPT TO:<nobody.here@example.org>', 'RCPT TO:<exstaff@example.org>', 'QUIT']],
  [partner, ['EHLO mx-out.partner.example.com', 'MAIL FROM:<a@nosuchdomain.example.com>', 'QUIT']],
  [partner, ['EHLO mx-out.partner.example.com', 'MAIL FROM:<a@lame.example.com>', 'QUIT']],
  [partner, ['EHLO mx-out.partner.example.com', 'MAIL FROM:<blocked@partner.example.com>', 'RCPT TO:<jonas@example.org>', 'QUIT']],
  [partner, ['EHLO mx-out.partner.example.com', 'MAIL FROM:<a@partner.example.com> SIZE=999999', 'QUIT']],
  [partner, ['EHLO mx-out.partner.example.com', 'MAIL FROM:<root>', 'RCPT TO:<jonas@example.org>', 'QUIT']],
  [partner, ['MAIL FROM:<a@partner.example.com>', 'QUIT']],
  [listed, ['EHLO host199.cheap.example.com', 'MAIL FROM:<offer550@partner.example.com>', 'RCPT TO:<jonas@example.org>', 'QUIT']],
  [noPtr, ['EHLO mx.partner.example.com', 'MAIL FROM:<a@partner.example.com>', 'RCPT TO:<someone@bigmail.example>', 'QUIT']],
  [dialUp, ['EHLO 145-113-0-203.dyn.example.net', 'MAIL FROM:<hello@partner.example.com>', ...['admin', 'info', 'test', 'sales', 'web550'].map((u) => `RCPT TO:<${u}@example.org>`), 'QUIT']],
  [dialUp, ['GET / HTTP/1.1', 'QUIT']],
  [dialUp, ['EHLO 145-113-0-203.dyn.example.net', 'VRFY root', 'EXPN root', 'ETRN x', 'drop']],
];

const OWN = [
  ['jonas@example.org', ['mara@example.org', 'jonas@example.org'], 'Cake in the kitchen'],
  ['jonas@example.org', ['nobody.here@example.org'], 'Are you there?'],
  ['jonas@example.org', ['printer@example.org', 'ring@example.org', 'team@example.org'], 'Print this'],
];

async function story(name, queue, play) {
  if (process.env.ONLY && process.env.ONLY !== name) return;
  await sh('rm -rf /var/spool/mqueue/* /run/syslog; mkdir -p /var/spool/mqueue /run/sendmail/mta /run/sendmail/msp /run/sendmail/stampdir; chown -R smmta:smmsp /run/sendmail /var/spool/mqueue; chmod 755 /run/sendmail /run/sendmail/mta');
  writeFileSync('/run/sendmail.mc', MC(queue));
  writeFileSync('/etc/mail/local-host-names', 'example.org\nnews.example.org\nmail.example.org\nlocalhost\n');
  writeFileSync('/etc/mail/access', 'Connect:10.20.0 RELAY\nFrom:blocked@partner.example.com ERROR:5.7.1:550 You are not welcome here\nTo:exstaff@example.org ERROR:5.2.1:550 This colleague has left the company\nConnect:198.51.100.62 REJECT\n');
  writeFileSync('/etc/mail/aliases', 'postmaster: jonas\nmailer-daemon: postmaster\nprinter: "|/run/printer.sh"\nring: ring2\nring2: ring\nteam: jonas, dora.keller@example.net\nanna.berg: jonas\noffice: jonas\nbilling: jonas\njobs: jonas\nlars.holm: jonas\nweb: jonas\nmonitor: jonas\nsofia.marek: jonas\napp: jonas\nnewsletter: jonas\npolicy.test: jonas\n');
  writeFileSync('/run/printer.sh', '#!/bin/sh\ncat >/dev/null\necho "lp: no such printer" >&2\nexit 69\n');
  console.log((await sh('chmod 755 /run/printer.sh; cd /etc/mail && m4 /run/sendmail.mc > sendmail.cf && makemap hash access < access && newaliases')).stderr);
  sink.forget();
  const stop = await startSyslog('/run/syslog');
  console.log((await run('/usr/sbin/sendmail-mta', '-bd', '-C', '/etc/mail/sendmail.cf')).stderr);
  await pause(700);
  await play();
  await sh('kill $(head -1 /run/sendmail.pid)');
  await pause(700);
  await stop();
  keep('/run/syslog', join(here, name));
}

const knock = async () => {
  for (const [from, lines] of DOOR) await talk({ from, to: '192.0.2.25', lines });
};
const sink = await startWorld();
await sh('mkdir -p /home/jonas /var/mail; chmod 1777 /var/mail');

await story('outbound', { warn: '4h', giveUp: '5d' }, async () => {
  await submit([...TRAFFIC, ...OWN], { wait: 80 });
  await untilQuiet('/run/syslog', 8, 60);
  await run('/usr/sbin/sendmail-mta', '-q', '-v');
  await untilQuiet('/run/syslog', 8, 60);
  await knock();
});
await story('lifecycle', { warn: '3s', giveUp: '9s', level: 15 }, async () => {
  await submit(TRAFFIC.filter(([, to]) => /fax@|busy\.|down\.|slow@|fast\.lane|m\.silva|lame|rektor|lab@/.test(to.join())), { wait: 80 });
  for (let i = 0; i < 4; i++) {
    await pause(2500);
    await run('/usr/sbin/sendmail-mta', '-q');
    await untilQuiet('/run/syslog', 4, 20);
  }
  await knock();
});

if (!process.env.ONLY) {
  writeBounces(join(here, 'bounces'), mailsBelow('/var/mail'));
  const { writeExpected } = await import('./key.mjs');
  writeExpected(here);
}
process.exit(0);
