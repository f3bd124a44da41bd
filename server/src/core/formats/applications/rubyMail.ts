// What do the exceptions of Ruby's Net::SMTP say (Action Mailer, Mail)? Deliberately absent: its debug output, a dialogue.
import type { Format } from '../format.ts';
import { backslashes, readWords } from '../reading.ts';
import { mayBeWrapped, readFailure, type Thrown } from './failure.ts';

/** Net::SMTPFatalError: 550 5.1.1 no such user   #<Net::SMTPServerBusy: 450 4.2.0 …>   Net::SMTPFatalError (550 5.1.1 no such user) */
const before =
  /\bNet::SMTP(FatalError|ServerBusy|AuthenticationError|SyntaxError|UnknownError|UnsupportedCommand)(?:: | \(|, ?")(?=[2-5]\d\d(?:[ -]|$))/;

/** …/net/smtp.rb:1059:in `check_response': 550 5.1.1 no such user (Net::SMTPFatalError) */
const behind =
  /: (?=[2-5]\d\d[ -].{0,2000} \(Net::SMTP(FatalError|ServerBusy|AuthenticationError|SyntaxError|UnknownError)\))/;

export const rubyMail: Format = {
  id: 'ruby-mail',
  documentation: 'https://docs.ruby-lang.org/en/3.3/Net/SMTP.html#class-Net::SMTP-label-Exceptions',
  remembersWith: 'dialogue',
  claimsLine: (line) =>
    line.includes('Net::SMTP') && !mayBeWrapped(line) && (before.test(line) || behind.test(line)),
  read(line, frame, state) {
    const match = behind.exec(line) ?? before.exec(line)!;
    const start = match.index + match[0].length;
    const name = line.indexOf(' (Net::SMTP', start);
    const end = name >= 0 ? name : start + line.slice(start).replace(/[)>":\s]{1,4}$/, '').length;
    const words = readWords(line, start, end, backslashes);
    const phase = match[1] === 'AuthenticationError' ? 'AUTH' : null;
    return readFailure('ruby-mail', line, frame, state as Thrown, [{ words, phase }]);
  },
};
