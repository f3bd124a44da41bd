// How does ZoneMTA write what became of a message? `<id>.<seq> ACCEPTED|DEFERRED[why]|REJECTED[why] from=… to=… mx=… (reply)`.
// Deliberately absent: its plugins' lines, and what it receives.
import type { LogRecord, Outcome } from '../model/attempt.ts';
import type { Format } from './format.ts';
import type { Frame } from './frame.ts';
import { attemptOf, readWords, remark } from './reading.ts';

/**
 * `info Sender/default/77 15a2d4c8b7a00012.001 ACCEPTED from=<1@e.example>[s@e.example] to=u@d.example mx=mx.d.example body=617 md5=0a1b[MD5_OK] (250 OK id=1)`
 * `info Sender/default/77 15a2d4c8b7a00012.002 DEFERRED[greylist] from=s@e.example[s@e.example] to=u@d.example mx=mx.d.example (451 4.7.1 Greylisted)`
 */
const delivery =
  /(?:^|\s)([0-9a-f]{12,24}(?:\.[0-9a-f]{3})?) (ACCEPTED|DEFERRED|REJECTED)(?:\[[\w-]{0,40}\])? from=([^\s[]{0,320})(?:\[([^\s\]]{0,320})\])? to=(\S{0,2000}) mx=(\S{1,255}) /;

/** `info Sender/default/77 15a2d4c8b7a00012.001 RESOLVED MX for …`, with or without a stamp of the process manager's. */
const own =
  /^(?:\S{1,40} )?(?:info|verb|verbose|silly|WARN|ERR!|error)\s{1,4}[\w/.-]{1,80} [0-9a-f]{12,24}\.[0-9a-f]{3} [A-Z[]/;

const outcomes: { readonly [word: string]: Outcome | undefined } = {
  ACCEPTED: 'delivered',
  DEFERRED: 'deferred',
  REJECTED: 'bounced',
};

/** Replies that ZoneMTA makes up where no server answered. */
const madeUp =
  /^(?:450|550) (?:Error connecting to |Connection to \S{1,255} closed unexpectedly|Can't (?:connect to|find) |DNS )/;

export const zonemta: Format = {
  id: 'zonemta',
  documentation: 'https://github.com/zone-eu/zone-mta#readme',
  claimsProgram: (program) => program === 'zone-mta' || program === 'zonemta',
  claimsLine: (line) => own.test(line.slice(0, 160)),
  read: (line, frame) => (line.includes(' mx=', frame.messageStart) ? readDelivery(line, frame) : null),
};

function readDelivery(line: string, frame: Frame): LogRecord | null {
  const match = delivery.exec(line.slice(frame.messageStart));
  if (!match) return null;
  const fields = frame.messageStart + match.index + match[0].length;
  const open = line.indexOf('(', fields - 1);
  const words = readWords(
    line,
    open < 0 ? line.length : open + 1,
    open >= 0 && line.endsWith(')') ? line.length - 1 : line.length,
  );
  const outcome = outcomes[match[2]!]!;
  const own = madeUp.test(words.text);
  const recipients = match[5]!.split(',').filter((address) => address !== '');
  const attempts = recipients.map((recipient) =>
    attemptOf('zonemta', own ? { ...words, reply: null, enhanced: null } : words, {
      queueId: match[1]!,
      sender: match[4] ?? match[3] ?? null,
      recipient,
      host: own ? null : match[6]!,
      outcome,
      phase: outcome === 'delivered' ? 'end of DATA' : null,
    }),
  );
  const start = frame.messageStart + match.index + match[0].indexOf(match[2]!);
  const stamp = /^\[?(\d{4}-\d\d-\d\dT[\d:.]{8,15}Z?)/.exec(line.slice(0, 40))?.[1];
  const record = remark('zonemta', line, frame, own ? { ...words, codes: [] } : words);
  return {
    ...record,
    stamp: record.stamp ?? stamp ?? null,
    attempts,
    at: { start, end: start + match[2]!.length },
  };
}
