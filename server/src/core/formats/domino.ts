// What did Domino's router and other servers say to each other (console log and log.nsf, with SMTPClientDebug=1), and which replies
// do its Router and SMTP Server lines quote? Deliberately absent: mail that Domino servers hand to each other by NRPC (no replies).
import type { Format } from './format.ts';
import { type DateOrder, localDate } from './localDate.ts';
import { answer, command, mentioned, openSession, type Sessions, sessionOf } from './sessions.ts';

/**
 * `14/12/2026 18:04:33 [0A44:000F-080C] SMTPClient: ReceiveResponse: 554-Transaction failed`
 * `[0A44:000F-080C] 12/14/2026 06:04:33 PM  SMTPClient: ReceiveResponse: 250 OK`
 */
const head =
  /^(?:\[([\dA-F:-]{4,30})\] {1,2})?((?:\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|\d{4}[/.-]\d{1,2}[/.-]\d{1,2}) \d{1,2}[:.]\d\d[:.]\d\d(?: [AP]M)?) {1,3}(?:\[([\dA-F:-]{4,30})\] {1,2})?(SMTPClient|SMTP Server|Router): /;

export const domino: Format = {
  id: 'domino',
  documentation: 'https://www.madicon.de/notes-ini-parameters/en/smtpclientdebug/',
  claimsLine: (line) => line.includes(': ') && head.test(line.slice(0, 100)),
  read(line, _frame, state) {
    const match = head.exec(line.slice(0, 100));
    if (!match) return null;
    const [all, before, time, behind, task] = match;
    const at = all.length;
    const stamp = localDate(time, state as DateOrder);
    if (task !== 'SMTPClient') return mentioned('domino', line, at, stamp);
    const label = /^[A-Z]\w{2,30}: /.exec(line.slice(at, at + 40))?.[0] ?? '';
    const start = at + label.length;
    const words = line.slice(start);
    const id = before ?? behind ?? '';
    const connecting = /connect(?:ing|ed)? to (?:host )?\[?([\w.:-]{3,255})/i.exec(words.slice(0, 300));
    if (connecting && label === '') {
      openSession(state as Sessions, id).remote = connecting[1];
      return null;
    }
    const session = sessionOf(state as Sessions, id);
    if (!label.startsWith('Receive')) return command(words, session);
    const remote = session.remote ?? null;
    return answer(
      { format: 'domino', line, start, end: line.length, receives: false, remote, stamp },
      session,
    );
  },
};
