// What did Axigen and another server say to each other? Its log names the service and the session in each line: SMTP-IN receives,
// SMTP-OUT sends. Deliberately absent: the filters' lines (PROCESSING), which hold no replies.
import type { Format } from './format.ts';
import { answer, command, mentioned, openSession, type Sessions, sessionOf } from './sessions.ts';

/** `2026-11-23 22:00:00 +0100 08 mail SMTP-IN:00000022: >> 550 No such recipient here`; `<<` is what the other side said. */
const head =
  /^(?:(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:[.,]\d{1,6})?)(?: ([+-]\d\d):?(\d\d))? (?:\d\d )?(?:[\w.-]{1,255} )?)?(SMTP-IN|SMTP-OUT|PROCESSING|DELIVERY):([\dA-F]{6,8}): /;

export const axigen: Format = {
  id: 'axigen',
  documentation: 'https://www.axigen.com/documentation/email-flow-p45253810',
  claimsLine: (line) => /^[\dSPD]/.test(line) && head.test(line.slice(0, 320)),
  read(line, _frame, state) {
    const match = head.exec(line.slice(0, 320));
    if (!match) return null;
    const [all, time, hours, minutes, service, id] = match;
    const stamp = time ? `${time}${hours ? `${hours}:${minutes}` : ''}` : null;
    const at = all.length;
    const arrow = line.slice(at, at + 3);
    const sessions = state as Sessions;
    if (arrow !== '>> ' && arrow !== '<< ') {
      const peer =
        /^(?:\[[^[\]]{2,60}\] )?connect(?:ing|ed|ion) .{0,40}\[([\dA-Fa-f.:]{2,45}?):\d{1,5}\]/.exec(
          line.slice(at, at + 200),
        );
      if (peer) openSession(sessions, service + id).remote = peer[1];
      return mentioned('axigen', line, at, stamp);
    }
    const receives = service === 'SMTP-IN';
    const session = sessionOf(sessions, service + id);
    const start = at + 3;
    if ((arrow === '>> ') !== receives) return command(line.slice(start), session);
    const remote = session.remote ?? null;
    return answer({ format: 'axigen', line, start, end: line.length, receives, remote, stamp }, session);
  },
};
