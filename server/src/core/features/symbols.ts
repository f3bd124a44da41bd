// Which messages does a log tell of, and which dialogues? The outline: sender, recipients and what became of them, failures below
// each message.
// Deliberately absent: refusals at our own door, which have no id.
import type { DocumentSymbol, Range } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import { keysOf } from '../formats/keys.ts';
import { grouped } from '../l10n.ts';
import { type FileGroup, type Place, placesOf } from '../model/summary.ts';
import { dialoguesOf, type ListedDialogue } from './dialogues.ts';
import { type ListedMessage, messageList } from './messageList.ts';
import { overviewOf } from './overview.ts';
import { rangeOf } from './present.ts';
import { isFailure } from './problems.ts';
import { messageLine, permanenceWord, type Speech, titleOf } from './wording.ts';

/** An outline of more is no overview. */
const most = 500;

/** LSP's numbers: a message is an event, its failures are fields of it, a dialogue goes over an interface. */
const kinds = { message: 24, failure: 8, dialogue: 11 } as const;

/** Of one message no more failures are listed. */
const mostFailures = 50;

/**
 * The messages of a log in order of the file; where there are more than 500 the first 500 of those that failed. A last symbol
 * says how many are not shown. Yields the share that is done.
 */
export function* documentSymbols(analysis: Analysis, speech: Speech): Generator<number, DocumentSymbol[]> {
  if (analysis.kind !== 'log') return [];
  const { messages, truncated } = yield* messageList(analysis);
  const shown = (messages.length <= most ? messages : messages.filter(({ failed }) => failed)).slice(0, most);
  const failures = failuresOf(analysis, shown, speech);
  const symbols = shown.map((message) =>
    messageSymbol(message, failures.get(message) ?? [], analysis, speech),
  );
  for (const dialogue of (yield* dialoguesOf(analysis)).slice(0, most))
    symbols.push(dialogueSymbol(dialogue, analysis, speech));
  symbols.sort((a, b) => a.range.start.line - b.range.start.line);
  const left = messages.length - shown.length;
  if (left > 0 && shown.length > 0) {
    const { range } = symbols[symbols.length - 1]!;
    const name = truncated
      ? speech.t('More than {0} messages are not shown here', grouped(left))
      : speech.t('{0} more messages are not shown here', grouped(left));
    symbols.push({ name, kind: kinds.failure, range, selectionRange: range });
  }
  return symbols;
}

function messageSymbol(
  { id, first, last, sender, ends }: ListedMessage,
  children: DocumentSymbol[],
  { text }: Analysis,
  { t }: Speech,
): DocumentSymbol {
  const end = { line: last, character: text.lineAt(last).text.length };
  return {
    name: id,
    detail: messageLine(sender, ends, t),
    kind: kinds.message,
    range: { start: { line: first, character: 0 }, end },
    selectionRange: idIn(text.lineAt(first).text, id, first),
    children,
  };
}

/** `mx.example.net`, with who wrote to whom and what came of it. */
function dialogueSymbol(
  { first, last, host, sender, ends }: ListedDialogue,
  { text }: Analysis,
  { t }: Speech,
): DocumentSymbol {
  const line = lineRange(first, text.lineAt(first).text.length);
  return {
    name: host ?? t('SMTP dialogue'),
    detail: messageLine(sender, ends, t),
    kind: kinds.dialogue,
    range: { start: line.start, end: { line: last, character: text.lineAt(last).text.length } },
    selectionRange: line,
  };
}

/** The failures of the messages that are shown, each with its line. */
function failuresOf(
  analysis: Analysis,
  shown: readonly ListedMessage[],
  speech: Speech,
): Map<ListedMessage, DocumentSymbol[]> {
  const byId = new Map<string, ListedMessage[]>();
  for (const message of shown) {
    const list = byId.get(message.id);
    if (list) list.push(message);
    else byId.set(message.id, [message]);
  }
  const found = new Map<ListedMessage, DocumentSymbol[]>();
  const lastLine = shown.reduce((most, { last }) => Math.max(most, last), -1);
  const { groups, firstLines } = overviewOf(analysis);
  for (const group of groups) {
    if (group.direction !== 'out' || !isFailure(group)) continue;
    for (const place of placesOf(group.parts, firstLines, mostPlaces)) {
      if (place.line > lastLine) break;
      const line = analysis.text.lineAt(place.line).text;
      const message = byId
        .get(keysOf(line).own ?? '')
        ?.find(({ first, last }) => first <= place.line && place.line <= last);
      if (!message) continue;
      const list = found.get(message);
      const failure = symbolOf(group, place, line, speech);
      if (!list) found.set(message, [failure]);
      else if (list.length < mostFailures) list.push(failure);
    }
  }
  for (const list of found.values()) list.sort((a, b) => a.range.start.line - b.range.start.line);
  return found;
}

/** Of one kind of failure so many places are looked at: the outline shows 500 messages. */
const mostPlaces = 4 * most;

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
