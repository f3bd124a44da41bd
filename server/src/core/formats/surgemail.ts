// What became of SurgeMail's messages (msg*.rec), and what was said (mail.log)? Deliberately absent: month and year, which only the
// files' names tell, and its POP and IMAP lines.
import type { LogRecord, Outcome } from '../model/attempt.ts';
import type { Format } from './format.ts';
import { attemptOf, readWords } from './reading.ts';
import { answer, command, openSession, type Sessions, sessionOf } from './sessions.ts';

/** `19 14:26:27 [2] Sent 198.51.100.61 <anna.berg@example.org> <info@example.net> 588 <1@example.org> "250 2.0.0 Ok"` */
const record =
  /^\d\d \d\d:\d\d:\d\d \[(\d{1,12})\] (Received|Stored|Sent|Later|Bounced?|Failed|Rejected) ([\dA-Fa-f.:]{2,45}) <([^<>]{0,320})> <([^<>]{0,320})> \d{1,12} (?:<[^<>]{0,500}> |\S{1,500} )?"/i;

/** `08 12:25:29.07:Info:2120: smtp:[198.51.100.61] In: HELO mx-out.partner.example.com` */
const spoken = /^\d\d \d\d:\d\d:\d\d\.\d\d:\w{1,12}:(\d{1,10}): smtp:\[([\dA-Fa-f.:]{2,45})\] (In|Out): /;
const spokenOrConnected = /^\d\d \d\d:\d\d:\d\d\.\d\d:\w{1,12}:(\d{1,10}): (?:smtp:\[|SurgeSMTP )/;

const outcomes: { readonly [action: string]: Outcome | undefined } = {
  stored: 'delivered',
  sent: 'delivered',
  later: 'deferred',
  bounce: 'bounced',
  bounced: 'bounced',
  failed: 'bounced',
  rejected: 'rejected',
};

export const surgemail: Format = {
  id: 'surgemail',
  documentation: 'https://netwinsite.com/s2/help/log.htm',
  claimsLine: (line) =>
    line.charCodeAt(2) === 0x20 &&
    line.charCodeAt(5) === 0x3a &&
    (spokenOrConnected.test(line.slice(0, 60)) || record.test(line.slice(0, 1_400))),
  read(line, _frame, state) {
    const match = record.exec(line.slice(0, 1_400));
    if (match) return readOutcome(line, match);
    const sessions = state as Sessions;
    const words = spoken.exec(line.slice(0, 120));
    if (!words) {
      const thread = spokenOrConnected.exec(line.slice(0, 60))?.[1];
      if (thread) openSession(sessions, thread);
      return null;
    }
    const [head, thread, remote, direction] = words;
    const session = sessionOf(sessions, thread);
    const start = head.length;
    if (direction === 'In') return command(line.slice(start), session);
    return answer(
      { format: 'surgemail', line, start, end: line.length, receives: true, remote, stamp: null },
      session,
    );
  },
};

function readOutcome(
  line: string,
  [head, queueId, action, address, sender, recipient]: RegExpExecArray,
): LogRecord | null {
  const outcome = outcomes[action.toLowerCase()];
  if (!outcome) return { ...empty(line), from: { queueId, sender } };
  const start = head.length;
  const words = readWords(line, start, line.endsWith('"') ? line.length - 1 : line.length);
  const refused = outcome === 'rejected';
  const attempt = attemptOf('surgemail', words, {
    ...{ queueId, sender, recipient, outcome },
    host: refused ? address : null,
    direction: refused ? 'in' : 'out',
  });
  return {
    ...empty(line),
    codes: words.codes,
    attempts: [attempt],
    at: { start, end: start + words.text.length },
    text: words.text,
  };
}

const empty = (line: string): LogRecord => ({
  format: 'surgemail',
  codes: [],
  attempts: [],
  at: { start: 0, end: line.length },
  text: null,
  stamp: null,
});
