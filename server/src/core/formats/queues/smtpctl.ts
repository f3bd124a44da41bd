// Who waits in OpenSMTPD's queue, and why, as `smtpctl show queue` lists it? Fields with bars between them (smtpctl(8)).
// Deliberately absent: envelopes that have not been tried.
import type { LogRecord } from '../../model/attempt.ts';
import type { Format } from '../format.ts';
import { attemptOf, readWords } from '../reading.ts';

/** `0133b45207a88ab8|inet4|mta|auth|s@e|u@d|u@d|1795743850|1796089450|1795743851|3|pending|1200|450 4.2.0 try later` */
const envelope =
  /^([0-9a-f]{16})\|(?:inet4|inet6|local)?\|(?:mta|mda|bounce|lmtp)?\|[^|]{0,80}\|([^|]{0,320})\|[^|]{0,320}\|([^|]{0,320})\|(?:\d{1,12}\|){2}(\d{0,12})\|\d{1,6}\|(?:pending|inflight|suspended|hold)?\|\d{0,12}\|/;

export const smtpctl: Format = {
  id: 'smtpctl',
  documentation: 'https://man.openbsd.org/smtpctl.8',
  claimsLine: (line) => line.charCodeAt(16) === 0x7c && envelope.test(line),
  read(line): LogRecord | null {
    const match = envelope.exec(line);
    const start = match ? match[0].length : line.length;
    if (!match || start >= line.length) return null;
    const words = readWords(line, start, line.length);
    const tried = Number(match[4]);
    const attempt = attemptOf('opensmtpd', words, {
      outcome: /\|suspended\||\|hold\|/.test(match[0]) ? 'held' : 'deferred',
      queueId: match[1],
      sender: match[2],
      recipient: match[3],
    });
    const stamp = tried > 1e8 ? new Date(tried * 1000).toISOString().replace('.000Z', 'Z') : null;
    return {
      format: 'smtpctl',
      codes: words.codes,
      attempts: [attempt],
      at: { start, end: line.length },
      text: words.text,
      stamp,
    };
  },
};
