// How does the nullmailer corpus come about? Messages to a smarthost; which one it is changes with the recipient, so that
// every answer of the table is heard. The bounces leave by a smarthost, too: they are kept where they arrive.
// Run by ../record.sh only. Absent on purpose: any change to what nullmailer wrote.
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostsOf } from '../answers.mjs';
import { keep, pause, pipe, sh, startSyslog, startWorld, TRAFFIC, writeBounces } from '../recorder.mjs';

const here = '/corpus/nullmailer';
const stories = { outbound, bounces };
const QUEUE = '/var/spool/nullmailer/queue';
const SEND = ['--reuid=mail', '--regid=mail', '--clear-groups'];
const arrived = [];
const HOME = hostsOf('example.net')[0];

await startWorld({ keep: (sender, text) => sender === '' && arrived.push(text) });
await sh(`rm -f ${QUEUE}/* /var/spool/nullmailer/tmp/*; printf "mail.example.org\\n" > /etc/nullmailer/me; printf "1\\n" > /etc/nullmailer/maxpause; printf "8\\n" > /etc/nullmailer/sendtimeout; mkdir -p /var/mail; rm -f /var/spool/nullmailer/trigger; mkfifo /var/spool/nullmailer/trigger; chown mail:mail /var/spool/nullmailer/trigger; chmod 622 /var/spool/nullmailer/trigger`);
for (const story of process.env.ONLY ? [process.env.ONLY] : Object.keys(stories)) await stories[story]();
process.exit(0);

/** Those whose server can be a smarthost, with that server. */
function hosted(recipients) {
  return recipients.map((recipient) => [recipient, hostsOf(recipient.slice(recipient.lastIndexOf('@') + 1))[0]]).filter(([, host]) => host && host.greeting !== 'silent' && !host.ip.includes(':'));
}

async function outbound() {
  await sh('printf "1\\n" > /etc/nullmailer/pausetime');
  const stop = await startSyslog('/run/syslog');
  let daemon;
  for (const [from, to, subject, size] of TRAFFIC) {
    const [[recipient, host] = []] = hosted([to.find((r) => r) ?? to[0]]);
    if (!host) continue;
    daemon?.kill();
    await sh(`rm -f ${QUEUE}/*`);
    writeFileSync('/etc/nullmailer/remotes', `${host.ip} smtp --port=25\n`);
    await pipe([[from, [recipient], subject, size]], (sender, [one]) => ['/usr/bin/nullmailer-inject', '-f', sender, one], { wait: 20 });
    daemon = spawn('setpriv', [...SEND, '/bin/sh', '-c', 'exec /usr/sbin/nullmailer-send 2>&1 | logger -t nullmailer-send'], { stdio: 'ignore' });
    await pause(650);
    await sh('pkill -x nullmailer-send');
    await pause(60);
  }
  await pause(600);
  await stop();
  keep('/run/syslog', join(here, 'outbound'));
  const { writeExpected } = await import('./key.mjs');
  writeExpected(here);
}

/** One pass over the queue, whose messages may be `lifetime` seconds old: with `pausetime` 0 the daemon ends after it. */
async function pass({ ip }, lifetime = 604_800) {
  writeFileSync('/etc/nullmailer/remotes', `${ip} smtp\n`);
  writeFileSync('/etc/nullmailer/queuelifetime', `${lifetime}\n`);
  await sh(`timeout 20 setpriv ${SEND.join(' ')} /usr/sbin/nullmailer-send </dev/null`);
}

/** Sends a message; what was only deferred is tried once more, when its time is over; then the bounce goes home. */
async function send(from, recipients, subject, size, host) {
  await sh(`rm -f ${QUEUE}/*`);
  const before = arrived.length;
  await pipe([[from, recipients, subject, size]], (sender, to) => ['/usr/bin/nullmailer-inject', '-f', sender, ...to], { wait: 0 });
  await pass(host);
  const [left] = readdirSync(QUEUE);
  if (left && readFileSync(join(QUEUE, left), 'latin1').startsWith(from)) {
    await pause(2200);
    await pass(host, 1);
  }
  if (readdirSync(QUEUE).length > 0) await pass(HOME);
  if (arrived.length > before + 1) console.log(`more than one bounce for ${recipients}`);
}

async function bounces() {
  await sh('printf "0\\n" > /etc/nullmailer/pausetime');
  const seen = new Set();
  for (const [from, to, subject, size] of TRAFFIC) {
    for (const [recipient, host] of hosted(to.filter((r) => !seen.has(r)))) {
      seen.add(recipient);
      await send(from, [recipient], subject, size, host);
    }
  }
  // One refused recipient ends the session: the message is given back for all of them.
  for (const to of [['k.brandt@example.net', 'info@example.net', 't.nguyen@example.net'], ['info@example.net', 'invoices@example.net']]) {
    await send('office@example.org', to, 'To all of you', 0, HOME);
  }
  await sh(`rm -f ${QUEUE}/*`);
  writeBounces(join(here, 'bounces'), arrived);
}
