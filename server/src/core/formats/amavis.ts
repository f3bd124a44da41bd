// Which replies do amavis' lines quote? It passes mail on and tells what the next server said; who sent it to amavis counts the delivery.
// Deliberately absent: its verdicts (`Blocked SPAM`), which carry no reply: the server that asked it logs what became of the message.
import type { Format } from './format.ts';
import { readWords, remark } from './reading.ts';

/**
 * `(12345-01) FWD from <s@e.example> -> <u@d.example>, BODY=7BIT 250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 4T4D1F8`
 * `(12345-01) (!)Negative SMTP resp. to RCPT: 550 5.1.1 <u@d.example>: unknown`
 * `(12345-01) smtp resp to RCPT (pip) (<u@d.example>): 450 4.2.0 later`   `(12345-01) mail_via_smtp: 451 4.5.0 From MTA(…) during fwd-connect`
 */
const quoted =
  /(?:[ )]FWD (?:from|via) .{0,1500}?, BODY=\w{1,12} |SMTP resp(?:\.|onse)?(?: to)? [\w-]{1,20}(?: \(\w{1,8}\))?(?: \(<[^<>]{0,320}>\))?: ?"?|mail_via_smtp: |, smtp_resp: )(?=[245]\d\d[ -]\d\.\d\.\d)/i;

export const amavis: Format = {
  id: 'amavis',
  documentation: 'https://www.ijs.si/software/amavisd/',
  claimsProgram: (program) => program === 'amavis' || program === 'amavisd' || program === 'amavisd-new',
  read(line, frame) {
    if (
      !line.includes('esp', frame.messageStart) &&
      !line.includes('FWD', frame.messageStart) &&
      !line.includes('mail_via_smtp', frame.messageStart)
    )
      return null;
    const match = quoted.exec(line.slice(frame.messageStart));
    if (!match) return null;
    const words = readWords(line, frame.messageStart + match.index + match[0].length, line.length);
    return words.codes.length === 0 ? null : { ...remark('amavis', line, frame, words), text: words.text };
  },
};
