// How does dma, the DragonFly mail agent, write what became of a message? Its lines name the recipient once; the outcome follows
// under the same queue id. Deliberately absent: queue runs and their locks.
import type { LogRecord, Outcome, Phase } from '../model/attempt.ts';
import type { Format, FormatState } from './format.ts';
import type { Frame } from './frame.ts';
import { attemptOf, controls, phaseNamed, readWords, remark, type Words } from './reading.ts';

/** Who is being delivered to under a queue id; the oldest are forgotten. */
interface Deliveries extends FormatState {
  recipients?: [queueId: string, recipient: string][];
}
const remembered = 64;

/**
 * `remote delivery to mx1.example.net [198.51.100.11] failed after RCPT TO: 550 5.1.1 <u@d>: unknown`
 * `remote delivery deferred: mx1.example.net [198.51.100.11] failed after final DATA: 451 4.3.0 later`
 * `Could not perform server greeting at legacy.example.net [198.51.100.42]: 502 unimplemented (#5.5.1)`
 */
const answered =
  /^(?:remote delivery (to|deferred:) (\S{1,255}) \[[^\]]{2,45}\] failed after ([\w ]{2,20}): |Could not perform server greeting at (\S{1,255}) \[[^\]]{2,45}\]: )/;

/** `connect to mx.down.example.com [198.51.100.56] failed: Connection refused`   `remote delivery deferred: DNS lookup failure: host x not found`   `local delivery deferred: can not write` */
const ownWords =
  /^(?:connect to \S{1,255} \[[^\]]{2,45}\] failed: |(?:remote|local) delivery (deferred|failed): )/;

export const dma: Format = {
  id: 'dma',
  documentation: 'https://github.com/corecode/dma#readme',
  claimsProgram: (program) => program === 'dma' || program === 'sendmail-dma',
  read(line, frame, state) {
    const at = frame.messageStart;
    const deliveries = state as Deliveries;
    const queueId = idIn(line, at);
    switch (line.charCodeAt(at)) {
      case 0x3c: // <u@d> trying delivery   <u@d> delivery successful
        return readRecipient(line, frame, queueId, deliveries);
      case 0x6e: // new mail from user=root uid=8 envelope_from=<s@e>
        return readSender(line, frame, queueId);
      case 0x43: // Could
      case 0x63: // connect
      case 0x6c: // local
      case 0x72: // remote
        return readFailure(line, frame, queueId, deliveries);
      default:
        return null;
    }
  },
};

/** dma writes its queue id where others write a process id: `dma[1881f9.56113d33e9a0]: `. */
function idIn(line: string, messageStart: number): string | null {
  const open = line.lastIndexOf('[', messageStart);
  return open < 0 ? null : line.slice(open + 1, line.indexOf(']', open));
}

function readRecipient(
  line: string,
  frame: Frame,
  queueId: string | null,
  deliveries: Deliveries,
): LogRecord | null {
  const close = line.indexOf('> ', frame.messageStart);
  const recipient = line.slice(frame.messageStart + 1, close);
  if (close < 0 || queueId === null) return null;
  if (line.startsWith('trying delivery', close + 2)) {
    const others = (deliveries.recipients ?? []).filter(([id]) => id !== queueId);
    deliveries.recipients = [...others.slice(1 - remembered), [queueId, recipient]];
    return null;
  }
  if (!line.startsWith('delivery successful', close + 2)) return null;
  const attempt = attemptOf('dma', readWords(line, close + 2, line.length), {
    queueId,
    recipient,
    outcome: 'delivered',
  });
  return { ...remark('dma', line, frame), attempts: [attempt], at: { start: close + 2, end: line.length } };
}

function readSender(line: string, frame: Frame, queueId: string | null): LogRecord | null {
  const sender = / envelope_from=<([^>]{0,320})>/.exec(line)?.[1];
  return sender === undefined || queueId === null
    ? null
    : { ...remark('dma', line, frame), from: { queueId, sender } };
}

/** `remote delivery failed: SMTP login failed: 535 …`, `… SSL handshake failed fatally: …`, `connect to …` */
function ownStep(words: string): Phase | null {
  if (words.startsWith('connect')) return 'connect';
  if (words.includes(': SMTP login ')) return 'AUTH';
  return /: (?:SSL|TLS|STARTTLS)\b/.test(words) ? 'STARTTLS' : null;
}

function readFailure(
  line: string,
  frame: Frame,
  queueId: string | null,
  deliveries: Deliveries,
): LogRecord | null {
  const words = line.slice(frame.messageStart);
  const reply = answered.exec(words);
  const own = reply ? null : ownWords.exec(words);
  const match = reply ?? own;
  if (!match) return null;
  const said: Words = readWords(line, frame.messageStart + match[0].length, line.length, controls);
  const outcome: Outcome = own
    ? own[1] === 'failed'
      ? 'bounced'
      : 'deferred'
    : reply![1] === 'deferred:'
      ? 'deferred'
      : 'bounced';
  const attempt = attemptOf('dma', said, {
    queueId,
    recipient: deliveries.recipients?.find(([id]) => id === queueId)?.[1] ?? null,
    host: reply ? (reply[2] ?? reply[4]) : null,
    outcome,
    phase: reply
      ? reply[3]
        ? phaseNamed(reply[3] === 'final DATA' ? 'end of data' : reply[3])
        : 'EHLO'
      : ownStep(words),
  });
  return {
    ...remark('dma', line, frame, said),
    attempts: [attempt],
    at: { start: frame.messageStart, end: line.length },
  };
}
