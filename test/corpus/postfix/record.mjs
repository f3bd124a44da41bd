// How does the corpus come about? Postfix runs story by story against the sink; its log and its bounces are kept as
// they are. Run by record.sh only, inside its namespaces. Absent on purpose: any change to what Postfix wrote.
import { execFile } from 'node:child_process';
import { appendFileSync, chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startNames } from '../names.mjs';
import { startSink } from '../sink.mjs';
import { answerTable, HOSTS, NAMES, OUR_IPS, STRANGERS } from '../world.mjs';
import { FILES, MAIN, MASTER, STORY_MAIN } from './setup.mjs';
import { playDay } from './day.mjs';
import { playInbound } from './inbound.mjs';
import { playLifecycle } from './lifecycle.mjs';
import { playOutbound } from './outbound.mjs';
import { startPolicy } from './policy.mjs';

const work = process.env.MAIL_RECORDING;
if (!work) throw new Error('record.mjs is run by record.sh');
const here = dirname(fileURLToPath(import.meta.url));
const LOG = '/var/log/mail.log';
const STORIES = { outbound: playOutbound, inbound: playInbound, lifecycle: playLifecycle, day: playDay };

/** Which recorded bounces are shown as samples. */
const SAMPLES = {
  'unknown-user': 'lena.fischer82_bigmail.example.failed',
  'mailbox-full': 'j.hoekstra_legacy.example.net.failed',
  policy: 'dmarc.watcher_bigmail.example.failed',
  delayed: 'grandma.rose_bigmail.example.delayed',
  'several-recipients': 'alumni_uni.example.net.and-2.failed',
  expired: 'boss_down.example.com.failed',
};

// Never the synchronous kind: the name server and the sink live in this process and must go on answering.
const execute = promisify(execFile);
const run = (command, ...args) => execute(command, args, { timeout: 30_000 });

for (const ip of new Set([...OUR_IPS, ...Object.values(STRANGERS), ...HOSTS.map((h) => h.ip)])) {
  await run('ip', 'addr', 'add', `${ip}/${ip.includes(':') ? 128 : 32}`, 'dev', 'lo');
}
const tlsFiles = { tlsKey: readFileSync(join(work, 'sink.key')), tlsCert: readFileSync(join(work, 'sink.crt')) };
await startNames(NAMES);
const sink = await startSink(HOSTS, answerTable(), tlsFiles);
await startPolicy();

function configure(story, settings = {}) {
  for (const [name, text] of Object.entries(FILES)) {
    writeFileSync(`/etc/postfix/${name}`, text);
    if (name.endsWith('.sh')) chmodSync(`/etc/postfix/${name}`, 0o755);
  }
  const main = { ...MAIN, ...STORY_MAIN[story], ...settings };
  writeFileSync('/etc/postfix/main.cf', Object.entries(main).map(([k, v]) => `${k} = ${v}\n`).join(''));
  writeFileSync('/etc/postfix/master.cf', MASTER);
}

const reload = async (story, settings) => {
  configure(story, settings);
  await run('postfix', 'reload');
};

/** Waits until the queue manager has nothing at hand, at most `seconds`. */
async function settle(seconds = 25) {
  const busy = () => ['maildrop', 'incoming', 'active'].some((q) => readdirSync(`/var/spool/postfix/${q}`).length > 0);
  let calm = 0;
  for (let i = 0; i < seconds * 4 && calm < 4; i++) {
    await pause(250);
    calm = busy() ? 0 : calm + 1;
  }
}

function collectBounces(story) {
  const kept = [];
  const base = '/var/mail/vhosts';
  for (const domain of existsSync(base) ? readdirSync(base) : []) {
    for (const user of readdirSync(join(base, domain))) {
      const box = join(base, domain, user, 'new');
      if (!existsSync(box)) continue;
      for (const file of readdirSync(box).sort()) {
        const bytes = readFileSync(join(box, file));
        if (/^Content-Type: multipart\/report/m.test(bytes.toString('latin1'))) kept.push({ story, user, bytes });
      }
    }
  }
  rmSync(base, { recursive: true, force: true });
  return kept;
}

const bounces = [];
for (const [story, play] of Object.entries(STORIES)) {
  if (process.env.ONLY && process.env.ONLY !== story) continue;
  rmSync(LOG, { force: true });
  sink.forget();
  configure(story);
  mkdirSync('/var/mail/vhosts/example.org', { recursive: true });
  // Two mailboxes that are as good as full: one of virtual(8), one of local(8).
  for (const box of ['/var/mail/vhosts/example.org/full.drawer', '/var/mail/jonas']) {
    writeFileSync(box, `From anna.berg@example.org Mon Nov  2 09:00:00 2026\nSubject: old\n\n${'old mail, long kept\n'.repeat(5500)}\n`);
  }
  await run('chown', '-R', 'nobody:nogroup', '/var/mail/vhosts');
  await run('chown', 'jonas:nogroup', '/var/mail/jonas');
  await run('postfix', 'start');
  await play({ settle, pause, run, reconfigure: (settings) => reload(story, settings) });
  await settle();
  await run('postfix', 'stop');
  await pause(500);
  const target = join(here, story);
  mkdirSync(target, { recursive: true });
  cpSync(LOG, join(target, 'mail.log'));
  bounces.push(...collectBounces(story));
  // The next story starts with an empty queue.
  for (const queue of ['deferred', 'hold', 'active', 'incoming', 'maildrop', 'defer', 'bounce']) {
    rmSync(`/var/spool/postfix/${queue}`, { recursive: true, force: true });
  }
  appendFileSync('/dev/stdout', `${story}: ${readFileSync(LOG, 'latin1').split('\n').length - 1} lines\n`);
}

if (!process.env.ONLY) {
  const { writeBounces, writeExpected } = await import('./outcomes.mjs');
  writeBounces(here, bounces);
  writeExpected(here, Object.keys(STORIES));
  const samples = join(here, '../../samples');
  mkdirSync(samples, { recursive: true });
  cpSync(join(here, 'day/mail.log'), join(samples, 'mail.log'));
  for (const [sample, recorded] of Object.entries(SAMPLES)) cpSync(join(here, 'bounces', `${recorded}.eml`), join(samples, `bounce-${sample}.eml`));
} else {
  rmSync('/tmp/recorded', { recursive: true, force: true });
  mkdirSync('/tmp/recorded');
  bounces.forEach((b, i) => { writeFileSync(`/tmp/recorded/${b.story}-${i}.eml`, b.bytes); });
}
process.exit(0);
