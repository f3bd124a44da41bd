import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Redactor } from '../../../server/src/core/features/redact.ts';
import { asRow, deliveries, engine, records } from '../../support/engine.ts';

const redacted = (text: string) => {
  const redactor = new Redactor(engine().speech.catalog);
  return text
    .split('\n')
    .map((line) => redactor.redact(line))
    .join('\n');
};

describe('what is hidden and what stays', () => {
  test.each([
    [
      'to=<jane.doe@acme.com>, relay=mx1.acme.com[52.101.73.11]:25',
      'to=<user1@host1.example>, relay=host2.example[192.0.2.1]:25',
    ],
    ['canonical_maps: @acme.com: not found', 'canonical_maps: @host1.example: not found'],
    ['jane@acme.com and jane@acme.com again', 'user1@host1.example and user1@host1.example again'],
    ['550 5.1.1 <jane@acme.com>: User unknown', '550 5.1.1 <user1@host1.example>: User unknown'],
    ['from 2a00:1450:4864:20::32f at 00:00:31', 'from 2001:db8::1 at 00:00:31'],
    ['SRS0=x7=AB=acme.com=jane@relay.net', 'user1@host1.example'],
    ['see https://support.google.com/mail/?p=BlockedMessage', 'see https://support.google.com/mail/?…'],
    ['gmail-smtp-in.l.google.com said: 421 4.7.0', 'gmail-smtp-in.l.google.com said: 421 4.7.0'],
    ['Exim 4.96.2, Postfix 3.7.11, mail.log, 5.1.1', 'Exim 4.96.2, Postfix 3.7.11, mail.log, 5.1.1'],
  ])('%s', (before, after) => expect(redacted(before)).toBe(after));
});

const base64 = (text: string): string => Buffer.from(text).toString('base64');

test('logins in dialogues are made-up ones in the same dress', () => {
  expect(
    redacted(
      [
        'C: AUTH PLAIN AGFubmEAc2VjcmV0',
        "send: 'AUTH LOGIN YW5uYQ==\\r\\n'",
        "reply: b'334 UGFzc3dvcmQ6\\r\\n'",
        "send: 'c2VjcmV0\\r\\n'",
        "reply: b'535 5.7.8 no\\r\\n'",
        ' ~> AUTH PLAIN',
        '<~  334 ',
        ' ~> AGFubmEAc2VjcmV0',
        '<~* 535 5.7.8 no',
        'took 334',
        'words stay',
      ].join('\n'),
    ),
  ).toBe(
    [
      `C: AUTH PLAIN ${base64('\0user1\0secret1')}`,
      `send: 'AUTH LOGIN ${base64('user1')}\\r\\n'`,
      "reply: b'334 UGFzc3dvcmQ6\\r\\n'",
      `send: '${base64('secret2')}\\r\\n'`,
      "reply: b'535 5.7.8 no\\r\\n'",
      ' ~> AUTH PLAIN',
      '<~  334 ',
      ` ~> ${base64('\0user1\0secret1')}`,
      '<~* 535 5.7.8 no',
      'took 334',
      'words stay',
    ].join('\n'),
  );
});

test('a redacted log has the same codes, outcomes and reasons at the same lines, and none of its names', () => {
  const text = readFileSync(path.join(import.meta.dirname, '../../samples/mail.log'), 'utf8').replaceAll(
    '.example',
    '.mailtest',
  );
  const after = redacted(text);
  const rows = (content: string) => deliveries(content).map((row) => `${row.line} ${asRow(row)}`);
  const codes = (content: string) =>
    records(content).map(({ line, record }) => `${line} ${record.codes.map(({ code }) => code).join(' ')}`);
  expect(rows(after)).toEqual(rows(text));
  expect(codes(after)).toEqual(codes(text));
  expect(after).not.toContain('mailtest');
});
