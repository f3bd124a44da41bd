// What is in this message, as an outline: its parts, the recipients of its report with their answers, the returned message?
// Deliberately absent: folding (messageFolding.ts), logs.
import type { DocumentSymbol, Range, SymbolKind } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import type { MessageHost } from '../mime/host.ts';
import { messagesIn, mostMessages } from '../mime/mailbox.ts';
import { type Part, readParts } from '../mime/parts.ts';
import { codeLabel } from '../tally.ts';
import type { PagedText } from '../text/pagedText.ts';
import { fieldValue, headOf, isEncoded, isMachinePart, isReturnedPart } from './messageHeads.ts';
import { permanenceWord, type Speech, titleOf } from './wording.ts';

const kinds = { message: 1, part: 2, report: 4, text: 15, head: 20, recipient: 24 } as const satisfies {
  readonly [sort: string]: SymbolKind;
};

/** Messages inside messages, this many deep. */
const deepest = 4;

interface Outline {
  readonly file: string;
  readonly text: PagedText;
  readonly host: MessageHost;
  readonly speech: Speech;
  readonly recipients: DocumentSymbol[];
}

/** The outline of a saved message, or one entry per message of an mbox. */
export function messageSymbols(analysis: Analysis, host: MessageHost, speech: Speech): DocumentSymbol[] {
  const { text } = analysis;
  const file = text.slice(0, text.length);
  const outline: Outline = { file, text, host, speech, recipients: recipientSymbols(analysis, speech) };
  const messages = messagesIn(file).slice(0, mostMessages);
  const symbols = messages.map(({ start, end }, index) => {
    const { root } = readParts(file, start, end);
    const children = insideOf(outline, root, 0);
    const name = subjectOf(outline, root) || speech.t('Message {0}', index + 1);
    return symbolOf(outline, name, '', kinds.message, root, children);
  });
  // What stands in no part (behind a closing boundary) is told at the end.
  return [...(symbols.length === 1 ? symbols[0].children! : symbols), ...outline.recipients];
}

/** What stands in a message: its head, then its parts; in a message without parts its recipients. */
function insideOf(outline: Outline, root: Part, depth: number): DocumentSymbol[] {
  const { t } = outline.speech;
  const head =
    root.fields.length > 0
      ? [
          {
            ...symbolOf(outline, t('Head'), subjectOf(outline, root), kinds.head, root, []),
            range: rangeIn(outline, root.start, root.fields.at(-1)!.valueEnd),
          },
        ]
      : [];
  if (root.parts.length > 0) return [...head, ...root.parts.map((part) => partSymbol(outline, part, depth))];
  if (root.bodyEnd <= root.bodyStart) return head;
  const body = {
    ...symbolOf(outline, t('Text'), root.content.type, kinds.text, root, recipientsIn(outline, root)),
    range: rangeIn(outline, root.bodyStart, root.bodyEnd),
    selectionRange: rangeIn(outline, root.bodyStart, root.bodyStart),
  };
  return [...head, body];
}

function partSymbol(outline: Outline, part: Part, depth: number): DocumentSymbol {
  const { t } = outline.speech;
  const { type } = part.content;
  const own = recipientsIn(outline, part);
  if (isMachinePart(part)) return symbolOf(outline, t('Report'), type, kinds.report, part, own);
  if (isReturnedPart(part)) {
    const readable = !isEncoded(part) && depth < deepest;
    const inner = readable ? readParts(outline.file, part.bodyStart, part.bodyEnd).root : null;
    const children = inner ? insideOf(outline, inner, depth + 1) : [];
    const subject = inner ? subjectOf(outline, inner) : '';
    return symbolOf(outline, t('Returned message'), subject || type, kinds.message, part, children);
  }
  const described = fieldValue(headOf(outline.file, part, 'part', outline.host), 'content-description');
  const detail = [
    type,
    part.encoding === 'base64' || part.encoding === 'quoted-printable' ? part.encoding : '',
  ]
    .filter((word) => word)
    .join(', ');
  if (part.parts.length > 0) {
    const children = part.parts.map((one) => partSymbol(outline, one, depth));
    return symbolOf(outline, described || t('Parts'), detail, kinds.part, part, children);
  }
  const isText = type.startsWith('text/');
  return symbolOf(
    outline,
    described || (isText ? t('Text') : t('Attachment')),
    detail,
    isText ? kinds.text : kinds.part,
    part,
    own,
  );
}

/** A part as a symbol; the name must not be empty, editors refuse the whole outline otherwise. */
function symbolOf(
  outline: Outline,
  name: string,
  detail: string,
  kind: SymbolKind,
  part: Part,
  children: DocumentSymbol[],
): DocumentSymbol {
  const range = rangeIn(outline, part.start, part.bodyEnd);
  const selectionRange = { start: range.start, end: range.start };
  return { name: name.trim() || '?', detail, kind, range, selectionRange, children };
}

function rangeIn({ text }: Outline, start: number, end: number): Range {
  return { start: text.positionAt(start), end: text.positionAt(Math.max(start, end)) };
}

function subjectOf({ file, host }: Outline, root: Part): string {
  const subject = root.fields.find(({ name }) => name === 'subject');
  if (!subject) return '';
  const words = fieldValue(headOf(file, { ...root, fields: [subject] }, 'message', host), 'subject') ?? '';
  return words.length > 120 ? `${words.slice(0, 120)}…` : words;
}

/** A symbol per reported recipient: the address, and what came of it. */
function recipientSymbols({ report, text }: Analysis, speech: Speech): DocumentSymbol[] {
  return (report?.reading.recipients ?? []).map(({ attempt, at, line }, index): DocumentSymbol => {
    const verdict = report!.verdicts[index];
    const code = codeLabel(attempt);
    const answer = [
      code,
      titleOf(verdict.entry, verdict.reason, speech),
      permanenceWord(verdict.permanence, speech.t),
    ];
    const place = { start: text.positionAt(at.start), end: text.positionAt(Math.max(at.start, at.end)) };
    const start = place.start.line < line ? place.start : { line, character: 0 };
    return {
      name: attempt.recipient ?? speech.t('the recipient'),
      detail: answer.filter((word) => word).join(' · '),
      kind: kinds.recipient,
      range: { start, end: place.end },
      selectionRange: place,
      children: [],
    };
  });
}

/** The recipients whose answer stands in the part; each is told once. */
function recipientsIn({ text, recipients }: Outline, part: Part): DocumentSymbol[] {
  const [first, last] = [text.positionAt(part.start).line, text.positionAt(part.bodyEnd).line];
  const inside: DocumentSymbol[] = [];
  for (let index = 0; index < recipients.length; ) {
    const { line } = recipients[index].selectionRange.start;
    if (line >= first && line <= last) inside.push(...recipients.splice(index, 1));
    else index++;
  }
  return inside;
}
