// What of a message can be folded away? Messages of an mbox, parts, heads, long fields, encoded bodies and blocks of a report.
import type { FoldingRange } from 'vscode-languageserver-types';
import type { MessageHost } from '../mime/host.ts';
import { messagesIn, mostMessages } from '../mime/mailbox.ts';
import { allParts, type Part, readParts } from '../mime/parts.ts';
import type { PagedText } from '../text/pagedText.ts';
import { isEncoded, isMachinePart, isReturnedPart, reportHeads } from './messageHeads.ts';

/** A field of fewer lines is not worth a fold. */
const longField = 3;
/** Messages inside messages, this many deep. */
const deepest = 4;
/** Editors show no more. */
const mostFolds = 5000;

/** Folds in the order of the file; each has at least two lines, no two are alike. */
export function messageFolding(text: PagedText, host: MessageHost): FoldingRange[] {
  const file = text.slice(0, text.length);
  const messages = messagesIn(file).slice(0, mostMessages);
  const found = new Map<string, FoldingRange>();
  /** From the line of `start` to the last line with words before `end`. */
  const fold = (start: number, end: number, least = 2) => {
    if (found.size >= mostFolds) return;
    let last = Math.min(end, file.length);
    while (last > start && file.charCodeAt(last - 1) <= 0x20) last--;
    const [startLine, endLine] = [text.positionAt(start).line, text.positionAt(last).line];
    if (endLine - startLine + 1 >= least) found.set(`${startLine}-${endLine}`, { startLine, endLine });
  };
  const foldPart = (part: Part) => {
    const lastField = part.fields.at(-1);
    if (lastField) fold(part.start, lastField.valueEnd);
    for (const { start, valueEnd } of part.fields) fold(start, valueEnd, longField);
    if (part.parts.length > 0) return;
    if (isEncoded(part)) fold(part.bodyStart, part.bodyEnd);
    else if (isMachinePart(part)) {
      for (const { fields } of reportHeads(file, part, host)) {
        fold(fields[0].start, fields.at(-1)!.end);
        for (const { start, end } of fields) fold(start, end, longField);
      }
    }
  };
  const foldMessage = (start: number, end: number, depth: number) => {
    const { root } = readParts(file, start, end);
    for (const part of allParts(root)) {
      // A file that is one message needs no fold of everything.
      if (part !== root || (depth === 0 && messages.length > 1)) fold(part.start, part.bodyEnd);
      foldPart(part);
      if (part !== root && isReturnedPart(part) && !isEncoded(part) && depth < deepest)
        foldMessage(part.bodyStart, part.bodyEnd, depth + 1);
    }
  };
  for (const { start, end } of messages) foldMessage(start, end, 0);
  return [...found.values()].sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}
