// What does an HTML part say as plain text, and where does each character stand? Tags vanish, blocks begin new lines, character
// references are replaced. htmlparser2's tokenizer tells what is a tag and what is text, and where: the libraries that make text
// of HTML keep no way back to the file.
// Deliberately absent: layout, and a tree of elements: unbalanced tags do no harm.
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2';
import { MappedBuilder, type MappedText } from './mappedText.ts';

/** Elements that stand on lines of their own. */
const blocks = new Set(
  'address article blockquote br center dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table tr ul'.split(
    ' ',
  ),
);

/** Elements that a blank parts from what stands before them. */
const cells = new Set(['td', 'th']);

/** Elements whose content is not shown. */
const hidden = new Set(['script', 'style', 'title']);

/** U+00A0 is drawn as a blank; a soft hyphen (U+00AD) and joiners (U+200C, U+200D) are not drawn. */
const drawnAs: { readonly [codePoint: number]: string } = { 160: ' ', 173: '', 8204: '', 8205: '' };

/** @param source the decoded part; the answer's characters lie where those of `source` do, a blank or line end where the tag does */
export function htmlToText(source: MappedText): MappedText {
  const out = new MappedBuilder();
  // Where a quote is never closed, a browser takes all the rest for an attribute. Here the next `>` ends the tag: nothing gets lost.
  for (let from = 0; from >= 0; ) {
    const reader = new Reader(source, from, out);
    const tokenizer = new Tokenizer({}, reader);
    tokenizer.write(source.text.slice(from));
    tokenizer.end();
    from = reader.openTag < 0 ? -1 : source.text.indexOf('>', from + reader.openTag) + 1 || -1;
  }
  return out.done();
}

/** Hears of tags and texts, by their places behind `base`, and writes what is shown. */
class Reader implements TokenizerCallbacks {
  /** Where the tag begins that has not ended yet; else below 0. */
  openTag = -1;
  /** The element that is being passed over. */
  #unshown = '';

  constructor(
    private readonly source: MappedText,
    private readonly base: number,
    private readonly out: MappedBuilder,
  ) {}

  ontext(from: number, to: number): void {
    if (this.#unshown) return;
    const { text } = this.source;
    const last = this.base + to;
    for (let at = this.base + from; at < last; ) {
      const blank = text.charCodeAt(at) <= 0x20;
      let end = at + 1;
      while (end < last && text.charCodeAt(end) <= 0x20 === blank) end++;
      if (!blank) this.out.add(this.source, at, end);
      else if (!this.#endsBlank()) this.#put(' ', at, end);
      at = end;
    }
  }

  ontextentity(codePoint: number, to: number): void {
    if (this.#unshown) return;
    const end = this.base + to;
    const from = this.source.text.lastIndexOf('&', end - 1);
    this.#put(drawnAs[codePoint] ?? String.fromCodePoint(codePoint), from, end);
  }

  onopentagname(from: number, to: number): void {
    this.openTag = from;
    const name = this.#name(from, to);
    // An address whose `<` nobody wrote as `&lt;`: a browser hides it, and with it whom the report is about.
    if (name.includes('@')) this.out.add(this.source, this.base + from - 1, this.base + to + 1);
    if (hidden.has(name)) this.#unshown = name;
    if (this.out.length === 0) return;
    if (blocks.has(name)) this.#put('\n', this.base + from, this.base + to);
    else if (cells.has(name) && !this.#endsBlank()) this.#put(' ', this.base + from, this.base + to);
  }

  onopentagend(): void {
    this.openTag = -1;
  }

  onselfclosingtag(): void {
    this.openTag = -1;
  }

  onclosetag(from: number, to: number): void {
    const name = this.#name(from, to);
    if (name === this.#unshown) this.#unshown = '';
    if (blocks.has(name) && this.out.length > 0 && !this.out.endsWith('\n'))
      this.#put('\n', this.base + from, this.base + to);
  }

  onattribdata(): void {}
  onattribend(): void {}
  onattribentity(): void {}
  onattribname(): void {}
  oncdata(): void {}
  oncomment(): void {}
  ondeclaration(): void {}
  onend(): void {}
  onprocessinginstruction(): void {}

  #name(from: number, to: number): string {
    return this.source.text.slice(this.base + from, this.base + to).toLowerCase();
  }

  #endsBlank(): boolean {
    return this.out.endsWith(' ') || this.out.endsWith('\n');
  }

  #put(written: string, from: number, to: number): void {
    this.out.put(written, this.source.startOf(from), this.source.endOf(to - 1));
  }
}
