// What did SmarterMail and another server say to each other? Its SMTP log (others call us) and its delivery log (we call others).
// Deliberately absent: its spam checks, and the summary of a delivery, which repeats the dialogue.
import type { Format } from './format.ts';
import { answer, beginAnew, command, type Session, type Sessions, sessionOf } from './sessions.ts';

/**
 * `[2026.11.23] 22:00:28.123 [06435] RSP: 250 OK <u@d> Recipient ok`: delivery, the message's number
 * `[2026.11.23] 22:00:28 [198.51.100.61][12345678] rsp: 550 <u@d> No such user here`: SMTP, the client and the session
 * `22:00:28 [06435] CMD: RCPT TO:<u@d>`: older logs leave the day out
 */
const head =
  /^(?:\[(\d{4})\.(\d\d)\.(\d\d)\] )?(\d\d:\d\d:\d\d(?:\.\d{1,3})?) \[([\dA-Fa-f.:]{1,45})\](?:\[(\d{1,12})\])? /;
const mark =
  /^(?:(?:cmd|rsp|CMD|RSP): |Connected |Initiating connection to |Connecting to |Connection to |Sending remote mail |Delivery |rsp:|cmd:)/;

export const smartermail: Format = {
  id: 'smartermail',
  documentation: 'https://help.smartertools.com/smartermail/current/',
  claimsLine: (line) => {
    const match = line.includes('] ') ? head.exec(line.slice(0, 110)) : null;
    return match !== null && mark.test(line.slice(match[0].length, match[0].length + 40));
  },
  read(line, _frame, state) {
    const match = head.exec(line.slice(0, 110));
    if (!match) return null;
    const [, year, month, day, time, key, number] = match;
    const at = match[0].length;
    const receives = number !== undefined;
    const session = sessionOf(state as Sessions, receives ? number : key);
    if (receives) session.remote = key;
    else session.queueId = key;
    const kind = line.slice(at, at + 5).toLowerCase();
    const start = at + 5;
    if (kind === 'cmd: ') return command(line.slice(start), session);
    if (kind !== 'rsp: ') return note(line.slice(at, at + 200), session);
    const stamp = year ? `${year}-${month}-${day} ${time}` : null;
    const remote = session.remote ?? null;
    return answer({ format: 'smartermail', line, start, end: line.length, receives, remote, stamp }, session);
  },
};

/** `Initiating connection to 198.51.100.11`: a new dialogue for the same message. */
function note(words: string, session: Session): null {
  const remote = /^Initiating connection to ([\dA-Fa-f.:]{2,45})$/.exec(words)?.[1];
  if (remote) beginAnew(session, remote);
  return null;
}
