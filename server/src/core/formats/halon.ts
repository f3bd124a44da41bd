// How do Halon, and scripts in its manner, write what became of a message? One JSON object a line with a recipient, a code and the
// server's words; scripts choose their own names, so the usual ones are looked for one level down too.
// Deliberately absent: records of products that are read by themselves (KumoMTA, SES, SendGrid, Mailgun).
import type { SaidCode } from '../codes/scan.ts';
import type { LogRecord, Outcome, Phase } from '../model/attempt.ts';
import type { Format } from './format.ts';
import { attemptOf, phaseNamed, readWords, remark } from './reading.ts';

/** A code, words and an address that receives, in one object; the status of a web request has other names. */
const mayBe = /"(?:code|smtpcode|smtp_code|responsecode|response_code)" ?: ?"?[245]\d\d\b/i;
const recipientKey =
  /"(?:recipient|recipients|recipientaddress|rcpt|rcptto|rcpt_to|to)" ?: ?\[? ?"[^"\s@]{1,64}@/i;
const wordsKey = /"(?:reason|response|message|diagnostic|text)" ?: ?["[]/i;

const outcomes: { readonly [action: string]: Outcome | undefined } = {
  deliver: 'delivered',
  delivered: 'delivered',
  delivery: 'delivered',
  sent: 'delivered',
  relay: 'delivered',
  success: 'delivered',
  defer: 'deferred',
  deferred: 'deferred',
  retry: 'deferred',
  queue: 'deferred',
  bounce: 'bounced',
  bounced: 'bounced',
  fail: 'bounced',
  failed: 'bounced',
  reject: 'rejected',
  rejected: 'rejected',
  expire: 'expired',
  expired: 'expired',
  delete: 'discarded',
  discard: 'discarded',
  quarantine: 'held',
};

type Fields = { readonly [name: string]: unknown };

export const halon: Format = {
  id: 'halon',
  documentation: 'https://docs.halon.io/',
  claimsLine: (line) =>
    line.charCodeAt(0) === 0x7b &&
    !line.includes('"delivery-status"') &&
    mayBe.test(line) &&
    recipientKey.test(line) &&
    wordsKey.test(line),
  read(line, frame) {
    let parsed: unknown;
    try {
      parsed = JSON.parse(line);
    } catch {
      return null; // a line that is cut off
    }
    const fields = flattened(parsed as Fields);
    const code = textOf(fields, 'code', 'smtpcode', 'smtp_code', 'responsecode', 'response_code');
    if (!code || !/^[245]\d\d$/.test(code)) return null;
    return readObject(line, remark('halon', line, frame), fields, code);
  },
};

/** Fields by name in lower case; those of objects within come after the object's own. */
function flattened(
  object: Fields,
  into: { [name: string]: unknown } = {},
  depth = 0,
): { [name: string]: unknown } {
  const inner: Fields[] = [];
  for (const [name, value] of Object.entries(object)) {
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) inner.push(value as Fields);
    else into[name.toLowerCase()] ??= value;
  }
  if (depth < 3) for (const one of inner) flattened(one, into, depth + 1);
  return into;
}

function textOf(fields: Fields, ...names: string[]): string | null {
  for (const name of names) {
    const value = fields[name];
    if (typeof value === 'string' || typeof value === 'number') return String(value);
    if (Array.isArray(value) && value.length > 0 && typeof value[0] !== 'object')
      return value.join(name === 'enhanced' ? '.' : ' ');
  }
  return null;
}

/** `{"queueid":"4A1B","sender":"s@e","recipient":"u@d","action":"BOUNCE","remotemx":"mx.d","code":550,"enhanced":[5,1,1],"reason":["no such user"],"state":"RCPT TO"}` */
function readObject(line: string, record: LogRecord, fields: Fields, code: string): LogRecord {
  const reason = (textOf(fields, 'reason', 'response', 'message', 'diagnostic', 'text') ?? '')
    .replace(/\s{1,80}/g, ' ')
    .trim();
  const status = textOf(fields, 'enhanced', 'enhancedcode', 'enhanced_code', 'dsn');
  const enhanced = status && /^[245]\.\d{1,3}\.\d{1,3}$/.test(status) ? status : null;
  const text = reason.startsWith(code) ? reason : [code, enhanced, reason].filter((part) => part).join(' ');
  const words = readWords(text, 0, text.length);
  const action = (textOf(fields, 'action', 'result', 'status', 'event', 'type') ?? '').toLowerCase();
  const outcome =
    outcomes[action] ?? (code.startsWith('2') ? 'delivered' : code.startsWith('4') ? 'deferred' : 'bounced');
  const inward = outcome === 'rejected';
  const phase: Phase | null = phaseNamed(textOf(fields, 'state', 'phase', 'command', 'stage') ?? '');
  const host = inward
    ? textOf(fields, 'remotehost', 'remoteip', 'remote_ip', 'clientip', 'client_ip', 'senderip', 'ip')
    : textOf(
        fields,
        'remotemx',
        'mx',
        'remotehost',
        'remote_host',
        'host',
        'remoteip',
        'remote_ip',
        'server',
      );
  const recipients = [
    fields.recipient ??
      fields.recipientaddress ??
      fields.recipients ??
      fields.rcpt ??
      fields.rcptto ??
      fields.rcpt_to ??
      fields.to,
  ]
    .flat()
    .filter((one): one is string => typeof one === 'string');
  const attempts = (recipients.length > 0 ? recipients : [null]).map((recipient) =>
    attemptOf('halon', words, {
      queueId: textOf(
        fields,
        'queueid',
        'queue_id',
        'messageid',
        'message_id',
        'transactionid',
        'transaction_id',
        'id',
      ),
      sender: textOf(
        fields,
        'sender',
        'senderaddress',
        'mailfrom',
        'mail_from',
        'from',
        'returnpath',
        'return_path',
      ),
      recipient: recipient?.replace(/^<|>$/g, '') ?? null,
      host,
      direction: inward ? 'in' : 'out',
      outcome,
      phase: phase ?? (outcome === 'delivered' ? 'end of DATA' : null),
      reply: words.reply ?? code,
      enhanced: words.enhanced ?? enhanced,
    }),
  );
  return {
    ...record,
    codes: codesIn(line, code, status),
    attempts,
    text,
    stamp: stampOf(fields) ?? record.stamp,
  };
}

/** The numbers where they stand in the line. */
function codesIn(line: string, code: string, status: string | null): SaidCode[] {
  const found: SaidCode[] = [];
  const reply = mayBe.exec(line);
  if (reply) {
    const end = reply.index + reply[0].length;
    found.push({ start: end - 3, end, kind: 'reply', code, depth: 0, continued: false });
  }
  const at = status ? line.indexOf(`"${status}"`) : -1;
  if (status && at >= 0)
    found.push({
      start: at + 1,
      end: at + 1 + status.length,
      kind: 'enhanced',
      code: status,
      depth: 0,
      continued: false,
    });
  return found.sort((a, b) => a.start - b.start);
}

function stampOf(fields: Fields): string | null {
  const value = textOf(fields, 'time', 'timestamp', '@timestamp', 'date', 'ts');
  const number = Number(value);
  if (value === null || value === '') return null;
  if (Number.isNaN(number)) return value;
  const milliseconds = number > 1e11 ? number : number * 1000;
  return milliseconds > 1e11 && milliseconds < 8e15 ? new Date(milliseconds).toISOString() : null;
}
