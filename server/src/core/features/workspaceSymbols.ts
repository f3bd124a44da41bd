// In which open files does this address, queue id or message-id stand? "Go to Symbol in Workspace", over what is open: each one
// once a file, at its first place. Deliberately absent: files that are not open, and words that are none of these.
import type { WorkspaceSymbol } from 'vscode-languageserver-types';
import { keysOf } from '../formats/keys.ts';
import type { PagedText } from '../text/pagedText.ts';

/** Of one file; an editor shows a few dozen. */
const most = 100;
/** Places looked at in one file. */
const mostPlaces = 20_000;
const shortest = 3;

/** LSP's numbers: Event, Key, Variable. */
const kinds = { queue: 24, messageId: 20, address: 13 } as const;

/** What may stand in an address, a queue id or a message-id. */
const inWord = /[\w.!#$%&'*+/=?^`{|}~@-]/;

/**
 * The symbols of one file that hold `query`, in capitals or not, in order of the file.
 * @yields the share of the file that is done
 */
export function* workspaceSymbols(
  text: PagedText,
  uri: string,
  query: string,
): Generator<number, WorkspaceSymbol[]> {
  const found = new Map<string, WorkspaceSymbol>();
  const wanted = query.trim().replace(/^<|>$/g, '');
  if (wanted.length < shortest) return [];
  const pattern = new RegExp(wanted.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'), 'gi');
  let places = 0;
  for (let index = 0; index < text.pages.length && found.size < most && places < mostPlaces; index++) {
    const page = text.pages[index]!;
    const start = text.pageStart(index);
    pattern.lastIndex = 0;
    for (let match = pattern.exec(page.text); match && found.size < most; match = pattern.exec(page.text)) {
      if (++places > mostPlaces) break;
      const word = wordAround(page.text, match.index, match.index + match[0].length);
      pattern.lastIndex = Math.max(pattern.lastIndex, word.end);
      if (found.has(word.text)) continue;
      const range = { start: text.positionAt(start + word.start), end: text.positionAt(start + word.end) };
      const kind = kindOf(word.text, text.lineAt(range.start.line).text);
      if (kind === null) continue;
      found.set(word.text, { name: word.text, kind, location: { uri, range } });
    }
    yield (index + 1) / text.pages.length;
  }
  return [...found.values()];
}

function wordAround(text: string, from: number, to: number): { text: string; start: number; end: number } {
  let start = from;
  let end = to;
  while (start > 0 && from - start < 320 && inWord.test(text[start - 1]!)) start--;
  while (end < text.length && end - to < 320 && inWord.test(text[end]!)) end++;
  let word = text.slice(start, end);
  // id=1@example.org, F=a@example.org: the name before belongs to the line
  const name = /^(?:id|F|from|to|addr|msgid|for)=/.exec(word)?.[0].length ?? 0;
  start += name;
  word = word.slice(name).replace(/[.!?'=]{1,8}$/, '');
  return { text: word, start, end: start + word.length };
}

function kindOf(word: string, line: string): WorkspaceSymbol['kind'] | null {
  const { own, onward, related, messageId } = keysOf(line);
  if (messageId === word) return kinds.messageId;
  if (own === word || onward.includes(word) || related.includes(word)) return kinds.queue;
  return /^[^@]{1,200}@[^@]{2,255}$/.test(word) ? kinds.address : null;
}
