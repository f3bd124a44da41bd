// What Courier wrote about real deliveries, held to what the sink answered.
import { expect, test } from 'vitest';
import { deliveries } from '../../support/engine.ts';
import { foundIn, keysOf } from '../../support/recorded.ts';

test.each(keysOf('courier'))('recorded %s', (log, key) => {
  expect(foundIn('courier', log, key)).toEqual(key);
});

test('the lines of a reply are one answer', () => {
  const line = 'Nov  1 00:00:31 mail courieresmtp: id=01.02.03,from=<s@e.example>,addr=<u@d.example>';
  const [{ attempt }] = deliveries(
    `${line}: 550-5.1.1 no mailbox\n${line}: 550 5.1.1 at this address\n${line},status: failure`,
  );
  expect(attempt).toMatchObject({
    reply: '550',
    enhanced: '5.1.1',
    text: '550-5.1.1 no mailbox 550 5.1.1 at this address',
  });
});

test('a refusal at the door', () => {
  const [{ attempt }] = deliveries(
    'Nov  1 00:00:31 mail courieresmtpd: error,relay=::ffff:203.0.113.7,from=<s@e.example>,to=<u@d.example>: 550 User unknown.',
  );
  expect(attempt).toMatchObject({
    direction: 'in',
    host: '203.0.113.7',
    recipient: 'u@d.example',
    reply: '550',
    phase: 'RCPT TO',
  });
});
