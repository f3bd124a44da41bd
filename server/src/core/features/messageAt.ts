// Which message is this line about? What *Follow Message*, definition, references and the call hierarchy have in common.
import type { Position } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import { keyAt } from '../formats/keys.ts';
import { assemble } from '../model/assemble.ts';
import type { Message } from '../model/message.ts';
import type { PagedText } from '../text/pagedText.ts';
import { lineReader, recordAt } from './lines.ts';

/** The key that a position names: the id under it, else the one that its line is about; null where the line names none. */
export function keyOfPosition(text: PagedText, analysis: Analysis | null, position: Position): string | null {
  const { text: line } = text.lineAt(position.line);
  return keyAt(line, position.character, recordAt(text, analysis, position.line));
}

/** The message under a position; null where the line names none. Yields the share of the search that is done, 0–1. */
export function* messageAt(
  text: PagedText,
  analysis: Analysis | null,
  position: Position,
): Generator<number, Message | null> {
  const key = keyOfPosition(text, analysis, position);
  return key === null
    ? null
    : yield* assemble(
        text,
        key,
        position.line,
        lineReader(() => analysis),
      );
}
