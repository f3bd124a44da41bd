// How does nullmailer write what its smarthost answered? Host, sender and recipients stand on the lines before the reply.
// Deliberately absent: phases, which nullmailer does not name.
import { isDigit } from '../codes/characters.ts';
import type { LogRecord, Outcome } from '../model/attempt.ts';
import type { Format, FormatState } from './format.ts';
import type { Frame } from './frame.ts';
import { attemptOf, controls, readWords, remark } from './reading.ts';

/** The delivery that is under way. */
interface Delivery extends FormatState {
  host?: string;
  sender?: string;
  recipients?: string[];
  /** The last line held a reply, of which more lines may follow. */
  replying?: boolean;
  /** Its outcome has been told. */
  told?: boolean;
}

export const nullmailer: Format = {
  id: 'nullmailer',
  documentation: 'https://untroubled.org/nullmailer/',
  claimsProgram: (program) => program.startsWith('nullmailer'),
  claimsLine(line, state) {
    const first = line.charCodeAt(0);
    if (first === 0x73) return line.startsWith('smtp: Failed: ') || line.startsWith('smtp: Succeeded: '); // on its standard error
    if (first === 0x53) return line.startsWith('Starting delivery: ');
    if (first === 0x46) return line.startsWith('From: <') && line.includes('> to: <');
    return isDigit(first) && (state as Delivery).replying === true && isReplyLine(line, 0);
  },
  read(line, frame, state) {
    const delivery = state as Delivery;
    const at = frame.messageStart;
    const replying = delivery.replying === true;
    delivery.replying = false;
    if (line.startsWith('Starting delivery: ', at)) {
      // Starting delivery: host: smtp.d.example protocol: smtp file: 17619…   older: protocol: smtp host: smtp.d.example file: 17619…
      delivery.host = / host: (\S{1,255})/.exec(line.slice(at))?.[1];
      delivery.told = false;
      return null;
    }
    if (line.startsWith('From: <', at)) return readEnvelope(line, at, delivery);
    if (line.startsWith('smtp: ', at)) return readReplyLine(line, frame, delivery);
    if (line.startsWith('Sending failed: ', at))
      return delivery.told ? null : readFailure(line, frame, delivery);
    return replying && isReplyLine(line, at) ? readContinuation(line, frame, delivery) : null;
  },
};

/** `550-5.1.1 errors or stray blanks`, `550 5.1.1 See …` */
function isReplyLine(line: string, at: number): boolean {
  const c = line.charCodeAt(at + 3);
  return (
    isDigit(line.charCodeAt(at)) &&
    isDigit(line.charCodeAt(at + 1)) &&
    isDigit(line.charCodeAt(at + 2)) &&
    (c === 0x20 || c === 0x2d)
  );
}

/** `From: <anna.berg@example.org> to: <info@example.net>` */
function readEnvelope(line: string, at: number, delivery: Delivery): null {
  const to = line.indexOf('> to: ', at);
  if (to < 0) return null;
  delivery.sender = line.slice(at + 7, to);
  delivery.recipients = line
    .slice(to + 6)
    .split(/[<>, ]{1,4}/)
    .filter((address) => address !== '');
  return null;
}

/** `smtp: Failed: 550 5.1.1 <u@d>: unknown`   `smtp: Succeeded: 250 2.0.0 Ok: queued as 4T4D1F7`   `smtp: Failed: Connect failed` */
function readReplyLine(line: string, frame: Frame, delivery: Delivery): LogRecord | null {
  const at = frame.messageStart + 6;
  const succeeded = line.startsWith('Succeeded: ', at);
  if (!succeeded && !line.startsWith('Failed: ', at)) return null;
  const start = at + (succeeded ? 11 : 8);
  if (!isReplyLine(line, start)) return null; // the line `Sending failed: …` will tell
  const words = readWords(line, start, line.length, controls);
  delivery.told = true;
  delivery.replying = line.charCodeAt(start + 3) === 0x2d;
  const outcome: Outcome = succeeded ? 'delivered' : words.reply?.startsWith('4') ? 'deferred' : 'bounced';
  return rows(line, frame, delivery, words, outcome);
}

/** `Sending failed: Connection refused`   `Sending failed: Protocol error`: kept in the queue unless the error is permanent. */
function readFailure(line: string, frame: Frame, delivery: Delivery): LogRecord {
  const words = readWords(line, frame.messageStart + 16, line.length);
  return rows(
    line,
    frame,
    delivery,
    { ...words, codes: [], reply: null, enhanced: null },
    words.text.startsWith('Permanent') ? 'bounced' : 'deferred',
  );
}

function rows(
  line: string,
  frame: Frame,
  delivery: Delivery,
  words: ReturnType<typeof readWords>,
  outcome: Outcome,
): LogRecord {
  const attempts = (delivery.recipients ?? [null]).map((recipient) =>
    attemptOf('nullmailer', words, {
      recipient,
      sender: delivery.sender ?? null,
      host: words.reply === null ? null : (delivery.host ?? null),
      outcome,
      phase: outcome === 'delivered' ? 'end of DATA' : null,
    }),
  );
  return {
    ...remark('nullmailer', line, frame, words),
    attempts,
    at: { start: words.start, end: line.length },
  };
}

function readContinuation(line: string, frame: Frame, delivery: Delivery): LogRecord {
  delivery.replying = line.charCodeAt(frame.messageStart + 3) === 0x2d;
  return {
    ...remark('nullmailer', line, frame, readWords(line, frame.messageStart, line.length)),
    text: null,
  };
}
