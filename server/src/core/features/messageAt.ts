// Which message is this line about? What *Follow Message*, definition and references have in common.
import type { Position } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import { keyAt, keysOf } from '../formats/keys.ts';
import { assemble } from '../model/assemble.ts';
import type { Message } from '../model/message.ts';
import type { PagedText } from '../text/pagedText.ts';
import { entryOf } from './lines.ts';

/** The message under a position; null where the line names none. Yields the share of the search that is done, 0–1. */
export function* messageAt(
  text: PagedText,
  analysis: Analysis | null,
  position: Position,
): Generator<number, Message | null> {
  const { text: line, start } = text.lineAt(position.line);
  const entry = entryOf(text, analysis, text.pageIndexAt(start));
  const key = keyAt(line, position.character, entry);
  return key === null ? null : yield* assemble(text, key, position.line, (words) => keysOf(words, entry));
}
