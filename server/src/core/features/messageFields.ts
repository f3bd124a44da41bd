// What does the reader of a saved message learn on a field: of the report, of a hop, of a check of the sender, of a filter?
import type { Hover } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import type { MessageHost } from '../mime/host.ts';
import type { PagedText } from '../text/pagedText.ts';
import { bearing, glossChecks } from './authResults.ts';
import { commandNames } from './commands.ts';
import { fieldAtOffset, type Head, type PlacedField, packedTextAt } from './messageHeads.ts';
import { type Display, Writer } from './present.ts';
import { glossReceived } from './received.ts';
import { glossReportField } from './reportFields.ts';
import { glossSpam } from './spamHeaders.ts';
import { glossUsualField } from './usualFields.ts';
import type { Speech } from './wording.ts';

/** What hovers on fields need besides the document. */
interface Context {
  readonly messageHost: MessageHost;
  readonly display: Display;
  readonly speech: Speech;
  readonly uri: string;
}

/** The hover of a field at an offset of the file, or of a body that cannot be read as it stands; null where none needs words. */
export function hoverField(
  text: PagedText,
  offset: number,
  analysis: Analysis,
  { messageHost, display, speech, uri }: Context,
): Hover | null {
  const file = text.slice(0, text.length);
  const found = fieldAtOffset(file, offset, messageHost);
  const writer = new Writer(display);
  if (!found) {
    const packed = packedTextAt(file, offset, messageHost);
    if (!packed) return null;
    writePacked(writer, packed.text, speech);
    writer.paragraph(writer.command(speech.t('Show Decoded Text'), commandNames.showDecodedText, uri));
    const { line } = text.positionAt(offset);
    const end = { line, character: text.lineAt(line).text.length };
    return { contents: writer.markup(), range: { start: { line, character: 0 }, end } };
  }
  const { head, field } = found;
  const gloss = glossOf(field, head, analysis, speech) ?? readable(file, field);
  if (!gloss) return null;
  writer.paragraph(
    [writer.bold(field.label), gloss.title && writer.text(gloss.title)].filter((part) => part).join(' — '),
  );
  for (const line of gloss.lines) writer.paragraph(writer.text(line));
  return {
    contents: writer.markup(),
    range: { start: text.positionAt(field.start), end: text.positionAt(field.end) },
  };
}

function glossOf(
  field: PlacedField,
  head: Head,
  analysis: Analysis,
  { t }: Speech,
): { title: string; lines: string[] } | null {
  if (field.name === 'received') return glossReceived(field, head, t);
  const checks = glossChecks(field, t);
  if (checks) {
    // Only where the file is a bounce is there a refusal to speak of.
    const verdicts = analysis.report?.verdicts ?? [];
    const note =
      checks.checks && verdicts.length > 0
        ? bearing(
            head.role,
            verdicts.map(({ reason }) => reason),
            t,
          )
        : null;
    return { title: checks.title, lines: note ? [...checks.lines, note] : checks.lines };
  }
  const filter = glossSpam(field, t);
  if (filter) return filter;
  const lines = glossReportField(field, head, t) ?? glossUsualField(field.name, field.value, t);
  return lines && { title: '', lines };
}

// =?utf-8?Q?Gr=C3=BC=C3=9Fe?=
const encodedWord = /=\?[\w*-]{1,60}\?[bq]\?/i;

/** A field that is written in encoded words, as it reads. */
function readable(file: string, field: PlacedField): { title: string; lines: string[] } | null {
  if (field.end < field.start) return null;
  return encodedWord.test(file.slice(field.start, field.end))
    ? { title: '', lines: [field.value.trim()] }
    : null;
}

/** Of a packed text so many lines are shown; *Show Decoded Text* has all of it. */
const shownLines = 12;

function writePacked(writer: Writer, text: string, { t }: Speech): void {
  const lines = text.split(/\r\n|\n|\r/).filter((line) => line.trim() !== '');
  writer.paragraph(writer.bold(t('The text that is packed here')));
  for (const line of lines.slice(0, shownLines)) writer.paragraph(writer.text(line.trim().slice(0, 300)));
  if (lines.length > shownLines) writer.paragraph(writer.text('…'));
}
