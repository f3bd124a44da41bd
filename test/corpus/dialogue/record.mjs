// How does the corpus of dialogues come about? Programs that show their SMTP session, and the exceptions of mail libraries,
// each against the same servers of the sink. Run by ../record.sh only. Absent on purpose: any change to what they wrote.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { pause, run, sh, startWorld } from '../recorder.mjs';
import { startSink } from '../sink.mjs';
import { answerTable } from '../world.mjs';

const corpus = '/corpus';
const clients = join(corpus, 'dialogue/clients');
const sink = await startWorld();
// A submission server that knows nobody's password.
await run('ip', 'addr', 'add', '198.51.100.88/32', 'dev', 'lo');
await startSink(
  [{ name: 'smtp.example.net', ip: '198.51.100.88', ehlo: ['PIPELINING', 'AUTH PLAIN LOGIN', 'ENHANCEDSTATUSCODES'], replies: { AUTH: '535 5.7.8 Error: authentication failed: invalid user name or password' } }],
  answerTable(),
);

const from = 'anna.berg@example.org';
/** `[server, recipients]`: refused, taken and deferred at once; refused at the end; a reply of several lines; all refused; no welcome. */
const sessions = [
  ['mx1.example.net', 'dora.keller@example.net,info@example.net,p.novak@example.net'],
  ['mx1.example.net', 'invoices@example.net'],
  ['mx.bigmail.example', 'lena.fischer82@bigmail.example'],
  ['mx1.example.net', 'k.brandt@example.net,m.silva@example.net'],
  ['gate.strict.example.com', 'board@strict.example.com'],
];
const login = ['smtp.example.net', 'info@example.net', 'anna:wrong-password'];
await sh('mkdir -p /dev/pts && mount -t devpts -o newinstance,ptmxmode=0666 devpts /dev/pts && ln -sf pts/ptmx /dev/ptmx');
writeFileSync('/run/message', 'Subject: Invoice 550\r\n\r\n550 5.1.1 is no answer here\r\n');
writeFileSync('/etc/hosts', `${readFileSync('/etc/hosts')}198.51.100.88 smtp.example.net\n`);

/** Standard output and error of one program after the other, as they came. */
async function record(folder, name, commands) {
  sink.forget();
  const parts = [];
  for (const [program, ...args] of commands) {
    const chunks = [];
    await new Promise((done) => {
      const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, TZ: 'UTC', LANG: 'C.UTF-8', HOME: '/run' } });
      const limit = setTimeout(() => child.kill(), 20_000);
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => chunks.push(chunk));
      child.on('error', (error) => chunks.push(Buffer.from(String(error))));
      child.on('close', () => {
        clearTimeout(limit);
        done();
      });
    });
    parts.push(Buffer.concat(chunks));
    await pause(50);
  }
  mkdirSync(join(corpus, folder), { recursive: true });
  writeFileSync(join(corpus, folder, name), Buffer.concat(parts));
  console.log(`${folder}/${name}: ${Buffer.concat(parts).toString('latin1').split('\n').length - 1} lines`);
}

/** Types lines into a terminal program, one after the other, with its echo. */
const typed = (command, lines) => ['sh', '-c', `(sleep 1; ${lines.map((line) => `echo "${line}"; sleep 0.2`).join('; ')}; sleep 0.4) | script -qec "${command}" /dev/null`];
const all = (make) => sessions.map(([host, to]) => make(host, to));

await record('dialogue', 'swaks.log', [
  ...all((host, to) => ['swaks', '--server', host, '--port', '25', '--from', from, '--to', to, '--helo', 'mail.example.org']),
  ['swaks', '--server', 'mx.bigmail.example', '--from', from, '--to', 'lena.fischer82@bigmail.example,mia.h@bigmail.example', '--helo', 'mail.example.org', '--tls'],
  ['swaks', '--server', 'mx1.example.net', '--from', from, '--to', 'dora.keller@example.net,info@example.net', '--helo', 'mail.example.org', '--pipeline'],
  ['swaks', '--server', login[0], '--from', from, '--to', login[1], '--helo', 'mail.example.org', '--auth', 'PLAIN', '--auth-user', 'anna', '--auth-password', 'wrong-password'],
]);
await record('dialogue', 'curl.log', [
  ...all((host, to) => ['curl', '-sv', `smtp://${host}/mail.example.org`, '--mail-from', from, ...to.split(',').flatMap((one) => ['--mail-rcpt', one]), '--mail-rcpt-allowfails', '-T', '/run/message']),
  ['curl', '-svk', '--ssl-reqd', '--trace-time', 'smtp://mx.bigmail.example/mail.example.org', '--mail-from', from, '--mail-rcpt', 'mia.h@bigmail.example', '-T', '/run/message'],
]);
const say = ['EHLO mail.example.org', `MAIL FROM:<${from}>`, 'RCPT TO:<dora.keller@example.net>', 'rcpt to: info@example.net', 'DATA', 'Subject: Invoice 550', '', '550 5.1.1 is no answer here', '.', `MAIL FROM:<${from}>`, 'RCPT TO:<invoices@example.net>', 'DATA', 'x', '.', 'QUIT'];
await record('dialogue', 'telnet.log', [typed('telnet mx1.example.net 25', say)]);
await record('dialogue', 'openssl.log', [typed('openssl s_client -connect mx.bigmail.example:25 -starttls smtp -crlf', ['EHLO mail.example.org', `MAIL FROM:<${from}>`, 'rcpt to:<lena.fischer82@bigmail.example>', 'rcpt to:<grandma.rose@bigmail.example>', 'quit'])]);
await record('dialogue', 'phpmailer.log', [...all((host, to) => ['php', join(clients, 'phpmailer.php'), host, from, to, 'echo']), ['php', join(clients, 'phpmailer.php'), login[0], from, login[1], 'echo', login[2]]]);
await record('dialogue', 'phpmailer-html.log', all((host, to) => ['php', join(clients, 'phpmailer.php'), host, from, to, 'html']));
const python = (await sh('ls -d /root/.pyenv/versions/*/bin/python3 /usr/bin/python3 2>/dev/null | head -1')).stdout.trim();
const smtplib = (level) => [...all((host, to) => [python, join(clients, 'smtplib_client.py'), host, from, to, level]), [python, join(clients, 'smtplib_client.py'), login[0], from, login[1], level, login[2]]];
await record('dialogue', 'smtplib.log', smtplib('1'));
await record('dialogue', 'smtplib-times.log', smtplib('2'));
await record('dialogue', 'ruby.log', all((host, to) => ['ruby', join(clients, 'net_smtp.rb'), host, from, to, 'debug']));
await record('dialogue', 'perl.log', all((host, to) => ['perl', join(clients, 'net_smtp.pl'), host, from, to]));
const java = (show) => [...all((host, to) => ['java', '-cp', '/usr/share/java/javax.mail.jar', join(clients, 'Send.java'), host, from, to, show]), ['java', '-cp', '/usr/share/java/javax.mail.jar', join(clients, 'Send.java'), login[0], from, login[1], show, login[2]]];
await record('dialogue', 'javamail.log', java('debug'));
const nodemailer = (show) => [...all((host, to) => ['node', join(clients, 'nodemailer.cjs'), host, from, to, show]), ['node', join(clients, 'nodemailer.cjs'), login[0], from, login[1], show, login[2]]];
await record('dialogue', 'nodemailer.log', nodemailer('debug'));
await record('dialogue', 'msmtp.log', all((host, to) => ['sh', '-c', `stdbuf -o0 msmtp --debug --host=${host} --port=25 --tls=off --auth=off --timeout=5 --domain=mail.example.org --from=${from} ${to.replaceAll(',', ' ')} </run/message`]));
await record('dialogue', 'mailx.log', all((host, to) => ['sh', '-c', `s-nail -n -v -v -Smta=smtp://${host}:25 -Ssmtp-auth=none -Shostname=mail.example.org -Sv15-compat -r ${from} -s 'Invoice 550' ${to.replaceAll(',', ' ')} </run/message`]));

// Exim shows both sides: its client's sessions with -d, and those at its own door with -bs.
writeFileSync('/run/exim.conf', `exim_user = Debian-exim
exim_group = Debian-exim
primary_hostname = mail.example.org
domainlist local_domains = example.org
log_file_path = /run/exim-%slog
spool_directory = /run/exim-spool
acl_smtp_rcpt = rcpt
keep_environment =
tls_advertise_hosts =
trusted_users = root
begin acl
rcpt:
  deny message = relay not permitted
       !domains = +local_domains
  deny message = no such user here
       recipients = nobody.here@example.org
  accept
begin routers
out:
  driver = manualroute
  route_list = *.uni.example.net $domain ; example.net mx1.example.net ; bigmail.example mx.bigmail.example ; strict.example.com gate.strict.example.com
  transport = smtp
  self = send
begin transports
smtp:
  driver = smtp
  hosts_avoid_tls = *
  allow_localhost
  hosts_try_chunking =
begin retry
* * F,2h,15m
`);
await sh('chmod 644 /run/exim.conf; mkdir -p /run/exim-spool; chown Debian-exim /run/exim-spool');
const exim = (selector) => all((host, to) => ['sh', '-c', `exim4 -C /run/exim.conf ${selector} -odi -i -f ${from} ${to.replaceAll(',', ' ')} </run/message`]);
await record('dialogue', 'exim-debug.log', exim('-d-all+transport'));
await record('dialogue', 'exim-debug-times.log', exim('-d-all+transport+pid+timestamp').slice(0, 2));
await record('dialogue', 'exim-debug-door.log', [['sh', '-c', `printf 'EHLO mx-out.partner.example.com\\r\\nMAIL FROM:<ops@partner.example.com>\\r\\nRCPT TO:<nobody.here@example.org>\\r\\nRCPT TO:<someone@bigmail.example>\\r\\nQUIT\\r\\n' | exim4 -C /run/exim.conf -d-all+receive -bs >/dev/null`]]);
// Its queue: what waits, and the log of each message.
const waiting = (await sh("exim4 -C /run/exim.conf -bp | awk 'NF>=4 && $3 ~ /-/ {print $3}'")).stdout.trim().split('\n');
await record('queue', 'exim-bp.log', [['exim4', '-C', '/run/exim.conf', '-bp']]);
await record('exim-message-log', 'msglog.log', waiting.map((id) => ['exim4', '-C', '/run/exim.conf', '-Mvl', id]));

// What the libraries throw, as an application logs it.
await record('smtplib', 'tracebacks.log', smtplib('0'));
await record('javamail', 'stack-traces.log', java('quiet'));
await record('nodemailer', 'errors.log', nodemailer('quiet'));
await record('php-mail', 'phpmailer.log', [...all((host, to) => ['php', join(clients, 'phpmailer.php'), host, from, to, 'none']), ['php', join(clients, 'phpmailer.php'), login[0], from, login[1], 'none', login[2]]]);
await record('ruby-mail', 'exceptions.log', all((host, to) => ['ruby', join(clients, 'net_smtp.rb'), host, from, to, 'quiet']));
const { writeExpected } = await import('./key.mjs');
writeExpected(join(corpus, 'dialogue'));
process.exit(0);
