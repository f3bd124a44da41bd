// What did CommuniGate Pro and another server say to each other? Its log names a module and session in each line: SMTPI for
// clients that call, SMTP for mail that is sent. Deliberately absent: the day, which only the file's name tells.
import type { Format } from './format.ts';
import { backslashes } from './reading.ts';
import { answer, command, mentioned, openSession, type Sessions, sessionOf } from './sessions.ts';

/** `08:39:16.44 5 SMTPI-29001([198.51.100.61]) out: 550 u@d unknown user account\r\n` · `08:39:16.44 5 SMTP-00012(example.net) inp: 250 ok` */
const head = /^\d\d:\d\d:\d\d\.\d{2,3} [0-5] (SMTPI?)-(\d{1,9})\(([^()]{0,255})\) /;
/** `08:39:16.52 2 QUEUE([7005098]) from <anna.berg@example.org>, 550 bytes` · `08:39:17.01 2 DEQUEUER [7005098] SMTP(example.net)u@d …` */
const other = /^\d\d:\d\d:\d\d\.\d{2,3} [0-5] (?:QUEUE|DEQUEUER|ENQUEUER|SMTPI?|LOCAL|ROUTER)[-( [\]]/;

export const communigate: Format = {
  id: 'communigate',
  documentation: 'https://www.communigate.com/CommuniGatePro/Logs.html',
  claimsLine: (line) => line.charCodeAt(8) === 0x2e && other.test(line.slice(0, 40)),
  read(line, _frame, state) {
    const match = head.exec(line.slice(0, 300));
    const at = match?.[0].length ?? 0;
    const said = line.slice(at, at + 5);
    if (!match || (said !== 'out: ' && said !== 'inp: ')) {
      if (match && / connection on /.test(line.slice(at, at + 40)))
        openSession(state as Sessions, match[1] + match[2]);
      return mentioned('communigate', line, at, null);
    }
    const [, module, number, peer] = match;
    const receives = module === 'SMTPI';
    const session = sessionOf(state as Sessions, module + number);
    const start = at + 5;
    const end = line.length - (/(?:\\[re]){0,2}(?:\\n)?$/.exec(line.slice(-8))?.[0].length ?? 0);
    if ((said === 'out: ') !== receives) return command(line.slice(start, end), session);
    const remote = peer.startsWith('[') ? peer.slice(1, -1) : peer || null;
    const whole = /\\n[2-5]\d\d /.test(line.slice(start, start + 4000));
    return answer(
      {
        format: 'communigate',
        line,
        start,
        end,
        receives,
        remote,
        stamp: null,
        spelling: backslashes,
        whole,
      },
      session,
    );
  },
};
