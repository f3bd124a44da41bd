// How do two replies become comparable that differ only in punctuation, case, ids and addresses?
// Deliberately absent: which words mean what (catalog/), how they are matched (match.ts).

/** Chinese, Japanese and Korean characters are words of their own: their texts have no blanks. */
const ideograph = /[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]/g;

/** Anything that is no letter or digit parts two words. */
const between = /[^a-z0-9\u00c0-\u1fff\u2c00-\ud7ff\uf900-\uffff]+/g;

/**
 * The words of a reply in lower case, one blank before, between and behind: ` 550 5 1 1 user unknown `.
 * `Mailbox "x@y" can't be found` gives ` mailbox x y can t be found `.
 */
export function wordsOf(text: string): string {
  let lower = text.toLowerCase();
  if (ideograph.test(lower)) lower = lower.replace(ideograph, ' $& ');
  ideograph.lastIndex = 0;
  return ` ${lower.replace(between, ' ').trim()} `;
}

// 554 5.7.1 <u@d>: Recipient address rejected: Access denied      (Postfix: whatever its rules refuse at RCPT TO)
/** Says at which step, not why: before a colon it is no hint of an unknown mailbox. */
const recipientRejected = 'Recipient address rejected: ';

/** The same without addresses, hosts in brackets, URLs and the like, for words so common that such a part could hold them. */
export function wordsWithoutNames(text: string): string {
  return wordsOf(text.replaceAll(recipientRejected, '').split(/\s/).map(withoutNames).join(' '));
}

/** The words of one reply in the forms in which they are compared; each is made when it is asked for. */
export class Words {
  readonly #text: string;
  /** As `wordsOf` gives them. */
  readonly plain: string;
  /** One by one, in order. */
  readonly list: readonly string[];
  #bare: string | undefined;

  constructor(text: string) {
    this.#text = text;
    this.plain = wordsOf(text);
    const words = this.plain.trim();
    this.list = words === '' ? [] : words.split(' ');
  }

  /** As `wordsWithoutNames` gives them, for hints. */
  get bare(): string {
    return (this.#bare ??= wordsWithoutNames(this.#text));
  }
}

/** `<192.0.2.5>`, `[mx.example]`, with what hangs on: `<user>:`. */
const bracketed = /^[("']?(?:<[^<>]{0,320}>|\[[^[\]]{0,64}\])/;

/** `192.0.2.5`, `(192.0.2.5),`, `2001:db8::25`. */
const ip = /^[("']?(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9a-f]{1,4}:[0-9a-f:]{2,40})(?![\w.])/i;

/** One word between blanks, empty where it is an address, a URL or a host: they vary and say nothing of the cause. */
function withoutNames(word: string): string {
  if (word.includes('@') || /^[("'<]?https?:/i.test(word) || ip.test(word)) return '';
  return word.replace(bracketed, '');
}

/** https://www.spamhaus.org/query/ip/192.0.2.7 */
const address = /\d{1,3}(?:\.\d{1,3}){3}/g;

/**
 * Two 32-bit hashes of what does not vary: addresses, hosts in brackets and numbers are left out. Beside a URL IP addresses
 * too: block lists put the client's into it.
 */
export function fingerprint(words: string): string {
  const text = words.includes('://') ? words.replace(address, '') : words;
  let a = 0x811c9dc5;
  let b = 0x1b873593;
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && text.charCodeAt(at) !== 0x20) continue;
    for (let i = start + variablePart(text, start, at); i < at; i++) {
      const c = text.charCodeAt(i) | 0x20;
      a = Math.imul(a ^ c, 0x01000193);
      b = Math.imul(b ^ c, 0x5bd1e995) ^ (b >>> 15);
    }
    b = Math.imul(b ^ 0x20, 0x5bd1e995);
    start = at + 1;
  }
  return String.fromCharCode(a & 0xffff, (a >>> 16) & 0xffff, b & 0xffff, (b >>> 16) & 0xffff);
}

/** How much of a word, from its start, varies from message to message: of `(u@d.example:blocked)` all up to the colon. */
function variablePart(text: string, start: number, end: number): number {
  const first = text.charCodeAt(start);
  const bracket = first === 0x3c || first === 0x5b;
  let digits = 0;
  let address = false;
  for (let i = start; i < end; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x40) address = true;
    else if (c === 0x3a && address) return i - start;
    // In brackets a host or an IP, but not `[TSS04]`.
    else if (bracket && !address && (c === 0x2e || c === 0x3a)) return end - start;
    if (c >= 0x30 && c <= 0x39) digits++;
  }
  const number = digits === end - start && digits !== 3; // a three-digit number may be a code
  return address || number ? end - start : 0;
}
