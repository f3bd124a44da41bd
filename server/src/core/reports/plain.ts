// What does a report in plain text say, whoever wrote it? Most programs write, per recipient, a line with the address and then
// the reason, indented, behind a colon, or in the lines below. This reader serves all writers without a file of their own.
import { isBlankLine } from '../mime/headers.ts';
import { onOneLine } from '../mime/mappedText.ts';
import { addressIn, nextAddress } from './address.ts';
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
  const statements = blocks
    .map((block) => statementOf(notice, block))
    .filter((statement) => statement !== null);
  const telling = statements.filter((statement) => statement.words !== null);
  if (statements.length > 0 && telling.length === 0) {
    // All recipients first, the reason once, below or above.
    const shared = sentenceIn(notice, 0, notice.lines.length);
    return distinct(statements).map((statement) => ({
      ...statement,
      ...shared,
      at: statement.at,
      recipient: statement.recipient,
    }));
  }
  if (telling.length > 0) return distinct(telling);
  const found = sentenceIn(notice, 0, notice.lines.length);
  return found.words ? [statementAt(found.at ?? notice.human.startOf(0), { ...found, recipient: null })] : [];
}

function distinct(statements: readonly Statement[]): Statement[] {
  const seen = new Set<string>();
  return statements.filter(({ recipient }) => {
    const key = recipient?.toLowerCase() ?? '';
    return seen.has(key) ? false : (seen.add(key), true);
  });
}

function blocksIn(notice: Notice): Block[] {
  const blocks: Block[] = [];
  for (let index = 0; index < notice.lines.length; index++) {
    const recipient = recipientNamedBy(notice.line(index));
    if (recipient === null) continue;
    const open = blocks.at(-1);
    if (open) open.to = index;
    blocks.push({ recipient, from: index, to: notice.lines.length });
    if (blocks.length >= 500) break;
  }
  return blocks;
}

// <u@d>:      <u@d>: 550 no such user      u@d:      u@d      <u@d>... User unknown      * u@d      "u@d" 550      u@d [User unknown]
const opening =
  /^\s{0,24}(?:[*>•·|-]{1,2}\s{0,4})?(?:"[^"@]{1,80}"\s{0,2})?["'<[]{0,2}(?:mailto:|smtp:)?[^\s<>"'@:]{1,128}@[^\s<>"'@:,;()]{1,255}[>"'\]]{0,2}(?:$|\s{0,8}(?:[:;,(|[-]|\.\.\.|\.$|$)|\s{1,8}(?=<|\d{3}\b|failed|on |delivery))/i;
// Recipient: u@d     Recipient address: u@d     To: u@d     Failed recipient: <u@d>     Addressed To: u@d     Delivery to u@d failed
const labelled =
  /^\s{0,24}(?:(?:failed |final |original |invalid )?(?:recipients?|rcpt)(?: (?:address|name|e-?mail|email address))?|to|(?:e-?mail |failed )?address(?:ed to)?|e-?mail|user|destinat[a-z]{2,8}|empf[^\s:]{1,6}nger|受取人|宛先|收件人)\s{0,4}[:=]\s{0,8}[<"']{0,2}[^\s<>"'@:]{1,128}@/i;

/** The recipient that a line names by its form; null where it names none, or one only by the way. */
function recipientNamedBy(line: string): string | null {
  if (line.length > 1000 || !line.includes('@')) return null;
  return opening.test(line) || labelled.test(line) ? addressIn(line) : null;
}

function statementOf(notice: Notice, block: Block): Statement | null {
  const at = notice.human.startOf(notice.lines[block.from].start);
  return statementAt(at, { ...sentenceIn(notice, block.from, block.to), at, recipient: block.recipient });
}

/** The first paragraph of these lines that quotes a reply or an enhanced code, as words, host and step. */
export function sentenceIn(
  notice: Notice,
  from: number,
  to: number,
): Partial<Statement> & { words: Statement['words'] } {
  let fallback: (Partial<Statement> & { words: Statement['words'] }) | null = null;
  for (let first = from; first < to; ) {
    let last = first;
    while (last < to && !isBlankLine(notice.human.text, notice.lines[last])) last++;
    if (last === first) {
      first++;
      continue;
    }
    const paragraph = onOneLine(notice.human, notice.lines[first].start, notice.lines[last - 1].end);
    if (paragraph.text.length < 20_000) {
      const { words, before } = partSentence(paragraph);
      const at = notice.human.startOf(notice.lines[first].start);
      if (words) return { words, host: hostIn(before), phase: phaseIn(before), at };
      if (!fallback && holdsStatus(paragraph.text))
        fallback = { words: paragraph, host: hostIn(paragraph.text), phase: phaseIn(paragraph.text), at };
    }
    first = last;
  }
  return fallback ?? { words: ownWords(notice, from, to) };
}

/** Where nothing is quoted: what the program itself says behind the address, at most a paragraph. */
function ownWords(notice: Notice, from: number, to: number): Statement['words'] {
  const line = notice.lines[from];
  if (!line || to - from >= notice.lines.length) return null;
  const named = nextAddress(notice.human.text.slice(line.start, line.end));
  if (!named) return null;
  let last = from + 1;
  while (last < to && last < from + 6 && isBlankLine(notice.human.text, notice.lines[last])) last++;
  while (last < to && last < from + 12 && !isBlankLine(notice.human.text, notice.lines[last])) last++;
  const start = line.start + named.end;
  const words = onOneLine(notice.human, start, notice.lines[last - 1].end);
  const skip = /^[\s>:.,;)\]"'-]{1,20}/.exec(words.text)?.[0].length ?? 0;
  return words.text.length - skip > 3 ? words.slice(skip) : null;
}
