// What did the sink really say to a recipient? The truth behind every answer key, from the table of world.mjs alone.
// Absent on purpose: what our own server made of it (deferred or given back), which its own key.mjs reads from the log's word.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ANSWERS, HOSTS, NAMES } from './world.mjs';

const text = (say) => [say].flat().join('\n');
/** The first enhanced code behind the reply's number, in brackets or behind a hash; null where there is none. */
const codeIn = (words) => /^\d{3}[ -]#?([245]\.\d{1,3}\.\d{1,3})\b|[(#[]#?([245]\.\d\.\d{1,3})\b/m.exec(words)?.slice(1).find(Boolean) ?? null;
const said = (phase, say) =>
  say === 'drop' || say === 'silent'
    ? { reply: null, enhanced: null, phase }
    : { reply: text(say).slice(0, 3), enhanced: codeIn(text(say)), phase };

const PHASES = [
  ['EHLO', 'EHLO'],
  ['STAR', 'STARTTLS'],
  ['MAIL', 'MAIL FROM'],
  ['DATA', 'DATA'],
  ['.', 'end of DATA'],
];

/** The servers of a domain, most wanted first. */
export function hostsOf(domain) {
  const records = NAMES[domain];
  const names = records?.MX?.map((mx) => mx.split(' ')[1]) ?? (records?.A ? [domain] : []);
  return names.map((name) => HOSTS.find((host) => host.name === name)).filter(Boolean);
}

/**
 * @param attempt counts from 0
 * @returns `{ reply, enhanced, phase, accepted }`; `reply` null where nobody answered with three digits
 */
export function answerTo(recipient, attempt = 0) {
  const hosts = hostsOf(recipient.slice(recipient.lastIndexOf('@') + 1).toLowerCase());
  const host = hosts.find((h) => !h.closed && !/^[45]/.test(text(h.greeting ?? ''))) ?? hosts[0];
  if (!host) return { reply: null, enhanced: null, phase: null };
  if (host.closed) return { reply: null, enhanced: null, phase: 'connect' };
  if (host.greeting && (typeof host.greeting !== 'string' || !host.greeting.startsWith('2'))) return said('connect', host.greeting);
  const refusal = PHASES.find(([verb]) => host.replies?.[verb] && !(verb === 'EHLO' && !host.replies.HELO) && verb !== 'STAR');
  if (refusal) return said(refusal[1], host.replies[refusal[0]]);
  const entry = ANSWERS[recipient.toLowerCase()];
  const steps = entry ? (entry.steps ?? [entry]) : [];
  const step = steps[Math.min(attempt, steps.length - 1)];
  if (step) return said(step.phase, step.say);
  return { ...said('end of DATA', host.accept ?? '250 2.0.0 Ok'), accepted: true };
}

/**
 * The rows of the recorded bounces: whom each reports about and whether as given up or delayed is read from it, the rest is the
 * sink's truth. A reply without an enhanced code leaves the word to the report's Status field.
 * @param truth (recipient, its block of fields, the whole text) → `{ outcome?, reply, enhanced, phase? }`; without `enhanced`: the Status
 */
export function bounceRows(here, truth) {
  const folder = join(here, 'bounces');
  return Object.fromEntries(
    readdirSync(folder).sort().map((name) => {
      const text = readFileSync(join(folder, name), 'utf8');
      // Final-Recipient: rfc822; dora.keller@example.net       X-Original-To: <dora.keller@example.net>
      const blocks = [...text.matchAll(/^(?:Final-Recipient: rfc822; *|X-Original-To: <)([^\s<>]+@[^\s<>]+)>?\n(?:.+\n)*/gm)];
      const rows = blocks.map(([block, recipient]) => {
        const { outcome, reply, enhanced = /^Status: (\S+)/m.exec(block)?.[1] ?? null, ...rest } = truth(recipient, block, text);
        return { direction: 'out', recipient, ...(outcome && { outcome }), reply, enhanced, ...rest };
      });
      return [`bounces/${name}`, rows];
    }),
  );
}

/** Writes `expected.json`: file → rows by line. */
export function writeKey(folder, files) {
  const blocks = Object.entries(files).map(([file, rows]) => `${JSON.stringify(file)}: [${rows.map((row) => `\n  ${JSON.stringify(row)}`).join(',')}\n]`);
  writeFileSync(join(folder, 'expected.json'), `{\n${blocks.join(',\n')}\n}\n`);
}

export const linesOf = (path) => readFileSync(path, 'utf8').split('\n');
