// What should a reader of Courier's recorded log find? What the sink said (../answers.mjs), with Courier's word for the outcome.
import { join } from 'node:path';
import { answerTo, linesOf, writeKey } from '../answers.mjs';

const OUTCOMES = { failure: 'bounced', deferred: 'deferred', success: 'delivered' };

const SPECIAL = { 'orders@shop.example.net': { reply: '421', enhanced: '4.7.0' }, 'hr@tlsdown.example.com': { reply: '454', enhanced: '4.7.0' } };

function rowsOf(lines) {
  const attempts = new Map();
  const replied = new Set();
  return lines.flatMap((line, index) => {
    const key = /id=[^,]+,from=<[^>]*>,addr=<[^>]*>/.exec(line)?.[0];
    if (key && /addr=<[^>]*>: \d{3}[ -]/.test(line)) replied.add(key);
    const [, recipient, word] = /courieresmtp: id=[^,]+,from=<[^>]*>,addr=<([^>]*)>,status: (\w+)/.exec(line) ?? [];
    // The queue's own answer about a mailbox here: nobody spoke SMTP.
    const [, local, state] = /courierd: id=[^,]+,from=<[^>]*>,addr=<([^>]*)>,status: (\w+)/.exec(line) ?? [];
    if (local) return [{ line: index + 1, direction: 'out', recipient: local, outcome: OUTCOMES[state], reply: null }];
    if (recipient) {
      const row = { line: index + 1, direction: 'out', recipient, outcome: OUTCOMES[word] };
      if (!replied.delete(key)) return [{ ...row, reply: null, enhanced: null }];
      const tried = attempts.get(recipient) ?? 0;
      attempts.set(recipient, tried + 1);
      // Courier waits where the first server is busy, and where STARTTLS fails.
      const { reply, enhanced } = (tried === 0 || recipient.startsWith('orders') ? SPECIAL[recipient] : undefined) ?? answerTo(recipient, tried);
      return [{ ...row, reply, enhanced }];
    }
    // A first line of two (517-…) is no answer yet.
    const [, from, to, reply] = /courieresmtpd: error,relay=[^,]*,port=\d+,from=<([^>]*)>(?:,to=<([^>]*)>)?: (\d{3}) /.exec(line) ?? [];
    if (reply) return [{ line: index + 1, direction: 'in', sender: from, recipient: to ?? null, outcome: 'rejected', reply, enhanced: null }];
    const [, early, asked] = /courieresmtpd: error,.*msg="(\d{3}) [^"]*",cmd: RCPT TO:<([^>]*)>/.exec(line) ?? [];
    return early ? [{ line: index + 1, direction: 'in', recipient: asked, outcome: 'rejected', reply: early }] : [];
  });
}

export function writeExpected(here) {
  writeKey(here, { 'outbound/mail.log': rowsOf(linesOf(join(here, 'outbound/mail.log'))) });
}
if (process.argv[1]?.endsWith('key.mjs')) writeExpected(new URL('.', import.meta.url).pathname);
