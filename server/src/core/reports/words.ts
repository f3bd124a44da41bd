// Where in a program's sentence do the words of the server begin that answered? `host mx [192.0.2.5]: 550 5.1.1 no such user`
// is the program's up to `550`. Deliberately absent: reading the codes (codes/reply.ts) and judging the words (verdict/).
import type { MappedText } from '../mime/mappedText.ts';

/** A program's sentence, parted. */
export interface Sentence {
  /** The server's words; null where the sentence quotes none. */
  readonly words: MappedText | null;
  /** The program's own words before them. */
  readonly before: string;
}

/**
 * Finds the reply that a sentence quotes. A number counts where something introduces it (`said: 550`, `: 550 5.1.1`, `(550 `,
 * `<<< 550`, a line's beginning) and words, a code or nothing follow it.
 */
export function partSentence(sentence: MappedText): Sentence {
  const at = replyAt(sentence.text);
  if (at < 0) return { words: null, before: sentence.text };
  return { words: sentence.slice(at), before: sentence.text.slice(0, at) };
}

// said: 550 5.1.1 …   (reason: 550 …   <<< 550-5.1.1   [192.0.2.5], 550 …   was: 550   "550 …   error 550 …   code 550   #550 5.1.1 …
const introduced =
  /(?:^|[:;>,("'\]|#[]\s{0,3}|<<< |\b(?:said|says|error|code|response|answered|replied|returned|status|with|was|reason|message is|got|SMTP|[A-Za-z]+ -)\s{1,2})([245]\d\d)(?=$|[ -]\s{0,2}(?:$|[^\d\s]|[245]\.\d{1,3}\.\d|\d{1,3}[^\d\s.]|\d\.\d\D)|[,:;.)"']\s|['"])/i;

/** Offset of the first number that stands as a reply; -1 for none. */
export function replyAt(text: string, from = 0): number {
  const match = introduced.exec(from === 0 ? text : text.slice(from));
  return match ? from + match.index + match[0].length - 3 : -1;
}

const enhancedCode = /(?:^|[\s(#[<"':;,-])([245]\.\d{1,2}\.\d{1,3})(?![\d.]\d|\.?\w)/;

/** Whether a text holds something of the shape of an enhanced code. */
export function holdsStatus(text: string): boolean {
  return enhancedCode.test(text);
}
