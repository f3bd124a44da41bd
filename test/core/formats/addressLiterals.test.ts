// Is a mailbox at an address literal (RFC 5321 §4.1.3: `user@[192.0.2.7]`) read as a recipient in every log? The logs of the
// corpus are read once more with all recipients moved there; everything else must be read as before.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Attempt } from '../../../server/src/core/model/attempt.ts';
import { deliveries } from '../../support/engine.ts';

const corpus = new URL('../../corpus/', import.meta.url);

/** Zimbra names its own accounts, whose domains are names. */
const never = new Set(['zimbra']);

const logs = readdirSync(corpus)
  .filter((folder) => !never.has(folder) && existsSync(new URL(`${folder}/expected.json`, corpus)))
  .flatMap((folder) =>
    Object.keys(JSON.parse(readFileSync(new URL(`${folder}/expected.json`, corpus), 'utf8')) as object)
      .filter((log) => !log.endsWith('.eml'))
      .map((log) => `${folder}/${log}`),
  );

describe.each(['[192.0.2.7]', '[IPv6:2001:db8::1]'])('recipients at %s', (literal) => {
  it.each(logs)('%s', (log) => {
    const text = readFileSync(new URL(log, corpus), 'utf8');
    const before = deliveries(text);
    const move = (recipient: string | null): string | null =>
      recipient !== null && /^[^@]+@[^@]+$/.test(recipient)
        ? `${recipient.slice(0, recipient.indexOf('@'))}@${literal}`
        : recipient;
    const recipients = [...new Set(before.map(({ attempt }) => attempt.recipient))].filter(
      (recipient) => recipient !== null && move(recipient) !== recipient,
    ) as string[];
    // The longest first: one may end another's.
    recipients.sort((a, b) => b.length - a.length);
    const moved = recipients.reduce((all, one) => all.replaceAll(one, move(one)!), text);
    const told = (line: number, recipient: string | null, { outcome, reply, enhanced, host }: Attempt) =>
      `${line + 1} ${recipient} ${outcome} ${reply} ${enhanced} ${host}`;
    const found = new Set(
      deliveries(moved).map(({ attempt, line }) => told(line, attempt.recipient, attempt)),
    );
    const wanted = before.map(({ attempt, line }) => told(line, move(attempt.recipient), attempt));
    expect(wanted.filter((row) => !found.has(row))).toEqual([]);
  });
});
