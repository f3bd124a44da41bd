// What msmtp wrote about real calls, held to what the sink answered.
import { expect, test } from 'vitest';
import { deliveries } from '../../support/engine.ts';
import { foundIn, keysOf } from '../../support/recorded.ts';

test.each(keysOf('msmtp'))('recorded %s', (log, key) => {
  expect(foundIn('msmtp', log, key)).toEqual(key);
});

test('fields of a call', () => {
  const [{ attempt }] = deliveries(
    "Nov 23 22:37:24 host=mx.d.example tls=on auth=on user=s from=s@e.example recipients=u@d.example mailsize=550 smtpstatus=550 smtpmsg='550-5.1.1 It's no mailbox\\n550 5.1.1 here' errormsg='recipient address u@d.example not accepted by the server' exitcode=EX_DATAERR",
  );
  expect(attempt).toMatchObject({
    host: 'mx.d.example',
    sender: 's@e.example',
    phase: 'RCPT TO',
    text: "550-5.1.1 It's no mailbox 550 5.1.1 here",
  });
});
