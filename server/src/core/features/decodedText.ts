// How does the readable text of a message stand in a document of its own? Each part under a line that says what it is and where it
// stands in the file. Deliberately absent: undoing encodings (messageTexts.ts).
import { grouped } from '../l10n.ts';
import type { MessageHost } from '../mime/host.ts';
import type { PagedText } from '../text/pagedText.ts';
import { messageTexts } from './messageTexts.ts';
import type { Speech } from './wording.ts';

export interface DecodedText {
  text: string;
  /** Places in `text` (lines and columns from 0) that lead to a line (from 0) of the file. */
  links: { line: number; start: number; end: number; target: number }[];
}

/** The document; it has a sentence in it where a part was left out. */
export function decodedText(text: PagedText, host: MessageHost, { t }: Speech): DecodedText {
  const lines = [
    `# ${t('The readable text of this message. Encodings are undone; the file stays as it is.')}`,
  ];
  const links: DecodedText['links'] = [];
  for (const part of messageTexts(text, host, t)) {
    const where =
      part.line === part.endLine
        ? t('line {0}', grouped(part.line + 1))
        : t('lines {0}–{1}', grouped(part.line + 1), grouped(part.endLine + 1));
    const before = ['#', part.title, part.detail && `· ${part.detail}`, '· ']
      .filter((word) => word)
      .join(' ');
    lines.push('', '');
    links.push({
      line: lines.length,
      start: before.length,
      end: before.length + where.length,
      target: part.line,
    });
    lines.push(before + where);
    if (part.note) lines.push(`# ${part.note}`);
    if (part.text) lines.push('', ...part.text.split('\n'));
  }
  return { text: `${lines.join('\n')}\n`, links };
}
