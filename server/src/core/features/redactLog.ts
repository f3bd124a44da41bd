// How can a log be shown to others? Line by line: its ids, subjects, users and hosts without a dot are looked for where formats write
// them, everything else as in any text (redact.ts). The result is read again, and a line that would read otherwise keeps its hosts.
// Deliberately absent: saved messages (redactMessage.ts).
import { verdictsOn } from '../analyze.ts';
import { columnName, csvFields } from '../formats/csv.ts';
import { emptyFrame, readFrame } from '../formats/frame.ts';
import { keysOf } from '../formats/keys.ts';
import { type EntryState, initialState, readPage } from '../formats/readPage.ts';
import type { LogRecord } from '../model/attempt.ts';
import type { Judge } from '../verdict/verdict.ts';
import { masked, type Redactor } from './redact.ts';

/** `"sg_message_id": "14c5…"`, `"queueId":"4T4D1F8"`, `"x-message-id": …`: JSON and logfmt name their ids. */
const namedId =
  /["']?\b(?:x-)?(?:[a-z]{1,12}[-_]?){0,3}(?:message|msg|mail|queue|envelope|event|session|transaction|request|feedback|internal)[-_]?id["']?\s{0,2}[:=]\s{0,2}["'<]?([0-9A-Za-z][0-9A-Za-z_.-]{4,120})/gi;

/** `subject="Offer"`, `"Subject": "Offer"`, `"MessageSubject": "Offer"`, `Subject 'Offer'` (Cisco), `Subject: "Offer"` (amavis). */
const quotedSubject =
  /((?<![A-Za-z])(?:(?:message|mail|email|original|normalized)[-_ ]?)?subject["']?\s{0,2}[:= ]\s{0,2})("(?:[^"\\]|\\.){0,2000}"|'(?:[^'\\]|\\.){0,2000}')/gi;

/** 1xVc1q-00001R-23 <= a@example.org H=… T="Offer" from <a@example.org> for b@example.net (Exim, on arrival; elsewhere T= is a transport) */
const eximSubject = /( <= [^"]{1,900} T=)("(?:[^"\\]|\\.){0,2000}")/;

/** `Subject: Offer`, `MessageSubject   : Offer` (PowerShell), to the line's end or to where the program goes on; no certificate's. */
const openSubject =
  /(?:^|[\s'">:])(?:(?:message|original|normalized)?subject|thread-topic)\s{0,24}: ?(?!CN ?=|["'])/gi;

/** Postfix' header checks, Python's `\r\n`, PHP's `<br>`. */
const behindSubject = [/ from \S{1,255}\[/, /; from=</, /\\r\\n/, /\\n/, /<br/i];

/**
 * `sasl_username=jane`, `LogonDenied for User jane`, `user=<jane>`, `orig_to=<root>`, `lmtp(jane)`: users without a domain; `H=(DESKTOP-7)`, `helo=<pc7>`: hosts without
 * a dot.
 */
const bareUser =
  /((?<![\w-])for [Uu]ser '?|(?<![\w-])(?:sasl_username|user(?:name)?|orig_to|from|to|ruser|ctladdr|authenticated_id|A=[a-z_]{1,20})[=:]<?|\b(?:lmtp|lda|imap|pop3)\()([A-Za-z][\w.+-]{1,60})(?=[>,;)\s\]]|$)/g;
const bareHost = /(\bhelo=<?|\bH=\(|\b[EH][EH]LO )(?!from\b)([A-Za-z][\w-]{2,60})(?=[>,;)\s\]]|$)/g;
const usualUsers = new Set([
  'root',
  'postmaster',
  'mailer-daemon',
  'nobody',
  'unknown',
  'none',
  'local',
  'smtp',
]);

/** Redacts a log piece by piece; what formats remember goes from one to the next. */
export class LogRedactor {
  readonly #redactor: Redactor;
  readonly #judge: Judge;
  #before: EntryState = initialState;
  #after: EntryState = initialState;
  /** Index of the column that holds subjects, in CSV. */
  #subjectColumn = -1;
  /** Tabs stand between the columns, not commas (Exchange 2003). */
  #tabs = false;
  /** The last piece ended inside a line. */
  #midLine = false;
  readonly #frame = emptyFrame();

  constructor(redactor: Redactor, judge: Judge) {
    this.#redactor = redactor;
    this.#judge = judge;
  }

  /**
   * @param text whole lines; only a line longer than a piece goes on in the next one
   */
  redact(text: string): string {
    const parts = text.split(/(\r\n|\n|\r)/);
    const startsMidLine = this.#midLine;
    this.#midLine = parts[parts.length - 1] !== '';
    const records = new Map<number, LogRecord>();
    const { answers, exit } = this.#read(text, startsMidLine, this.#before, records);
    for (let index = startsMidLine ? 2 : 0; index < parts.length; index += 2)
      this.#learn(parts[index], records.get(index / 2) ?? null);
    const bare = parts.map((line, index) => (index % 2 === 0 ? this.#redactor.withoutLogin(line) : line));
    const redacted = bare.map((line, index) =>
      index % 2 === 0 ? this.#line(line, true, startsMidLine && index === 0) : line,
    );
    const result = this.#read(redacted.join(''), startsMidLine, this.#after);
    let changed = false;
    for (let index = 0; index < parts.length; index += 2) {
      const line = index / 2;
      if (answers.get(line) === result.answers.get(line)) continue;
      redacted[index] = this.#line(bare[index], false, startsMidLine && index === 0);
      changed = true;
    }
    const whole = redacted.join('');
    this.#before = exit;
    this.#after = changed ? this.#read(whole, startsMidLine, this.#after).exit : result.exit;
    return whole;
  }

  /**
   * The next piece begins with a line of its own, elsewhere in the file.
   * @param before lines that stand there before it; they may ask for a login that it answers
   */
  jump(before = ''): void {
    this.#midLine = false;
    for (const line of before.split(/\r\n|\n|\r/)) this.#redactor.withoutLogin(line);
  }

  /** What each line says, as far as it must stay the same. */
  #read(
    text: string,
    startsMidLine: boolean,
    entry: EntryState,
    records?: Map<number, LogRecord>,
  ): { answers: Map<number, string>; exit: EntryState } {
    const answers = new Map<number, string>();
    const { exit } = readPage(text, startsMidLine, entry, (record, line) => {
      answers.set(line, answerOf(record, this.#judge));
      records?.set(line, record);
    });
    return { answers, exit };
  }

  #line(line: string, withHosts: boolean, isRest: boolean): string {
    if (line === '') return line;
    if (isRest) return this.#redactor.redactNames(line, withHosts);
    const framed = readFrame(line, this.#frame);
    let start = 0;
    let head = '';
    if (framed) {
      // Nov  1 00:00:31 mail postfix/smtp[77]: …   the host stands behind the stamp
      const at = line.slice(this.#frame.timeEnd).search(/\S/) + this.#frame.timeEnd;
      start = line.indexOf(' ', at);
      const host = line.slice(at, start);
      // 2026-11-01 00:00:31 u@d.example: smtp transport succeeded   2026-11-01 00:00:31 SMTP ERROR: …   name no host
      if (host.includes('@') || host.endsWith(':')) start = 0;
      else
        head = line.slice(0, at) + (/^(?:localhost|-|SMTP)$/.test(host) ? host : this.#redactor.host(host));
    }
    const words = maskedSubjects(this.#csvSubject(line.slice(start)))
      .replace(quotedSubject, (_, before: string, value: string) => before + masked(value))
      .replace(eximSubject, (_, before: string, value: string) => before + masked(value))
      .replace(bareUser, (whole, before: string, name: string) =>
        usualUsers.has(name.toLowerCase()) ? whole : before + this.#redactor.user(name),
      )
      .replace(bareHost, (_, before: string, name: string) => before + this.#redactor.host(name));
    const redacted = head + this.#redactor.redactNames(words, withHosts);
    return withHosts && /_said:_|: (?:failure|deferral|success): \S/.test(redacted)
      ? this.#redactor.hostsBetweenUnderscores(redacted)
      : redacted;
  }

  /** The ids of a line, which are then known to all further ones. */
  #learn(line: string, record: LogRecord | null): void {
    if (line.length < 12) return;
    const { own, messageId, onward, related } = keysOf(line, record);
    for (const id of [own, messageId, ...onward, ...related]) if (id) this.#redactor.learn(id);
    if (!/id\b/i.test(line)) return;
    for (const [, id] of line.matchAll(namedId)) this.#redactor.learn(id);
  }

  /** In CSV, or between tabs, the column's name in the file's first lines tells which field is a subject. */
  #csvSubject(line: string): string {
    if (line.length < 4000 && /subject/i.test(line) && /[,\t]/.test(line)) {
      const names = line.startsWith('#Fields:') ? line.slice(8).trim() : line;
      const tabs = names.split('\t').length > 4;
      const columns = fieldsOf(names, tabs).map(({ start, end }) => columnName(names.slice(start, end)));
      const index = columns.findIndex((name) => name === 'subject' || name === 'messagesubject');
      if (index >= 0 && columns.length > 3) {
        this.#subjectColumn = index;
        this.#tabs = tabs;
        return line;
      }
    }
    if (this.#subjectColumn < 0 || line.startsWith('#')) return line;
    const field = fieldsOf(line, this.#tabs)[this.#subjectColumn];
    return field
      ? line.slice(0, field.start) + masked(line.slice(field.start, field.end)) + line.slice(field.end)
      : line;
  }
}

function fieldsOf(line: string, tabs: boolean): { start: number; end: number }[] {
  if (!tabs) return csvFields(line);
  let end = -1;
  return line.split('\t').map((field) => {
    const start = end + 1;
    end = start + field.length;
    return { start, end };
  });
}

function answerOf(record: LogRecord, judge: Judge): string {
  const verdicts = verdictsOn(record, judge);
  return JSON.stringify([
    record.format,
    record.codes.map(({ code }) => code),
    record.attempts.map(({ outcome, reply, enhanced, phase, direction }, index) => {
      const { reason, permanence } = verdicts[index];
      return [outcome, reply, enhanced, phase, direction, reason, permanence];
    }),
    record.attempts.length > 0 ? null : verdicts.map(({ reason, permanence }) => [reason, permanence]),
  ]);
}

function maskedSubjects(line: string): string {
  if (!/(?:subject|thread-topic)\s{0,24}:/i.test(line)) return line;
  let result = '';
  let at = 0;
  for (const { index, 0: name } of line.matchAll(openSubject)) {
    const start = index + name.length;
    if (start < at) continue;
    const rest = line.slice(start, start + 2000);
    const ends = behindSubject.map((pattern) => rest.search(pattern)).filter((end) => end >= 0);
    const end = start + Math.min(rest.length, ...ends);
    result += line.slice(at, start) + masked(line.slice(start, end));
    at = end;
  }
  return result + line.slice(at);
}
