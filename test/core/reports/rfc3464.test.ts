import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { codes, fileNamed, read, rows, withStatus } from './support.ts';

const row = (fields: string): string[] => rows(read(withStatus(fields)));
const failed = (rest: string) => `Final-Recipient: rfc822; ben@example.net\nAction: failed\n${rest}\n`;

describe('diagnostic and status', () => {
  const cases: readonly (readonly [name: string, fields: string, row: string])[] = [
    [
      'the diagnostic beats a generic status',
      'Status: 5.0.0\nDiagnostic-Code: smtp; 552 5.2.3 Message size exceeds the limit',
      'bounced 552 5.2.3 - -',
    ],
    [
      'a status fills in where the reply has none',
      'Status: 5.1.1\nDiagnostic-Code: smtp; 550 no such user',
      'bounced 550 5.1.1 - -',
    ],
    [
      'a reply that names only its class gives way to it',
      'Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.0.0 no such user',
      'bounced 550 5.1.1 - -',
    ],
    [
      'a code of a subject keeps against it',
      'Status: 5.0.0 (permanent failure)\nDiagnostic-Code: smtp; 550 #5.1.0 Address rejected.',
      'bounced 550 5.1.0 - -',
    ],
    [
      'the value may stand on the next line',
      'Status: 5.7.1\nDiagnostic-Code: smtp;\n 554 5.7.1 Service unavailable',
      'bounced 554 5.7.1 - -',
    ],
    [
      'a fold may part the codes',
      'Status: 5.0.0\nDiagnostic-Code: smtp; 550\n    5.7.26 not authenticated',
      'bounced 550 5.7.26 - -',
    ],
    [
      'a reply of several lines',
      'Status: 5.0.0\nDiagnostic-Code: smtp; 550-5.1.1 no such\n    550 5.1.1 user',
      'bounced 550 5.1.1 - -',
    ],
    [
      'no reply at all',
      'Status: 5.4.4\nDiagnostic-Code: X-Postfix; Host or domain name not found',
      'bounced - 5.4.4 - -',
    ],
    [
      'a quoted reply in the words of Postfix',
      'Status: 5.0.0\nDiagnostic-Code: X-Postfix; host mx.example.net[192.0.2.5] said: 554 5.6.0 no (in reply to end of DATA command)',
      'bounced 554 5.6.0 mx.example.net end of DATA',
    ],
    [
      'a class and a quoted reply',
      "Status: 5.0.0\nDiagnostic-Code: smtp; 5.1.0 - Unknown address error ('550', ['5.1.1 no such user'])",
      'bounced 550 5.1.1 - -',
    ],
    [
      'a greeting before the refusal',
      'Status: 4.0.0\nDiagnostic-Code: smtp; 220-mx.example.net 421 4.2.1 try later',
      'expired 421 4.2.1 - -',
    ],
    [
      'a wrapper gives way to what it passes on',
      'Status: 5.1.351\nDiagnostic-Code: smtp;550 5.1.351 Remote server returned unknown recipient -> 550 #5.1.0 Address rejected.',
      'bounced 550 5.1.0 - -',
    ],
    [
      'a message that expired stands for itself',
      'Status: 4.4.7\nDiagnostic-Code: smtp; 554 4.4.7 Message expired: unable to deliver in 840 minutes.<421 4.4.2 Connection timed out>',
      'expired 554 4.4.7 - -',
    ],
    [
      'the type may be missing, or written twice',
      'Status: 5.1.1\nDiagnostic-Code: smtp; smtp;550 5.1.1 no',
      'bounced 550 5.1.1 - -',
    ],
    [
      'failed after temporary failures is given up',
      'Status: 4.4.1\nDiagnostic-Code: X-Postfix; connect to mx.example.net[192.0.2.5]:25: Connection timed out',
      'expired - 4.4.1 - connect',
    ],
    [
      'the server that answered',
      'Status: 5.1.1\nRemote-MTA: dns; mx.example.net (192.0.2.5)\nDiagnostic-Code: smtp; 550 5.1.1 no',
      'bounced 550 5.1.1 mx.example.net -',
    ],
    [
      'its address, where there is no name',
      'Status: 5.1.1\nRemote-MTA: dns; [192.0.2.5]\nDiagnostic-Code: smtp; 550 5.1.1 no',
      'bounced 550 5.1.1 192.0.2.5 -',
    ],
    ['a blank before the colon', 'Status : 5.1.1\nDiagnostic-Code : smtp; 550 no', 'bounced 550 5.1.1 - -'],
  ];
  for (const [name, fields, expected] of cases) {
    it(name, () => expect(row(failed(fields))).toEqual([`ben@example.net ${expected}`]));
  }
});

describe('blocks', () => {
  it('are parted by blank lines, or by the next recipient', () => {
    const block = (name: string) =>
      `Final-Recipient: rfc822; ${name}@example.net\nAction: failed\nStatus: 5.1.1\n`;
    const expected = ['a@example.net bounced - 5.1.1 - -', 'b@example.net bounced - 5.1.1 - -'];
    expect(row(`${block('a')}\n${block('b')}`)).toEqual(expected);
    expect(row(block('a') + block('b'))).toEqual(expected);
    expect(row(`${block('a').replace('Action', '\nAction')}\n\n${block('b')}`)).toEqual(expected);
    expect(
      row(
        `Action: failed\nStatus: 5.1.1\nFinal-Recipient: rfc822;a@example.net\n\nAction: failed\nStatus: 5.1.1\nFinal-Recipient: rfc822;b@example.net\n`,
      ),
    ).toEqual(expected);
    expect(
      row(
        `Original-Recipient: rfc822;x@example.net\n${block('a')}\nOriginal-Recipient: rfc822;y@example.net\n${block('b')}`,
      ),
    ).toEqual(expected);
  });

  it('of every action', () => {
    const end = (action: string) =>
      row(`Final-Recipient: rfc822; a@example.net\nAction: ${action}\nStatus: 2.0.0\n`).map(
        (one) => one.split(' ')[1],
      );
    expect(
      ['failed', 'Delayed', 'delivered', 'relayed (to a server without reports)', 'expanded'].map(
        (action) => end(action)[0],
      ),
    ).toEqual(['bounced', 'deferred', 'delivered', 'relayed', 'relayed']);
    expect(end('undeliverable')).toEqual([]);
  });

  it('with an internationalised address (RFC 6533), and one without a domain', () => {
    expect(
      row('Final-Recipient: utf-8; \\x{4E2D}@example.net\nAction: failed\nStatus: 5.1.1\n')[0],
    ).toContain('中@example.net');
    expect(row('Final-Recipient: rfc822; root\nAction: failed\nStatus: 5.1.1\n')[0]).toContain('root');
  });

  it('with the envelope', () => {
    const text = withStatus(
      'Final-Recipient: rfc822; a@example.net\nAction: delayed\nStatus: 4.4.1\nWill-Retry-Until: Fri, 6 Mar 2026 10:00:00 +0000\n',
    ).replace(
      'Reporting-MTA',
      'X-Postfix-Queue-ID: 5501A5111\nX-Postfix-Sender: rfc822; anna@example.org\nReporting-MTA',
    );
    const reading = read(text);
    expect(reading.kinds).toEqual(['rfc3464', 'postfix']);
    expect(reading.recipients[0].retryUntil).toBe('Fri, 6 Mar 2026 10:00:00 +0000');
    expect([reading.recipients[0].attempt.queueId, reading.recipients[0].attempt.sender]).toEqual([
      '5501A5111',
      'anna@example.org',
    ]);
  });

  it('amid the text of a gateway', () => {
    const text = withStatus(failed('Status: 5.1.1'))
      .replace('message/delivery-status', 'text/plain')
      .replace('report-type=delivery-status; ', '');
    expect(rows(read(text))).toEqual(['ben@example.net bounced - 5.1.1 - -']);
  });

  it('tell every code with its place', () => {
    const text = withStatus(
      failed('Status: 5.0.0\nDiagnostic-Code: smtp; 550-5.1.1 no\n 550 5.1.1 such user'),
    );
    expect(codes(text, read(text))).toEqual(['5.0.0@14', '550@15', '5.1.1@15', '550@16', '5.1.1@16']);
    expect(read(text).codes.every((code) => code.recipient === 0)).toBe(true);
  });
});

describe('bounces that Postfix wrote', () => {
  interface Row {
    readonly recipient: string;
    readonly outcome: string;
    readonly reply: string | null;
    readonly enhanced: string | null;
    readonly phase: string | null;
    readonly phaseAlso?: string | null;
  }
  const expected = JSON.parse(fileNamed('postfix/expected.json')) as { [file: string]: Row[] };
  const files = readdirSync(new URL('../../corpus/postfix/bounces/', import.meta.url));

  it('are there', () => expect(files.length).toBeGreaterThan(50));

  for (const file of files) {
    it(file, () => {
      const reading = read(fileNamed(`postfix/bounces/${file}`));
      expect(reading.kinds).toContain('postfix');
      // A bounce of a bounce returns a report as its message; only the outer one speaks here.
      const wanted = (expected[`bounces/${file}`] ?? []).slice(
        0,
        file.startsWith('postmaster.dora') ? 1 : undefined,
      );
      expect(
        reading.recipients.map(({ attempt }) => [
          attempt.recipient,
          attempt.outcome,
          attempt.reply,
          attempt.enhanced,
        ]),
      ).toEqual(wanted.map((one) => [one.recipient, one.outcome, one.reply, one.enhanced]));
      wanted.forEach((one, index) => {
        if ('phaseAlso' in one) return;
        expect(reading.recipients[index].attempt.phase).toBe(one.phase);
      });
    });
  }
});
