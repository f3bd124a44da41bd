// How does the msmtp corpus come about? One call per message, straight to the receiving server; once to its own log file,
// once to syslog. Run by ../record.sh only. Absent on purpose: any change to what msmtp wrote.
import { join } from 'node:path';
import { hostsOf } from '../answers.mjs';
import { keep, pipe, sh, startSyslog, startWorld, TRAFFIC } from '../recorder.mjs';

const here = '/corpus/msmtp';
const sink = await startWorld();
const each = TRAFFIC.flatMap(([from, to, subject, size]) => to.map((one) => [from, [one], subject, size]));
const call = (log) => (from, [to]) => {
  const host = hostsOf(to.slice(to.lastIndexOf('@') + 1))[0];
  const server = host ? (host.ip.includes(':') ? host.ip : host.name) : 'mx.nohost.example.com';
  return ['msmtp', `--host=${server}`, '--port=25', '--tls=off', '--auth=off', '--timeout=3', `--from=${from}`, ...log, to];
};
await pipe(each, call(['--logfile=/run/msmtp.log']), { wait: 20 });
await pipe([['anna.berg@example.org', ['info@example.net', 'dora.keller@example.net'], 'Two at once']], (from, to) => ['msmtp', '--host=mx1.example.net', '--port=25', '--tls=off', '--timeout=3', `--from=${from}`, '--logfile=/run/msmtp.log', ...to]);
keep('/run/msmtp.log', join(here, 'file'), 'msmtp.log');
sink.forget();
const stop = await startSyslog('/run/syslog');
await pipe(each.filter((_, i) => i % 3 === 0), call(['--syslog=LOG_MAIL']), { wait: 20 });
await stop();
keep('/run/syslog', join(here, 'syslog'));
await sh('true');
const { writeExpected } = await import('./key.mjs');
writeExpected(here);
process.exit(0);
