// How does KumoMTA write what became of a message? One JSON record a line, its type is the outcome.
// Deliberately absent: feedback and out-of-band reports, which state no delivery of this log.
import type { SaidCode } from '../codes/scan.ts';
import type { LogRecord, Outcome } from '../model/attempt.ts';
import type { Format } from './format.ts';
import { type JsonObject, numberAt, objectIn, stringAt } from './jsonFields.ts';
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

export const kumomta: Format = {
  id: 'kumomta',
  documentation: 'https://docs.kumomta.com/reference/log_record/',
  claimsLine: (line) =>
    line.charCodeAt(0) === 0x7b &&
    line.includes('"response":{') &&
    line.includes('"peer_address":') &&
    line.includes('"type":"'),
  read(line) {
    const record = objectIn(line);
    const type = record && stringAt(record, 'type');
    if (!type) return null;
    if (type === 'Reception') {
      const queueId = stringAt(record, 'id');
      return queueId
        ? { ...plain(line, record), from: { queueId, sender: stringAt(record, 'sender') ?? '' } }
        : null;
    }
    const outcome = Object.hasOwn(outcomes, type) ? outcomes[type] : undefined;
    return outcome ? readOutcome(line, record, outcome) : null;
  },
};

/** Seconds since 1970, UTC. */
function stampIn(record: JsonObject): string | null {
  const seconds = numberAt(record, 'timestamp');
  return seconds !== null && Math.abs(seconds) < 1e11
    ? new Date(seconds * 1000).toISOString().replace('.000Z', 'Z')
    : null;
}

function plain(line: string, record: JsonObject): LogRecord {
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
function readOutcome(line: string, record: JsonObject, outcome: Outcome): LogRecord {
  const content = stringAt(record, 'response', 'content') ?? '';
  const own = content.startsWith('KumoMTA internal'); // nobody answered
  const enhanced = enhancedIn(record);
  const code = numberAt(record, 'response', 'code');
  const reply =
    !own && code !== null && Number.isInteger(code) && code >= 200 && code < 600 ? String(code) : null;
  const text = [reply, enhanced, content]
    .filter((part) => part !== null && part !== '')
    .join(' ')
    .replace(/\s{1,80}/g, ' ');
  const words = readWords(text, 0, text.length);
  const codes = codesIn(line, reply, enhanced);
  const name = stringAt(record, 'peer_address', 'name')?.replace(/\.$/, '') ?? null;
  const address = stringAt(record, 'peer_address', 'addr');
  const command = stringAt(record, 'response', 'command');
  const attempts = recipientsIn(record).map((recipient) =>
    attemptOf('kumomta', words, {
      queueId: stringAt(record, 'id'),
      sender: stringAt(record, 'sender'),
      recipient,
      host: outcome === 'rejected' ? (address ?? name) : reply === null ? null : (name ?? address),
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

/** One address, or a list of them. */
function recipientsIn(record: JsonObject): (string | null)[] {
  const named = [record.recipient].flat().filter((one) => typeof one === 'string');
  return named.length > 0 ? named : [null];
}

/** `"enhanced_code":{"class":5,"subject":1,"detail":1}` */
function enhancedIn(record: JsonObject): string | null {
  const [first, subject, detail] = ['class', 'subject', 'detail'].map((part) =>
    numberAt(record, 'response', 'enhanced_code', part),
  );
  const code = `${first}.${subject}.${detail}`;
  return /^[245]\.\d{1,3}\.\d{1,3}$/.test(code) ? code : null;
}

/** The numbers where they stand; the enhanced code is an object of its own. */
function codesIn(line: string, reply: string | null, enhanced: string | null): SaidCode[] {
  const response = line.lastIndexOf('"response":{'); // of two, JSON takes the last
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
