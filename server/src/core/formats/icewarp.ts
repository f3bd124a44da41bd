// What did IceWarp (once Merak) and another server say to each other? Its SMTP logs: a line of a dialogue each, `>>>` is what IceWarp
// said, the number in brackets is the session's. Deliberately absent: its `***` summaries, which repeat what the dialogue told.
import type { LogRecord } from '../model/attempt.ts';
import type { Format } from './format.ts';
import { readWords } from './reading.ts';
import {
  answer,
  closeSession,
  command,
  mentioned,
  openSession,
  type Sessions,
  sessionOf,
} from './sessions.ts';

/**
 * `198.51.100.61 [00000A1C] Thu, 22 Apr 2026 22:01:42 +0200 >>> 250 2.1.0 <anna.berg@example.org>... Sender ok`
 * `SYSTEM [2624] 22:01:42 >>> 550 5.1.1 no such user`
 */
const head =
  /^(SYSTEM|[\dA-Fa-f.:]{2,45}) +\[([\dA-F]{4,16})\] (?:\w{3}, (\d\d) (\w{3}) (\d{4}) )?(\d\d:\d\d:\d\d(?:\.\d{1,3})?)(?: ([+-]\d\d)(\d\d))? /;

const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';

export const icewarp: Format = {
  id: 'icewarp',
  documentation:
    'https://support.icewarp.com/hc/en-us/articles/12115124344721-SMTP-log-Troubleshooting-guide',
  claimsLine: (line) => line.includes('] ') && head.test(line.slice(0, 110)),
  read(line, _frame, state) {
    const match = head.exec(line.slice(0, 110));
    if (!match) return null;
    const [, address, id, day, month, year, time, hours, minutes] = match;
    const at = match[0].length;
    const number = String(months.indexOf(month ?? '?') / 3 + 1).padStart(2, '0');
    const stamp = day ? `${year}-${number}-${day} ${time}${hours ? `${hours}:${minutes}` : ''}` : null;
    const arrow = line.slice(at, at + 4);
    if (arrow !== '>>> ' && arrow !== '<<< ') {
      if (line.startsWith('Connected', at)) openSession(state as Sessions, id);
      if (line.startsWith('Disconnected', at)) closeSession(state as Sessions, id);
      return mentioned('icewarp', line, at, stamp);
    }
    const start = at + 4;
    if (address === 'SYSTEM') return told(line, start, stamp);
    const session = sessionOf(state as Sessions, id);
    if (!/^[2-5]\d\d(?:[ -]|$)/.test(line.slice(start, start + 4)))
      return command(line.slice(start), session);
    return answer(
      {
        format: 'icewarp',
        line,
        start,
        end: line.length,
        receives: arrow === '>>> ',
        remote: address,
        stamp,
      },
      session,
    );
  },
};

/** What the server tells itself of a session (`SYSTEM`) repeats a reply: its codes, and no attempt. */
function told(line: string, start: number, stamp: string | null): LogRecord | null {
  const words = readWords(line, start, line.length);
  if (words.reply === null) return null;
  const at = { start, end: line.length };
  return { format: 'icewarp', codes: words.codes, attempts: [], at, text: words.text, stamp };
}
