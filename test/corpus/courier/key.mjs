// What should a reader of Courier's recorded log and bounces find? What the sink said (../answers.mjs), with Courier's word for the outcome.
import { join } from 'node:path';
import { answerTo, bounceRows, linesOf, writeKey } from '../answers.mjs';

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

function truthOf(recipient, block) {
  const delayed = block.includes('\nAction: delayed\n');
  if (recipient === 'nobody.here@example.org') return { outcome: 'bounced', reply: '550' };
  // The last attempt ended at the RSET before it on a connection that was kept open; nobody answered with three digits.
  if (/<command failed>\n(?!\s)/.test(block)) return { reply: null };
  const said = SPECIAL[recipient] ?? answerTo(recipient);
  const { reply, enhanced, phase } = said;
  const outcome = delayed ? 'deferred' : reply ? (reply[0] === '5' ? 'bounced' : 'expired') : recipient.endsWith('down.example.com') ? 'expired' : undefined;
  // Courier shows the command DATA for what was said at it and at the end of the message.
  const where = reply && !/DATA/.test(phase) && !SPECIAL[recipient] ? { phase } : {};
  return { outcome, reply, enhanced: enhanced ?? undefined, ...where };
}

export function writeExpected(here) {
  writeKey(here, { 'outbound/mail.log': rowsOf(linesOf(join(here, 'outbound/mail.log'))), ...bounceRows(here, truthOf) });
}
if (process.argv[1]?.endsWith('key.mjs')) writeExpected(new URL('.', import.meta.url).pathname);
