// What does the machine part of a report say (RFC 3464 §2, internationalised RFC 6533)? Blocks of fields: one for the message,
// one per recipient. Read as it is written in the wild: missing blank lines, blank lines too many, values that go on in column 0.
import { colonOf, isBlankLine } from '../mime/headers.ts';
import { linesOf } from '../mime/lines.ts';
import { type MappedText, onOneLine } from '../mime/mappedText.ts';
import type { Outcome } from '../model/attempt.ts';
import { addressIn } from './address.ts';
import { hostIn, hostOf } from './hostName.ts';
import { phaseIn } from './phase.ts';
import { type StatedStatus, type Statement, statementAt } from './statement.ts';
import { partField } from './words.ts';

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
  /** A blank line stands before it. */
  readonly behindBlank: boolean;
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

/** Fields of a recipient (RFC 3464 §2.3), and what others write among them. */
export const recipientFields: ReadonlySet<string> = new Set([
  ...recipientNames,
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
  let gap = false; // a blank line since the block began
  for (const field of fieldsIn(part)) {
    names.add(field.name);
    if (field.behindBlank) gap = true;
    const ofRecipient = recipientFields.has(field.name);
    if (ofRecipient && (!block || opensBlock(block, field.name, gap))) {
      if (blocks.length >= mostRecipients) break;
      blocks.push((block = []));
      gap = false;
    }
    if (block && (ofRecipient || field.name.startsWith('x-'))) block.push(field);
    else message.push(field);
  }
  return { envelope: readEnvelope(message), statements: blocks.map(readBlock), names };
}

/**
 * Whether a field begins a recipient's next block: behind a blank line (RFC 3464 §2.1), or where one comes again that names a
 * recipient. Programs forget the blank lines, and write too many.
 * @param gap whether a blank line stands between
 */
export function opensBlock(block: readonly { readonly name: string }[], name: string, gap: boolean): boolean {
  if (block.some((field) => field.name === name)) return gap || recipientNames.has(name);
  return gap && recipientNames.has(name) && block.some((field) => recipientNames.has(field.name));
}

/** Every field of the part. A line that is none goes on with the field before it: nullmailer writes further reply lines in column 0. */
function fieldsIn(part: MappedText): StatusField[] {
  const { text } = part;
  const fields: StatusField[] = [];
  let open: { name: string; start: number; behindBlank: boolean; valueStart: number; end: number } | null =
    null;
  let blank = false;
  const close = () => {
    if (open)
      fields.push({
        name: open.name,
        at: part.startOf(open.start),
        behindBlank: open.behindBlank,
        value: onOneLine(part, open.valueStart, open.end),
      });
    open = null;
  };
  for (const line of linesOf(text)) {
    if (isBlankLine(text, line)) {
      close();
      blank = true;
      continue;
    }
    const colon = isFieldName(text, line.start) ? colonOf(text, line) : -1;
    if (colon > 0) {
      close();
      open = {
        name: text.slice(line.start, colon).trim().toLowerCase(),
        start: line.start,
        behindBlank: blank,
        valueStart: colon + 1,
        end: line.end,
      };
      blank = false;
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
  const parted = diagnostic ? partField(wordsOf(diagnostic.value)) : null;
  const action = /^[a-z]+/i.exec(field('action')?.value.text ?? '')?.[0].toLowerCase() ?? '';
  return statementAt(fields[0].at, {
    recipient: recipientIn(['final-recipient', 'original-recipient', 'x-actual-recipient'].map(field)),
    words: parted && parted.words.text !== '' ? parted.words : null,
    comment: commentOn(field('status')?.value),
    phase: parted ? phaseIn(parted.around) : null,
    status: statusOf(field('status')?.value),
    outcome: outcomes[action] ?? null,
    probe: action === 'deliverable' || action === 'undeliverable', // Postfix, `sendmail -bv`
    host:
      hostOf(behindType(field('remote-mta')?.value.text ?? '')) ?? (parted ? hostIn(parted.around) : null),
    time: field('last-attempt-date')?.value.text ?? null,
    retryUntil: field('will-retry-until')?.value.text ?? null,
  });
}

// Final-Recipient: LOCAL;<u>      Final-recipient: rfc822;@mx.example.org.lmtp:35065@lmtpcs-daemon      Final-Recipient: rfc822; root
/** A mailbox without a domain, or a channel of Sun's and Oracle's servers: how the mail was handed on, not to whom it was sent. */
const handedOn = /^[^@]{0,320}$|@[\w-]{1,60}-daemon$/i;

/** The first of these fields that names a recipient as the sender knows it, else the first that names one at all. */
function recipientIn(fields: readonly (StatusField | undefined)[]): string | null {
  const named = fields.map(recipientOf).filter((recipient) => recipient !== null);
  return named.find((recipient) => !handedOn.test(recipient)) ?? named[0] ?? null;
}

/** `rfc822; u@d`, `RFC822;<u@d>`, `utf-8; \x{4E2D}@d`, or without a type. Null where there is no address. */
function recipientOf(field: StatusField | undefined): string | null {
  if (!field) return null;
  const semicolon = field.value.text.indexOf(';');
  const type = semicolon < 0 ? '' : field.value.text.slice(0, semicolon).trim().toLowerCase();
  const written = behindType(field.value.text).trim();
  const value = type === 'utf-8' ? undoUnicodeEscapes(written) : written;
  return addressIn(value) ?? bareRecipient(value);
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

// 5.1.0 - Unknown address error 550-'5.1.1 no such user' (delivery attempts: 0)      5.4.7 - Delivery expired ('421', ['4.7.0 …'])
const classified = /^[245]\.\d{1,3}\.\d{1,3} - [^'\r\n]{0,200}?\s\(?'?([245]\d\d)(?=[-' ])/;
// 220-mx.example.org 421 4.2.1 try later: a greeting's first line, and then the refusal
const greeted = /^[23]\d\d[ -][^\r\n]{0,200}?\s([45]\d\d)(?=[ -])/;

// X-Unix; 255      how a program of Sendmail's ended: no reply, though it has three digits
const exitStatus = /^\s{0,4}x-unix\s{0,4};\s{0,4}\d{1,3}\s*$/i;

/** The server's words behind `smtp;`; some gateways write the type twice. */
function wordsOf(value: MappedText): MappedText {
  if (exitStatus.test(value.text)) return value.slice(value.text.length);
  let words = value;
  for (let count = 0; count < 2; count++) {
    const match = diagnosticType.exec(words.text);
    if (!match) break;
    words = words.slice(match[0].length);
  }
  const inner = classified.exec(words.text) ?? greeted.exec(words.text);
  return inner ? words.slice(inner[0].length - 3) : words;
}

// 5.1.1     5.0.0 (permanent failure)     5.7.1 smtp;550 …
const statusCode = /(?:^|[^\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]\d)/;

function statusOf(value: MappedText | undefined): StatedStatus | null {
  const match = value && statusCode.exec(value.text);
  if (!match) return null;
  const from = match.index + match[0].length - match[1].length;
  return { code: match[1], span: value.span(from, from + match[1].length), at: value.startOf(from) };
}

// 4.0.0 (mx.example.org: host name lookup failure)     5.7.1 (delivery not authorized, message refused)
const statusComment = /^\s{0,4}[245]\.\d{1,3}\.\d{1,3}\s{1,4}\(([^()]{4,400})\)\s{0,4}$/;

/** What a Status field says in brackets; a report without a Diagnostic-Code may say nothing else. Null where it only tells the class. */
function commentOn(value: MappedText | undefined): MappedText | null {
  const match = value && statusComment.exec(value.text);
  if (!match || /^(?:permanent|temporary|persistent transient) (?:failure|error)$/i.test(match[1]))
    return null;
  const start = value.text.indexOf('(') + 1;
  return value.slice(start, start + match[1].length);
}

// Reporting-MTA: dns; mx.example.org     Final-Recipient: rfc822; u@d     Original-recipient: rfc822;u@d
const embeddedField =
  /^(?:Reporting-MTA|Final-Recipient|Original-Recipient|Original-Envelope-Id|X-Postfix-Queue-ID|Action|Diagnostic-Code|Status)[ \t]{0,4}:/gim;

/**
 * The machine part where it stands amid text: gateways glue it to their words, or the boundary is broken. From the first field on;
 * null where no Final-Recipient, or Original-Recipient, stands beside a Status, an Action or a Diagnostic-Code.
 */
export function embeddedMachinePart(text: MappedText): MappedText | null {
  if (!/^(?:Final|Original)-Recipient[ \t]{0,4}:/im.test(text.text)) return null;
  if (!/^(?:Status|Action|Diagnostic-Code)[ \t]{0,4}:/im.test(text.text)) return null;
  embeddedField.lastIndex = 0;
  const first = embeddedField.exec(text.text);
  return first && text.slice(first.index);
}
