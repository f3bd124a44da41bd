// What did hMailServer and another server say to each other? Its log: fields in quotation marks, divided by tabs; SMTPD is the server,
// SMTPC the client that delivers. Deliberately absent: its AWStats log (no replies) and the POP and IMAP dialogues.
import type { Format } from './format.ts';
import type { Spelling } from './reading.ts';
import { answer, command, mentioned, openSession, type Sessions, sessionOf } from './sessions.ts';

/** `"SMTPD"	1234	5	"2026-11-23 22:00:00.550"	"198.51.100.61"	"RECEIVED: RCPT TO:<u@d>"`; pasted, with blanks for the tabs. */
const dialogue =
  /^"SMTP([DC])"\s{1,4}\d{1,10}\s{1,4}(\d{1,12})\s{1,4}"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?)"\s{1,4}"([^"]{0,60})"\s{1,4}"(RECEIVED|SENT): /;

/** `"TCPIP"	1234	"2026-11-23 22:00:00.550"	"TCP - 198.51.100.61 connected to 192.0.2.25:25."` */
const other =
  /^"(?:SMTP[DC]|TCPIP|DEBUG|APPLICATION|DELIVERER|ERROR|POP3[DC]|IMAPD)"\s{1,4}\d{1,10}\s{1,4}(?:\d{1,12}\s{1,4})?"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?)"/;

/** Lines of one reply: `250-mail.example.org[nl]250-SIZE 20480000[nl]250 AUTH LOGIN` */
const newlines: Spelling = {
  mask: (words) => words.replaceAll('[nl]', '    '),
  undo: (words) => words.replaceAll('[nl]', ' '),
};

export const hmailserver: Format = {
  id: 'hmailserver',
  documentation: 'https://www.hmailserver.com/documentation/latest/?page=reference_logging',
  claimsLine: (line) => line.charCodeAt(0) === 0x22 && other.test(line.slice(0, 100)),
  read(line, _frame, state) {
    const match = dialogue.exec(line.slice(0, 180));
    if (!match) {
      const quoted = other.exec(line.slice(0, 100));
      return quoted && mentioned('hmailserver', line, quoted[0].length, quoted[1]);
    }
    const [head, role, id, stamp, remote, verb] = match;
    const receives = role === 'D';
    const start = head.length;
    const end = line.endsWith('"') && line.length > start ? line.length - 1 : line.length;
    const sessions = state as Sessions;
    // Numbers of sessions begin anew with the server.
    const key = role + id;
    const session = /^220[ -]/.test(line.slice(start, start + 4))
      ? greetedAnew(sessions, key)
      : sessionOf(sessions, key);
    if ((verb === 'SENT') !== receives) return command(line.slice(start, end), session);
    return answer(
      { format: 'hmailserver', line, start, end, receives, remote, stamp, spelling: newlines, whole: true },
      session,
    );
  },
};

/** `220` greets, and begins STARTTLS: only the first opens the session. */
function greetedAnew(sessions: Sessions, key: string) {
  const session = sessionOf(sessions, key);
  return session.waiting.length > 0 ? session : openSession(sessions, key);
}
