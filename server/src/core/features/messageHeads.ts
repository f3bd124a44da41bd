// Which fields stand in a saved message, and where: at the head of the message, of its parts and of the returned message, and in
// the blocks of its report. For hovers, the outline and lint, which all ask for fields by place.
// Deliberately absent: what a field means (reportFields.ts, authResults.ts …), and which codes count (reports/).
import { longestText, textOf } from '../mime/content.ts';
import { decodeEncodedWords } from '../mime/encodedWords.ts';
import { colonOf, type Field, isBlankLine, readFields } from '../mime/headers.ts';
import type { MessageHost } from '../mime/host.ts';
import { linesOf } from '../mime/lines.ts';
import { messagesIn, mostMessages } from '../mime/mailbox.ts';
import { MappedText, onOneLine, type RawSpan } from '../mime/mappedText.ts';
import { allParts, type Part, readParts } from '../mime/parts.ts';
import { embeddedMachinePart, mostRecipients, opensBlock, recipientFields } from '../reports/rfc3464.ts';

/** A field where it stands. Offsets from the start of the file. */
export interface PlacedField {
  /** In lower case. */
  readonly name: string;
  /** As written. */
  readonly label: string;
  readonly start: number;
  /** Behind its last line; below 0 where the field has no place of its own (base64), `start` is then that of the part. */
  readonly end: number;
  /** On one line, encoded words decoded; of a very long one only the beginning. */
  readonly value: string;
}

/**
 * Whose fields they are: the saved message's, a part's, the returned message's, those that a report states for the whole
 * message (`report`) or for one recipient (`recipient`).
 */
export type HeadRole = 'message' | 'part' | 'returned' | 'report' | 'recipient';

export interface Head {
  readonly role: HeadRole;
  readonly fields: readonly PlacedField[];
  /** The type of the part that holds it, in lower case: `message/delivery-status`. */
  readonly type: string;
  /** For a recipient: what the report states for the whole message. */
  readonly report: Head | null;
  /** The fields of the report stand amid the text of a notice, not in a part of their own. */
  readonly embedded: boolean;
}

/** Of a longer value only this much is read. */
const longestValue = 8000;

/** Messages inside messages, this many deep. */
const deepest = 4;

const machineTypes =
  /^message\/(?:(?:global-|x-)?delivery-status|feedback-report|(?:global-)?disposition-notification)$/;
const returnedTypes = /^(?:message\/(?:rfc822|global|global-headers|partial)|text\/rfc822(?:-headers)?)$/;

export const isMachinePart = (part: Part): boolean => machineTypes.test(part.content.type);
export const isReturnedPart = (part: Part): boolean => returnedTypes.test(part.content.type);
export const isEncoded = (part: Part): boolean =>
  part.encoding === 'base64' || part.encoding === 'quoted-printable';

/** The field at an offset with the head that it belongs to; null where none is. Reads no other part. */
export function fieldAtOffset(
  file: string,
  offset: number,
  host: MessageHost,
): { head: Head; field: PlacedField } | null {
  const message = messagesIn(file)
    .slice(0, mostMessages)
    .find(({ start, end }) => offset >= start && offset <= end);
  if (!message) return null;
  for (const head of headsAt(file, readParts(file, message.start, message.end).root, offset, 0, host)) {
    const field = head.fields.find(({ start, end }) => offset >= start && offset <= end);
    if (field) return { head, field };
  }
  return null;
}

/** The text of a base64 part whose body holds the offset; null elsewhere, and where it holds no text. */
export function packedTextAt(file: string, offset: number, host: MessageHost): MappedText | null {
  const message = messagesIn(file)
    .slice(0, mostMessages)
    .find(({ start, end }) => offset >= start && offset <= end);
  let root = message && readParts(file, message.start, message.end).root;
  for (let depth = 0; root && depth <= deepest; depth++) {
    const part = [...allParts(root)]
      .filter(({ start, bodyEnd }) => offset >= start && offset <= bodyEnd)
      .at(-1);
    if (!part || offset < part.bodyStart || part.parts.length > 0) return null;
    if (part.encoding === 'base64')
      return part.content.type.startsWith('text/') || isMachinePart(part) || isReturnedPart(part)
        ? textOf(file, part, host)
        : null;
    if (!isReturnedPart(part) || part === root) return null;
    root = readParts(file, part.bodyStart, part.bodyEnd).root;
  }
  return null;
}

/** The heads that may hold the offset. */
function headsAt(file: string, root: Part, offset: number, depth: number, host: MessageHost): Head[] {
  const holding = [...allParts(root)].filter((part) => offset >= part.start && offset <= part.bodyEnd);
  // A part's end is the next one's beginning at most; the deepest one comes last.
  const part = holding.at(-1);
  if (!part) return [];
  if (offset < part.bodyStart) return [headOf(file, part, part === root ? rootRole(depth) : 'part', host)];
  if (isReturnedPart(part) && part !== root) {
    if (isEncoded(part) || depth >= deepest) return [];
    return headsAt(file, readParts(file, part.bodyStart, part.bodyEnd).root, offset, depth + 1, host);
  }
  return part.parts.length === 0 ? [...reportHeads(file, part, host), ...quotedHeads(file, part, host)] : [];
}

const rootRole = (depth: number): HeadRole => (depth === 0 ? 'message' : 'returned');

/** The fields at the head of a part. */
export function headOf(file: string, part: Part, role: HeadRole, host: MessageHost): Head {
  const fields = part.fields.map((field) => placed(MappedText.raw(file, 0, file.length), field, host));
  return { role, fields, type: part.content.type, report: null, embedded: false };
}

function placed(text: MappedText, field: Field, host: MessageHost): PlacedField {
  const to = Math.min(field.valueEnd, field.valueStart + longestValue);
  const label = text.text.slice(field.start, field.valueStart - 1).trimEnd();
  const value = decodeEncodedWords(onOneLine(text.slice(field.valueStart, to)).text, host);
  const end = text.endOf(Math.max(field.start, field.valueEnd - 1));
  return { name: field.name, label, start: text.startOf(field.start), end, value };
}

/** Every block of a report in this part: a machine part, or fields that stand amid the text of a notice. */
export function reportHeads(file: string, part: Part, host: MessageHost): Head[] {
  const { type } = part.content;
  if (machineTypes.test(type)) return blocksIn(textOf(file, part, host), type, false, host);
  if (!type.startsWith('text/') && type !== '') return [];
  if (part.bodyEnd - part.bodyStart > longestText) return [];
  // Cheap look before anything is decoded; an encoded text is searched once it is read.
  const text = textOf(file, part, host);
  const embedded = embeddedMachinePart(text);
  return embedded ? blocksIn(embedded, 'message/delivery-status', true, host) : [];
}

const usual = new Set([
  ...['received', 'return-path', 'from', 'to', 'subject', 'date', 'message-id'],
  ...['dkim-signature', 'authentication-results', 'delivered-to', 'mime-version'],
]);

/** The head of the returned message where a notice quotes it in its text: three fields in a row, two of them usual ones. */
function quotedHeads(file: string, part: Part, host: MessageHost): Head[] {
  const { type } = part.content;
  if (machineTypes.test(type) || !type.startsWith('text') || type === 'text/html') return [];
  if (part.bodyEnd - part.bodyStart > longestText) return [];
  const text = textOf(file, part, host);
  const heads: Head[] = [];
  let behind = 0;
  for (const line of linesOf(text.text)) {
    if (line.start < behind || !/[A-Za-z]/.test(text.text[line.start])) continue;
    const colon = colonOf(text.text, line);
    if (colon < 0 || !usual.has(text.text.slice(line.start, colon).trimEnd().toLowerCase())) continue;
    const { fields, end } = readFields(text.text, line.start, text.text.length);
    behind = end;
    if (fields.length < 3 || fields.filter(({ name }) => usual.has(name)).length < 2) continue;
    const placedFields = fields.map((field) => placed(text, field, host));
    heads.push({ role: 'returned', fields: placedFields, type, report: null, embedded: true });
  }
  return heads;
}

const messageNames = new Set([
  'reporting-mta',
  'dsn-gateway',
  'received-from-mta',
  'arrival-date',
  'original-envelope-id',
  'x-postfix-queue-id',
  'x-postfix-sender',
]);
function blocksIn(text: MappedText, type: string, embedded: boolean, host: MessageHost): Head[] {
  const isDelivery = type.endsWith('delivery-status');
  const stated: PlacedField[] = [];
  const report: Head = { role: 'report', fields: stated, type, report: null, embedded };
  const recipients: PlacedField[][] = [];
  let block: PlacedField[] | null = null;
  let gap = false;
  for (const { behindBlank, ...field } of looseFields(text.text)) {
    if (behindBlank) gap = true;
    const ofRecipient = isDelivery && recipientFields.has(field.name);
    if (ofRecipient && (!block || opensBlock(block, field.name, gap))) {
      if (recipients.length >= mostRecipients) break;
      recipients.push((block = []));
      gap = false;
    }
    (block && !messageNames.has(field.name) ? block : stated).push(placed(text, field, host));
  }
  const heads = recipients.map((fields): Head => ({ role: 'recipient', fields, type, report, embedded }));
  return stated.length > 0 ? [report, ...heads] : heads;
}

/** Every field of a text. A line that is none goes on with the one before, unless a blank line stands between. */
function looseFields(text: string): (Field & { behindBlank: boolean })[] {
  const found: (Field & { behindBlank: boolean })[] = [];
  let open = false;
  let behindBlank = false;
  for (const line of linesOf(text)) {
    if (isBlankLine(text, line)) {
      open = false;
      behindBlank = true;
      continue;
    }
    const colon = /[A-Za-z]/.test(text[line.start]) ? colonOf(text, line) : -1;
    if (colon > 0) {
      const name = text.slice(line.start, colon).trimEnd().toLowerCase();
      found.push({ name, start: line.start, valueStart: colon + 1, valueEnd: line.end, behindBlank });
      open = true;
      behindBlank = false;
    } else if (open) found.push({ ...found.pop()!, valueEnd: line.end });
  }
  return found;
}

/**
 * Everything that reports state, in the order of the file. Attached messages are looked into.
 * @param messages those that are asked; all of the file where they are not named
 */
export function allReportHeads(
  file: string,
  host: MessageHost,
  messages: readonly RawSpan[] = messagesIn(file).slice(0, mostMessages),
): Head[] {
  const heads: Head[] = [];
  const visit = (from: number, to: number, depth: number) => {
    const { root } = readParts(file, from, to);
    const parts = [...allParts(root)].filter((part) => part.parts.length === 0);
    const own = parts.filter((part) => !isReturnedPart(part) || part === root);
    const stated = own.filter(isMachinePart).flatMap((part) => reportHeads(file, part, host));
    heads.push(...(stated.length > 0 ? stated : own.flatMap((part) => reportHeads(file, part, host))));
    // A report that somebody forwarded hangs on a message that states nothing itself.
    if (stated.length > 0 || depth >= deepest) return;
    for (const part of parts)
      if (isReturnedPart(part) && part !== root && !isEncoded(part))
        visit(part.bodyStart, part.bodyEnd, depth + 1);
  };
  for (const { start, end } of messages) visit(start, end, 0);
  return heads;
}

/** The value of a head's field by its name in lower case; null where it is not there. */
export function fieldValue(head: Head | null, name: string): string | null {
  return head?.fields.find((field) => field.name === name)?.value ?? null;
}

/** The head of one message, and of each that it brings back: attached, as headers only, or quoted in a text. */
export function ownHeads(file: string, start: number, end: number, host: MessageHost): Head[] {
  const visit = (from: number, to: number, depth: number): Head[] => {
    const { root } = readParts(file, from, to);
    const heads = [headOf(file, root, rootRole(depth), host)];
    for (const part of allParts(root)) {
      if (part === root || part.parts.length > 0) continue;
      if (!isReturnedPart(part)) continue;
      if (!isEncoded(part) && depth < deepest) heads.push(...visit(part.bodyStart, part.bodyEnd, depth + 1));
    }
    if (heads.length > 1) return heads;
    for (const part of allParts(root))
      if (part.parts.length === 0 && !isReturnedPart(part)) heads.push(...quotedHeads(file, part, host));
    return heads;
  };
  return visit(start, end, 0);
}
