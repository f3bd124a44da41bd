// How does the Exim corpus come about? Four stories: the default log, all log selectors, syslog, and retries that end.
// Run by ../record.sh only. Absent on purpose: any change to what Exim wrote.
import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { talk } from '../client.mjs';
import { keep, mailsBelow, pause, run, settle, sh, startSyslog, startWorld, submit, TRAFFIC, writeBounces } from '../recorder.mjs';
import { STRANGERS } from '../world.mjs';

const here = '/corpus/exim';
const { partner, listed, noPtr, dialUp } = STRANGERS;

const configure = ({ selector = '', retry = '* * F,2h,15m', file = 'log_file_path = /var/log/exim4/%slog', warn = '24h' } = {}) => `
exim_user = Debian-exim
exim_group = Debian-exim
primary_hostname = mail.example.org
qualify_domain = example.org
domainlist local_domains = example.org : news.example.org : mail.example.org
hostlist relay_from_hosts = 127.0.0.1 : 10.20.0.0/16
local_interfaces = 192.0.2.25 : 127.0.0.1
daemon_smtp_ports = 25
acl_smtp_helo = helo
acl_smtp_mail = sender
acl_smtp_rcpt = rcpt
acl_smtp_data = content
acl_smtp_etrn = deny
message_size_limit = 200K
host_lookup = *
rfc1413_query_timeout = 0s
tls_advertise_hosts =
smtp_accept_max_per_connection = 50
ignore_bounce_errors_after = 1h
timeout_frozen_after = 2h
delay_warning = ${warn}
keep_environment =
smtp_banner = mail.example.org ESMTP Exim
${file}
${selector ? `log_selector = ${selector}` : ''}
begin acl
deny:
  deny
helo:
  deny message = 550 5.7.1 You are not us
       condition = \${if eq{$sender_helo_name}{mail.example.org}}
       !hosts = +relay_from_hosts
  accept
sender:
  deny message = 5.1.8 Sender is not wanted here
       senders = blocked@partner.example.com
  defer message = Bulk mail is taken at night only
       senders = bounces@mailer.example.net
  drop message = 554 Go away, 550 times no
       senders = spam@partner.example.com
  accept
rcpt:
  deny message = rejected because $sender_host_address is in a black list at $dnslist_domain\\n$dnslist_text
       dnslists = bl.example.net
  deny message = Restricted characters in address
       local_parts = ^.*[%!/|]
  deny message = 550 5.2.1 This colleague has left the company
       recipients = exstaff@example.org
  discard recipients = sink@example.org
  accept hosts = +relay_from_hosts
         control = submission/sender_retain
  require verify = sender
  require message = relay not permitted
          domains = +local_domains
  require verify = recipient
  accept
content:
  deny message = 550 5.7.1 Message refused by local rule 12
       condition = \${if match{$h_subject:}{cheap pills}}
  defer message = 451 4.7.1 Please come back later
       condition = \${if match{$h_subject:}{slow lane}}
  accept
begin routers
deadletter:
  driver = redirect
  domains = +local_domains
  local_parts = blackhole
  data = :blackhole:
failing:
  driver = redirect
  domains = +local_domains
  local_parts = former
  allow_fail
  data = :fail: 550 5.1.6 This person works elsewhere now
waiting:
  driver = redirect
  domains = +local_domains
  local_parts = paused
  allow_defer
  data = :defer: mailbox is being moved
store:
  driver = manualroute
  domains = store.example.org
  transport = lmtp
  route_list = * 10.20.0.50 byname
  self = send
  host_find_failed = defer
team:
  driver = redirect
  domains = +local_domains
  local_parts = team
  data = anna.berg@example.org, lars.holm@example.org
remote:
  driver = dnslookup
  domains = ! +local_domains
  transport = smtp
  ignore_target_hosts = 0.0.0.0
  no_more
pipes:
  driver = accept
  domains = +local_domains
  local_parts = printer
  transport = printer
drawer:
  driver = accept
  domains = +local_domains
  local_parts = full.drawer
  transport = drawer
people:
  driver = accept
  domains = +local_domains
  local_parts = anna.berg : office : billing : jobs : lars.holm : web : postmaster : monitor : sofia.marek : app : newsletter : policy.test
  transport = maildir
begin transports
smtp:
  driver = smtp
  interface = \${if isip4{$host_address}{192.0.2.25}}
  connect_timeout = 3s
  command_timeout = 4s
  data_timeout = 4s
  final_timeout = 4s
  hosts_require_tls = \${if eq{$domain}{secret.example.com}{*}}
  tls_verify_certificates = /run/sink.crt
  tls_try_verify_hosts = *
  tls_verify_cert_hostnames =
  hosts_try_chunking =
lmtp:
  driver = smtp
  protocol = lmtp
  port = 2424
  allow_localhost
maildir:
  driver = appendfile
  directory = /var/mail/box/$local_part_data
  maildir_format
  delivery_date_add
  envelope_to_add
  return_path_add
  user = mail
  group = mail
drawer:
  driver = appendfile
  directory = /var/mail/drawer
  maildir_format
  quota = 1K
  user = mail
  group = mail
printer:
  driver = pipe
  command = /run/printer.sh
  user = nobody
  return_output
begin retry
${retry}
begin rewrite
`;

const OWN = [
  ['anna.berg@example.org', ['ines@store.example.org', 'full@store.example.org'], 'Holiday list'],
  ['anna.berg@example.org', ['gone@store.example.org', 'ill@store.example.org'], 'Holiday list'],
  ['anna.berg@example.org', ['team@example.org'], 'Cake in the kitchen'],
  ['anna.berg@example.org', ['nobody.here@example.org'], 'Are you there?'],
  ['anna.berg@example.org', ['former@example.org', 'paused@example.org'], 'Are you there?'],
  ['anna.berg@example.org', ['blackhole@example.org', 'sink@example.org'], 'Nobody reads this'],
  ['monitor@example.org', ['printer@example.org'], 'Print this'],
  ['monitor@example.org', ['full.drawer@example.org'], 'Report', 30000],
];

const PARTNER = 'EHLO mx-out.partner.example.com';
const whole = (from, to, subject) => [PARTNER, `MAIL FROM:<${from}>`, `RCPT TO:<${to}>`, 'DATA', { data: `From: <${from}>\nTo: <${to}>\nSubject: ${subject}\n\nhello\n` }, 'QUIT'];
const ask = (helo, from, ...to) => [helo, `MAIL FROM:<${from}>`, ...to.map((r) => `RCPT TO:<${r}>`), 'QUIT'];

/** What strangers try at our door. */
const DOOR = [
  [partner, whole('t.nguyen@partner.example.com', 'anna.berg@example.org', 'Re: Minutes')],
  [partner, whole('', 'anna.berg@example.org', 'Delivery report')],
  [partner, ask(PARTNER, 'a@partner.example.com', 'someone@bigmail.example')],
  [partner, ask(PARTNER, 'a@partner.example.com', 'nobody.here@example.org', 'ghost@example.org')],
  [partner, ask(PARTNER, 'a@nosuchdomain.example.com', 'office@example.org')],
  [partner, ask(PARTNER, 'a@lame.example.com', 'office@example.org')],
  [partner, ask(PARTNER, 'blocked@partner.example.com', 'office@example.org')],
  [partner, ask(PARTNER, 'spam@partner.example.com', 'office@example.org')],
  [partner, ask(PARTNER, 'bounces@mailer.example.net', 'office@example.org')],
  [partner, ask(PARTNER, 'a@partner.example.com', 'exstaff@example.org', 'a%b@example.org', 'paused@example.org', 'former@example.org')],
  [listed, ask('EHLO host199.cheap.example.com', 'offer550@partner.example.com', 'office@example.org')],
  [dialUp, ask('EHLO mail.example.org', 'a@partner.example.com', 'office@example.org')],
  [dialUp, ask('EHLO bad_name!', 'a@partner.example.com', 'office@example.org')],
  [noPtr, ask('EHLO mx.partner.example.com', 'a@partner.example.com', 'someone@bigmail.example')],
  [partner, whole('t.nguyen@partner.example.com', 'anna.berg@example.org', 'cheap pills 550')],
  [partner, whole('t.nguyen@partner.example.com', 'anna.berg@example.org', 'slow lane')],
  [partner, [PARTNER, 'MAIL FROM:<t.nguyen@partner.example.com> SIZE=999999', 'QUIT']],
  [partner, [PARTNER, 'AUTH PLAIN AGEAYg==', 'VRFY root', 'EXPN root', 'ETRN x', 'QUIT']],
  [dialUp, ['GET / HTTP/1.1', 'Host: x', 'QUIT']],
  [dialUp, [PARTNER, 'RCPT TO:<office@example.org>', 'XX', 'YY', 'ZZ', 'WW', 'VV', 'UU']],
];

const log = (name) => `/var/log/exim4/${name}log`;
const waitingNow = async () => (await sh('ps ax | grep -c "[e]xim4 -M\\|[e]xim4 -q\\|[e]xim4.*-oX [d]"')).stdout.trim() !== '0' || (await sh('ps ax -o args | grep "[e]xim4" | grep -vc -- "-bd"')).stdout.trim() !== '0';

async function story(name, options, play) {
  if (process.env.ONLY && process.env.ONLY !== name) return;
  await sh('rm -rf /var/log/exim4/* /var/spool/exim4/*; mkdir -p /var/log/exim4 /var/mail/box /var/mail/drawer; chown Debian-exim:adm /var/log/exim4; chown -R mail:mail /var/mail/box /var/mail/drawer; mkdir -p /var/spool/exim4; chown Debian-exim: /var/spool/exim4');
  writeFileSync('/etc/exim4/exim4.conf', configure(options));
  const log = options.syslog ? await startSyslog('/run/syslog') : null;
  sink.forget();
  await run('exim4', '-bd', '-oX', '192.0.2.25:127.0.0.1', '-oP', '/run/exim.pid');
  await pause(500);
  await play();
  await sh('kill $(cat /run/exim.pid)');
  await pause(700);
  await log?.();
}

const keepAll = (folder) => {
  for (const kind of ['main', 'reject', 'panic'])
    try {
      keep(log(kind), join(here, folder), `${kind}.log`);
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
};

writeFileSync('/run/printer.sh', '#!/bin/sh\ncat >/dev/null\necho "lp: The printer or class does not exist." >&2\nexit 69\n');
chmodSync('/run/printer.sh', 0o755);
mkdirSync('/var/mail/box', { recursive: true });
const sink = await startWorld();

const knock = async (sessions) => {
  for (const [from, lines] of sessions) await talk({ from, to: '192.0.2.25', lines });
};

await story('outbound', {}, async () => {
  await submit([...TRAFFIC, ...OWN]);
  await settle(waitingNow);
  await run('exim4', '-qff');
  await settle(waitingNow);
  await knock(DOOR);
  await settle(waitingNow);
  keepAll('outbound');
});
await story('selectors', { selector: '+all' }, async () => {
  await submit([...TRAFFIC.filter((_, i) => i % 3 === 0), ...OWN]);
  await settle(waitingNow);
  await run('exim4', '-qff');
  await settle(waitingNow);
  await knock(DOOR);
  await settle(waitingNow);
  keepAll('selectors');
});
await story('syslog', { syslog: true, file: 'log_file_path = syslog\nsyslog_timestamp = false' }, async () => {
  await submit([...TRAFFIC.filter((_, i) => i % 3 === 1), ...OWN.slice(0, 3)]);
  await settle(waitingNow);
  await knock(DOOR);
  await settle(waitingNow);
  keep('/run/syslog', join(here, 'syslog'));
});
await story('retries', { retry: '* * F,6s,2s', selector: '+millisec +pid', warn: '3s' }, async () => {
  await submit(TRAFFIC.filter(([, to]) => /fax@|busy\.|down\.|quiet\.|slow@|fast\.lane|m\.silva|lame|late|rektor|lab@/.test(to.join())));
  for (let i = 0; i < 7; i++) {
    await settle(waitingNow);
    await run('exim4', '-q');
    await pause(1500);
  }
  await settle(waitingNow);
  keepAll('retries');
});

if (!process.env.ONLY) {
  writeBounces(join(here, 'bounces'), mailsBelow('/var/mail/box'));
  const { writeExpected } = await import('./key.mjs');
  writeExpected(here);
}
rmSync('/run/sink.key');
process.exit(0);
