// How can a saved bounce be shown to others? Names and addresses become made-up ones in every part, encoded ones too; the
// returned message's words and all attachments become x's. Every line stays where it is, and what the report says stays as it
// is: the result is read again, and where it would read otherwise, less is hidden.
// Deliberately absent: any promise about free words in the notice itself (an Exchange report in HTML quotes a subject anywhere).
import { longestText } from '../mime/content.ts';
import { decodeEncodedWords } from '../mime/encodedWords.ts';
import type { MessageHost } from '../mime/host.ts';
import { linesOf } from '../mime/lines.ts';
import { messagesIn, mostMessages } from '../mime/mailbox.ts';
import { MappedText, onOneLine, type RawSpan } from '../mime/mappedText.ts';
import { allParts, type Part, readParts } from '../mime/parts.ts';
import { readReport } from '../reports/readReport.ts';
import { beginsReturned } from '../reports/returned.ts';
import type { Judge } from '../verdict/verdict.ts';
import { isMachinePart, isReturnedPart } from './messageHeads.ts';
import { masked, type Redactor } from './redact.ts';
import { encodedWord, redactBase64, redactQuotedPrintable } from './redactEncoded.ts';

/** What reads the result again. */
export interface Reader {
  readonly judge: Judge;
  readonly messageHost: MessageHost;
}

/** The message, or mbox, with made-up names: as many lines as before, the same codes, outcomes and reasons at the same lines. */
export function redactMessage(file: string, redactor: Redactor, reader: Reader): string {
  const before = answersOf(file, reader);
  for (const id of idsIn(file)) redactor.learn(id);
  const attempt = (hidden: Hidden): string | null => {
    const result = new MessageRedactor(file, redactor, reader.messageHost, hidden).redact();
    return answersOf(result, reader) === before ? result : null;
  };
  const first = attempt('words');
  if (first !== null) return first;
  // Some writers are known by their host's name alone: gmx.net, yahoo.com. That of the notice's writer is no secret then.
  for (const host of reportersOf(file)) redactor.keep(host);
  return (
    attempt('words') ??
    attempt('bodies') ??
    new MessageRedactor(file, redactor, reader.messageHost, 'names').redact()
  );
}

// From: Mail Delivery System <MAILER-DAEMON@gmx.net>      Reporting-MTA: dns; mx.example.org      Return-Path: <bounce@sendgrid.me>
const reporter =
  /^(?:From|Return-Path|Sender|Reporting-MTA):[^\r\n@;]{0,200}(?:@|;\s{0,4})([A-Za-z0-9.-]{3,255})/gim;

/** Hosts of those who wrote the notice, or who say so. */
function reportersOf(file: string): string[] {
  const found: string[] = [];
  for (const { start, end } of messagesIn(file).slice(0, mostMessages)) {
    const { root } = readParts(file, start, end);
    const heads = [root, ...allParts(root)].filter((part) => part === root || isMachinePart(part));
    for (const part of heads) {
      const from = part === root ? part.start : part.bodyStart;
      const to = part === root ? part.bodyStart : Math.min(part.bodyEnd, part.bodyStart + 20_000);
      for (const [, host] of file.slice(from, to).matchAll(reporter)) found.push(host);
    }
  }
  return found;
}

// by mail.example.org (Postfix) id 1D8E8F2;      X-Postfix-Queue-ID: DAD147E      Final-Log-Id: 1xVc1q-00001R-23      queued as 4T4D1F8
const idPlaces =
  /^\s{0,9}(?:.{0,400}\s)?id <?([0-9A-Za-z][0-9A-Za-z.-]{4,60})|^(?:X-[A-Za-z-]{1,40}(?:Queue|Message)-Id|Final-Log-Id|Original-Envelope-Id): {0,9}(?:[a-z-]{1,20}; ?)?<?([0-9A-Za-z][0-9A-Za-z_.-]{4,120})|\bqueued as ([0-9A-Za-z]{5,30})/gim;

/** Queue ids of the servers on the way; message-ids with an @ are addresses to the redactor. */
function* idsIn(file: string): Generator<string> {
  for (const match of file.matchAll(idPlaces)) {
    const id = (match[1] ?? match[2] ?? match[3]).replace(/[.-]{1,9}$/, '');
    // A version stands there at Exchange: id 15.20.7159.12.
    if (!/^[\d.]{1,60}$/.test(id) || /^\d{8,60}$/.test(id)) yield id;
  }
}

/** Everything that must stay the same, as one text. */
function answersOf(file: string, { judge, messageHost }: Reader): string {
  const { kinds, codes, recipients } = readReport(file, messageHost);
  return JSON.stringify([
    kinds,
    codes.map(({ code, line }) => [code, line]),
    recipients.map(({ attempt, line }) => {
      const { reason, permanence } = judge.judge(attempt);
      return [line, attempt.outcome, attempt.reply, attempt.enhanced, attempt.phase, reason, permanence];
    }),
  ]);
}

/** `names`: line by line, encoded parts as they are. `bodies`: all parts. `words`: subjects and display names too. */
type Hidden = 'words' | 'bodies' | 'names';

/** A stretch of the file and what stands there instead. */
interface Piece extends RawSpan {
  readonly text: string;
}

class MessageRedactor {
  readonly #file: string;
  readonly #redactor: Redactor;
  readonly #host: MessageHost;
  readonly #hidden: Hidden;
  readonly #pieces: Piece[] = [];
  /** Offsets at which the report says something. */
  readonly #spoken: readonly number[];

  constructor(file: string, redactor: Redactor, host: MessageHost, hidden: Hidden) {
    this.#file = file;
    this.#redactor = redactor;
    this.#host = host;
    this.#hidden = hidden;
    const { codes, recipients } = readReport(file, host);
    const starts = linesOf(file).map(({ start }) => start);
    this.#spoken = [
      ...codes.map(({ start, line }) => start ?? starts[line] ?? 0),
      ...recipients.map(({ at }) => at.start),
    ];
  }

  redact(): string {
    if (this.#hidden !== 'names') {
      for (const { start, end } of messagesIn(this.#file).slice(0, mostMessages))
        this.#message(readParts(this.#file, start, end).root, 0);
    }
    let result = '';
    let at = 0;
    for (const { start, end, text } of this.#pieces.sort((a, b) => a.start - b.start)) {
      if (start < at) continue; // lies in a piece that was replaced as a whole
      result += this.#lines(at, start) + text;
      at = end;
    }
    return result + this.#lines(at, this.#file.length);
  }

  /** Line by line. */
  #lines(from: number, to: number): string {
    return this.#file.slice(from, to).replace(/[^\r\n]+/g, (line) => this.#redactor.redact(line));
  }

  readonly #redact = (text: string): string => this.#redactor.redact(text);

  #replace(start: number, end: number, how: (text: string) => string): void {
    if (end > start) this.#pieces.push({ start, end, text: how(this.#file.slice(start, end)) });
  }

  #speaksIn({ start, end }: RawSpan): boolean {
    return this.#spoken.some((at) => at >= start && at < end);
  }

  /** A message that reports. */
  #message(root: Part, depth: number): void {
    for (const part of allParts(root)) {
      this.#head(part, part === root ? 'report' : 'part');
      if (part.parts.length > 0) continue;
      const body = { start: part.bodyStart, end: part.bodyEnd };
      if (isReturnedPart(part) && part !== root) {
        const inner = () => readParts(this.#file, part.bodyStart, part.bodyEnd).root;
        if (!this.#speaksIn(body)) this.#returned(inner());
        else if (depth < 4) this.#message(inner(), depth + 1);
      } else if (this.#saysNothing(part, root)) this.#replace(body.start, body.end, masked);
      else if (part.encoding === 'base64')
        this.#replace(body.start, body.end, (text) => redactBase64(text, this.#redact));
      else if (part.encoding === 'quoted-printable')
        this.#replace(body.start, body.end, (text) => redactQuotedPrintable(text, this.#redact));
      else if (!isMachinePart(part)) this.#notice(body);
    }
  }

  /** An attachment, or a text so long that no report reads it to its end. */
  #saysNothing(part: Part, root: Part): boolean {
    const body = { start: part.bodyStart, end: part.bodyEnd };
    if (body.end - body.start > longestText && !this.#speaksIn(body)) return true;
    return !part.content.type.startsWith('text') && !isMachinePart(part) && part !== root;
  }

  /** The message that came back: its head with made-up names, of the rest nothing but its shape. */
  #returned(root: Part): void {
    for (const part of allParts(root)) {
      this.#head(part, part === root ? 'returned' : 'part');
      if (part.parts.length === 0) this.#replace(part.bodyStart, part.bodyEnd, masked);
    }
  }

  /** A notice as it stands; where the returned message is glued to it, that one is masked. */
  #notice({ start, end }: RawSpan): void {
    const text = this.#file.slice(start, end);
    let inHead = false;
    let behind = false;
    for (const line of linesOf(text)) {
      const words = text.slice(line.start, line.end);
      const [from, to] = [start + line.start, start + line.end];
      if (behind) {
        if (words.trim() === '') inHead = false;
        // The first paragraph behind the dividing line, and behind blank lines there, is the returned message's head.
        else if (inHead && /^[>\s]{0,4}[A-Za-z][\w-]{0,60}:|^[>\s]{0,4}\s/.test(words))
          this.#field(from, to, words);
        else this.#replace(from, to, masked);
      } else if (beginsReturned(words) && !this.#speaksIn({ start: to, end })) {
        behind = true;
        inHead = true;
      } else this.#field(from, to, words);
    }
  }

  /** `Subject: …` quoted in a text. */
  #field(from: number, to: number, words: string): void {
    const named = quotedField.exec(words);
    if (named && this.#hidden === 'words')
      this.#replace(from + named[0].length, to, (value) => this.#words(value));
  }

  #head({ fields }: Part, whose: 'report' | 'returned' | 'part'): void {
    if (this.#hidden !== 'words') return;
    for (const { name, valueStart, valueEnd } of fields) {
      if (name === 'subject' && whose === 'report')
        this.#replace(valueStart, valueEnd, (value) => this.#reportSubject(value));
      else if (freeText.has(name) && !(whose === 'report' && name === 'from'))
        this.#replace(valueStart, valueEnd, (value) => this.#words(value));
      else if (name === 'content-type' || name === 'content-disposition')
        this.#replace(valueStart, valueEnd, (value) =>
          this.#redactor.redact(value.replace(fileName, (_, key, words) => key + masked(words))),
        );
    }
  }

  /** Addresses get their made-up names, all other words x's. */
  #words(value: string): string {
    return value.replace(/[^\s<>,;"]+/g, (word) =>
      word.includes('@') ? this.#redactor.redact(word) : masked(word),
    );
  }

  /** `Undeliverable: the secret`: what kind of notice it is stays, what it quotes does not. */
  #reportSubject(value: string): string {
    const decoded = decodeEncodedWords(onOneLine(MappedText.raw(value, 0, value.length)).text, this.#host);
    const colon = decoded.search(/:\s/) + 1;
    const hidden = (
      colon > 0 ? decoded.slice(0, colon) + this.#words(decoded.slice(colon)) : decoded
    ).replace(
      /(["“„«])([^"“”„«»]{1,500})(["”“»])/g,
      (_, open, words, close) => open + this.#words(words) + close,
    );
    if (hidden === decoded) return value.replace(/[^\r\n]+/g, (line) => this.#redactor.redact(line));
    const [, ...further] = value.split(/\r\n|\n|\r/);
    const ends = value.match(/\r\n|\n|\r/g) ?? [];
    const line = /^[\x20-\x7e]*$/.test(hidden) ? hidden : encodedWord(hidden);
    // A folded subject keeps its lines, or everything below would move.
    return ` ${line.trim()}${further.map((_, index) => `${ends[index]} x`).join('')}`;
  }
}

/** Words of people: a subject, and the display names beside addresses. */
const freeText = new Set([
  'subject',
  'from',
  'to',
  'cc',
  'bcc',
  'reply-to',
  'sender',
  'comments',
  'keywords',
  'organization',
  'thread-topic',
  'thread-index',
  'x-original-subject',
  'content-description',
]);

// Subject: the secret      > Betreff: Geheim      Objet : secret
const quotedField =
  /^[>\s*|]{0,8}(?:subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|temat|тема|件名|主题)\s{0,3}:\s{0,9}/i;

// name="Offer for Mr Doe.pdf"      filename=offer.pdf      filename*0="offer"
const fileName = /(\b(?:file)?name\*?\d{0,2}\*?=)("[^"]{0,500}"|[^\s;"]{1,500})/gi;
