// What should a reader of nullmailer's recorded log find? What the sink said (../answers.mjs).
import { join } from 'node:path';
import { answerTo, linesOf, writeKey } from '../answers.mjs';

function rowsOf(lines) {
  const attempts = new Map();
  let recipient = null;
  let told = false;
  return lines.flatMap((line, index) => {
    const to = /From: <[^>]*> to: <([^>]*)>/.exec(line)?.[1];
    if (to) {
      recipient = to;
      told = false;
    }
    const row = { line: index + 1, direction: 'out', recipient };
    if (/smtp: (?:Failed|Succeeded): \d/.test(line)) {
      const tried = attempts.get(recipient) ?? 0;
      attempts.set(recipient, tried + 1);
      told = true;
      // The smarthost is one address, and reports go to the one that refused.
      const said = recipient.endsWith('example.org') ? { reply: line.includes(': 250') ? '250' : undefined } : recipient === 'orders@shop.example.net' ? { reply: '421', enhanced: '4.7.0' } : answerTo(recipient, tried);
      const outcome = line.includes('Succeeded') ? 'delivered' : said.reply?.[0] === '4' ? 'deferred' : 'bounced';
      return [recipient.endsWith('example.org') ? { ...row } : { ...row, outcome, reply: said.reply, enhanced: said.enhanced }];
    }
    if (line.includes('Sending failed: ') && !told) return [{ ...row, outcome: line.includes('Permanent') ? 'bounced' : 'deferred', reply: null, enhanced: null }];
    return [];
  });
}

export function writeExpected(here) {
  writeKey(here, { 'outbound/mail.log': rowsOf(linesOf(join(here, 'outbound/mail.log'))) });
}
if (process.argv[1]?.endsWith('key.mjs')) writeExpected(new URL('.', import.meta.url).pathname);
