// What does a selection grow to? From a code to the reply, to what stands in the same brackets, to the program's own words, the
// line, the lines of this message around it, and the whole; in a saved message from the line to its parts.
// Deliberately absent: the word, which editors know themselves.
import type { FoldingRange, Position, Range, SelectionRange } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import { emptyFrame, readFrame } from '../formats/frame.ts';
import { ownIdOf } from '../formats/keys.ts';
import { placeOf } from '../tally.ts';
import type { PagedText } from '../text/pagedText.ts';
import { recordAt } from './lines.ts';
import { subjectUnder } from './subject.ts';

/** Of longer lines no more is looked at. */
const longest = 20_000;
/** Lines before and behind that are looked through for the same message. */
const farthest = 500;

interface Span {
  readonly start: number;
  readonly end: number;
}

/** In a log. */
export function logSelection(text: PagedText, analysis: Analysis | null, position: Position): SelectionRange {
  const line = text.lineAt(position.line).text.slice(0, longest);
  const at = Math.min(position.character, line.length);
  const spans: Span[] = [];
  const record = recordAt(text, analysis, position.line);
  for (const { start, end } of record?.codes ?? []) spans.push({ start, end });
  if (record) spans.push(placeOf(record));
  const subject = subjectUnder(text, analysis, position);
  if (subject && subject.kind !== 'code') {
    for (
      let from = line.indexOf(subject.value);
      from >= 0 && from <= at;
      from = line.indexOf(subject.value, from + 1)
    )
      spans.push({ start: from, end: from + subject.value.length });
  }
  spans.push(...bracketsAround(line, at));
  const frame = emptyFrame();
  if (readFrame(line, frame)) spans.push({ start: frame.messageStart, end: line.length });
  spans.push({ start: 0, end: line.length });
  const ranges = nested(spans, at).map(
    ({ start, end }): Range => ({
      start: { line: position.line, character: start },
      end: { line: position.line, character: end },
    }),
  );
  return chain([...ranges, ...linesAround(text, position.line), wholeOf(text)]);
}

/** In a saved message. @param folds its parts and headers, as they are folded */
export function messageSelection(
  text: PagedText,
  folds: readonly FoldingRange[],
  position: Position,
): SelectionRange {
  const here = folds
    .filter(({ startLine, endLine }) => startLine <= position.line && position.line <= endLine)
    .sort((a, b) => a.endLine - a.startLine - (b.endLine - b.startLine))
    .map(({ startLine, endLine }) => linesRange(text, startLine, endLine));
  return chain([linesRange(text, position.line, position.line), ...here, wholeOf(text)]);
}

/** What stands in round, square or pointed brackets around a place: first what is inside, then with the brackets. */
function bracketsAround(line: string, at: number): Span[] {
  const spans: Span[] = [];
  const open: number[] = [];
  for (let index = 0; index < line.length; index++) {
    const c = line[index]!;
    if (c === '(' || c === '[' || c === '<') open.push(index);
    else if (c === ')' || c === ']' || c === '>') {
      const partner = c === ')' ? '(' : c === ']' ? '[' : '<';
      let start = open.length - 1;
      while (start >= 0 && line[open[start]!] !== partner) start--;
      if (start < 0) continue;
      const from = open[start]!;
      open.length = start;
      if (from < at && at <= index)
        spans.push({ start: from + 1, end: index }, { start: from, end: index + 1 });
    }
  }
  return spans;
}

/** Those that hold the place, each inside the next. */
function nested(spans: readonly Span[], at: number): Span[] {
  const kept: Span[] = [];
  const holding = spans.filter(({ start, end }) => start <= at && at <= end && end > start);
  for (const span of holding.sort((a, b) => a.end - a.start - (b.end - b.start) || a.start - b.start)) {
    const last = kept[kept.length - 1];
    if (
      !last ||
      (span.start <= last.start && span.end >= last.end && span.end - span.start > last.end - last.start)
    )
      kept.push(span);
  }
  return kept;
}

/** The neighbouring lines that are written under the same queue id. */
function linesAround(text: PagedText, line: number): Range[] {
  const id = ownIdOf(text.lineAt(line).text);
  if (id === null) return [];
  let [first, last] = [line, line];
  while (first > Math.max(0, line - farthest) && ownIdOf(text.lineAt(first - 1).text) === id) first--;
  while (last < Math.min(text.lineCount - 1, line + farthest) && ownIdOf(text.lineAt(last + 1).text) === id)
    last++;
  return first === last ? [] : [linesRange(text, first, last)];
}

const linesRange = (text: PagedText, first: number, last: number): Range => ({
  start: { line: first, character: 0 },
  end: { line: last, character: text.lineAt(last).text.length },
});

const wholeOf = (text: PagedText): Range => linesRange(text, 0, text.lineCount - 1);

/** @param ranges from the smallest to the largest; equal ones are one */
function chain(ranges: readonly Range[]): SelectionRange {
  let selection: SelectionRange | undefined;
  for (const range of [...ranges].reverse()) {
    const outer = selection?.range;
    const isSame =
      outer &&
      outer.start.line === range.start.line &&
      outer.start.character === range.start.character &&
      outer.end.line === range.end.line &&
      outer.end.character === range.end.character;
    if (!isSame) selection = selection ? { range, parent: selection } : { range };
  }
  return selection!;
}
