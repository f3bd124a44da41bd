// What do Python's smtplib and aiosmtplib raise, as tracebacks, log lines and printed results show it (Django's too)?
// Deliberately absent: its debug output, which is a dialogue, and errors without a reply (`Connection unexpectedly closed`).
import type { Phase } from '../../model/attempt.ts';
import type { Format } from '../format.ts';
import { mayBeWrapped, type Quoted, readFailure, type Thrown, unescaped, wordsApart } from './failure.ts';

/** smtplib.SMTPDataError: (554, b'5.7.1 …')   aiosmtplib.errors.SMTPRecipientsRefused: [SMTPRecipientRefused(550, '5.1.1 …', 'u@d')] */
const named =
  /\bSMTP(RecipientsRefused|RecipientRefused|DataError|SenderRefused|AuthenticationError|HeloError|ConnectError|ResponseException)\b/;

/** {'u@d': (550, b'5.1.1 <u@d>: Recipient address rejected'), 'v@d': (450, b'4.2.0 …')}   (535, b'5.7.8 …')   (553, b'5.1.8 …', 's@e') */
const tuple = /(?:['"]([^'"\s]{1,64}@[^'"\s]{1,255})['"]: )?\(([2-5]\d\d), (b?)(['"])/g;

/** Its debug output repeats a reply so: data: (554, b'5.7.1 …') */
const shown = /^(?:[\d:.]{8,15} )?(?:data|connect|rcpt|mail): \(/;

const phases: { readonly [exception: string]: Phase | undefined } = {
  RecipientsRefused: 'RCPT TO',
  RecipientRefused: 'RCPT TO',
  SenderRefused: 'MAIL FROM',
  AuthenticationError: 'AUTH',
  HeloError: 'EHLO',
  ConnectError: 'connect',
};

export const smtplib: Format = {
  id: 'smtplib',
  documentation: 'https://docs.python.org/3/library/smtplib.html#smtplib.SMTPException',
  remembersWith: 'dialogue',
  claimsLine: (line) =>
    (line.includes(", b'") || line.includes(', b"') || (line.includes('SMTP') && named.test(line))) &&
    !mayBeWrapped(line) &&
    !shown.test(line) &&
    line.search(tuple) >= 0 &&
    (named.test(line) ||
      /['"][^'"\s]{1,64}@[^'"\s]{1,255}['"]: \([2-5]\d\d, b['"]|\([45]\d\d, b['"][45]\.\d\.\d/.test(line)),
  read(line, frame, state) {
    const name = named.exec(line)?.[1];
    const found: Quoted[] = [];
    for (const { 0: whole, 1: key, 2: code, 4: quote, index } of line.matchAll(tuple)) {
      const start = index + whole.length;
      const end = endOfString(line, start, quote);
      const third = /^['"], ['"]([^'"\s]{1,320})['"]\)/.exec(line.slice(end, end + 330))?.[1];
      const recipient = key ?? (name?.startsWith('Recipient') ? third : undefined);
      found.push({
        words: wordsApart(line, index + whole.indexOf(code), start, end, unescaped),
        phase: phases[name ?? 'RecipientsRefused'] ?? null,
        ...(recipient !== undefined && { recipient }),
        ...(name === 'SenderRefused' && { recipient: null, ...(third !== undefined && { sender: third }) }),
      });
    }
    return readFailure('smtplib', line, frame, state as Thrown, found);
  },
};

/** The closing quotation mark; a backslash hides the character behind it. */
function endOfString(line: string, from: number, quote: string): number {
  for (let at = from; at < line.length; at++) {
    if (line.charCodeAt(at) === 0x5c) at++;
    else if (line[at] === quote) return at;
  }
  return line.length;
}
