// How does the dma corpus come about? Messages handed to dma's sendmail, one run of its queue; and the bounces that it left in
// a mailbox. Run by ../record.sh only. Absent on purpose: any change to what dma wrote.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keep, mailsBelow, pause, pipe, run, sh, startSyslog, startWorld, TRAFFIC, untilQuiet, writeBounces } from '../recorder.mjs';

const here = '/corpus/dma';
const stories = { outbound, bounces };
const OWN = ['jonas@example.org', ['mara', 'nobody.here'], 'Cake in the kitchen'];
const hand = (messages) => pipe(messages, (_from, to) => ['/usr/sbin/dma', '-f', 'jonas', ...to], { wait: 120 });

await startWorld();
writeFileSync('/etc/dma/dma.conf', 'MAILNAME mail.example.org\n');
for (const story of process.env.ONLY ? [process.env.ONLY] : Object.keys(stories)) await stories[story]();
process.exit(0);

async function outbound() {
  await sh('mkdir -p /var/mail; chmod 1777 /var/mail; printf "*: jonas\\n" > /etc/aliases');
  const stop = await startSyslog('/run/syslog');
  await hand([...TRAFFIC, OWN]);
  await untilQuiet('/run/syslog', 10, 60);
  await pause(500);
  await run('/usr/sbin/dma', '-q1');
  await untilQuiet('/run/syslog', 8, 60);
  await sh('pkill -x dma');
  await stop();
  keep('/run/syslog', join(here, 'outbound'));
  const { writeExpected } = await import('./key.mjs');
  writeExpected(here);
}

async function bounces() {
  await sh('rm -rf /var/spool/dma/*; mkdir -p /var/mail; chmod 1777 /var/mail; rm -f /etc/aliases');
  const stop = await startSyslog('/run/bounces.log');
  await hand([...TRAFFIC, OWN]);
  await untilQuiet('/run/bounces.log', 10, 60);
  // dma gives up after five days, which it tells by the age of the file in its queue; who waits for the next try holds the file.
  await sh('pkill -x dma; sleep 1; find /var/spool/dma -name "Q*" -exec touch -d "6 days ago" {} +');
  await run('/usr/sbin/dma', '-q1');
  await untilQuiet('/run/bounces.log', 10, 60);
  await sh('pkill -x dma');
  await stop();
  writeBounces(join(here, 'bounces'), mailsBelow('/var/mail'));
}
