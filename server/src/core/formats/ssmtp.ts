// What does sSMTP write of its one attempt? It has no queue: whoever called it must try again.
// Deliberately absent: recipients of mail that was sent, which it does not name.
import type { LogRecord, Phase } from '../model/attempt.ts';
import type { Format } from './format.ts';
import type { Frame } from './frame.ts';
import { attemptOf, readWords, remark, type Words } from './reading.ts';

/** `Sent mail for s@e.example (221 2.0.0 Bye) uid=0 username=root outbytes=617`: the reply to its QUIT. */
const sent = /^Sent mail for (\S{0,320}) \((?=\d)/;

/**
 * `RCPT TO:<u@d.example> (550 5.1.1 no such user)`   `Authorization failed (535 5.7.8 bad)`   `smtp.d.example (554 no service)`
 * `550 5.7.1 spam`, on its own
 */
const refused =
  /^(?:(RCPT TO:<([^<>]{0,320})>|Authorization failed|[\w.-]{1,255}) \((?=[45]\d\d[ -])|(?=[45]\d\d[ -]))/;

/** `Cannot open smtp.d.example:25`   `Unable to connect to "smtp.d.example" port 25.`   `Connection lost in middle of processing` */
const unreached = /^(?:Cannot open \S|Unable to (?:connect to|locate) |Connection lost|Timeout)/;

export const ssmtp: Format = {
  id: 'ssmtp',
  documentation: 'https://manpages.debian.org/stretch/ssmtp/ssmtp.8.en.html',
  claimsProgram: (program) => program === 'sSMTP' || program === 'ssmtp',
  read(line, frame) {
    const said = line.slice(frame.messageStart);
    const success = sent.exec(said);
    if (success) {
      const close = said.indexOf(') uid=');
      const words = readWords(
        line,
        frame.messageStart + success[0].length,
        close < 0 ? line.length : frame.messageStart + close,
      );
      return record(line, frame, words, { sender: success[1]!, outcome: 'delivered' });
    }
    const failure = refused.exec(said);
    if (failure) {
      const start = frame.messageStart + failure[0].length;
      const words = readWords(line, start, failure[1] && line.endsWith(')') ? line.length - 1 : line.length);
      const phase: Phase | null =
        failure[2] !== undefined ? 'RCPT TO' : failure[1]?.startsWith('Auth') ? 'AUTH' : null;
      const host = failure[1] && phase === null ? failure[1] : null;
      return record(line, frame, words, {
        recipient: failure[2] ?? null,
        outcome: words.reply?.startsWith('4') ? 'deferred' : 'bounced',
        host,
        phase: host ? 'connect' : phase,
      });
    }
    if (!unreached.test(said)) return null;
    return record(line, frame, readWords(line, frame.messageStart, line.length), {
      outcome: 'deferred',
      phase: said.startsWith('Connection lost') ? null : 'connect',
    });
  },
};

function record(line: string, frame: Frame, words: Words, rest: Parameters<typeof attemptOf>[2]): LogRecord {
  return {
    ...remark('ssmtp', line, frame, words),
    attempts: [attemptOf('ssmtp', words, rest)],
    at: { start: frame.messageStart, end: line.length },
  };
}
