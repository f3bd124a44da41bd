// How does Haraka write what became of a message, and what it and others said in its PROTOCOL lines?
// Deliberately absent: plugins' own lines.
import type { LogRecord, Outcome } from '../model/attempt.ts';
import type { Format, FormatState } from './format.ts';
import type { Frame } from './frame.ts';
import { attemptOf, between, phaseNamed, readWords, remark, stampOf } from './reading.ts';

/** `[2026-11-01T00:00:31.550Z] [NOTICE] [8A2E….1.1] [outbound] words`, in syslog without the stamp. */
const head =
  /^(?:(\[?\d{4}-\d\d-\d\dT[\d:.]{8,15}Z?\]?) )?\[(?:NOTICE|INFO|WARN|ERROR|CRIT|DEBUG|PROTOCOL|DATA)\] \[([\w-]{1,64}(?:\.\d{1,4}){0,3})\] \[([\w./-]{1,40})\] /;

/** What each side of an inbound connection asked last, by connection; for refusals at our door. */
interface Connections extends FormatState {
  asked?: [id: string, command: string, sender: string | null][];
}
const remembered = 64;

export const haraka: Format = {
  id: 'haraka',
  documentation: 'https://haraka.github.io/core/Logging',
  claimsProgram: (program) => program === 'haraka',
  claimsLine: (line) => line.includes('] [') && head.test(line.slice(0, 180)),
  read(line, frame, state) {
    const match = head.exec(line.slice(frame.messageStart, frame.messageStart + 200));
    if (!match) return null;
    const at = frame.messageStart + match[0].length;
    const stamp = match[1]?.replace(/[[\]]/g, '') ?? stampOf(line, frame);
    const record = readWordsAt(line, frame, at, { id: match[2], part: match[3] }, state as Connections);
    return record && { ...record, stamp };
  },
};

function readWordsAt(
  line: string,
  frame: Frame,
  at: number,
  { id, part }: { id: string; part: string },
  connections: Connections,
): LogRecord | null {
  if (line.startsWith('S: ', at)) return readAnswer(line, frame, at + 3, { id, part }, connections);
  if (line.startsWith('C: ', at)) return remember(line.slice(at + 3), id, connections);
  if (line.startsWith('delivered ', at)) return readDelivered(line, frame, at, id);
  const recipient =
    /^(?:recipient <([^<>]{0,320})> |bounced?,? |temp_?fail )?(deferred|bounced|rejected|failed): (?=\S)/i.exec(
      line.slice(at, at + 400),
    );
  return recipient
    ? readFailure(line, frame, at + recipient[0].length, {
        id,
        recipient: recipient[1] ?? null,
        word: recipient[2].toLowerCase(),
      })
    : null;
}

/** `delivered file=1540_… domain=example.net host=mx1.example.net ip=198.51.100.11 port=25 mode=SMTP tls=N auth=N response="2.0.0 Ok: queued as 4T4D1F8" delay=0.4 fails=0 rcpts=1/0/0` */
function readDelivered(line: string, frame: Frame, at: number, id: string): LogRecord {
  const start = line.indexOf(' response="', at);
  const end = start < 0 ? -1 : line.indexOf('" ', start + 11);
  const words = readWords(line, start < 0 ? line.length : start + 11, end < 0 ? line.length : end);
  const attempt = attemptOf('haraka', words, {
    queueId: id,
    host: between(line, ' host=', ' ', at) ?? between(line, ' ip=', ' ', at),
    outcome: 'delivered',
    phase: 'end of DATA',
  });
  return { ...remark('haraka', line, frame, words), attempts: [attempt], at: { start: at, end: at + 9 } };
}

/** `recipient <u@d> deferred: 451 4.7.1 Greylisted`   `bounced: 550 5.1.1 no such user` */
function readFailure(
  line: string,
  frame: Frame,
  start: number,
  { id, recipient, word }: { id: string; recipient: string | null; word: string },
): LogRecord {
  const words = readWords(line, start, line.length);
  const outcome: Outcome = word === 'deferred' ? 'deferred' : 'bounced';
  const attempt = attemptOf('haraka', words, { queueId: id, recipient, outcome });
  return { ...remark('haraka', line, frame, words), attempts: [attempt], at: { start, end: line.length } };
}

function remember(command: string, id: string, connections: Connections): null {
  const before = connections.asked?.find(([known]) => known === id);
  const sender = /^MAIL FROM: ?<([^<>]{0,320})>/i.exec(command)?.[1] ?? before?.[2] ?? null;
  connections.asked = [
    ...(connections.asked ?? []).filter(([known]) => known !== id).slice(1 - remembered),
    [id, command.slice(0, 400), sender],
  ];
  return null;
}

/** `[PROTOCOL] [8A2E….1] [core] S: 550 5.1.1 I cannot deliver mail for <u@d>`: ours; of `[outbound]`: the other server's, told again by the outcome. */
function readAnswer(
  line: string,
  frame: Frame,
  start: number,
  { id, part }: { id: string; part: string },
  connections: Connections,
): LogRecord | null {
  const words = readWords(line, start, line.length);
  if (words.reply === null) return null;
  const record = { ...remark('haraka', line, frame, words), text: null };
  const [, command = '', sender = null] = connections.asked?.find(([known]) => known === id) ?? [];
  const phase = phaseNamed(command);
  const refused = /^[45]/.test(words.reply) && line.charCodeAt(start + 3) !== 0x2d;
  if (part === 'outbound' || !refused || (phase !== 'RCPT TO' && phase !== 'MAIL FROM' && phase !== 'AUTH'))
    return record;
  const attempt = attemptOf('haraka', words, {
    queueId: id,
    sender,
    recipient: phase === 'RCPT TO' ? (/<([^<>]{0,320})>/.exec(command)?.[1] ?? null) : null,
    direction: 'in',
    outcome: 'rejected',
    phase,
  });
  return { ...record, attempts: [attempt], text: words.text };
}
