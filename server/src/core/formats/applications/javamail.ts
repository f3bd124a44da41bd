// What do JavaMail's (Jakarta Mail's, Angus Mail's) exceptions say of a message, as stack traces and log lines show them?
// Deliberately absent: its debug output, which is a dialogue.

import type { Phase } from '../../model/attempt.ts';
import type { Format } from '../format.ts';
import { readWords } from '../reading.ts';
import { mayBeWrapped, type Quoted, readFailure, type Thrown } from './failure.ts';

/**
 * com.sun.mail.smtp.SMTPAddressFailedException: 550 5.1.1 <u@d>: Recipient address rejected
 * javax.mail.AuthenticationFailedException: 535 5.7.8 Error: authentication failed
 * jakarta.mail.MessagingException: 421 4.7.0 too many connections
 */
const exception =
  /\b(SMTPAddressFailed|SMTPAddressSucceeded|SMTPSendFailed|SMTPSenderFailed|AuthenticationFailed|MessagingException|SendFailed)(?:Exception)?: (?=[2-5]\d\d(?:[ -]|$))/g;

/** Could not connect to SMTP host: mx.example.net, port: 25, response: 554   Got bad greeting from SMTP host: mx.example.net, port: 25, response: 554-mx.example.net */
const refused =
  /\b(?:Could not connect to|Got bad greeting from) SMTP host: ([\w.-]{1,255}), port: \d{1,5}, response: (?=[2-5]\d\d\b)/;

/** What follows a reply in the same line: the next exception, or Spring's list of failed messages. */
const behind = /;\s{0,4}(?:nested exception is|message exceptions \(|Failed message \d)|;\s{0,4}$/;

const phases: { readonly [exception: string]: Phase | undefined } = {
  SMTPAddressFailed: 'RCPT TO',
  SMTPAddressSucceeded: 'RCPT TO',
  SMTPSenderFailed: 'MAIL FROM',
  AuthenticationFailed: 'AUTH',
};

/** A line that goes on with what an earlier one began; `Caused by:` repeats what "nested exception is" named. */
const goesOn = /^(?:\s|Caused by: |;|\.\.\. |[2-5]\d\d[ -]|$)/;

export const javamail: Format = {
  id: 'javamail',
  documentation:
    'https://jakarta.ee/specifications/mail/2.1/apidocs/jakarta.mail/jakarta/mail/package-summary',
  remembersWith: 'dialogue',
  claimsLine(line, state) {
    const memory = state as Thrown;
    if (memory.thrown && !goesOn.test(line)) delete memory.thrown;
    if (!line.includes('Exception: ') && !line.includes(', response: ')) return false;
    return !mayBeWrapped(line) && (line.search(exception) >= 0 || refused.test(line));
  },
  read(line, frame, state) {
    const found: Quoted[] = [...line.matchAll(exception)].map(({ 0: whole, 1: name, index }) => {
      const start = index + whole.length;
      const rest = behind.exec(line.slice(start, start + 2_000));
      return {
        words: readWords(line, start, rest ? start + rest.index : line.length),
        phase: phases[name] ?? null,
      };
    });
    const host = refused.exec(line);
    if (host) {
      const start = host.index + host[0].length;
      found.push({
        words: readWords(line, start, start + 3),
        phase: 'connect',
        host: host[1],
        recipient: null,
      });
    }
    return readFailure('javamail', line, frame, state as Thrown, found, goesOn.test(line));
  },
};
