// What should a reader of nullmailer's recorded log and bounces find? What the sink said (../answers.mjs).
import { join } from 'node:path';
import { answerTo, bounceRows, linesOf, writeKey } from '../answers.mjs';

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

/**
 * The first refusal of a session is the answer for all recipients. nullmailer writes a bounce only when it has given up
 * (nullmailer-send(8)), at once after 5yz, and calls it a delay where the code begins with 4.
 */
function truthOf(recipient, _block, text) {
  const all = [...text.matchAll(/^Final-Recipient: rfc822; *(\S+)/gm)].map(([, one]) => answerTo(one));
  const said = recipient.startsWith('orders@') ? { reply: '421', enhanced: '4.7.0' } : (all.find((one) => !one.accepted) ?? answerTo(recipient));
  const { reply, enhanced } = said;
  // Where the connection ends the report holds no word that tells whether it was tried again.
  const outcome = reply ? (reply[0] === '5' ? 'bounced' : 'expired') : recipient.endsWith('down.example.com') ? 'expired' : undefined;
  return { outcome, reply, enhanced: enhanced ?? undefined };
}

export function writeExpected(here) {
  writeKey(here, { 'outbound/mail.log': rowsOf(linesOf(join(here, 'outbound/mail.log'))), ...bounceRows(here, truthOf) });
}
if (process.argv[1]?.endsWith('key.mjs')) writeExpected(new URL('.', import.meta.url).pathname);
