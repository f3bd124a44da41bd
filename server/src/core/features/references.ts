// Where else is this? All lines of a message, of a recipient, of a host, or all places of a code: whatever stands under the
// cursor; elsewhere in a line all lines of the message that it is about.
import type { Position, Range } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import type { Message } from '../model/message.ts';
import type { PagedText } from '../text/pagedText.ts';
import { placesOfSelection } from './linesOf.ts';
import { messageAt } from './messageAt.ts';
import { subjectUnder } from './subject.ts';

/** An editor lists them all, each with its line. */
const most = 10_000;

/**
 * One range a line, in order of the file, at most 10,000.
 * @param analysis without it only messages are found
 */
export function* references(
  text: PagedText,
  analysis: Analysis | null,
  position: Position,
): Generator<number, Range[]> {
  const subject = analysis && subjectUnder(text, analysis, position);
  if (!subject || subject.kind === 'message') {
    const message = yield* messageAt(text, analysis, position);
    return message ? ofMessage(message) : [];
  }
  const { kind, value } = subject;
  const places = yield* placesOfSelection(analysis, { kind, value });
  return places.slice(0, most).map(({ line, start, end }) => ({
    start: { line, character: start },
    end: { line, character: end },
  }));
}

/** At the key by which each line names it. */
function ofMessage({ key, ids, lines }: Message): Range[] {
  return lines.map(({ line, text, keys }) => {
    const names = [keys.own, key, ...ids, keys.messageId];
    const named = names.find((name) => name !== null && text.includes(name));
    const start = named ? text.indexOf(named) : 0;
    const end = named ? start + named.length : text.length;
    return { start: { line, character: start }, end: { line, character: end } };
  });
}
