// What should a reader of dma's recorded log and bounces find? What the sink said (../answers.mjs); the queue id in brackets tells whom.
import { join } from 'node:path';
import { answerTo, bounceRows, linesOf, writeKey } from '../answers.mjs';

const SAYS = /\]: (?:remote delivery (?<how>to|deferred:|failed:)|(?<connect>connect to) .* failed:|(?<greeting>Could not perform server greeting)|<[^>]*> (?<ok>delivery successful))/;

function rowsOf(lines) {
  const attempts = new Map();
  const recipients = new Map();
  return lines.flatMap((line, index) => {
    const id = /dma\[([^\]]+)\]/.exec(line)?.[1];
    const [, trying] = /<([^>]*)> trying delivery/.exec(line) ?? [];
    if (trying) recipients.set(id, trying);
    const { how, connect, greeting, ok } = SAYS.exec(line)?.groups ?? {};
    const recipient = recipients.get(id) ?? null;
    if (!(how || connect || greeting || ok)) return [];
    const row = { line: index + 1, direction: 'out', recipient };
    if (ok) return [{ ...row, outcome: 'delivered', reply: null, enhanced: null }];
    if (connect || line.includes('DNS lookup failure')) return [{ ...row, outcome: how === 'failed:' ? 'bounced' : 'deferred', reply: null, enhanced: null }];
    const tried = attempts.get(recipient) ?? 0;
    attempts.set(recipient, tried + 1);
    // dma gives up where EHLO is unknown; of two servers it tries the first and then the second.
    const said = greeting && recipient.includes('legacy') ? { reply: '502', enhanced: '5.5.1' } : line.includes('mx1.shop') ? { reply: '421', enhanced: '4.7.0' } : answerTo(recipient, tried);
    return [{ ...row, outcome: how === 'deferred:' ? 'deferred' : 'bounced', reply: said.reply, enhanced: said.enhanced }];
  });
}

/** What is only temporary dma tries for five days, and then names no reply; where EHLO is refused it knows no reason. */
function truthOf(recipient) {
  const { reply, enhanced, phase } = answerTo(recipient);
  if (/@(?:legacy\.example\.net|helo\.example\.com)$/.test(recipient)) return { outcome: 'bounced', reply: null, enhanced: null };
  if (reply === null && recipient.endsWith('nosuchdomain.example.com')) return { outcome: 'bounced', reply: null, enhanced: null };
  if (reply === null || reply[0] === '4' || recipient.startsWith('orders@')) return { outcome: 'expired', reply: null, enhanced: null };
  return { outcome: 'bounced', reply, enhanced, phase };
}

export function writeExpected(here) {
  writeKey(here, { 'outbound/mail.log': rowsOf(linesOf(join(here, 'outbound/mail.log'))), ...bounceRows(here, truthOf) });
}
if (process.argv[1]?.endsWith('key.mjs')) writeExpected(new URL('.', import.meta.url).pathname);
