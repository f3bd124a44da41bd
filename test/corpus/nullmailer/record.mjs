// How does the nullmailer corpus come about? Messages to a smarthost; which one it is changes with the recipient, so that
// every answer of the table is heard. Run by ../record.sh only. Absent on purpose: any change to what nullmailer wrote.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostsOf } from '../answers.mjs';
import { keep, mailsBelow, pause, pipe, sh, startSyslog, startWorld, TRAFFIC, writeBounces } from '../recorder.mjs';

const here = '/corpus/nullmailer';
await startWorld();
await sh('rm -f /var/spool/nullmailer/queue/* /var/spool/nullmailer/tmp/*; printf "mail.example.org\\n" > /etc/nullmailer/me; printf "1\\n" > /etc/nullmailer/pausetime; printf "1\\n" > /etc/nullmailer/maxpause; printf "8\\n" > /etc/nullmailer/sendtimeout; mkdir -p /var/mail; rm -f /var/spool/nullmailer/trigger; mkfifo /var/spool/nullmailer/trigger; chown mail:mail /var/spool/nullmailer/trigger; chmod 622 /var/spool/nullmailer/trigger');
const stop = await startSyslog('/run/syslog');
let daemon;
for (const [from, to, subject, size] of TRAFFIC) {
  const recipient = to.find((r) => r) ?? to[0];
  const host = hostsOf(recipient.slice(recipient.lastIndexOf('@') + 1))[0];
  if (!host || host.greeting === 'silent' || host.ip.includes(':')) continue;
  daemon?.kill();
  await sh('rm -f /var/spool/nullmailer/queue/*');
  writeFileSync('/etc/nullmailer/remotes', `${host.ip} smtp --port=25\n`);
  await pipe([[from, [recipient], subject, size]], (sender, [one]) => ['/usr/bin/nullmailer-inject', '-f', sender, one], { wait: 20 });
  daemon = spawn('setpriv', ['--reuid=mail', '--regid=mail', '--clear-groups', '/bin/sh', '-c', 'exec /usr/sbin/nullmailer-send 2>&1 | logger -t nullmailer-send'], { stdio: 'ignore' });
  await pause(650);
  await sh('pkill -x nullmailer-send');
  await pause(60);
}
await pause(600);
await stop();
keep('/run/syslog', join(here, 'outbound'));
writeBounces(join(here, 'bounces'), mailsBelow('/var/mail'));
const { writeExpected } = await import('./key.mjs');
writeExpected(here);
process.exit(0);
