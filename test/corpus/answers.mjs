// What did the sink really say to a recipient? The truth behind every answer key, from the table of world.mjs alone.
// Absent on purpose: what our own server made of it (deferred or given back), which its own key.mjs reads from the log's word.
import { readFileSync, writeFileSync } from 'node:fs';
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

/** Writes `expected.json`: file → rows by line. */
export function writeKey(folder, files) {
  const blocks = Object.entries(files).map(([file, rows]) => `${JSON.stringify(file)}: [${rows.map((row) => `\n  ${JSON.stringify(row)}`).join(',')}\n]`);
  writeFileSync(join(folder, 'expected.json'), `{\n${blocks.join(',\n')}\n}\n`);
}

export const linesOf = (path) => readFileSync(path, 'utf8').split('\n');
