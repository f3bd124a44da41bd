// What does the machine part of a report say (RFC 3464 §2, internationalised RFC 6533)? Blocks of fields: one for the message,
// one per recipient. Read as it is written in the wild: missing blank lines, blank lines too many, values that go on in column 0.
import { colonOf, isBlankLine } from '../mime/headers.ts';
import { linesOf } from '../mime/lines.ts';
import { type MappedText, onOneLine } from '../mime/mappedText.ts';
import type { Outcome } from '../model/attempt.ts';
import { addressIn } from './address.ts';
import { hostOf } from './hostName.ts';
import { type StatedStatus, type Statement, statementAt } from './statement.ts';

/** The fields for the whole message (RFC 3464 §2.2) that matter here. */
export interface Envelope {
  readonly sender: string | null;
  readonly queueId: string | null;
  readonly reportingHost: string | null;
}

export interface MachineReading {
  readonly envelope: Envelope;
  readonly statements: readonly Statement[];
  /** Names of all fields seen, in lower case; writers are known by theirs (`x-postfix-queue-id`). */
  readonly names: ReadonlySet<string>;
}

interface StatusField {
  readonly name: string;
  /** Offset in the file of the field's line. */
  readonly at: number;
  readonly value: MappedText;
}

const outcomes: { readonly [action: string]: Outcome | undefined } = {
  failed: 'bounced',
  delayed: 'deferred',
  delivered: 'delivered',
  relayed: 'relayed',
  expanded: 'relayed',
  // Written against the standard by some gateways:
  failure: 'bounced',
  fail: 'bounced',
  expired: 'expired',
  delay: 'deferred',
};

const recipientNames = new Set(['original-recipient', 'final-recipient']);
const blockNames = new Set([
  'original-recipient',
  'final-recipient',
  'action',
  'status',
  'remote-mta',
  'diagnostic-code',
  'last-attempt-date',
  'final-log-id',
  'will-retry-until',
  'x-actual-recipient',
  'localized-diagnostic',
]);

/** Of more recipients than this only the first are read. */
export const mostRecipients = 2000;

export function readMachinePart(part: MappedText): MachineReading {
  const message: StatusField[] = [];
  const blocks: StatusField[][] = [];
  const names = new Set<string>();
  let block: StatusField[] | null = null;
  for (const field of fieldsIn(part)) {
    names.add(field.name);
    if (recipientNames.has(field.name) && (!block || opensBlock(block, field.name)))
      blocks.push((block = []));
    else if (!block && blockNames.has(field.name)) blocks.push((block = []));
    if (block && (blockNames.has(field.name) || field.name.startsWith('x-'))) block.push(field);
    else message.push(field);
    if (blocks.length >= mostRecipients) break;
  }
  const statements = blocks
    .filter((fields) => fields.some((field) => blockNames.has(field.name)))
    .map(readBlock);
  return { envelope: readEnvelope(message), statements, names };
}

/** A second Final-Recipient opens the next block, and so does either name once the block has said how it ended. */
function opensBlock(block: readonly StatusField[], name: string): boolean {
  if (block.some((field) => field.name === name)) return true;
  return (
    block.some((field) => recipientNames.has(field.name)) &&
    block.some((field) => field.name === 'status' || field.name === 'diagnostic-code')
  );
}

/** Every field of the part. A line that is none goes on with the field before it: nullmailer writes further reply lines in column 0. */
function fieldsIn(part: MappedText): StatusField[] {
  const { text } = part;
  const fields: StatusField[] = [];
  let open: { name: string; start: number; valueStart: number; end: number } | null = null;
  const close = () => {
    if (open)
      fields.push({
        name: open.name,
        at: part.startOf(open.start),
        value: onOneLine(part, open.valueStart, open.end),
      });
    open = null;
  };
  for (const line of linesOf(text)) {
    if (isBlankLine(text, line)) {
      close();
      continue;
    }
    const colon = isFieldName(text, line.start) ? colonOf(text, line) : -1;
    if (colon > 0) {
      close();
      open = {
        name: text.slice(line.start, colon).trim().toLowerCase(),
        start: line.start,
        valueStart: colon + 1,
        end: line.end,
      };
    } else if (open) open.end = line.end;
  }
  close();
  return fields;
}

/** Names begin with a letter in column 0. */
function isFieldName(text: string, at: number): boolean {
  return /[A-Za-z]/.test(text[at]) && /^[A-Za-z][A-Za-z0-9_-]{0,60} ?:/.test(text.slice(at, at + 64));
}

function readEnvelope(fields: readonly StatusField[]): Envelope {
  const value = (name: string) => fields.find((field) => field.name === name)?.value.text ?? '';
  // X-Postfix-Sender: rfc822; a@example.org      X-Postfix-Sender: rfc822; MAILER-DAEMON
  const sender = addressIn(value('x-postfix-sender'));
  const queueId = value('x-postfix-queue-id') || value('original-envelope-id') || null;
  return { sender, queueId, reportingHost: hostOf(behindType(value('reporting-mta'))) };
}

function readBlock(fields: readonly StatusField[]): Statement {
  const field = (name: string) => fields.find((one) => one.name === name);
  const diagnostics = fields.filter((one) => one.name === 'diagnostic-code');
  const diagnostic =
    diagnostics.find((one) => /[245]\d\d|[245]\.\d\.\d/.test(one.value.text)) ?? diagnostics[0];
  const action = /^[a-z]+/i.exec(field('action')?.value.text ?? '')?.[0].toLowerCase() ?? '';
  return statementAt(fields[0].at, {
    recipient:
      recipientOf(field('final-recipient')) ??
      recipientOf(field('original-recipient')) ??
      recipientOf(field('x-actual-recipient')),
    words: diagnostic ? wordsOf(diagnostic.value) : null,
    status: statusOf(field('status')?.value),
    outcome: outcomes[action] ?? null,
    host: hostOf(behindType(field('remote-mta')?.value.text ?? '')),
    time: field('last-attempt-date')?.value.text ?? null,
    retryUntil: field('will-retry-until')?.value.text ?? null,
  });
}

/** `rfc822; u@d`, `RFC822;<u@d>`, `utf-8; \x{4E2D}@d`, or without a type. Null where there is no address. */
function recipientOf(field: StatusField | undefined): string | null {
  if (!field) return null;
  const semicolon = field.value.text.indexOf(';');
  const type = semicolon < 0 ? '' : field.value.text.slice(0, semicolon).trim().toLowerCase();
  const value = behindType(field.value.text).trim();
  const address = addressIn(value) ?? bareRecipient(value);
  return address !== null && type === 'utf-8' ? undoUnicodeEscapes(address) : address;
}

/** Local delivery names a mailbox without a domain: `rfc822; root`. */
function bareRecipient(value: string): string | null {
  const name = value.replace(/^<|>$/g, '');
  return /^[^\s@;<>"]{1,64}$/.test(name) && !/^(?:unknown|null|none)$/i.test(name) ? name : null;
}

// utf-8; \x{4E2D}\x{6587}@example.org (RFC 6533 §3)
function undoUnicodeEscapes(address: string): string {
  return address.replace(/\\x\{([0-9a-f]{2,6})\}/gi, (whole, digits: string) => {
    const value = Number.parseInt(digits, 16);
    return value <= 0x10ffff ? String.fromCodePoint(value) : whole;
  });
}

/** `dns; mx.example.org` → `mx.example.org`. */
function behindType(value: string): string {
  return value.slice(value.indexOf(';') + 1);
}

// smtp; 550 5.1.1 …     SMTP;550-5.1.1 …     x-unix; user unknown     X-Postfix; host mx.example.org[192.0.2.5] said: 550 …
const diagnosticType = /^\s{0,4}(?:[a-z][a-z0-9_-]{0,30})\s{0,4};\s{0,8}/i;

/** The words behind `smtp;`; some gateways write the type twice. */
function wordsOf(value: MappedText): MappedText {
  let words = value;
  for (let count = 0; count < 2; count++) {
    const match = diagnosticType.exec(words.text);
    if (!match) break;
    words = words.slice(match[0].length);
  }
  return words;
}

// 5.1.1     5.0.0 (permanent failure)     5.7.1 smtp;550 …
const statusCode = /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]\d)/;

function statusOf(value: MappedText | undefined): StatedStatus | null {
  const match = value && statusCode.exec(value.text);
  if (!match) return null;
  const from = match.index + match[0].length - match[1].length;
  return { code: match[1], span: value.span(from, from + match[1].length), at: value.startOf(from) };
}
