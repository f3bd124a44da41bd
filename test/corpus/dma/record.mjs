// How does the dma corpus come about? Messages handed to dma's sendmail, one run of its queue.
// Run by ../record.sh only. Absent on purpose: any change to what dma wrote.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keep, mailsBelow, pause, pipe, run, sh, startSyslog, startWorld, TRAFFIC, untilQuiet, writeBounces } from '../recorder.mjs';

const here = '/corpus/dma';
await startWorld();
writeFileSync('/etc/dma/dma.conf', 'MAILNAME mail.example.org\n');
await sh('mkdir -p /var/mail; chmod 1777 /var/mail; printf "*: jonas\\n" > /etc/aliases');
const stop = await startSyslog('/run/syslog');
await pipe([...TRAFFIC, ['jonas@example.org', ['mara', 'nobody.here'], 'Cake in the kitchen']], (_from, to) => ['/usr/sbin/dma', '-f', 'jonas', ...to], { wait: 120 });
await untilQuiet('/run/syslog', 10, 60);
await pause(500);
await run('/usr/sbin/dma', '-q1');
await untilQuiet('/run/syslog', 8, 60);
await sh('pkill -x dma');
await stop();
keep('/run/syslog', join(here, 'outbound'));
writeBounces(join(here, 'bounces'), mailsBelow('/var/mail'));
const { writeExpected } = await import('./key.mjs');
writeExpected(here);
process.exit(0);
