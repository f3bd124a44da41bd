// What Exim wrote about real deliveries, held to what the sink answered; and forms that other versions write.
import { expect, test } from 'vitest';
import { asRow, deliveries, records } from '../../support/engine.ts';
import { foundIn, keysOf } from '../../support/recorded.ts';

test.each(keysOf('exim'))('recorded %s', (log, key) => {
  expect(foundIn('exim', log, key)).toEqual(key);
});

const stamp = '2026-11-01 00:00:31';
const lines: [answer: string, line: string][] = [
  [
    'out bounced 550 5.1.1 permanent unknown-user',
    `${stamp} 1xVWQc-00002N-0O ** u@d.example R=dnslookup T=remote_smtp H=mx.d.example [192.0.2.5]: SMTP error from remote mail server after RCPT TO:<u@d.example>: 550-5.1.1 The email account does not exist\\n550 5.1.1 Please try again`,
  ],
  [
    'out deferred 451 4.7.1 temporary greylisting',
    `${stamp} 1xVWQc-00002N-0O == u@d.example R=dnslookup T=remote_smtp defer (-44) H=mx.d.example [192.0.2.5]: SMTP error from remote mail server after RCPT TO:<u@d.example>: 451 4.7.1 Greylisting in action`,
  ],
  [
    'out bounced 550  permanent unknown-user',
    `${stamp} 10HmbC-000000005vi-0000 ** u@d.example <old@e.example> R=dnslookup T=remote_smtp: SMTP error from remote mail server after RCPT TO:<u@d.example>: host mx.d.example [192.0.2.5]: 550 no such user`,
  ],
  [
    'out relayed 250 2.0.0 success delivered',
    `${stamp} +0100 [4711] 1xVWQc-00002N-0O => u@d.example R=filter T=amavis H=127.0.0.1 [127.0.0.1] C="250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 OK id=1xVWQd-00002P-0R"`,
  ],
  [
    'in rejected 535  permanent login',
    `${stamp} dovecot_login authenticator failed for (win) [203.0.113.7]: 535 Incorrect authentication data (set_id=550@d.example)`,
  ],
];

test.each(lines)('%s', (answer, line) => {
  expect(deliveries(line).map(asRow)).toEqual([answer]);
});

test('fields of a delivery', () => {
  const [{ attempt }] = deliveries(
    `${stamp}.443 +0100 [88] 1xVWQc-00002N-0O ** "a b"@d.example F=<s@e.example> P=<s@e.example> R=remote T=smtp H=mx.d.example [192.0.2.5]:25 I=[192.0.2.25]:40495 X=TLS1.3:AES_256_GCM:256 CV=yes DN="CN=mx: 550": SMTP error from remote mail server after pipelined MAIL FROM:<s@e.example> SIZE=550: 550-5.7.1 Empf\\303\\244nger\\n550 5.7.1 unbekannt DT=0.042s`,
  );
  expect(attempt).toMatchObject({
    queueId: '1xVWQc-00002N-0O',
    sender: 's@e.example',
    recipient: '"a b"@d.example',
    host: 'mx.d.example',
    phase: 'MAIL FROM',
    reply: '550',
    enhanced: '5.7.1',
    text: '550-5.7.1 Empfänger 550 5.7.1 unbekannt',
  });
});

test('the codes stand where they are written, once for every line of the reply', () => {
  const line = `${stamp} 1xVWQc-00002N-0O ** u@d.example R=r T=t H=mx [192.0.2.5]: SMTP error from remote mail server after end of data: 552-5.2.2 full\\n552 5.2.2 see`;
  const [{ record }] = records(line);
  expect(record.codes.map((code) => line.slice(code.start, code.end))).toEqual([
    '552',
    '5.2.2',
    '552',
    '5.2.2',
  ]);
  expect(record.stamp).toBe(stamp);
});

test('what a callout was told is not our answer', () => {
  const [{ attempt }] = deliveries(
    `${stamp} H=mx.b.example [192.0.2.7] F=<x@b.example> rejected RCPT <u@d.example>: response to "RCPT TO:<x@b.example>" from mx.b.example [192.0.2.9] was: 550 5.1.1 no such user`,
  );
  expect(attempt).toMatchObject({
    reply: null,
    direction: 'in',
    host: 'mx.b.example',
    recipient: 'u@d.example',
  });
});

test('lines of Exim without a code or a failure say nothing', () => {
  const silent = [
    `${stamp} 1xVWQc-00002N-0O Completed QT=421s`,
    `${stamp} 1xVWQc-00002N-0O *> u@d.example R=remote T=smtp H=mx.d.example [192.0.2.5]`,
    `${stamp} 1xVWQc-00002N-0O Frozen`,
    `${stamp} End queue run: pid=550`,
    `${stamp} exim 4.96 daemon started: pid=421, -q30m, listening for SMTP on port 25`,
  ];
  expect(deliveries(silent.join('\n'))).toEqual([]);
  expect(records(silent.join('\n')).flatMap(({ record }) => record.codes)).toEqual([]);
});
