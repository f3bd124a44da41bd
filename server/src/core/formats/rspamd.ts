// Which replies do Rspamd's lines carry? Only those that a rule or a module set; the mail server that asked it logs what became of
// the message. Deliberately absent: scores and symbols, whose numbers are no codes.
import type { Format } from './format.ts';
import { readWords, remark } from './reading.ts';

/**
 * `<0a1b2c>; proxy; rspamd_task_write_log: id: <1@e.example>, qid: <4A1B2C3D4E>, ip: 192.0.2.7, from: <s@e.example>,
 * (default: T (reject): [15.30/15.00] […]), len: 617, …, forced: reject "550 5.7.1 Spam message rejected"; score=nan (set by x)`
 * `<0a1b2c>; milter; rspamd_milter_send_action: reject; reply: 451 4.7.1 Try again later`
 */
const set =
  /(?:\bforced: [a-z ]{4,20} "|\b(?:reply|smtp_message|message)(?:: |=)"?)(?=[45]\d\d[ -][45]\.\d\.\d)/;

export const rspamd: Format = {
  id: 'rspamd',
  documentation: 'https://docs.rspamd.com/configuration/logging',
  claimsProgram: (program) => program === 'rspamd' || program === 'rspamd_proxy',
  // 2026-11-01 00:00:31 #77(normal) <0a1b2c>; task; rspamd_task_write_log: …   (its own file)
  claimsLine: (line) =>
    line.includes('>; ') &&
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? #\d{1,9}\(\w{1,20}\) </.test(line.slice(0, 64)),
  read(line, frame) {
    const match = set.exec(line.slice(frame.messageStart));
    if (!match) return null;
    const start = frame.messageStart + match.index + match[0].length;
    const quote = match[0].endsWith('"') ? line.indexOf('"', start) : -1;
    const words = readWords(line, start, quote < 0 ? line.length : quote);
    return words.codes.length === 0 ? null : { ...remark('rspamd', line, frame, words), text: words.text };
  },
};
