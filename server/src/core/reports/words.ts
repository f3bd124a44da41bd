// Where in a program's sentence do the words of the server begin that answered? `host mx [192.0.2.5]: 550 5.1.1 no such user`
// is the program's up to `550`. Deliberately absent: reading the codes (codes/reply.ts) and judging the words (verdict/).
import { lineAt } from '../mime/lines.ts';
import { MappedBuilder, type MappedText, onOneLine } from '../mime/mappedText.ts';

/** A program's sentence, parted. */
export interface Sentence {
  /** The server's words; null where the sentence quotes none. */
  readonly words: MappedText | null;
  /** The program's own words before and behind them. */
  readonly around: string;
}

/**
 * Finds the reply that a stretch of lines quotes, and puts it on one line. A number counts where something introduces it
 * (`said: 550`, `: 550 5.1.1`, `(550 `, `<<< 550`, a line's beginning) and words, a code or nothing follow it.
 */
export function partSentence(sentence: MappedText): Sentence {
  const { text } = sentence;
  const at = replyAt(text);
  if (at < 0) return { words: null, around: onOneLine(sentence).text };
  const before = onOneLine(sentence, 0, at).text;
  if (text.slice(at - 4, at) === '<<< ') return { words: transcribed(sentence, at), around: before };
  const words = onOneLine(sentence, at, openedBefore(text, at));
  const tail = tailAt(words.text);
  return { words: words.slice(0, tail).trim(), around: `${before} ${words.text.slice(tail)}` };
}

/** `<<< 550-no such user` and the lines of the same reply below it, without the arrows. */
function transcribed(sentence: MappedText, at: number): MappedText {
  const builder = new MappedBuilder();
  const { text } = sentence;
  for (let start = at; ; ) {
    const line = lineAt(text, start, text.length);
    if (builder.length > 0) builder.put(' ', sentence.startOf(start - 1), sentence.startOf(start));
    builder.add(sentence, start, line.start + text.slice(line.start, line.end).trimEnd().length);
    if (!/^[ \t]{0,24}<<< /.test(text.slice(line.next, line.next + 30)) || text[start + 3] !== '-') break;
    start = text.indexOf('<<< ', line.next) + 4;
  }
  return builder.done();
}

const tails: readonly RegExp[] = [
  // … no such user (in reply to RCPT TO command)
  /\s\(in reply to [A-Za-z ]{2,30}(?: command)?\)/,
  // … no such user Giving up on 192.0.2.1.     I'm not going to try again; this message has been in the queue too long.
  /\s(?:Giving up on \S|I'm not going to try again|STARTTLS proto=)/,
  // … Sender address rejected  [MAIL_FROM]
  /\s\[(?:MAIL_FROM|RCPT_TO|DATA|BODY|CONNECT|HELO|EHLO)\]/,
  // … user unknown' (delivery attempts: 0)      … not found ##      … <u@d>... unknown #SMTP#
  /'?\)?\s\(delivery attempts: \d|\s?##$|\s?#SMTP#/,
];

/** Where the program's own words go on behind the server's. */
function tailAt(words: string): number {
  let at = words.length;
  for (const pattern of tails) {
    const match = pattern.exec(words);
    if (match && match.index > 3) at = Math.min(at, match.index);
  }
  return at;
}

/** The same for words that stand in a field of their own. */
export function withoutTail(words: MappedText): MappedText {
  const at = tailAt(words.text);
  return at < words.text.length ? words.slice(0, at) : words;
}

/** `(reason: 550 no such user)`: the bracket or quotation mark that stood before the words closes them. */
function openedBefore(text: string, at: number): number {
  const end = text.trimEnd().length;
  const line = text.slice(Math.max(0, text.lastIndexOf('\n', at)), at);
  if (
    /<[^<>]{0,200}$/.test(line) &&
    text[end - 1] === '>' &&
    count(text.slice(at, end), '<') < count(text.slice(at, end), '>')
  )
    return end - 1;
  if (/['"]$/.test(line) && text[end - 1] === line.at(-1)) return end - 1;
  if (/\([^()]{0,200}$/.test(line) && text[end - 1] === ')' && unbalanced(text.slice(at, end)))
    return end - 1;
  return end;
}

const count = (text: string, c: string): number => text.split(c).length - 1;

function unbalanced(words: string): boolean {
  let open = 0;
  for (const c of words) open += c === '(' ? 1 : c === ')' ? -1 : 0;
  return open < 0;
}

// said: 550 5.1.1 …   (reason: 550 …   <<< 550-5.1.1   [192.0.2.5], 550 …   was: 550   "550 …   error 550 …   code 550   #550 5.1.1 …
const introduced =
  /(?:^[ \t]{0,24}|[:;>,("'\]|#[]\s{0,12}|<<< |\b(?:said|says|error|code|response|answered|replied|returned|status|with|was|reason|is|got|SMTP|[A-Za-z]+ -)\s{1,12})([245]\d\d)(?=$|[ \t]{0,4}$|[ -]\s{0,2}(?:[^\d\s]|[245]\.\d{1,3}\.\d|\d{1,15}[^\d\s])|[,:;.)"'\]]\s|['"]|,$)/im;

/** Offset of the first number that stands as a reply; -1 for none. */
export function replyAt(text: string): number {
  const match = introduced.exec(text);
  return match ? match.index + match[0].length - 3 : -1;
}

const enhancedCode = /(?:^|[\s(#[<"':;,-])([245]\.\d{1,2}\.\d{1,3})(?![\d.]\d|\.?\w)/;

/** Whether a text holds something of the shape of an enhanced code. */
export function holdsStatus(text: string): boolean {
  return enhancedCode.test(text);
}
