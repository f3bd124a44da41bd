// What OpenSMTPD wrote about real deliveries, held to what the sink answered; and the forms of older releases.
import { expect, test } from 'vitest';
import { asRow, deliveries } from '../../support/engine.ts';
import { foundIn, keysOf } from '../../support/recorded.ts';

test.each(keysOf('opensmtpd'))('recorded %s', (log, key) => {
  expect(foundIn('opensmtpd', log, key)).toEqual(key);
});

const lines: [answer: string, message: string][] = [
  [
    'out bounced 550 5.1.1 permanent unknown-user',
    '7b1f smtp-out event=delivery evpid=1 mta event=delivery evpid=0133b452d705b717 from=<s@e.example> to=<u@d.example> rcpt=<-> source="192.0.2.25" relay="192.0.2.5 (mx.d.example)" delay=1s result="PermFail" stat="550-5.1.1 The mailbox does not exist. Please try again"',
  ],
  [
    'out deferred 451 4.7.1 temporary greylisting',
    'relay: TempFail for 0133b45207a88ab8: session=0133b452, from=<s@e.example>, to=<u@d.example>, rcpt=<->, source=192.0.2.25, relay=192.0.2.5 (mx.d.example), delay=1s, stat=451 4.7.1 Greylisted, please try again',
  ],
  [
    'in rejected 550  permanent unknown-user',
    '7b1f smtp event=failed-command address=192.0.2.7 host=mx.e.example command="RCPT TO:<u@d.example>" result="550 Invalid recipient: <u@d.example>"',
  ],
];

test.each(lines)('%s', (answer, message) => {
  expect(deliveries(`Nov  1 00:00:31 mail smtpd[550]: ${message}`).map(asRow)).toEqual([answer]);
});
