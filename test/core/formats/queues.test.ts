// Queue listings: who waits, and why; and Postfix's traces, which tell no delivery twice.
import { describe, expect, test } from 'vitest';
import { initialState, readPage } from '../../../server/src/core/formats/readPage.ts';
import { deliveries, records } from '../../support/engine.ts';
import { readSample, rowsIn, testSamples } from '../../support/samples.ts';

const samples: [sample: string, rows: string[]][] = [
  [
    'mailq/postfix.log',
    [
      '4 out deferred - - connect - hr@down.example.com',
      '8 out deferred 450 4.2.0 RCPT TO mx1.example.net p.novak@example.net',
      '12 out deferred 554 - connect gate.strict.example.com board@strict.example.com',
    ],
  ],
  [
    'mailq/sendmail.log',
    [
      '5 out deferred 450 4.2.0 - - p.novak@example.net',
      '10 out deferred - - - - hr@down.example.com',
      '11 out deferred - - - - boss@down.example.com',
    ],
  ],
  [
    'postqueue/queue.jsonl',
    [
      '1 out deferred - - connect - hr@down.example.com',
      '2 out deferred 450 4.2.0 RCPT TO mx1.example.net p.novak@example.net',
      '3 out deferred 554 - connect gate.strict.example.com board@strict.example.com',
    ],
  ],
  [
    'smtpctl/queue.log',
    [
      '1 out deferred 450 4.2.0 - - p.novak@example.net',
      '2 out deferred - - - - hr@down.example.com',
      '4 out held 451 - - - jonas@example.org',
    ],
  ],
  [
    'exchange-queue/shell.log',
    [
      '36 out deferred 450 4.2.0 - mx1.example.net p.novak@example.net',
      '36 out deferred 452 4.2.2 - mx1.example.net m.silva@example.net',
    ],
  ],
  [
    'exim-message-log/msglog.log',
    [
      '4 out bounced 550 5.1.1 RCPT TO mx1.example.net dora.keller@example.net',
      '5 out delivered - - - - info@example.net',
      '6 out deferred 450 4.2.0 RCPT TO mx1.example.net p.novak@example.net',
      '8 out bounced - - - - anna.berg@example.org',
      '11 out bounced - - - - anna.berg@example.org',
      '14 out bounced - - - - anna.berg@example.org',
      '20 out bounced 550 5.1.1 RCPT TO mx1.example.net k.brandt@example.net',
      '21 out deferred 452 4.2.2 RCPT TO mx1.example.net m.silva@example.net',
      '23 out bounced - - - - anna.berg@example.org',
      '26 out bounced - - - - anna.berg@example.org',
      '31 out bounced 550 5.1.1 RCPT TO mx1.example.net dora.keller@example.net',
      '32 out delivered - - - - info@example.net',
      '33 out deferred 450 4.2.0 RCPT TO mx1.example.net p.novak@example.net',
      '35 out bounced - - - - anna.berg@example.org',
      '38 out bounced - - - - anna.berg@example.org',
    ],
  ],
];

testSamples(samples);

test.each(['queue/exim-bp.log', 'queue/qmail-qread.log'])(
  '%s gives no reasons, so nothing is read',
  (sample) => {
    expect(records(readSample(sample))).toEqual([]);
  },
);

describe('mailq', () => {
  const message = '4T4D1F1A2B3!     1234 Fri Nov 27 01:36:11  s@e.example';
  const reason =
    '(host mx.example[192.0.2.5] said: 450 4.2.0 <u@d.example>: greylisted (in reply to RCPT TO command))';
  const waits = '                                         u@d.example';

  test('a message on hold', () => {
    expect(rowsIn([message, reason, waits].join('\n'))).toEqual([
      '3 out held 450 4.2.0 RCPT TO mx.example u@d.example',
    ]);
  });

  test('over a page border', () => {
    const { exit } = readPage(`${message}\n${reason}\n`, false, initialState, () => {});
    const found: (string | null)[] = [];
    readPage(`${waits}\n`, false, exit, ({ attempts }) =>
      found.push(...attempts.map(({ queueId }) => queueId)),
    );
    expect(found).toEqual(['4T4D1F1A2B3']);
  });

  test('words in brackets elsewhere are no reasons', () => {
    expect(rowsIn(['(450 4.2.0 said so)', waits, '', message, '', reason, waits].join('\n'))).toEqual([]);
  });
});

describe('the traces of Postfix', () => {
  const trace = readSample('postfix/verbose/mail.log');

  test('each attempt is told once, by its outcome line', () => {
    const found = deliveries(trace);
    expect(found).toHaveLength(11);
    expect(found.filter(({ attempt }) => attempt.recipient === 'dora.keller@example.net')).toHaveLength(1);
  });

  test('what a reply answers, on either side', () => {
    const asked = (words: string) => records(trace).find(({ text }) => text.includes(words))?.record.asked;
    expect(asked('< mx1.example.net[198.51.100.11]:25: 550 5.1.1')).toEqual({
      phase: 'RCPT TO',
      host: 'mx1.example.net',
      direction: 'out',
    });
    expect(asked('< mx1.example.net[198.51.100.11]:25: 554 5.7.1')?.phase).toBe('end of DATA');
    expect(asked('> mx-out.partner.example.com[198.51.100.61]: 554 5.7.1')).toEqual({
      phase: 'RCPT TO',
      host: 'mx-out.partner.example.com',
      direction: 'in',
    });
  });

  test('a session that is over is forgotten', () => {
    expect(readPage(trace, false, initialState, () => {}).exit).toEqual({});
  });
});
