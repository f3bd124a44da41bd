// Which replies do milters and scanners quote (opendkim, opendmarc, milter-greylist, clamav-milter, spamass-milter, MIMEDefang, MailScanner,
// spamd)? Mostly none: the mail server that asked them logs the refusal. So only a reply with an enhanced code of its class counts.
// Deliberately absent: verdicts and scores, rows of their own.
import type { Format } from './format.ts';
import { readWords, remark } from './reading.ts';

/** `4A1B2C3D4E: reply 451 4.7.1 Greylisting in action, please come back in 00:05:00`   `rejected: "550 5.7.1 virus"`   `tempfail, 451 4.3.2 …` */
const replied =
  /\b(?:repl(?:y|ied)|reject(?:ed|ing)?|tempfail(?:ed)?|deferred|returned|with|response|action)(?: with)?[:=,]{0,2} ?"?(?=(?:4\d\d[ -]4|5\d\d[ -]5)\.\d\.\d{1,3}\b)/i;

export const milters: Format = {
  id: 'milter',
  documentation: 'https://www.postfix.org/MILTER_README.html',
  claimsProgram: (program) =>
    /^(?:opendkim|opendmarc|openarc|dkim-filter|milter-greylist|greylist|clamav-milter|clamsmtpd|spamass-milter|mimedefang(?:\.pl|-multiplexor)?|mailscanner|spamd|spampd|smf-\w{2,10}|sid-filter|dk-filter|milter-regex)$/i.test(
      program,
    ),
  read(line, frame) {
    const match = replied.exec(line.slice(frame.messageStart));
    if (!match) return null;
    const words = readWords(line, frame.messageStart + match.index + match[0].length, line.length);
    return words.codes.length === 0 ? null : { ...remark('milter', line, frame, words), text: words.text };
  },
};
