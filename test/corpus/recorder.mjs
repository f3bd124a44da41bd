// What do the recordings of all servers but Postfix share? The world around the server, the traffic that goes through it,
// a system log, and the bounces that its users got. Absent on purpose: how a server is set up (its own record.mjs), what is
// expected (answers.mjs and its own key.mjs), and any change to what it wrote.
import { execFile, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { submission, talk } from './client.mjs';
import { startNames } from './names.mjs';
import { message, OUTBOUND } from './postfix/traffic.mjs';
import { startSink } from './sink.mjs';
import { answerTable, HOSTS, NAMES, OUR_IPS, STRANGERS } from './world.mjs';

const execute = promisify(execFile);

/** Runs a command, bounded; never the synchronous kind, since the sink lives in this process. Failures are returned. */
export const run = (command, ...args) =>
  execute(command, args, { timeout: 30_000 }).catch((error) => ({ stdout: error.stdout ?? '', stderr: error.stderr ?? String(error), code: error.code }));

export const sh = (script) => run('sh', '-c', script);
export { pause };

/** Gives this network its addresses and starts the name server and the sink, which hands the messages it is sent to `keep`. */
export async function startWorld({ keep } = {}) {
  for (const ip of new Set([...OUR_IPS, ...Object.values(STRANGERS), ...HOSTS.map((h) => h.ip)])) {
    await run('ip', 'addr', 'add', `${ip}/${ip.includes(':') ? 128 : 32}`, 'dev', 'lo');
  }
  // Nobody answers there: the packets are dropped, so that a connection runs into its time limit.
  await run('ip', 'route', 'add', 'blackhole', '100.64.7.7/32');
  await startNames(NAMES);
  return startSink(HOSTS, answerTable(), { tlsKey: readFileSync('/run/sink.key'), tlsCert: readFileSync('/run/sink.crt'), keep });
}

/** Starts rsyslog, which writes what arrives at /dev/log to `file`; `format` is the name of an rsyslog template. */
export async function startSyslog(file, format = 'RSYSLOG_TraditionalFileFormat') {
  writeFileSync('/run/rsyslog.conf', `module(load="imuxsock")\n$RepeatedMsgReduction off\n*.* action(type="omfile" file="${file}" template="${format}" asyncWriting="off")\n`);
  const daemon = spawn('rsyslogd', ['-n', '-f', '/run/rsyslog.conf', '-i', '/run/rsyslogd.pid'], { stdio: 'ignore' });
  for (let i = 0; i < 40 && !existsSync('/dev/log'); i++) await pause(100);
  return async () => {
    await pause(500);
    daemon.kill();
    await pause(300);
    rmSync('/dev/log', { force: true });
  };
}

/** The part of the outbound story that leaves for other servers: `[sender, recipients, subject, size]`. */
export const TRAFFIC = OUTBOUND.map(([from, to, subject, size]) => [from, to.filter((r) => !/@(?:\w+\.)?example\.org$|@(?:retired|later|sinkhole)\.example\.com$/.test(r)), subject, size]).filter(([, to]) => to.length > 0);

/** Hands messages to our server by SMTP, as a colleague's computer does. */
export async function submit(messages, { port = 25, to: server = '192.0.2.25', wait = 150, from: ip = '10.20.0.14' } = {}) {
  let n = 0;
  for (const [from, to, subject, size] of messages) {
    const data = message({ from, to, subject, size, id: `20261123.${++n}.550.5.1.1` });
    await talk({ from: ip, to: server, port, lines: submission({ helo: '[10.20.0.14]', sender: from, recipients: to, data }) });
    await pause(wait);
  }
}

/** Hands messages over by a command (sendmail(8) or its like): `command(from, to)` gives the argument list. */
export async function pipe(messages, command, { wait = 150 } = {}) {
  let n = 0;
  for (const [from, to, subject, size] of messages) {
    const [program, ...args] = command(from, to);
    const data = message({ from, to, subject, size, id: `20261123.${++n}.550.5.1.1` });
    await new Promise((done) => {
      const child = spawn(program, args, { stdio: ['pipe', 'ignore', 'ignore'] });
      const limit = setTimeout(() => child.kill(), 30_000);
      child.on('close', () => {
        clearTimeout(limit);
        done();
      });
      child.stdin.on('error', () => {});
      child.stdin.end(data);
    });
    await pause(wait);
  }
}

/** Waits until `busy()` (a promise) is false a few times in a row, at most `seconds`. */
export async function settle(busy, seconds = 40) {
  let calm = 0;
  for (let i = 0; i < seconds * 2 && calm < 3; i++) {
    await pause(500);
    calm = (await busy()) ? 0 : calm + 1;
  }
}

/** Waits until a file has not grown for `quiet` seconds, at most `seconds`. */
export async function untilQuiet(file, quiet = 6, seconds = 90) {
  const size = () => (existsSync(file) ? statSync(file).size : 0);
  let last = -1;
  let calm = 0;
  for (let i = 0; i < seconds && calm < quiet; i++) {
    await pause(1000);
    calm = size() === last ? calm + 1 : 0;
    last = size();
  }
}

/** Keeps a log as it is. */
export function keep(log, folder, name = 'mail.log') {
  mkdirSync(folder, { recursive: true });
  cpSync(log, join(folder, name));
  console.log(`${folder}: ${readFileSync(log, 'latin1').split('\n').length - 1} lines`);
}

/** Every message below `folder` (one file each, or mbox), as bytes. */
export function mailsBelow(folder) {
  const found = [];
  for (const entry of existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : []) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) found.push(...mailsBelow(path));
    else if (entry.isFile()) {
      const text = readFileSync(path, 'latin1');
      const parts = text.startsWith('From ') ? text.split(/^(?=From \S* +\w{3} \w{3} [ \d]\d )/m) : [text];
      found.push(...parts.map((part) => part.replace(/^From .*\n/, '')).filter((part) => part.trim() !== ''));
    }
  }
  return found;
}

/** Writes the reports among `mails` (latin1 text) to `folder`, one of each subject and first reported recipient. */
export function writeBounces(folder, mails) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const names = new Set();
  for (const mail of mails) {
    const head = mail.slice(0, mail.search(/\r?\n\r?\n/));
    if (!/^(?:Return-Path: *<>|From:.*(?:mailer-daemon|postmaster))/im.test(head)) continue;
    const about = /^(?:Final-Recipient: rfc822; *|X-Failed-Recipients: *)([^\s,<>]+)/im.exec(mail)?.[1] ?? /<([^<>\s]+@[^<>\s]+)>/.exec(mail.slice(head.length).replaceAll(/@example\.org/g, ''))?.[1];
    const kind = /^Action: (\w+)/m.exec(mail)?.[1] ?? (/warning|delayed|still/i.test(/^Subject:.*/m.exec(head)?.[0] ?? '') ? 'delayed' : 'failed');
    const name = `${(about ?? 'unknown').replace('@', '_').replace(/[^\w.-]/g, '-')}.${kind}.eml`;
    if (names.has(name)) continue;
    names.add(name);
    writeFileSync(join(folder, name), Buffer.from(mail, 'latin1'));
  }
  console.log(`${folder}: ${names.size} reports`);
}
