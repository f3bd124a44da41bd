// Where else near here does the id, the address or the host under the cursor stand? Asked with every move of the cursor, so only
// the pages around it are looked at. Deliberately absent: other words (editors mark those by themselves), and far places
// (references.ts).
import type { DocumentHighlight, Position } from 'vscode-languageserver-types';
import { keysOf, keyUnder } from '../formats/keys.ts';
import type { PagedText } from '../text/pagedText.ts';
import { subjectUnder } from './subject.ts';

/** Pages before and behind, each of about 128 Ki characters. */
const pagesAround = 6;
const most = 500;

const asText = 1;
const asWrite = 3;

/** The places of the id in order; the line that first gives it out is marked as written. */
export function highlight(text: PagedText, position: Position): DocumentHighlight[] {
  const { text: words, start } = text.lineAt(position.line);
  const id = keyUnder(words, position.character);
  const subject = id ? null : subjectUnder(text, null, position);
  const under = id
    ? { key: id.key }
    : subject?.kind === 'recipient' || subject?.kind === 'host'
      ? { key: subject.value }
      : null;
  if (!under) return [];
  const here = text.pageIndexAt(start);
  const found: DocumentHighlight[] = [];
  const last = Math.min(text.pages.length - 1, here + pagesAround);
  for (let index = Math.max(0, here - pagesAround); index <= last; index++) {
    const page = text.pages[index]!.text;
    for (let at = page.indexOf(under.key); at >= 0; at = page.indexOf(under.key, at + 1)) {
      if (found.length === most) return found;
      if (/[0-9A-Za-z]/.test(page.charAt(at - 1)) || /[0-9A-Za-z]/.test(page.charAt(at + under.key.length)))
        continue;
      const from = text.positionAt(text.pageStart(index) + at);
      const { own, begins } = keysOf(text.lineAt(from.line).text);
      const isFirst = begins && own === under.key && !found.some(({ kind }) => kind === asWrite);
      found.push({
        range: {
          start: from,
          end: { line: from.line, character: from.character + under.key.length },
        },
        kind: isFirst ? asWrite : asText,
      });
    }
  }
  return found;
}
