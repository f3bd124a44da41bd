// Which rows of the list belong to an address? The rows know how many recipients they have, not who; the lines of the
// document do. Cheap enough to ask while typing: lines are compared, and only rows whose places are not known from
// their first and last line are asked of the server.
import type { CodeRow } from '../../../../server/src/lsp/protocol';
import type { Lines } from '../../content';

/** So many rows at most are asked of the server for one address. */
const questions = 100;

/**
 * @param address or a part of it, matched without regard to case
 * @param placesOf the places of a row, asked only where needed
 * @returns keys of `rows` with a place on a line that holds the address
 */
export async function keysOfAddress(
  document: Lines,
  address: string,
  rows: ReadonlyMap<string, CodeRow>,
  placesOf: (row: CodeRow) => Promise<CodeRow['first'][]>,
): Promise<string[]> {
  const wanted = address.toLowerCase();
  const lines = new Set<number>();
  for (let line = 0; line < document.lineCount; line++) {
    if (document.lineAt(line).text.toLowerCase().includes(wanted)) lines.add(line);
  }
  const keys: string[] = [];
  let left = questions;
  for (const [key, row] of rows) {
    const onLine = (range: CodeRow['first']) => lines.has(range.start.line);
    const sure = onLine(row.first) || onLine(row.last);
    if (sure || (row.count > 2 && lines.size > 0 && left-- > 0 && (await placesOf(row)).some(onLine)))
      keys.push(key);
  }
  return keys;
}
