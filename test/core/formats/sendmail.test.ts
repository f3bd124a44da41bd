// What Sendmail wrote about real deliveries, held to what the sink answered; and forms that other versions write.
import { expect, test } from 'vitest';
import { asRow, deliveries, records } from '../../support/engine.ts';
import { foundIn, keysOf } from '../../support/recorded.ts';

test.each(keysOf('sendmail'))('recorded %s', (log, key) => {
  expect(foundIn('sendmail', log, key)).toEqual(key);
});

const lines: [answer: string, message: string][] = [
  [
    'out bounced 550 5.1.1 permanent unknown-user',
    'to=<u@d.example>, delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=120550, relay=mx.d.example. [192.0.2.5], dsn=5.1.1, reply=550 Requested action not taken: mailbox unavailable, stat=User unknown',
  ],
  [
    'out deferred 451 4.7.1 temporary greylisting',
    'to=<u@d.example>, ctladdr=<s@e.example> (1000/1000), delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=120550, relay=mx.d.example. [192.0.2.5], dsn=4.7.1, stat=Deferred: 451 4.7.1 Greylisted, try again later',
  ],
  [
    'out bounced  5.1.1 permanent unknown-user',
    'to=<u@d.example>, delay=00:00:01, mailer=relay, pri=120550, relay=mx.d.example. [192.0.2.5], dsn=5.1.1, stat=User unknown',
  ],
  [
    'out relayed  2.0.0 success delivered',
    'to=u@d.example, ctladdr=root (0/0), delay=00:00:01, mailer=relay, pri=30550, relay=[127.0.0.1] [127.0.0.1], dsn=2.0.0, stat=Sent (6ANMV4Xp000126 Message accepted for delivery)',
  ],
  [
    'in rejected 451 4.7.1 temporary greylisting',
    'Milter: to=<u@d.example>, reject=451 4.7.1 Greylisting in action, please come back in 00:05:50',
  ],
];

test.each(lines)('%s', (answer, message) => {
  const found = deliveries(`Nov  1 00:00:31 mail sm-mta[550]: 6ANMV4Xp000126: ${message}`);
  expect(found.map(asRow)).toEqual([answer]);
});

test('several recipients of one line each get a row, from the same server', () => {
  const found = deliveries(
    'Nov  1 00:00:31 mail sendmail[550]: 6ANMV4Xp000126: to=<a@d.example>,<"b, c"@d.example>, delay=00:00:01, mailer=esmtp, relay=mx.d.example. [192.0.2.5], dsn=4.0.0, reply=452 4.3.1 Insufficient system storage, stat=Deferred: 452 4.3.1 Insufficient system storage',
  );
  expect(
    found.map(({ attempt }) => [attempt.recipient, attempt.host, attempt.reply, attempt.enhanced]),
  ).toEqual([
    ['a@d.example', 'mx.d.example', '452', '4.3.1'],
    ['"b, c"@d.example', 'mx.d.example', '452', '4.3.1'],
  ]);
});

test('every code of a line is found where it stands', () => {
  const line =
    'Nov  1 00:00:31 mail sendmail[550]: 6ANMV4Xp000126: to=<a@d.example>, delay=00:05:50, mailer=esmtp, pri=30421, relay=mx.d.example. [192.0.2.5], dsn=4.2.0, reply=450 4.2.0 later, stat=Deferred: 450 4.2.0 later';
  const [{ record }] = records(line);
  expect(record.codes.map(({ start, end }) => [start, line.slice(start, end)])).toEqual([
    [line.indexOf('4.2.0'), '4.2.0'],
    [line.indexOf('450 4'), '450'],
    [line.indexOf('450 4') + 4, '4.2.0'],
    [line.lastIndexOf('450 4'), '450'],
    [line.lastIndexOf('450 4') + 4, '4.2.0'],
  ]);
});

test('words that hold no code and no failure say nothing', () => {
  const silent = [
    '6ANMV4Xp000126: 6ANMV4Xp000128: DSN: User unknown',
    '6ANMV4Xp000126: to=<u@d.example>, delay=00:00:00, pri=30404, stat=Please try again later',
    '6ANMV4Xp000126: to=<u@d.example>, delay=00:00:00, mailer=esmtp, pri=30404, stat=queued',
    'STARTTLS=client, relay=mx.d.example., version=TLSv1.3, verify=FAIL, cipher=TLS_AES_256_GCM_SHA384, bits=256/256',
    'starting daemon (8.17.1.9): SMTP+queueing@00:05:50',
  ];
  const text = silent.map((words) => `Nov  1 00:00:31 mail sendmail[550]: ${words}`).join('\n');
  expect(records(text)).toEqual([]);
});
