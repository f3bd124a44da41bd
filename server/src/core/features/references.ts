// Which lines belong to this message? All of them, at the key by which each names it.
import type { Range } from 'vscode-languageserver-types';
import type { Message } from '../model/message.ts';
import type { PagedText } from '../text/pagedText.ts';

/** One range a line, in order of the file. */
export function references(text: PagedText, { key, ids, lines }: Message): Range[] {
  return lines.map(({ line, keys }) => {
    const words = text.lineAt(line).text;
    const names = [keys.own, key, ...ids, keys.messageId];
    const named = names.find((name) => name !== null && words.includes(name));
    const start = named ? words.indexOf(named) : 0;
    const end = named ? start + named.length : words.length;
    return { start: { line, character: start }, end: { line, character: end } };
  });
}
