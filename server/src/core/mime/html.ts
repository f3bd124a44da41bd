// What does an HTML part say as plain text, and where does each character stand? Tags vanish, blocks begin new lines, the
// commonest character references are replaced. One pass; unbalanced tags do no harm.
// Deliberately absent: layout. Libraries that turn HTML into text keep no way back to the file.
import { MappedBuilder, type MappedText } from './mappedText.ts';

/** Elements that stand on lines of their own. */
const blocks = new Set(
  'address article blockquote br center dd div dl dt footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table tr ul'.split(
    ' ',
  ),
);

/** Elements whose content is not shown. */
const hidden = new Set(['script', 'style', 'title']);

const references: { readonly [name: string]: string } = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  '#160': ' ',
  hellip: '…',
  ndash: '–',
  mdash: '—',
  shy: '',
};

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
  const close = text.indexOf('>', at);
  const end = close < 0 ? text.length : close + 1;
  const closing = text[at + 1] === '/';
  let nameEnd = closing ? at + 2 : at + 1;
  while (nameEnd < end && /[a-z0-9]/i.test(text[nameEnd])) nameEnd++;
  const name = text.slice(closing ? at + 2 : at + 1, nameEnd).toLowerCase();
  if (hidden.has(name) && !closing) return behindElement(text, name, end);
  if (blocks.has(name)) {
    if (out.length > 0 && !(closing && out.endsWith('\n')))
      out.put('\n', source.startOf(at), source.startOf(end));
  } else if (name === 'td' && !out.endsWith(' ') && !out.endsWith('\n') && out.length > 0)
    out.put(' ', source.startOf(at), source.startOf(end));
  return end;
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
  const character = references[name] ?? numbered(name);
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
