// What do the exceptions of .NET say: System.Net.Mail (SmtpException), MailKit (SmtpCommandException)? The framework keeps the
// reply's number apart and logs its words, so that mostly only the enhanced code is left.
// Deliberately absent: MailKit's protocol log, which is a dialogue, and a number guessed from the framework's own words.
import type { Outcome } from '../../model/attempt.ts';
import type { Format } from '../format.ts';
import { readWords, type Words } from '../reading.ts';
import { mayBeWrapped, type Quoted, readFailure, type Thrown } from './failure.ts';

/** System.Net.Mail.SmtpFailedRecipientException: Mailbox unavailable. The server response was: 5.1.1 <u@d>: no such user */
const framework = /([^.:]{0,80})\. The server response was: ?(?=\S)/;

/** MailKit.Net.Smtp.SmtpCommandException: 5.1.1 <u@d>: no such user   MailKit.Security.AuthenticationException: 535: 5.7.8 … */
const mailKit =
  /\bMailKit\.(?:Net\.Smtp\.SmtpCommand|Security\.Authentication)Exception: (?:([45]\d\d): )?(?=\S)/;

/** What the framework says where the reply is 4yz (SmtpStatusCode). */
const forNow =
  /Service not available|Insufficient (?:system )?storage|Error in processing|Mailbox busy|local error|temporar/i;

export const dotnetMail: Format = {
  id: 'dotnet-mail',
  documentation: 'https://learn.microsoft.com/en-us/dotnet/api/system.net.mail.smtpexception',
  remembersWith: 'dialogue',
  claimsLine: (line) =>
    !mayBeWrapped(line) && (line.includes('. The server response was: ') || mailKit.test(line)),
  read(line, frame, state) {
    const quoted = readFramework(line) ?? readMailKit(line);
    return quoted
      ? readFailure('dotnet-mail', line, frame, state as Thrown, [quoted], /^\s{0,8}--->/.test(line))
      : null;
  },
};

function readFramework(line: string): Quoted | null {
  const match = framework.exec(line);
  if (!match) return null;
  const start = match.index + match[0].length;
  const words = readWords(line, start, endOfWords(line, start));
  return {
    words,
    phase: line.includes('SmtpFailedRecipient') ? 'RCPT TO' : null,
    ...guessed(words, match[1]),
  };
}

function readMailKit(line: string): Quoted | null {
  const match = mailKit.exec(line);
  if (!match) return null;
  const end = endOfWords(line, match.index + match[0].length);
  if (match[1]) {
    const number = match.index + match[0].length - match[1].length - 2;
    const words = readWords(line, number, end);
    const text = words.text.replace(/^(\d{3}): /, '$1 ');
    return { words: { ...words, text }, phase: 'AUTH', recipient: null };
  }
  const words = readWords(line, match.index + match[0].length, end);
  return { words, ...guessed(words, words.text) };
}

/** Without any code the words decide whether it may be tried again. */
const guessed = (words: Words, said: string): { outcome?: Outcome } =>
  words.reply !== null || words.enhanced !== null
    ? {}
    : { outcome: forNow.test(said) ? 'deferred' : 'bounced' };

/** Before ` ---> ` and ` at System.Net…` of a trace in one line. */
function endOfWords(line: string, from: number): number {
  const rest = line.slice(from).search(/ ---> | {1,4}at [A-Z]\w{0,40}\.|\\r\\n|\s{0,4}$/);
  return rest < 0 ? line.length : from + rest;
}
