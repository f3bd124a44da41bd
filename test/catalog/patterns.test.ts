// Does the catalogue recognise what servers really say? Every pattern by its sample, and three tables written apart from
// the catalogue: the 2010 reference's examples, what servers' sources hold, and the worked examples of the design.
// Deliberately absent: how a log line is taken apart, whether entries are complete (entries.test.ts), and whether
// each sample leads to its own entry (coverage.test.ts).
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { joinCatalog } from '../../catalog/build.mjs';
import { Catalog, type Entry, type Pattern } from '../../server/src/core/catalog/catalog';
import { questionOn } from '../../server/src/core/model/question';
import { Judge } from '../../server/src/core/verdict/verdict';
import { asked } from './catalogue';

const catalog = new Catalog(JSON.stringify(joinCatalog()));
const judge = new Judge(catalog);
const read = <T>(name: string): T[] =>
  JSON.parse(readFileSync(new URL(`../fixtures/phrases/${name}.json`, import.meta.url), 'utf8')).rows;

const patterned = [...catalog.entries.values()].filter((entry) => entry.patterns.length > 0);
const providers = catalog.speakers.filter(({ kind, hosts }) => kind === 'provider' && hosts?.length);

const samples = patterned.flatMap((entry) => entry.patterns.map((pattern) => ({ entry, pattern })));

/** Runs of the same kind of problem, one line each, so that a red test names all of them at once. */
function problems(check: (entry: Entry, pattern: Pattern) => string | null): string[] {
  return samples.flatMap(({ entry, pattern }) => {
    const found = check(entry, pattern);
    return found === null
      ? []
      : [`${entry.id} “${pattern.text ?? pattern.enhanced ?? pattern.reply}”: ${found}`];
  });
}

describe('every pattern, by its sample', () => {
  test('the sample is given the reason of its entry', () => {
    expect(
      problems((entry, { sample }) => {
        const { reason, entry: decided } = judge.judge(asked(entry, sample));
        return reason === entry.reason
          ? null
          : `${entry.reason} wanted, ${reason} by ${decided?.id} of “${sample}”`;
      }),
    ).toEqual([]);
  });

  test('a provider is not claimed from the host of another', () => {
    const wrong = problems(({ speaker }, { sample }) => {
      if (speaker?.kind !== 'provider') return null;
      const other = providers.find(({ id }) => id !== speaker.id);
      if (!other) return null;
      const verdict = judge.judge(questionOn(sample, null, `mx.${other.hosts![0]}`));
      return verdict.entry?.speaker?.id === speaker.id ? `claimed at ${other.id}` : null;
    });
    expect(wrong).toEqual([]);
  });
});

/** `unread`: the number stands where the reader of replies does not look for one; the words are read all the same. */
interface SeedExample {
  text: string;
  system: string | null;
  reply: string | null;
  enhanced: string | null;
  reason: string;
  unread?: boolean;
}

describe('the 99 texts that the 2010 reference quotes', () => {
  const examples = read<SeedExample>('seed-examples');

  test('all are here', () => {
    expect(examples).toHaveLength(99);
  });

  test.each(examples)('$text', ({ text, reply, enhanced, reason, unread }) => {
    const question = questionOn(text);
    expect(judge.judge(question).reason).toBe(reason);
    if (!unread) expect([question.reply, question.enhanced]).toEqual([reply, enhanced]);
  });
});

/** What a system says, put into realistic replies; `excluded` tells why words of its table prove no reason. */
interface TableRow {
  system: string;
  words: string;
  excluded?: string;
  writer?: string | null;
  replies?: { reply: string; reason: string }[];
}

/** So short that only the program that writes the line can be meant. */
const onlyItsOwn = new Set(['u@example.com R=dnslookup: domain is held', 'IO Error:']);

describe('what mail servers say and log', () => {
  const rows = read<TableRow>('replies');

  test('every row is asked, or tells why not', () => {
    expect(rows).toHaveLength(315);
    expect(
      rows.filter(({ replies, excluded }) => !replies?.length && !excluded).map(({ words }) => words),
    ).toEqual([]);
  });

  test.each([
    ['in its own log', (row: TableRow) => row.writer ?? null],
    ['in the words of an unknown server', () => null],
  ])('%s', (_, writer) => {
    const wrong = rows.flatMap((row) =>
      (row.replies ?? []).flatMap(({ reply, reason }) => {
        const by = writer(row);
        if (by === null && onlyItsOwn.has(reply)) return [];
        const verdict = judge.judge(questionOn(reply, by));
        return verdict.reason === reason
          ? []
          : [`${row.system}: ${reason} wanted, ${verdict.reason} by ${verdict.entry?.id} of “${reply}”`];
      }),
    );
    expect(wrong).toEqual([]);
  });
});

describe('replies whose number misleads', () => {
  test.each([
    ['552 4.2.2 User has full mailbox.', 'mailbox-full'],
    [
      "554-mx.example.com 554 Your access to this mail system has been rejected due to the sending MTA's poor reputation",
      'reputation',
    ],
    ['connect to mx.example.com[192.0.2.1]:25: Connection timed out', 'connection'],
    ['554 5.7.1 <a@b.example>: Relay access denied', 'relay-denied'],
    [
      '450 4.1.1 <u@d.example>: Recipient address rejected: undeliverable address: host 10.0.0.5[10.0.0.5] said: 550 5.1.1 <u@d.example>: User unknown (in reply to RCPT TO command)',
      'unknown-user',
    ],
    ['451 4.7.1 Greylisting', 'greylisting'],
    ['550 Requested action not taken: mailbox unavailable', 'unknown-user'],
    ['552 5.2.3 Message size exceeds maximum permitted', 'message-too-big'],
    [
      '550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 #5.1.0 Address rejected.',
      'unknown-user',
    ],
    ['550 no such user', 'unknown-user'],
    ['451 4.7.1 Service unavailable - try again later', 'system'],
    ['451 4.7.1 Try again later', 'policy'],
    ['450 4.7.1 <u@d.example>: Recipient address rejected: Greylisted', 'greylisting'],
    ['454 4.7.1 <u@d.example>: Relay access denied', 'relay-denied'],
    ['454 4.7.0 TLS not available due to local problem', 'tls'],
    ['535 5.7.3 Authentication unsuccessful', 'login'],
    ['550 5.5.0 Service unavailable', 'system'],
    [
      'TLS is required, but host mx.example.com[192.0.2.1] refused to start TLS: 454 4.7.0 TLS not available',
      'tls',
    ],
    [
      'Domain example.com has exceeded the max defers and failures per hour (5/5 (100%)) allowed. Message discarded.',
      'rate-limit',
    ],
    ['550 5.7.1 rejected by DMARC policy for example.com', 'sender-auth'],
  ])('%s', (text, reason) => {
    expect(judge.judge(questionOn(text)).reason).toBe(reason);
  });

  // A host or a mailbox may bear the name of anything; a word so common proves nothing there.
  test.each([
    ['550 5.1.1 <virus@spam.example>: User unknown', 'unknown-user'],
    ['452 4.2.2 <tls@helo.example> Mailbox full; see https://spam.example/virus', 'mailbox-full'],
    ['550 <spam@reputation.example> [dkim.example]', 'unknown'],
  ])('%s: names are no hints', (text, reason) => {
    expect(judge.judge(questionOn(text)).reason).toBe(reason);
  });
});
