// How does msmtp log its one attempt, in its own file or in syslog? It has no queue: whoever called it must try again.
// Deliberately absent: TLS and login settings of the line.
import type { Attempt, LogRecord, Outcome, Phase } from '../model/attempt.ts';
import type { Format } from './format.ts';
import type { Frame } from './frame.ts';
import { attemptOf, backslashes, between, noWords, readWords, stampOf } from './reading.ts';

/** What msmtp says of the step that failed (src/smtp.c, src/net.c). */
const steps: readonly (readonly [words: string, phase: Phase])[] = [
  ['recipient address', 'RCPT TO'], // recipient address u@d not accepted by the server
  ['envelope from address', 'MAIL FROM'], // envelope from address s@e not accepted by the server
  ['the server did not accept the mail', 'end of DATA'],
  ['the server does not accept mail data', 'DATA'],
  ['cannot get initial OK message', 'connect'],
  ['cannot connect to', 'connect'],
  ['SMTP server does not accept EHLO', 'EHLO'],
  ['authentication failed', 'AUTH'],
  ['STARTTLS', 'STARTTLS'], // the server does not support TLS via the STARTTLS command   command STARTTLS failed
];

export const msmtp: Format = {
  id: 'msmtp',
  documentation: 'https://marlam.de/msmtp/msmtp.html#Logging',
  claimsProgram: (program) => program === 'msmtp',
  // Nov 23 22:37:24 host=…   2026-11-01T00:00:11+0100 host=… (logfile_time_format)
  claimsLine: (line) => /^[\w :.,+/-]{0,39} host=/.test(line.slice(0, 48)) && line.includes(' exitcode=EX_'),
  read(line, frame) {
    const exit = line.lastIndexOf(' exitcode=EX_');
    const recipients = line.indexOf(' recipients=', frame.messageStart);
    return exit < 0 || recipients < 0 ? null : readCall(line, frame, recipients + 12, exit);
  },
};

/**
 * `host=mx1.example.net tls=off auth=off from=anna.berg@example.org recipients=a@d,b@d smtpstatus=550 smtpmsg='550 5.1.1 <a@d>: unknown'
 * errormsg='recipient address a@d not accepted by the server' exitcode=EX_DATAERR`
 */
function readCall(line: string, frame: Frame, at: number, exit: number): LogRecord {
  const blank = line.indexOf(' ', at);
  const reply = line.indexOf(" smtpmsg='", blank);
  const error = line.lastIndexOf(" errormsg='", exit);
  const replyEnd = line.lastIndexOf("'", (error > reply ? error : exit) - 1);
  const words = reply < 0 ? noWords : readWords(line, reply + 10, replyEnd, backslashes);
  const own = error < 0 ? noWords : readWords(line, error + 11, exit - 1);
  const outcome = outcomeOf(words.reply, line.slice(exit + 10));
  const refused = / address (\S{1,320}) not accepted/.exec(own.text)?.[1];
  const sender = between(line, ' from=', ' ', frame.messageStart, at);
  const attempts = line
    .slice(at, blank)
    .split(',')
    .map((recipient): Attempt => {
      // One refused recipient ends the call for all of them; the server said nothing about the others.
      const theirs =
        own.text.startsWith('recipient address') && refused !== undefined && refused !== recipient;
      return attemptOf('msmtp', theirs || reply < 0 ? own : words, {
        recipient,
        sender,
        host: words.reply === null ? null : between(line, 'host=', ' ', frame.messageStart, at),
        outcome,
        phase:
          outcome === 'delivered'
            ? 'end of DATA'
            : (steps.find(([start]) => own.text.includes(start))?.[1] ?? null),
      });
    });
  const failed = error < 0 ? { start: exit + 1, end: line.length } : { start: error + 11, end: exit - 1 };
  return {
    format: 'msmtp',
    codes: words.codes,
    attempts,
    at: failed,
    text: reply < 0 ? own.text : words.text,
    stamp: stampOf(line, frame),
  };
}

/** `EX_TEMPFAIL` invites the caller to try again (sysexits.h), and so does a reply that begins with 4. */
function outcomeOf(reply: string | null, exit: string): Outcome {
  if (exit.startsWith('EX_OK')) return 'delivered';
  return (reply === null ? exit.startsWith('EX_TEMPFAIL') : reply.startsWith('4')) ? 'deferred' : 'bounced';
}
