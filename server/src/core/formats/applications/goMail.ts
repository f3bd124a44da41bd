// What do programs in Go say of a message that net/smtp could not hand over: gomail and go-mail, Alertmanager, Grafana, Gitea?
// Deliberately absent: an error that was logged without a word of its own, which the generic reader takes.
import type { Phase } from '../../model/attempt.ts';
import type { Format } from '../format.ts';
import { readWords } from '../reading.ts';
import { mayBeWrapped, readFailure, type Thrown, unescaped, wordsApart } from './failure.ts';

const phases: readonly (readonly [before: RegExp, phase: Phase | null])[] = [
  // gomail: could not send email 1: 550 5.1.1 no such user
  [/\bgomail: could not send email \d{1,6}: (?=[45]\d\d )/, null],
  // err="*smtp.plainAuth auth: 535 5.7.8 …"   err="*email.loginAuth auth: 535 …"
  [/\*(?:smtp|email)\.\w{4,20} auth: (?=[45]\d\d )/, 'AUTH'],
  // err="send RCPT command: 550 5.1.1 …"   error="sending RCPT TO command: 450 …"   failed to set RCPT TO: 550 …
  [/\b(?:send(?:ing)? RCPT(?: TO)? command|set RCPT TO): (?=[45]\d\d )/i, 'RCPT TO'],
  [/\b(?:send(?:ing)? MAIL(?: FROM)? command|set MAIL FROM): (?=[45]\d\d )/i, 'MAIL FROM'],
  [/\bsend(?:ing)? DATA command: (?=[45]\d\d )/i, 'DATA'],
  // err="delivery failure: 554 5.7.1 …"   err="delivery: 554 …"   failed to close DATA writer: 554 …
  [/\b(?:delivery failure|failed to close (?:DATA|data) writer|close data): (?=[45]\d\d )/, 'end of DATA'],
  // failed to send notification to email addresses: u@d: 535 5.7.8 …   (Grafana)
  [/\bfailed to send (?:notification|email|mail|message)\b.{0,400}?: (?=[45]\d\d [45]\.\d\.\d)/i, null],
];

/** &textproto.Error{Code:550, Msg:"5.1.1 no such user"} */
const value = /\btextproto\.Error\{Code:([45]\d\d), Msg:"/;

export const goMail: Format = {
  id: 'go-mail',
  documentation: 'https://pkg.go.dev/net/textproto#Error',
  remembersWith: 'dialogue',
  claimsLine: (line) =>
    line.includes(': ') &&
    !mayBeWrapped(line) &&
    mention.test(line) &&
    (value.test(line) || phases.some(([before]) => before.test(line))),
  read(line, frame, state) {
    const code = value.exec(line);
    if (code) {
      const start = code.index + code[0].length;
      const words = wordsApart(
        line,
        code.index + code[0].indexOf(code[1]),
        start,
        endOfWords(line, start),
        unescaped,
      );
      return readFailure('go-mail', line, frame, state as Thrown, [{ words }]);
    }
    for (const [before, phase] of phases) {
      const match = before.exec(line);
      if (!match) continue;
      const start = match.index + match[0].length;
      const words = readWords(line, start, endOfWords(line, start), {
        mask: (text) => text.replace(/\\[rn]/g, '  '),
        undo: unescaped,
      });
      return readFailure('go-mail', line, frame, state as Thrown, [{ words, phase }]);
    }
    return null;
  },
};

/** One word that is in all of them. */
const mention = /gomail|textproto|\bauth: |command: |RCPT|MAIL|DATA|delivery|data|failed to send/;

/** The error's text ends with the quotation mark that began before it. */
function endOfWords(line: string, from: number): number {
  for (let at = from; at < line.length; at++) {
    if (line.charCodeAt(at) === 0x5c) at++;
    else if (line.charCodeAt(at) === 0x22) return at;
  }
  return line.length;
}
