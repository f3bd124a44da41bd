// What does a saved message report? Reads every message of the file, recognises the kind of report and its writer, and answers
// with recipients and codes. Nothing throws, whatever the bytes; what was left out is said.
// Deliberately absent: what a reply means (verdict/), anything for people (features/).

import { longestText } from '../mime/content.ts';
import { fieldNamed, readFields } from '../mime/headers.ts';
import type { MessageHost } from '../mime/host.ts';
import { LineCounter } from '../mime/lines.ts';
import { messagesIn, mostMessages } from '../mime/mailbox.ts';
import { MappedText, onOneLine, type RawSpan } from '../mime/mappedText.ts';
import { limits, type Part, readParts } from '../mime/parts.ts';
import type { ReportCode, ReportedMessage, ReportedRecipient, ReportReading } from '../model/report.ts';
import { addressIn } from './address.ts';
import { assemble, joinStatements } from './assemble.ts';
import { writers } from './index.ts';
import { kindOf } from './kind.ts';
import { Notice } from './notice.ts';
import { outcomeOf } from './outcome.ts';
import { ownEnd, readPlain } from './plain.ts';
import { embeddedMachinePart, type MachineReading, mostRecipients, readMachinePart } from './rfc3464.ts';
import { type Statement, statementAt } from './statement.ts';
import { replyAt } from './words.ts';

export type { MessageHost } from '../mime/host.ts';

/** A report may travel as an attachment of another message, this many deep. */
const deepestAttachment = 3;

interface Reading {
  readonly file: string;
  readonly host: MessageHost;
  readonly lines: LineCounter;
  /** Of the message that is being read. */
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
  const { recipients, codes, leftOut } = reading;
  const kinds = new Set<string>();
  const read = messages.slice(0, mostMessages).map((message): ReportedMessage => {
    const first = recipients.length;
    reading.kinds.clear();
    readMessage(reading, message, 0);
    for (const kind of reading.kinds) kinds.add(kind);
    return { ...message, kinds: [...reading.kinds], recipients: { first, behind: recipients.length } };
  });
  return { kinds: [...kinds], recipients, codes, messages: read, leftOut: [...leftOut] };
}

function readMessage(reading: Reading, message: RawSpan, depth: number): void {
  const { root, cut } = readParts(reading.file, message.start, message.end);
  if (cut.depth) reading.leftOut.add(`Parts nested more than ${limits.depth} deep were not read.`);
  if (cut.parts)
    reading.leftOut.add(`Of a message with more than ${limits.parts} parts only the first were read.`);
  if (cut.fields) reading.leftOut.add('Of a head with more than 2000 fields only the first were read.');
  const notice = new Notice(reading.file, root, reading.host);
  const kind = kindOf(notice);
  if (kind === 'bounce' || kind === 'maybe') readBounce(reading, notice, depth, kind === 'maybe');
  else if (kind === 'none') for (const part of notice.attached()) readAttached(reading, part, depth);
  else reading.kinds.add(kind);
}

/** A bounce that somebody forwarded as an attachment. */
function readAttached(reading: Reading, part: Part, depth: number): void {
  if (depth < deepestAttachment)
    readMessage(reading, { start: part.bodyStart, end: part.bodyEnd }, depth + 1);
}

/** @param doubtful what names no recipient is no bounce */
function readBounce(reading: Reading, notice: Notice, depth: number, doubtful: boolean): void {
  const machine = machinePartsOf(notice);
  const marks = {
    names: new Set(machine.flatMap((part) => [...part.names])),
    reportingHost: machine.find((part) => part.envelope.reportingHost)?.envelope.reportingHost ?? '',
  };
  const writer = writers.find((one) => one.wrote(notice, marks));
  const stated = machine.flatMap((part) => part.statements);
  if (stated.length >= mostRecipients) {
    reading.leftOut.add(`Of a report with more than ${mostRecipients} recipients only the first were read.`);
  }
  const told = writer?.read?.(notice) ?? [];
  const joined = joinStatements(stated, named(notice, told.length > 0 ? told : readPlain(notice)));
  if (notice.cutShort)
    reading.leftOut.add(`Of a text of more than ${longestText / 1024} kB only the beginning was read.`);
  if (doubtful && !joined.some(({ statement }) => statement.recipient !== null)) return;
  if (
    depth < deepestAttachment &&
    !joined.some(({ statement }) => statement.words !== null || statement.status !== null)
  ) {
    // The words say nothing: the report may be what hangs on them.
    const inner = notice.attached().find((part) => isReport(reading, part, joined.length > 0));
    if (inner) {
      readAttached(reading, inner, depth);
      return;
    }
  }
  if (stated.length > 0) reading.kinds.add('rfc3464');
  if (writer) reading.kinds.add(writer.id);
  else if (stated.length === 0) reading.kinds.add('plain');
  const about = {
    writer: writer?.id ?? (stated.length > 0 ? 'rfc3464' : 'plain'),
    ...envelopeOf(notice, machine),
    date: notice.header('date'),
    outcome: outcomeOf(notice.header('subject'), notice.human.text),
  };
  const answers =
    joined.length > 0 ? joined : unnamed(notice).map((statement) => ({ statement, echo: null }));
  assemble(answers, about, reading.lines, reading.recipients, reading.codes);
}

/** The machine parts; where there is none, the fields that stand amid the text. */
function machinePartsOf(notice: Notice): MachineReading[] {
  const parts = notice.machineParts().map(readMachinePart);
  if (parts.some((part) => part.statements.length > 0)) return parts;
  const embedded =
    embeddedMachinePart(notice.human) ?? (notice.wrapped ? embeddedMachinePart(notice.wrapped) : null);
  return embedded ? [...parts, readMachinePart(embedded)] : parts;
}

/** Whether an attached message is a report: by its machine part, or, where nothing else is known, by its head. */
function isReport(reading: Reading, part: Part, known: boolean): boolean {
  const { root } = readParts(reading.file, part.bodyStart, part.bodyEnd);
  const notice = new Notice(reading.file, root, reading.host);
  return known ? notice.has('message/delivery-status') : kindOf(notice) === 'bounce';
}

/** X-Failed-Recipients knows better than a text that names none of them. Statements that say nothing get the whole text. */
function named(notice: Notice, told: readonly Statement[]): readonly Statement[] {
  const failed = notice.header('x-failed-recipients').toLowerCase();
  if (
    failed !== '' &&
    !told.some(({ recipient }) => recipient !== null && failed.includes(recipient.toLowerCase()))
  ) {
    const quoted = told.some(({ words }) => words !== null && replyAt(words.text) === 0);
    return quoted
      ? told.map((one) => ({ ...one, recipient: one.recipient ?? addressIn(failed) }))
      : unnamed(notice);
  }
  if (told.length === 0 || told.some(({ words }) => words !== null)) return told;
  const { words } = unnamed(notice)[0];
  return told.map((statement) => ({ ...statement, words }));
}

/** A bounce that names nobody in its text: those of X-Failed-Recipients, else one nameless recipient, with the program's words. */
function unnamed(notice: Notice): Statement[] {
  const { human } = notice;
  const said = onOneLine(human, 0, ownEnd(human.text.slice(0, 2000)));
  const at = human.startOf(Math.max(0, human.text.search(/\S/)));
  const named = notice
    .header('x-failed-recipients')
    .split(/[\s,;]+/)
    .map(addressIn)
    .filter((address) => address !== null);
  const recipients = named.length > 0 ? named.slice(0, mostRecipients) : [null];
  return recipients.map((recipient) => statementAt(at, { recipient, words: said.text === '' ? null : said }));
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
