// What did Zimbra's mailbox server refuse or put off when mail was handed to it (mailbox.log)? Its Postfix writes its own log
// (postfix.ts). Deliberately absent: mail that was stored, which that Postfix counts, and everything that is no LMTP.
import type { Format } from './format.ts';
import { attemptOf, between, readWords } from './reading.ts';

/** `2026-07-25 17:40:30,998 INFO  [LmtpServer-131538] [name=anna.berg@example.org;mid=4102;ip=192.0.2.25;] lmtp - S: 451 4.0.0 Temporary message delivery failure try again (DATA)` */
const head =
  /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3}) +(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL) +\[Lmtp[^[\]]{1,60}\] \[([^[\]]{0,600})\] /;

export const zimbra: Format = {
  id: 'zimbra',
  documentation: 'https://wiki.zimbra.com/wiki/Log_Files',
  claimsLine: (line) => line.charCodeAt(19) === 0x2c && head.test(line.slice(0, 760)),
  read(line) {
    const match = head.exec(line.slice(0, 760));
    if (!match?.[0] || !line.startsWith('lmtp - S: ', match[0].length)) return null;
    const [all, stamp, context] = match;
    const start = all.length + 10;
    const words = readWords(line, start, line.length);
    if (words.reply === null) return null;
    const failed = /^[45]/.test(words.reply);
    const attempt = attemptOf('zimbra', words, {
      recipient: between(context, 'name=', ';', 0),
      outcome: words.reply[0] === '4' ? 'deferred' : 'bounced',
      phase: words.text.endsWith('(DATA)') ? 'end of DATA' : null,
    });
    return {
      format: 'zimbra',
      codes: words.codes,
      attempts: failed ? [attempt] : [],
      at: { start, end: line.length },
      text: words.text,
      stamp,
    };
  },
};
