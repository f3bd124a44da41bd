// Which messages of a log failed? The outline: a message per queue id with its failures below it.
// Deliberately absent: messages that arrived, and refusals at our own door, which have no id.
import type { DocumentSymbol, Range } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import { keysOf } from '../formats/keys.ts';
import { grouped } from '../l10n.ts';
import { type FileGroup, type Place, placesOf } from '../model/summary.ts';
import { overviewOf } from './overview.ts';
import { rangeOf } from './present.ts';
import { isFailure } from './problems.ts';
import { permanenceWord, type Speech, titleOf } from './wording.ts';

/** An outline of more is no overview. */
const most = 500;

/** LSP's numbers: what failed is an event, its failures are fields of it. */
const kinds = { message: 24, failure: 8 } as const;

/** The first 500 messages with a failure, in order of the file; a last symbol says how many failures are not shown. */
export function documentSymbols(analysis: Analysis, speech: Speech): DocumentSymbol[] {
  if (analysis.kind !== 'log') return [];
  const { groups, firstLines } = overviewOf(analysis);
  const failures = groups.filter((group) => group.direction === 'out' && isFailure(group));
  const total = failures.reduce((sum, { count }) => sum + count, 0);
  const places = failures
    .flatMap((group) => placesOf(group.parts, firstLines, most * 4).map((place) => ({ group, place })))
    .sort((a, b) => a.place.line - b.place.line || a.place.start - b.place.start);
  const messages = new Map<string, DocumentSymbol>();
  let shown = 0;
  let last: Place | undefined;
  for (const { group, place } of places) {
    const line = analysis.text.lineAt(place.line).text;
    const id = keysOf(line).own;
    if (id !== null && !messages.has(id) && messages.size === most) break;
    shown++;
    last = place;
    if (id === null) continue;
    const failure = symbolOf(group, place, line, speech);
    const message = messages.get(id);
    if (message) message.children!.push(failure);
    else
      messages.set(id, {
        name: id,
        detail: [failure.detail, failure.name].filter((part) => part).join(' · '),
        kind: kinds.message,
        range: failure.range,
        selectionRange: idIn(line, id, place.line),
        children: [failure],
      });
  }
  const symbols = [...messages.values()].map(around);
  if (shown < total && last) {
    const range = rangeOf(last);
    const name = speech.t('{0} more failures are not shown here', grouped(total - shown));
    symbols.push({ name, kind: kinds.failure, range, selectionRange: range });
  }
  return symbols;
}

/** `Mailbox full`, with the recipient beside it. */
function symbolOf(group: FileGroup, place: Place, line: string, speech: Speech): DocumentSymbol {
  const title = titleOf(group.entry, group.reason, speech);
  // to=<u@d.example>, (Postfix, Sendmail)   == u@d.example R=… (Exim)   ** u@d.example: …
  const recipient = /\bto=<([^<>\s]{1,320})>|(?:==|\*\*) ([^\s:]{1,320})/.exec(line);
  const selectionRange = rangeOf(place);
  return {
    name: `${title} (${[group.code, permanenceWord(group.permanence, speech.t)].filter((part) => part).join(', ')})`,
    detail: recipient?.[1] ?? recipient?.[2] ?? '',
    kind: kinds.failure,
    range: lineRange(place.line, line.length),
    selectionRange,
  };
}

const lineRange = (line: number, length: number): Range => ({
  start: { line, character: 0 },
  end: { line, character: length },
});

function idIn(line: string, id: string, number: number): Range {
  const start = Math.max(0, line.indexOf(id));
  return { start: { line: number, character: start }, end: { line: number, character: start + id.length } };
}

/** A message reaches from its first failure to its last. */
function around(message: DocumentSymbol): DocumentSymbol {
  const children = message.children!;
  const range = { start: message.range.start, end: children[children.length - 1]!.range.end };
  return { ...message, range };
}
