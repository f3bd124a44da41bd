// What does a report in plain text say, whoever wrote it? Most programs write, per recipient, a line with the address and then
// the reason, indented, behind a colon, or in the lines below. This reader serves all writers without a file of their own.
import { isBlankLine } from '../mime/headers.ts';
import { type MappedText, onOneLine } from '../mime/mappedText.ts';
import { addressIn } from './address.ts';
import { hostIn } from './hostName.ts';
import type { Notice } from './notice.ts';
import { phaseIn } from './phase.ts';
import { type Statement, statementAt } from './statement.ts';
import { holdsStatus, partSentence } from './words.ts';

/** A stretch of lines about one recipient: from the line that names it up to the next that does. */
interface Block {
  readonly recipient: string | null;
  readonly from: number;
  /** Behind the last line. */
  to: number;
}

/** Statements of a text. Where no line names a recipient by its form, the first quoted reply speaks for all. */
export function readPlain(notice: Notice): Statement[] {
  const blocks = blocksIn(notice);
  const statements = blocks.map((block) => statementOf(notice, block));
  const coded = statements.filter((statement) => holdsCode(statement.words));
  if (coded.length > 0) return distinct(coded);
  const shared = sentenceIn(notice, 0, notice.lines.length);
  if (statements.length > 0) {
    // All recipients first, the reason once, below or above; or no code at all.
    const once = shared.words ? shared : reasonAbove(notice, blocks[0].from);
    if (once)
      return distinct(
        statements.map((statement) => ({
          ...statement,
          ...once,
          at: statement.at,
          recipient: statement.recipient,
        })),
      );
    return distinct(listed(notice, blocks, statements));
  }
  return shared.words
    ? [statementAt(shared.at ?? notice.human.startOf(0), { ...shared, recipient: null })]
    : [];
}

/** Names in a row share what stands behind the last of them; other names without words stand there by the way. */
function listed(notice: Notice, blocks: readonly Block[], statements: readonly Statement[]): Statement[] {
  const told: Statement[] = [];
  for (let index = statements.length - 1; index >= 0; index--) {
    const statement = statements[index];
    const next = told[0];
    if (statement.words !== null) told.unshift(statement);
    else if (next && bare(notice, blocks[index])) told.unshift({ ...statement, words: next.words });
  }
  return told.length > 0 ? told : [...statements];
}

/** Whether a block is a name alone: `<u@d>:` and a blank line, or the announcement of the next. */
function bare(notice: Notice, { recipient, from, to }: Block): boolean {
  if (/\w/.test(notice.line(from).replace(recipient ?? '', ''))) return false;
  for (let index = from + 1; index < to; index++)
    if (!parts(notice, index) && !/:\s*$/.test(notice.line(index))) return false;
  return true;
}

const holdsCode = (words: Statement['words']): boolean =>
  words !== null && (/^[245]\d\d/.test(words.text) || holdsStatus(words.text));

/** One statement per recipient, the first. */
export function distinct(statements: readonly Statement[]): Statement[] {
  const seen = new Set<string>();
  return statements.filter(({ recipient }) => {
    const key = recipient?.toLowerCase() ?? '';
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function blocksIn(notice: Notice): Block[] {
  const blocks: Block[] = [];
  for (let index = 0; index < notice.lines.length; index++) {
    const recipient = recipientNamedBy(notice, index);
    if (recipient === null) continue;
    const open = blocks.at(-1);
    if (open && goesOn(notice, open, index, recipient)) continue;
    if (open) open.to = index;
    blocks.push({ recipient, from: index, to: notice.lines.length });
    if (blocks.length >= 500) break;
  }
  return blocks;
}

/** A line within a block that names the same recipient, or stands further in than the line that opened it, goes on with it. */
function goesOn(notice: Notice, open: Block, index: number, recipient: string): boolean {
  if (open.recipient?.toLowerCase() === recipient.toLowerCase()) return true;
  const indent = /^\s*/.exec(notice.line(index))![0].length;
  if (indent < 2 || indent < /^\s*/.exec(notice.line(open.from))![0].length + 2) return false;
  for (let between = open.from + 1; between < index; between++)
    if (isBlankLine(notice.human.text, notice.lines[between])) return false;
  return true;
}

// <u@d>:      <u@d>: 550 no such user      u@d:      u@d      <u@d>... User unknown      * u@d      "u@d" 550      u@d [User unknown]      >>> u@d <u@d>      u@d on Thu, 29 Apr 2010      u@d am 29.04.2010 23:34
const opening =
  /^\s{0,24}(?:[*>•·|-]{1,3}\s{0,4})?(?:"[^"@]{1,80}"\s{0,2})?["'<[]{0,2}(?:mailto:|smtp:)?[^\s<>"'@:]{1,128}@[^\s<>"'@:,;()]{1,255}[>"'\]]{0,2}(?:$|\s{0,8}(?:[:;,(|[-]|\.\.\.|\.$|$)|\s{1,8}(?=<|\d{3}\b|failed|(?:on|am|le|el|il|em|op|den|dnia) (?:[A-Z][a-z]{2}, )?\d|delivery|was |could ))/i;
// Recipient: u@d     Recipient address: u@d     To: u@d     Failed recipient: <u@d>     Undeliverable Address: u@d     Error-for: u@d     RCPT TO: u@d
const labelled =
  /^\s{0,24}(?:(?:failed |final |original |invalid |intended |undeliverable |bad )?(?:recipients?|rcpt(?: to)?)(?: (?:address|name|e-?mail|email address))?|to|error-for|(?:e-?mail |failed |undeliverable |invalid |bad )?address(?:ed to)?|e-?mail|user|destinat[a-z]{2,8}|empf[^\s:]{1,6}nger|受取人|宛先|收件人)\s{0,4}[:=]\s{0,8}[<"'[]{0,2}(?:smtp:)?[^\s<>"'@:]{1,128}@/i;
// c=US;a= ;p=Example;o=Site;dda:SMTP=u@d; on Fri, 4 Oct 2002 17:12:28 -0400      an X.400 address that carries one of ours
const x400 = /^\s{0,24}c=[a-z]{2};[^@]{0,200}\bSMTP=[^\s<>"'@:;]{1,128}@/i;
// User mailbox exceeds allowed size: u@d      User's mailbox is full: <u@d>      Delivery failed 20 attempts: u@d      undeliverable to u@d      The following recipient(s) could not be reached: u@d.
/** The reason first and the recipient at the line's end. */
const closing =
  /^\s{0,24}[^@:]{0,60}\b(?:mailbox|undeliverable|undelivered|recipients?(?:\(s\))? could not|delivery failed|(?:over|exceeds?|exceeded) [a-z ]{0,20}quota|account)\b[^@:]{0,60}(?::|\bto)\s{1,4}["'<]{0,2}[^\s<>"'@:,;()]{1,128}@[^\s<>"'@:,;()]{1,255}[>"']{0,2}\.?\s{0,8}$/i;
// Could not be delivered to: <u@d>     There was an error delivering your mail to <u@d>.     Unknown user: u@d     Unable to deliver message to <u@d>      The following message to <u@d> was undeliverable.     (Originally addressed to u@d)     Local mailbox u@d is unavailable     The message you sent to u@d couldn't be delivered due to:
const told =
  /(?:deliver(?:ed|ing|y)?\b[^@]{0,60} (?:to|for|at)|unknown user|user unknown|(?:in|un)valid (?:user|recipient|address)[a-z ]{0,20}|delivery userid|RCPT TO:|(?:permanent|returned)[a-z ]{0,20} errors|no such user|message(?: you sent)? to|mail you sent to|addressed to|(?:local|the) mailbox)\s{0,2}[:,]?\s{1,4}["'<(]{0,2}[^\s<>"'@:,;()]{1,128}@/i;
// 无法发送到（Unable to send）：< u@d >      无法投递到 u@d
const notSentTo = /无法(?:发送|投递|送达)|無法(?:傳送|投遞|送達)/;
// Subject: …     Sent: …     Date: …     Message-ID: …     MAIL FROM: …      what stands beside `To:` when a message's head is quoted
const quotedHead =
  /^\s{0,24}(?:subject|sent|date|from|cc|message-id|sent date|importance|betreff|gesendet|envoyé|objet|件名|日時)\s{0,4}:/i;

/** The recipient that a line names by its form; null where it names none, or one only by the way. */
function recipientNamedBy(notice: Notice, index: number): string | null {
  const line = notice.line(index);
  if (line.length > 1000 || !line.includes('@')) return null;
  if (opening.test(line) || x400.test(line) || closing.test(line)) return addressIn(line);
  if (labelled.test(line)) {
    if (
      /^\s*to\s*:/i.test(line) &&
      (quotedHead.test(notice.line(index - 1)) || quotedHead.test(notice.line(index + 1)))
    )
      return null;
    return addressIn(line);
  }
  const match = told.exec(line) ?? notSentTo.exec(line);
  return match ? addressIn(line.slice(match.index)) : null;
}

function statementOf(notice: Notice, block: Block): Statement {
  const line = notice.line(block.from);
  const at = notice.human.startOf(notice.lines[block.from].start);
  const behind = behindName(line, block.recipient ?? '');
  const found = sentenceIn(notice, block.from, block.to, behind);
  // Unable to deliver message to <u@d> (and other recipients in the same domain).      A sentence that goes on behind the name counts in full.
  const continues =
    ![opening, labelled, x400].some((pattern) => pattern.test(line)) &&
    (closing.test(line) || /\w/.test(line.slice(behind)));
  const words = continues && !holdsCode(found.words) ? sentenceAround(notice, block) : found.words;
  return statementAt(at, { ...found, words, at, recipient: block.recipient });
}

/** The paragraph of the line that names the recipient, from that line's beginning. */
function sentenceAround(notice: Notice, { from, to }: Block): Statement['words'] {
  let last = from;
  while (last < to && last < from + 8 && !parts(notice, last)) last++;
  return withoutMarks(onOneLine(notice.human, notice.lines[from].start, notice.lines[last - 1].end).trim());
}

/** Offset in the line behind the recipient's name, and behind a repetition of it: `u@d<mailto:u@d>`, `u@d <u@d>`. */
function behindName(line: string, recipient: string): number {
  const end = line.indexOf(recipient) + recipient.length;
  return end + (/^>?\s?<(?:mailto:|smtp:)?[^<>\s]{1,320}>/.exec(line.slice(end))?.[0].length ?? 0);
}

/** The first paragraph of these lines that quotes a reply or an enhanced code, as words, host and step. */
export function sentenceIn(
  notice: Notice,
  from: number,
  to: number,
  behind = 0,
): Partial<Statement> & { words: Statement['words'] } {
  let fallback: (Partial<Statement> & { words: Statement['words'] }) | null = null;
  for (let first = from; first < to; ) {
    let last = first;
    while (last < to && !parts(notice, last)) last++;
    if (last === first) {
      first++;
      continue;
    }
    const start = notice.lines[first].start + (first === from ? behind : 0);
    const paragraph = notice.human.slice(start, notice.lines[last - 1].end);
    if (paragraph.text.length < 20_000) {
      const { words, around } = partSentence(paragraph);
      const at = notice.human.startOf(notice.lines[first].start);
      if (words) return { words, host: hostIn(around), phase: phaseIn(around), at };
      if (!fallback && holdsStatus(paragraph.text))
        fallback = {
          words: withoutMarks(onOneLine(paragraph, statusAt(paragraph.text))),
          host: hostIn(paragraph.text),
          phase: phaseIn(paragraph.text),
          at,
        };
    }
    first = last;
  }
  return fallback ?? { words: ownWords(notice, from, to, behind) };
}

// The following recipients are unknown:      the announcement itself is the reason
const announcedReason =
  /\b(?:recipients?|address(?:es)?|users?|mailbox(?:es)?)\b[^:]{0,40}\b(?:unknown|invalid|not (?:exist|found|valid)|full|over quota)\b[^:]{0,40}:\s*$/i;

// This Message was undeliverable due to the following reason:
const reasonFollows = /\b(?:following|these) reasons?:\s*$/i;

/** The reason that an announcement above the first recipient opens, up to the next one (`The following recipients …:`). */
function reasonAbove(notice: Notice, before: number): { words: MappedText } | null {
  let above = before - 1;
  while (above > 0 && isBlankLine(notice.human.text, notice.lines[above])) above--;
  if (announcedReason.test(notice.line(above)))
    return { words: onOneLine(notice.human, notice.lines[above].start, notice.lines[above].end).trim() };
  let first = 0;
  while (first < before && !reasonFollows.test(notice.line(first))) first++;
  let last = before - 1;
  while (last > first && (parts(notice, last) || /:\s*$/.test(notice.line(last)))) last--;
  if (last <= first || last - first > 30) return null;
  const words = onOneLine(notice.human, notice.lines[first + 1].start, notice.lines[last].end).trim();
  return words.text.length > 3 ? { words } : null;
}

// because:      For the following reason:      The error was:
const announces = /^[^:]{2,60}:$/;

/** Where nothing is quoted: what the program itself says behind the address, at most two paragraphs (`because:` and the reason). */
function ownWords(notice: Notice, from: number, to: number, behind: number): Statement['words'] {
  if (behind === 0) return null;
  const start = notice.lines[from].start + behind;
  for (let last = from + 1, paragraphs = 0; paragraphs < 2; paragraphs++) {
    for (; last < to && last < from + 8 && parts(notice, last); last++)
      if (footerRule.test(notice.line(last))) to = last;
    last = Math.min(last, to);
    while (last < to && last < from + 16 && !parts(notice, last)) last++;
    const words = withoutMarks(onOneLine(notice.human, start, notice.lines[last - 1].end));
    if (words.text.length > 3 && !announces.test(words.text)) return words;
  }
  return null;
}

// ____________________________________________      a line across the page, above what a gateway adds to every mail
const footerRule = /^[ \t]{0,24}(?:_{20,}|-{60,})[ \t]*\r?$/m;

/** Where the report's own text ends: before such a line that has words above it. */
export function ownEnd(text: string): number {
  const at = text.search(footerRule);
  return at > 0 && /\w/.test(text.slice(0, at)) ? at : text.length;
}

/** Where a line of the paragraph begins with an enhanced code, else its beginning. */
function statusAt(paragraph: string): number {
  return /^(?=[ \t]{0,24}[245]\.\d{1,3}\.\d{1,3}\s)/m.exec(paragraph)?.index ?? 0;
}

// === Technical details:      <u@d>: no such user      u@d on Thu, 29 Apr 2010 23:34:45 +0900 The recipient name is not recognized      u@d am 29.04.2010 23:34 …      For the following reason: no such user
const marks =
  /^[\s>:.,;)\]"'=-]{0,200}(?:on (?:[A-Z][a-z]{2}, )?\d.{8,40}? [+-]\d{4}\s|(?:on|am|le|el|il|em|op|den|dnia) \d{1,4}[./-]\d{1,2}[./-]\d{2,4},? \d{1,2}:\d{2}(?::\d{2})?(?: [AP]M)?\s|because:\s|(?:for the following )?reason:\s{1,4})?/i;

function withoutMarks(words: MappedText): MappedText {
  return words.slice(marks.exec(words.text)?.[0].length ?? 0);
}

// a blank line     ----- Transcript of session follows -----     ==========     -------server message
function parts(notice: Notice, index: number): boolean {
  return (
    isBlankLine(notice.human.text, notice.lines[index]) || /^\s{0,24}[-=*_#~]{4,}/.test(notice.line(index))
  );
}
