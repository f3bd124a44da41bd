// Marks in test text: `«…»` for a range, `‸` for the cursor. Brackets and bars occur in mail logs, these do not.

/** The text without marks, and the marked ranges as offsets in it. */
export function withRanges(marked: string): { text: string; ranges: { start: number; end: number }[] } {
  const ranges: { start: number; end: number }[] = [];
  let text = '';
  let start = -1;
  for (const c of marked) {
    if (c === '«') start = text.length;
    else if (c === '»') ranges.push({ start, end: text.length });
    else text += c;
  }
  return { text, ranges };
}

/** The text without its cursor mark, and the cursor's line and column. */
export function withCursor(marked: string): { text: string; line: number; character: number } {
  const at = marked.indexOf('‸');
  if (at < 0) throw new Error('no ‸ in the text');
  const before = marked.slice(0, at);
  const line = before.split('\n').length - 1;
  return { text: before + marked.slice(at + 1), line, character: at - (before.lastIndexOf('\n') + 1) };
}
