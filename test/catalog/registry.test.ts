// Is every registered enhanced status code explained, under the registry's name, and every reason there?
// The fixture lists the registry apart from the catalogue: code, name, and the replies it is paired with.
import { describe, expect, test } from 'vitest';
import { enhanced, readJson, reasons } from './catalogue.ts';

interface Registered {
  code: string;
  name: string;
  replies: string[];
}

const registry = readJson('test/fixtures/registered-codes.json') as Registered[];
const byCode = new Map(enhanced.map((entry) => [entry.code, entry]));
const failureReason = (code: string, digit: '4' | '5') => byCode.get(code)?.classes[digit]?.reason;

test('the fixture holds the 81 codes of the registry', () => {
  expect(new Set(registry.map(({ code }) => code)).size).toBe(81);
});

describe('every registered code', () => {
  test.each(registry)('$code $name', ({ code, name, replies }) => {
    const entry = byCode.get(code);
    if (!entry) throw new Error(`catalog/codes/enhanced.json: ${code} (${name}) is missing`);
    expect(entry.registered, `${code}: registered`).toBe(true);
    expect(entry.name, `${code}: name`).toBe(name);
    expect(entry.replies ?? [], `${code}: replies`).toEqual(replies);
    expect(entry.sources, `${code}: sources`).toContain('iana-esc');
    expect(entry.classes['5'], `${code}: what it means as a failure`).toBeDefined();
  });
});

test('nothing else claims to be registered', () => {
  const registered = new Set(registry.map(({ code }) => code));
  const claims = enhanced.filter(({ code, registered: is }) => is && code.split('.').length === 3);
  expect(claims.map(({ code }) => code).filter((code) => !registered.has(code))).toEqual([]);
});

test('unregistered codes in use have no name and say that they are not registered', () => {
  const unregistered = enhanced.filter(({ registered }) => !registered);
  expect(unregistered.map(({ code }) => code)).toEqual([
    'X.1.20',
    'X.1.90',
    'X.4.8',
    'X.4.9',
    'X.7.32',
    'X.7.40',
  ]);
  for (const { code, name, notes } of unregistered) {
    expect(name, code).toBeNull();
    expect(notes?.join(' '), code).toContain('Not a registered code');
  }
});

test('any code falls back to a subject and a class', () => {
  for (const code of ['X', ...[0, 1, 2, 3, 4, 5, 6, 7].map((subject) => `X.${subject}`)]) {
    expect(Object.keys(byCode.get(code)?.classes ?? {}), code).toEqual(expect.arrayContaining(['4', '5']));
  }
  expect(byCode.get('X')?.classes['2']?.reason).toBe('delivered');
});

test('a success is a success: class 2 is always delivered', () => {
  const wrong = enhanced.filter(({ classes }) => classes['2'] && classes['2'].reason !== 'delivered');
  expect(wrong.map(({ code }) => code)).toEqual([]);
});

test('a class that may pass does not read like the final one, unless only the number of tries differs', () => {
  const alike = enhanced.filter(
    ({ meaning, classes }) =>
      classes['4'] && classes['5'] && !classes['4'].meaning && !classes['5'].meaning && meaning,
  );
  expect(alike.map(({ code }) => `catalog/codes/enhanced.json, ${code}: 4 and 5 have one meaning`)).toEqual(
    [],
  );
});

// Where practice differs from what the registry's words suggest, postmasters' experience decided.
test.each([
  ['X.7.1', 'policy', 'policy'],
  ['X.2.0', 'system', 'unknown'],
  ['X.2.1', 'mailbox-disabled', 'mailbox-disabled'],
  ['X.3.2', 'system', 'policy'],
  ['X.4.1', 'connection', 'unknown-user'],
  ['X.4.4', 'dns-routing', 'unknown-domain'],
  ['X.4.5', 'system', 'rate-limit'],
  ['X.7.4', 'tls', 'tls'],
] as const)('%s: 4 is %s, 5 is %s', (code, temporary, permanent) => {
  expect([failureReason(code, '4'), failureReason(code, '5')]).toEqual([temporary, permanent]);
});

test('the 28 reasons are there, in their own order', () => {
  expect(reasons.map(({ id }) => id)).toEqual([
    ...[
      'delivered',
      'unknown-user',
      'unknown-domain',
      'mailbox-disabled',
      'mailbox-full',
      'recipient-restricted',
    ],
    ...[
      'message-too-big',
      'content-format',
      'spam',
      'malware',
      'sender-rejected',
      'sender-auth',
      'sender-dns',
    ],
    ...['blocklist', 'reputation', 'policy', 'greylisting', 'rate-limit', 'relay-denied', 'login', 'tls'],
    ...['dns-routing', 'connection', 'expired', 'loop', 'system', 'protocol', 'unknown'],
  ]);
});

test('only a bad address makes a hard bounce', () => {
  const hard = reasons.filter(({ kind }) => kind === 'hard').map(({ id }) => id);
  expect(hard).toEqual(['unknown-user', 'unknown-domain', 'mailbox-disabled']);
});
