// What does a saved message report? Reads every message of the file, recognises the kind of report and its writer, and answers
// with recipients and codes. Nothing throws, whatever the bytes; what was left out is said.
// Deliberately absent: what a reply means (verdict/), anything for people (features/).

import { fieldNamed, readFields } from '../mime/headers.ts';
import type { MessageHost } from '../mime/host.ts';
import { LineCounter } from '../mime/lines.ts';
import { messagesIn, mostMessages } from '../mime/mailbox.ts';
import { MappedText, onOneLine, type RawSpan } from '../mime/mappedText.ts';
import { limits, type Part, readParts } from '../mime/parts.ts';
import type { ReportCode, ReportedRecipient, ReportReading } from '../model/report.ts';
import { addressIn } from './address.ts';
import { assemble, joinStatements } from './assemble.ts';
import { writers } from './index.ts';
import { kindOf } from './kind.ts';
import { Notice } from './notice.ts';
import { outcomeOf } from './outcome.ts';
import { readPlain } from './plain.ts';
import { type MachineReading, mostRecipients, readMachinePart } from './rfc3464.ts';

export type { MessageHost } from '../mime/host.ts';

/** A report may travel as an attachment of another message, this many deep. */
const deepestAttachment = 3;

interface Reading {
  readonly file: string;
  readonly host: MessageHost;
  readonly lines: LineCounter;
  readonly kinds: Set<string>;
  readonly recipients: ReportedRecipient[];
  readonly codes: ReportCode[];
  readonly leftOut: Set<string>;
}

/**
 * Reads a saved message, or an mbox of several.
 * @param text the file as the editor decoded it (UTF-8, U+FFFD for what is none); all offsets are UTF-16 units of it
 * @param host knows the charsets
 */
export function readReport(text: string, host: MessageHost): ReportReading {
  const reading: Reading = {
    file: text,
    host,
    lines: new LineCounter(text),
    kinds: new Set(),
    recipients: [],
    codes: [],
    leftOut: new Set(),
  };
  const messages = messagesIn(text);
  if (messages.length > mostMessages)
    reading.leftOut.add(`Only the first ${mostMessages} messages of this file were read.`);
  for (const message of messages) readMessage(reading, message, 0);
  const { kinds, recipients, codes, leftOut } = reading;
  return { kinds: [...kinds], recipients, codes, leftOut: [...leftOut] };
}

function readMessage(reading: Reading, message: RawSpan, depth: number): void {
  const { root, cut } = readParts(reading.file, message.start, message.end);
  if (cut.depth) reading.leftOut.add(`Parts nested more than ${limits.depth} deep were not read.`);
  if (cut.parts)
    reading.leftOut.add(`Of a message with more than ${limits.parts} parts only the first were read.`);
  if (cut.fields) reading.leftOut.add('Of a head with more than 2000 fields only the first were read.');
  const notice = new Notice(reading.file, root, reading.host);
  const kind = kindOf(notice);
  if (kind === 'none') {
    readAttached(reading, notice, depth);
    return;
  }
  if (kind === 'bounce') readBounce(reading, notice);
  else reading.kinds.add(kind);
}

/** A bounce that somebody forwarded as an attachment. */
function readAttached(reading: Reading, notice: Notice, depth: number): void {
  if (depth >= deepestAttachment) return;
  for (const part of notice.attached())
    readMessage(reading, { start: part.bodyStart, end: part.bodyEnd }, depth + 1);
}

function readBounce(reading: Reading, notice: Notice): void {
  const machine = notice.machineParts().map(readMachinePart);
  const names = new Set(machine.flatMap((part) => [...part.names]));
  const writer = writers.find((one) => one.wrote(notice, names));
  const stated = machine.flatMap((part) => part.statements);
  if (stated.length >= mostRecipients)
    reading.leftOut.add(`Of a report with more than ${mostRecipients} recipients only the first were read.`);
  const told = writer?.read ? writer.read(notice) : readPlain(notice);
  if (stated.length > 0) reading.kinds.add('rfc3464');
  if (writer) reading.kinds.add(writer.id);
  else if (stated.length === 0) reading.kinds.add('plain');
  const about = {
    writer: writer?.id ?? (stated.length > 0 ? 'rfc3464' : 'plain'),
    ...envelopeOf(notice, machine),
    date: notice.header('date'),
    outcome: outcomeOf(notice.header('subject'), notice.human.text),
  };
  assemble(joinStatements(stated, told), about, reading.lines, reading.recipients, reading.codes);
}

function envelopeOf(
  notice: Notice,
  machine: readonly MachineReading[],
): { sender: string | null; queueId: string | null } {
  const envelope = machine.find((part) => part.envelope.sender || part.envelope.queueId)?.envelope;
  return { sender: envelope?.sender ?? senderOf(notice), queueId: envelope?.queueId ?? null };
}

/** The returned message's Return-Path, else its From. */
function senderOf(notice: Notice): string | null {
  const part: Part | null = notice.returned();
  if (!part) return null;
  const { fields } = readFields(notice.file, part.bodyStart, Math.min(part.bodyEnd, part.bodyStart + 64_000));
  for (const name of ['return-path', 'from']) {
    const field = fieldNamed(fields, name);
    const address = field
      ? addressIn(
          onOneLine(
            MappedText.raw(notice.file, field.valueStart, Math.min(field.valueEnd, field.valueStart + 1000)),
          ).text,
        )
      : null;
    if (address) return address;
  }
  return null;
}
