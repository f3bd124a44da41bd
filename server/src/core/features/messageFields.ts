// What does the reader of a saved message learn on a field: of the report, of a hop, of a check of the sender, of a filter?
import type { Hover } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import type { MessageHost } from '../mime/host.ts';
import type { PagedText } from '../text/pagedText.ts';
import { bearing, glossChecks } from './authResults.ts';
import { fieldAtOffset, type Head, type PlacedField } from './messageHeads.ts';
import { type Display, Writer } from './present.ts';
import { glossReceived } from './received.ts';
import { glossReportField } from './reportFields.ts';
import { glossSpam } from './spamHeaders.ts';
import type { Speech } from './wording.ts';

/** The hover of a field at an offset of the file; null where none is that needs words. */
export function hoverField(
  text: PagedText,
  offset: number,
  analysis: Analysis,
  host: MessageHost,
  display: Display,
  speech: Speech,
): Hover | null {
  const found = fieldAtOffset(text.slice(0, text.length), offset, host);
  if (!found) return null;
  const { head, field } = found;
  const gloss = glossOf(field, head, analysis, speech);
  if (!gloss) return null;
  const writer = new Writer(display);
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
  const lines = glossReportField(field, head, t);
  return lines && { title: '', lines };
}
