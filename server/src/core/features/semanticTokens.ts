// Which codes does the editor colour in the part of a file that is on the screen? Asked by range only: grammars stop at
// 20 MiB, this does not. Deliberately absent: the whole file at once, and colours of anything but codes.
import type { Range, SemanticTokens } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import { permanenceOf } from '../codes/code.ts';
import type { PagedText } from '../text/pagedText.ts';
import { recordsIn } from './lines.ts';

/** The names in package.json under `semanticTokenTypes` and `semanticTokenModifiers`, in the order of their numbers. */
export const tokenTypes: readonly string[] = ['smtpCode'];
export const tokenModifiers: readonly string[] = ['success', 'temporary', 'permanent'];

/** A screen has some hundred lines; a client that asks for a whole file gets its beginning. */
const mostLines = 5_000;

interface Token {
  readonly line: number;
  readonly character: number;
  readonly length: number;
  readonly modifiers: number;
}

/** The codes in `range`, encoded as LSP does (five numbers a token, relative to the one before). */
export function semanticTokens(
  text: PagedText,
  kind: 'log' | 'message',
  analysis: Analysis | null,
  range: Range,
): SemanticTokens {
  const first = Math.max(0, range.start.line);
  const last = Math.min(range.end.line, first + mostLines, text.lineCount - 1);
  if (!(last >= first)) return { data: [] };
  return {
    data: encoded(
      kind === 'log' ? inLog(text, analysis, first, last) : inMessage(text, analysis, first, last),
    ),
  };
}

function inLog(text: PagedText, analysis: Analysis | null, first: number, last: number): Token[] {
  const tokens: Token[] = [];
  recordsIn(text, analysis, first, last, ({ codes }, line) => {
    let end = 0;
    for (const code of [...codes].sort((a, b) => a.start - b.start)) {
      // A code may be named twice, as part of a reply and by itself; tokens must not overlap.
      if (code.code === null || code.start < end) continue;
      end = code.end;
      tokens.push(tokenOf(code.code, line, code.start, end));
    }
  });
  return tokens;
}

function inMessage(text: PagedText, analysis: Analysis | null, first: number, last: number): Token[] {
  const tokens: Token[] = [];
  let behind = 0;
  const codes = [...(analysis?.report?.reading.codes ?? [])].sort((a, b) => (a.start ?? 0) - (b.start ?? 0));
  for (const { code, start, end, line } of codes) {
    if (code === null || start === null || end === null || line < first || line > last || start < behind)
      continue;
    behind = end;
    const place = text.positionAt(start);
    if (text.positionAt(end).line === place.line)
      tokens.push(tokenOf(code, place.line, place.character, place.character + end - start));
  }
  return tokens;
}

function tokenOf(code: string, line: number, start: number, end: number): Token {
  const permanence = code.startsWith('3') ? 'success' : permanenceOf(code);
  const modifier = permanence === null ? -1 : tokenModifiers.indexOf(permanence);
  return { line, character: start, length: end - start, modifiers: modifier < 0 ? 0 : 1 << modifier };
}

/** LSP 3.17, “Semantic Tokens”: delta line, delta start, length, type, modifiers. */
function encoded(tokens: readonly Token[]): number[] {
  const data: number[] = [];
  let line = 0;
  let character = 0;
  for (const token of tokens) {
    data.push(
      token.line - line,
      token.line === line ? token.character - character : token.character,
      token.length,
      0,
      token.modifiers,
    );
    ({ line, character } = token);
  }
  return data;
}
