// What should a reader of OpenSMTPD's recorded log find? What the sink said (../answers.mjs), with OpenSMTPD's word for the outcome.
import { join } from 'node:path';
import { answerTo, linesOf, writeKey } from '../answers.mjs';
import { ANSWERS } from '../world.mjs';

const OUTCOMES = { Ok: 'delivered', TempFail: 'deferred', PermFail: 'bounced' };

/** The mail store speaks LMTP and has no name records. */
function storeAnswer(recipient) {
  const step = ANSWERS[recipient];
  return step ? { reply: step.say[0].slice(0, 3), enhanced: step.enhanced } : { reply: '250', enhanced: '2.0.0' };
}

function rowsOf(lines) {
  const attempts = new Map();
  return lines.flatMap((line, index) => {
    const row = { line: index + 1, direction: 'out' };
    const [, kind, recipient, result, stat] = / (mta|mda) delivery .* to=<([^>]*)> .* result="?(\w+)"? stat="?(.*)/.exec(line) ?? [];
    if (kind) {
      const base = { ...row, recipient, outcome: OUTCOMES[result] };
      if (kind === 'mda') return [{ ...base, reply: null, enhanced: null }];
      // OpenSMTPD reaches nobody here, and speaks itself; and it talks to itself until it sees the loop.
      if (!/^\d{3}/.test(stat)) return [{ ...base, reply: null, enhanced: null }];
      if (recipient === 'hr@loop.example.com') return [{ ...base, reply: stat.slice(0, 3), enhanced: { 2: '2.0.0', 5: '5.4.6' }[stat[0]] }];
      const tried = attempts.get(recipient) ?? 0;
      attempts.set(recipient, tried + 1);
      const said = recipient.endsWith('@store.example.org') ? storeAnswer(recipient) : answerTo(recipient, tried);
      return [{ ...base, reply: said.reply, enhanced: said.enhanced }];
    }
    const [, rejected] = /failed-command command="RCPT TO:<([^>]*)>" result="550/.exec(line) ?? [];
    if (rejected) return [{ ...row, direction: 'in', recipient: rejected, outcome: 'rejected', reply: '550', enhanced: null, phase: 'RCPT TO', host: 'mx-out.partner.example.com' }];
    if (/failed-command command="(?:DATA|MAIL|RCPT)/.test(line)) return [{ ...row, direction: 'in', outcome: 'rejected', reply: /result="(\d{3})/.exec(line)[1] }];
    return [];
  });
}

export function writeExpected(here) {
  writeKey(here, { 'outbound/mail.log': rowsOf(linesOf(join(here, 'outbound/mail.log'))) });
}
if (process.argv[1]?.endsWith('key.mjs')) writeExpected(new URL('.', import.meta.url).pathname);
