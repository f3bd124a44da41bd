// What should a reader of the recorded logs and bounces find? The answer key, written from the table of answers:
// what the sink really said, not what Postfix made of it. It also checks that the recording went as the table says.
// Absent on purpose: meaning (reasons), and everything that only the product's own patterns could know.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ANSWERS, HOSTS } from '../world.mjs';
import { SESSIONS } from './inbound.mjs';

const fault = (outcome, reply, enhanced, phase, phaseAlso) => ({ outcome, reply, enhanced, phase, ...(phaseAlso !== undefined && { phaseAlso }) });

/** What happens to every recipient of a domain whose server misbehaves as a whole, or that has no server. */
const BY_DOMAIN = {
  'strict.example.com': fault('deferred', '554', '4.0.0', 'connect'),
  'closed.example.com': fault('deferred', '521', '5.3.2', 'connect'),
  'busy.example.com': fault('deferred', '421', '4.3.2', 'connect'),
  'y7.yodel.example': fault('deferred', '421', '4.7.0', 'MAIL FROM'),
  'down.example.com': fault('deferred', null, '4.4.1', 'connect'),
  'faraway.example.com': fault('deferred', null, '4.4.1', 'connect'),
  'quiet.example.com': fault('deferred', null, '4.4.2', 'connect'),
  'cutoff.example.com': fault('deferred', null, '4.4.2', 'connect'),
  // Postfix writes "refused to talk to me" for the greeting and for EHLO alike.
  'helo.example.com': fault('bounced', '550', '5.7.1', 'EHLO', 'connect'),
  'sender.example.com': fault('bounced', '553', '5.1.8', 'MAIL FROM'),
  'auth.example.com': fault('bounced', '530', '5.7.0', 'MAIL FROM'),
  'spf.example.com': fault('bounced', '550', '5.7.23', 'MAIL FROM'),
  'small.example.com': fault('bounced', null, '5.3.4', null, 'EHLO'),
  'secret.example.com': fault('deferred', null, '4.7.4', 'STARTTLS', null),
  'tlsdown.example.com': fault('deferred', '454', '4.7.0', 'STARTTLS'),
  'cut.example.com': fault('deferred', null, '4.4.2', 'MAIL FROM'),
  'cutend.example.com': fault('deferred', null, '4.4.2', 'end of DATA'),
  'stall.example.com': fault('deferred', null, '4.4.2', 'end of DATA'),
  'nodata.example.com': fault('deferred', '451', '4.3.0', 'DATA'),
  'nomail.example.com': fault('bounced', null, '5.1.0', null),
  'nohost.example.com': fault('bounced', null, '5.4.4', null),
  'lame.example.com': fault('deferred', null, '4.4.3', null),
  'loop.example.com': fault('bounced', null, '5.4.6', null),
  'nosuchdomain.example.com': fault('bounced', null, '5.4.4', null),
  'retired.example.com': fault('bounced', null, '5.1.2', null),
  'later.example.com': fault('deferred', null, '4.3.5', null),
  'sinkhole.example.com': fault('discarded', null, '2.0.0', null),
};

/** Deliveries that never leave our server. */
const BY_RECIPIENT = {
  'full.drawer@example.org': fault('bounced', null, '5.2.2', null),
  'jonas@mail.example.org': fault('bounced', null, '5.2.2', null),
  'ghost@mail.example.org': fault('bounced', null, '5.1.1', null),
  'ghost@example.org': fault('bounced', null, '5.1.1', null),
  'policy.test@example.org': fault('bounced', null, '5.1.1', null),
  'ring@mail.example.org': fault('bounced', null, '5.4.6', null),
  'ring2@mail.example.org': fault('bounced', null, '5.4.6', null),
  'printer@mail.example.org': fault('bounced', null, '5.3.0', null),
  'reports@mail.example.org': fault('bounced', null, '5.2.0', null),
  'lists@mail.example.org': fault('bounced', null, '5.3.5', null),
  'closed@tickets.example.org': fault('bounced', null, '5.1.1', null),
  'busy@tickets.example.org': fault('deferred', null, '4.3.0', null),
  'private@tickets.example.org': fault('bounced', null, '5.7.1', null),
  'broken@tickets.example.org': fault('bounced', null, '5.3.0', null),
  // Needs SMTPUTF8, which the other side does not offer.
  'jürgen@example.net': fault('bounced', null, '5.6.7', null, 'EHLO'),
};

const complaints = [];
const ofReply = (step) => {
  if (step.say === 'drop') return { outcome: 'deferred', reply: null, enhanced: step.enhanced, phase: step.phase };
  const reply = step.say[0].slice(0, 3);
  // Without a code in the reply Postfix makes one of the reply's class.
  return { outcome: reply[0] === '4' ? 'deferred' : 'bounced', reply, enhanced: step.enhanced ?? `${reply[0]}.0.0`, phase: step.phase };
};
const stepsOf = (recipient) => {
  const entry = ANSWERS[recipient.toLowerCase()];
  return entry ? (entry.steps ?? [entry]) : [];
};

/** The row of an accepted recipient: by a server of the table, our filter, or our own mailboxes. */
function accepted(line) {
  // relay=mx1.example.net[198.51.100.11]:25
  const ip = /relay=[^[,]*\[([^\]]+)\]/.exec(line)?.[1];
  const host = HOSTS.find((h) => h.ip === ip && (h.port ?? 25) === Number(/\]:(\d+)/.exec(line)?.[1]));
  if (!host) return { outcome: 'delivered', reply: null, enhanced: '2.0.0', phase: null };
  const enhanced = /\b2\.\d+\.\d+/.exec(host.accept ?? '250 2.0.0')?.[0] ?? '2.0.0';
  return { outcome: host.port === 10024 ? 'relayed' : 'delivered', reply: '250', enhanced, phase: 'end of DATA', phaseAlso: null };
}

const OUTCOMES = { sent: ['delivered', 'relayed', 'discarded'], deferred: ['deferred'], bounced: ['bounced'], SOFTBOUNCE: ['bounced'] };

function outboundRows(lines) {
  const attempts = new Map();
  const waiting = new Map();
  const rows = [];
  lines.forEach((line, index) => {
    // ... mail postfix/smtp[212]: A518A57: to=<dora.keller@example.net>, orig_to=<..>, relay=.., status=bounced (..)
    const [, queueId, recipient, status] = /\]: (\w+): to=<([^>]*)>.*?, status=(\w+) /.exec(line) ?? [];
    if (!status) {
      // ... postfix/qmgr[298]: 4jYJzh3Xppz5m: from=<anna.berg@example.org>, status=expired, returned to sender
      const expired = /\]: (\w+): from=<[^>]*>, status=(?:force-)?expired/.exec(line)?.[1];
      for (const to of waiting.get(expired) ?? []) rows.push({ line: index + 1, recipient: to, outcome: 'expired', reply: null, enhanced: null, phase: null });
      return;
    }
    if (status.endsWith('deliverable')) return;
    const suspended = line.includes('delivery temporarily suspended');
    const attempt = attempts.get(recipient) ?? 0;
    if (!suspended) attempts.set(recipient, attempt + 1);
    const steps = stepsOf(recipient);
    const at = Math.max(0, Math.min(suspended ? attempt - 1 : attempt, steps.length - 1));
    const domain = recipient.slice(recipient.lastIndexOf('@') + 1);
    const step = steps[at];
    let row = BY_RECIPIENT[recipient] ?? BY_DOMAIN[domain] ?? (step ? ofReply(step) : accepted(line));
    if (!OUTCOMES[status]?.includes(row.outcome)) complaints.push(`line ${index + 1}: ${row.outcome} expected: ${line}`);
    if (Array.isArray(step?.say) && !line.includes(step.say[0].replaceAll('\xe4', '?'))) complaints.push(`line ${index + 1}: "${step.say[0]}" expected: ${line}`);
    if (status === 'SOFTBOUNCE') row = { ...row, outcome: 'deferred' };
    rows.push({ line: index + 1, recipient, ...row, ...(suspended && { suspended }) });
    const left = (waiting.get(queueId) ?? []).filter((r) => r !== recipient);
    waiting.set(queueId, row.outcome === 'deferred' ? [...left, recipient] : left);
  });
  return rows.map((row) => ({ direction: 'out', ...row }));
}

/** Rows for refusals at our own door; `played` says whether every session of the inbound story was. */
function inboundRows(lines, played) {
  const rows = [];
  const taken = new Set();
  for (const { marks, ...row } of SESSIONS.flatMap((s) => s.expect ?? [])) {
    const index = lines.findIndex((l, i) => !taken.has(i) && marks.every((m) => l.includes(m)));
    if (index >= 0) {
      taken.add(index);
      rows.push({ direction: 'in', line: index + 1, ...row });
    } else if (played) complaints.push(`no line with ${marks.join(' + ')}`);
  }
  // Refusals that several stories have and that no session lists.
  lines.forEach((line, index) => {
    if (taken.has(index)) return;
    // ... NOQUEUE: reject: RCPT from ws14.office.example.org[10.20.0.14]: 550 5.1.1 <nobody.here@example.org>: ..; from=<..> to=<..>
    const [, phase, reply, enhanced, rest] = /NOQUEUE: reject: (RCPT|MAIL) from [^ ]+: (\d{3}) (\d\.\d+\.\d+) (.*)/.exec(line) ?? [];
    const recipient = / to=<([^>]*)>/.exec(rest)?.[1] ?? null;
    if (phase) rows.push({ direction: 'in', line: index + 1, recipient, outcome: 'rejected', reply, enhanced, phase: phase === 'RCPT' ? 'RCPT TO' : 'MAIL FROM' });
    else if (/: (hold|discard): header/.test(line)) rows.push({ direction: 'in', line: index + 1, recipient: / to=<([^>]*)>/.exec(line)?.[1], outcome: line.includes(': hold:') ? 'held' : 'discarded', reply: null, enhanced: null, phase: 'end of DATA' });
  });
  return rows;
}

/** The rows of one log, by line. */
export function logRows(bytes, story) {
  const lines = bytes.toString('utf8').split('\n');
  return [...outboundRows(lines), ...inboundRows(lines, story === 'inbound')].sort((a, b) => a.line - b.line);
}

// Final-Recipient: rfc822; dora.keller@example.net … Action: failed … Status: 5.1.1
const BLOCK = /^Final-Recipient: [\w-]+; ?([^\n]+)\n(?:[^\n]+\n)*?Action: ([\w-]+)\nStatus: ([\d.]+)\n(?:[^\n]+\n)*/gm;

/** The recipients that a report names, each with its action and its block as one line. */
export const reported = (text) =>
  [...text.matchAll(BLOCK)].map(([block, recipient, action, status]) => ({ recipient, action, status, block: block.replace(/\n\s+/g, ' ') }));

function bounceRow({ recipient, action, status, block }) {
  const domain = recipient.slice(recipient.lastIndexOf('@') + 1);
  const squeezed = block.replace(/\s+/g, '');
  const step = stepsOf(recipient).findLast((s) => s && (s.say === 'drop' || squeezed.includes(s.say[0].replace(/\s+/g, '').replaceAll('\xe4', '?'))));
  const row = BY_RECIPIENT[recipient] ?? BY_DOMAIN[domain] ?? (step ? ofReply(step) : null);
  if (action === 'relayed' || action === 'delivered') {
    const reply = /Diagnostic-Code: smtp; (\d{3})/.exec(block)?.[1] ?? null;
    return { recipient, outcome: action, reply, enhanced: status, ...(reply ? { phase: 'end of DATA', phaseAlso: null } : { phase: null }) };
  }
  if (!row) {
    complaints.push(`nothing known about ${recipient} ${action} ${status}`);
    return null;
  }
  const outcome = action === 'delayed' ? 'deferred' : row.outcome === 'deferred' ? 'expired' : row.outcome;
  return { recipient, ...row, outcome };
}

/** Writes one .eml for each distinct report (same recipients, same action: the first one only). */
export function writeBounces(here, bounces) {
  const folder = join(here, 'bounces');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  const names = new Set();
  let copies = 0;
  for (const { bytes, user } of bounces) {
    const found = reported(bytes.toString('utf8'));
    const actions = [...new Set(found.map((f) => (f.action.endsWith('deliverable') ? 'probe' : f.action)))].sort().join('-');
    const first = found[0]?.recipient.replace('@', '_').replace(/[^\w.-]/g, '-') ?? 'no-recipient';
    const name = `${user === 'postmaster' ? 'postmaster.' : ''}${first}${found.length > 1 ? `.and-${found.length - 1}` : ''}.${actions}.eml`;
    // Three of the postmaster's copies show their form; the rest repeat what the senders got.
    if (names.has(name) || (user === 'postmaster' && ++copies > 3)) continue;
    names.add(name);
    writeFileSync(join(folder, name), bytes);
  }
}

/** Writes expected.json beside the recordings; throws where the recording is not what the table says. */
export function writeExpected(here, stories) {
  const logs = Object.fromEntries(stories.map((story) => [`${story}/mail.log`, logRows(readFileSync(join(here, story, 'mail.log')), story)]));
  const bounces = Object.fromEntries(
    readdirSync(join(here, 'bounces')).sort().map((name) => {
      const rows = reported(readFileSync(join(here, 'bounces', name), 'utf8')).filter((r) => !r.action.endsWith('deliverable')).map(bounceRow);
      return [`bounces/${name}`, rows.filter(Boolean).map((row) => ({ direction: 'out', ...row }))];
    }),
  );
  const text = Object.entries({ ...logs, ...bounces }).map(([file, rows]) => `${JSON.stringify(file)}: [${rows.map((r) => `\n  ${JSON.stringify(r)}`).join(',')}\n]`);
  writeFileSync(join(here, 'expected.json'), `{\n${text.join(',\n')}\n}\n`);
  if (complaints.length > 0) throw new Error(`the recording differs from the table:\n${complaints.join('\n')}`);
}
