// Where does this message begin? The line on which its first id was given out.
import type { Range } from 'vscode-languageserver-types';
import type { Message } from '../model/message.ts';
import type { PagedText } from '../text/pagedText.ts';

/** The id in the message's first line; null for a message without lines. */
export function definition(text: PagedText, { ids, lines }: Message): Range | null {
  const first = lines.find(({ keys }) => keys.own !== null && ids.includes(keys.own)) ?? lines[0];
  if (!first) return null;
  const words = text.lineAt(first.line).text;
  const id = first.keys.own;
  const start = id === null ? 0 : Math.max(0, words.indexOf(id));
  const end = id === null ? words.length : start + id.length;
  return { start: { line: first.line, character: start }, end: { line: first.line, character: end } };
}
