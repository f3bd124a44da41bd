// What does Postfix write beside its machine part? Two sorts: the usual report, which the general reader understands, and the
// transcript of a session that its administrator gets (`Out: 451 4.3.0 Error: queue file write error`).
import type { MappedText } from '../mime/mappedText.ts';
import type { Phase } from '../model/attempt.ts';
import { addressIn } from './address.ts';
import type { Notice } from './notice.ts';
import { phaseIn } from './phase.ts';
import { type Statement, statementAt } from './statement.ts';
import type { Writer } from './writer.ts';

export const postfix: Writer = {
  id: 'postfix',
  wrote: (notice, { names }) =>
    names.has('x-postfix-queue-id') ||
    names.has('x-postfix-sender') ||
    isSession(notice) ||
    // This is the mail system at host mx.example.org.      This is the Postfix program at host mx.example.org.
    /^This is the (?:mail system|Postfix program|\S{1,40} program) at host \S/m.test(
      notice.human.text.slice(0, 2000),
    ),
  read: (notice) => (isSession(notice) ? readSession(notice) : []),
};

// Postfix SMTP server: errors from localhost[127.0.0.1]
const isSession = (notice: Notice): boolean =>
  /^Postfix SMTP (?:server|client): errors/.test(notice.header('subject'));

/** The last refusal of the dialogue, for the recipient that was named before it. */
function readSession(notice: Notice): Statement[] {
  let recipient: string | null = null;
  let phase: Phase | null = null;
  let refusal: { words: MappedText; at: number; phase: Phase | null } | null = null;
  for (let index = 0; index < notice.lines.length; index++) {
    const line = notice.line(index);
    const { start, end } = notice.lines[index];
    //  In:  RCPT TO:<u@d> ORCPT=rfc822;u@d
    if (/^\s{0,4}In:\s/.test(line)) {
      phase = phaseIn(line) ?? (/In:\s{1,4}DATA/.test(line) ? 'DATA' : phase);
      if (/In:\s{1,4}RCPT TO/i.test(line)) recipient = addressIn(line);
    }
    //  Out: 354 End data with <CR><LF>.<CR><LF>
    if (/^\s{0,4}Out: 354/.test(line)) phase = 'end of DATA';
    const out = /^\s{0,4}Out: (?=[45]\d\d)/.exec(line);
    if (out)
      refusal = {
        words: notice.human.slice(start + out[0].length, end).trim(),
        at: notice.human.startOf(start),
        phase,
      };
  }
  return refusal
    ? [
        statementAt(refusal.at, {
          direction: 'in',
          outcome: 'rejected',
          recipient,
          words: refusal.words,
          phase: refusal.phase,
        }),
      ]
    : [];
}
