// How does KumoMTA write what became of a message? One JSON record a line, its type is the outcome.
// Deliberately absent: feedback and out-of-band reports, which state no delivery of this log.
import type { SaidCode } from '../codes/scan.ts';
import type { LogRecord, Outcome } from '../model/attempt.ts';
import type { Format } from './format.ts';
import { attemptOf, phaseNamed, readWords } from './reading.ts';

const outcomes: { readonly [type: string]: Outcome | undefined } = {
  Delivery: 'delivered',
  TransientFailure: 'deferred',
  Delayed: 'deferred',
  Bounce: 'bounced',
  AdminBounce: 'bounced',
  Expiration: 'expired',
  Rejection: 'rejected',
};

/** What is read of a record (https://docs.kumomta.com/reference/log_record/); everything may be missing. */
interface Kumo {
  type?: string;
  id?: string;
  sender?: string;
  recipient?: string | string[];
  timestamp?: number;
  peer_address?: { name?: string; addr?: string } | null;
  response?: {
    code?: number;
    enhanced_code?: { class: number; subject: number; detail: number } | null;
    content?: string;
    command?: string | null;
  };
}

export const kumomta: Format = {
  id: 'kumomta',
  documentation: 'https://docs.kumomta.com/reference/log_record/',
  claimsLine: (line) =>
    line.charCodeAt(0) === 0x7b &&
    line.includes('"response":{') &&
    line.includes('"peer_address":') &&
    line.includes('"type":"'),
  read(line) {
    const record = parsed(line);
    if (!record?.type) return null;
    if (record.type === 'Reception')
      return record.id
        ? { ...plain(line, record), from: { queueId: record.id, sender: record.sender ?? '' } }
        : null;
    const outcome = outcomes[record.type];
    return outcome ? readOutcome(line, record, outcome) : null;
  },
};

function parsed(line: string): Kumo | null {
  try {
    return JSON.parse(line) as Kumo;
  } catch {
    return null; // a line that is cut off
  }
}

/** Seconds since 1970, UTC. */
const stampIn = (record: Kumo): string | null =>
  typeof record.timestamp === 'number' && record.timestamp < 1e11
    ? new Date(record.timestamp * 1000).toISOString().replace('.000Z', 'Z')
    : null;

function plain(line: string, record: Kumo): LogRecord {
  return {
    format: 'kumomta',
    codes: [],
    attempts: [],
    at: { start: 0, end: line.length },
    text: null,
    stamp: stampIn(record),
  };
}

/** `{"type":"Bounce",…,"response":{"code":550,"enhanced_code":{"class":5,"subject":1,"detail":1},"content":"no such user","command":"RCPT TO:<u@d>"}}` */
function readOutcome(line: string, record: Kumo, outcome: Outcome): LogRecord {
  const { code, enhanced_code: status, content = '', command } = record.response ?? {};
  const own = content.startsWith('KumoMTA internal'); // nobody answered
  const enhanced = status ? `${status.class}.${status.subject}.${status.detail}` : null;
  const reply = !own && code && code >= 200 && code < 600 ? String(code) : null;
  const text = [reply, enhanced, content]
    .filter((part) => part !== null && part !== '')
    .join(' ')
    .replace(/\s{1,80}/g, ' ');
  const words = readWords(text, 0, text.length);
  const codes = codesIn(line, reply, enhanced);
  const host =
    reply === null || outcome === 'rejected'
      ? null
      : (record.peer_address?.name ?? record.peer_address?.addr ?? null);
  const attempts = [record.recipient ?? null].flat().map((recipient) =>
    attemptOf('kumomta', words, {
      queueId: record.id ?? null,
      sender: record.sender ?? null,
      recipient,
      host:
        outcome === 'rejected'
          ? (record.peer_address?.addr ?? record.peer_address?.name ?? null)
          : (host?.replace(/\.$/, '') ?? null),
      direction: outcome === 'rejected' ? 'in' : 'out',
      outcome,
      phase: command ? phaseNamed(command.trim()) : null,
      reply: words.reply ?? reply,
      enhanced: words.enhanced ?? enhanced,
      text: own ? content : text,
      layers: own ? [0] : words.layers,
    }),
  );
  return { ...plain(line, record), codes, attempts, text };
}

/** The numbers where they stand; the enhanced code is an object of its own. */
function codesIn(line: string, reply: string | null, enhanced: string | null): SaidCode[] {
  const response = line.indexOf('"response":{');
  const code = line.indexOf('"code":', response) + 7;
  const open = line.indexOf('"enhanced_code":{', response) + 16;
  const found: SaidCode[] = [];
  if (reply !== null && line.startsWith(reply, code))
    found.push({ start: code, end: code + 3, kind: 'reply', code: reply, depth: 0, continued: false });
  if (enhanced !== null && open > 15)
    found.push({
      start: open,
      end: line.indexOf('}', open) + 1,
      kind: 'enhanced',
      code: enhanced,
      depth: 0,
      continued: false,
    });
  return found;
}
