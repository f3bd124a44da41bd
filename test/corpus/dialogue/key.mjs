// What should a reader of the recorded dialogues find? A row where the sink's last words to a recipient stand, taken from the
// table of world.mjs; programs that repeat these words (debug output, exceptions, Exim's own log) count once.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { answerTo, writeKey } from '../answers.mjs';
import { ANSWERS } from '../world.mjs';

/** Recipients of record.mjs that were refused; what the reply ends with, as each trace escapes it. */
const refused = ['dora.keller@example.net', 'p.novak@example.net', 'invoices@example.net', 'lena.fischer82@bigmail.example', 'grandma.rose@bigmail.example', 'k.brandt@example.net', 'm.silva@example.net'].map((recipient) => {
  const { say, steps } = ANSWERS[recipient];
  const words = [say ?? steps[0].say].flat().at(-1);
  return { recipient, words: [words, words.replaceAll('<', '&lt;').replaceAll('>', '&gt;')] };
});
/** Who was taken: at mx1.example.net, at mx.bigmail.example; smtplib goes on behind a greeting that refuses. */
const taken = [
  [/250 2\.0\.0 Ok: queued as 4T/, 'info@example.net'],
  [/250 2\.0\.0 OK {2}1795/, 'mia.h@bigmail.example'],
  [/250 2\.0\.0 Ok: queued as (?!4T)/, 'board@strict.example.com'],
];
const failures = [
  [/Got bad greeting from SMTP host: .*response: 554-|Invalid greeting\. response=554-/, '554', null, 'connect'],
  [/AuthenticationFailedException: 535|Invalid login: 535/, '535', '5.7.8', 'AUTH'],
];
const repeated = /retcode|data: \(|SMTP ERROR|SMTP Error|SMTP server: |server message: |Exception: |ERROR |(?<!<)\*\* |== | C="|SMTP error from/;

function rowsOf(lines, door) {
  const seen = new Set();
  return lines.flatMap((line, index) => {
    if (/\b220[ -]|554-gate|MAIL FROM:/i.test(line)) seen.clear(); // another session
    // What is no answer to a recipient is told by the exception alone, once.
    const thrown = failures.find(([words]) => words.test(line));
    if (thrown && !seen.has(thrown[1])) {
      seen.add(thrown[1]);
      const [, reply, enhanced, phase] = thrown;
      return [{ line: index + 1, direction: 'out', recipient: null, outcome: 'bounced', reply, enhanced, phase }];
    }
    if (repeated.test(line)) return [];
    const row = (recipient, direction, answer, outcome) => ({ line: index + 1, direction, recipient, outcome, reply: answer.reply, enhanced: answer.enhanced, phase: answer.phase });
    if (door) {
      if (line.includes('SMTP>> 550 no such user here')) return [row('nobody.here@example.org', 'in', { reply: '550', enhanced: null, phase: 'RCPT TO' }, 'rejected')];
      if (line.includes('SMTP>> 550 relay not permitted')) return [row('someone@bigmail.example', 'in', { reply: '550', enhanced: null, phase: 'RCPT TO' }, 'rejected')];
      return [];
    }
    const no = refused.find(({ words }) => words.some((one) => line.includes(one)));
    if (no && !seen.has(no.recipient)) {
      seen.add(no.recipient);
      const answer = answerTo(no.recipient);
      return [row(no.recipient, 'out', answer, answer.reply[0] === '4' ? 'deferred' : 'bounced')];
    }
    const yes = taken.find(([words]) => words.test(line));
    return yes ? [row(yes[1], 'out', { reply: '250', enhanced: '2.0.0', phase: 'end of DATA' }, 'delivered')] : [];
  });
}

export function writeExpected(here) {
  const logs = readdirSync(here).filter((name) => name.endsWith('.log'));
  writeKey(here, Object.fromEntries(logs.map((log) => [log, rowsOf(readFileSync(join(here, log), 'utf8').split(/\r\n|\r|\n/), log === 'exim-debug-door.log')])));
}
if (process.argv[1]?.endsWith('key.mjs')) writeExpected(new URL('.', import.meta.url).pathname);
