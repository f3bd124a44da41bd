// What does an HTML part say as plain text, and where does each character stand? Tags vanish, blocks begin new lines, the
// commonest character references are replaced. One pass; unbalanced tags do no harm.
// Deliberately absent: layout, and a library: those that make text keep no way back to the file, and the one that tells where
// each tag stands (htmlparser2) weighs 55 kB, compressed, in each of three bundles (ARCHITECTURE.md).
import { MappedBuilder, type MappedText } from './mappedText.ts';

/** Elements that stand on lines of their own. */
const blocks = new Set(
  'address article blockquote br center dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table tr ul'.split(
    ' ',
  ),
);

/** A quoted value that is longer is taken for one that nobody closed. */
const longestTag = 8192;

/** Elements whose content is not shown. */
const hidden = new Set(['script', 'style', 'title']);

/** U+00A0 to U+00FF by name, in their order (HTML 4.01 §24.2.1). */
const latin =
  'nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml';

const references: ReadonlyMap<string, string> = new Map([
  ...latin.split(' ').map((name, index): [string, string] => [name, String.fromCharCode(0xa0 + index)]),
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
  ['#160', ' '],
  ['#xa0', ' '],
  ['#xA0', ' '],
  ['hellip', '…'],
  ['ndash', '–'],
  ['mdash', '—'],
  ['lsquo', '‘'],
  ['rsquo', '’'],
  ['sbquo', '‚'],
  ['ldquo', '“'],
  ['rdquo', '”'],
  ['bdquo', '„'],
  ['bull', '•'],
  ['euro', '€'],
  ['shy', ''],
  ['zwnj', ''],
  ['zwj', ''],
]);

export function htmlToText(source: MappedText): MappedText {
  const { text } = source;
  const out = new MappedBuilder();
  for (let at = 0; at < text.length; ) {
    const c = text[at];
    if (c === '<' && /[a-z/!?]/i.test(text[at + 1] ?? '')) at = behindTag(text, at, source, out);
    else if (c === '&') at = behindReference(text, at, source, out);
    else if (c === '\n' || c === '\r' || c === '\t' || c === ' ') {
      let end = at + 1;
      while (end < text.length && text.charCodeAt(end) <= 0x20) end++;
      if (!out.endsWith('\n') && !out.endsWith(' ')) out.put(' ', source.startOf(at), source.startOf(end));
      at = end;
    } else {
      let end = at + 1;
      while (end < text.length && text.charCodeAt(end) > 0x20 && text[end] !== '<' && text[end] !== '&')
        end++;
      out.add(source, at, end);
      at = end;
    }
  }
  return out.done();
}

/** Passes over the tag, comment or declaration at `at`, and over the content of hidden elements. */
function behindTag(text: string, at: number, source: MappedText, out: MappedBuilder): number {
  if (text.startsWith('<!--', at)) {
    const end = text.indexOf('-->', at + 4);
    return end < 0 ? text.length : end + 3;
  }
  const end = endOfTag(text, at);
  const closing = text[at + 1] === '/';
  let nameEnd = closing ? at + 2 : at + 1;
  while (nameEnd < end && /[a-z0-9]/i.test(text[nameEnd])) nameEnd++;
  const name = text.slice(closing ? at + 2 : at + 1, nameEnd).toLowerCase();
  if (hidden.has(name) && !closing) return behindElement(text, name, end);
  if (blocks.has(name)) {
    if (out.length > 0 && !(closing && out.endsWith('\n')))
      out.put('\n', source.startOf(at), source.startOf(end));
  } else if ((name === 'td' || name === 'th') && !out.endsWith(' ') && !out.endsWith('\n') && out.length > 0)
    out.put(' ', source.startOf(at), source.startOf(end));
  return end;
}

/** Behind the `>` that closes the tag at `at`; one in a quoted value does not. Where a quote is never closed, the next `>` counts. */
function endOfTag(text: string, at: number): number {
  const limit = Math.min(text.length, at + longestTag);
  let quote = '';
  for (let index = at + 1; index < limit; index++) {
    const c = text[index];
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '>') return index + 1;
    else if ((c === '"' || c === "'") && /[=\s]/.test(text[index - 1])) quote = c;
  }
  const close = text.indexOf('>', at);
  return close < 0 ? text.length : close + 1;
}

/** Behind `</name>`; where it is missing, at the end, as browsers do. */
function behindElement(text: string, name: string, from: number): number {
  for (let at = text.indexOf('</', from); at >= 0; at = text.indexOf('</', at + 2)) {
    if (text.slice(at + 2, at + 2 + name.length).toLowerCase() !== name) continue;
    const close = text.indexOf('>', at);
    return close < 0 ? text.length : close + 1;
  }
  return text.length;
}

/** Replaces `&lt;`, `&#64;`, `&#x40;`; leaves what it does not know. */
function behindReference(text: string, at: number, source: MappedText, out: MappedBuilder): number {
  const semicolon = text.slice(at, at + 12).indexOf(';');
  const name = semicolon > 1 ? text.slice(at + 1, at + semicolon) : '';
  const character = references.get(name) ?? numbered(name);
  if (character === undefined) {
    out.add(source, at, at + 1);
    return at + 1;
  }
  const end = at + semicolon + 1;
  out.put(character, source.startOf(at), source.endOf(end - 1));
  return end;
}

function numbered(name: string): string | undefined {
  if (!/^#(?:\d{1,7}|x[0-9a-f]{1,6})$/i.test(name)) return undefined;
  const value = /x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  return value > 0 && value <= 0x10ffff ? String.fromCodePoint(value) : undefined;
}
