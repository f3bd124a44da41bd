// What can be read in a message, part by part? Quoted-printable, base64, charsets, HTML and encoded words are undone; what has
// no text is named instead. Deliberately absent: how it is laid out (decodedText.ts), what it means (reports/).
import { grouped, type Translate } from '../l10n.ts';
import { longestText, textOf } from '../mime/content.ts';
import type { MessageHost } from '../mime/host.ts';
import { messagesIn, mostMessages } from '../mime/mailbox.ts';
import { allParts, type Part, readParts } from '../mime/parts.ts';
import type { PagedText } from '../text/pagedText.ts';
import { headOf, isEncoded, isMachinePart, isReturnedPart } from './messageHeads.ts';

/** The readable text of one part. Lines count from 0. */
export interface MessageText {
  /** What the part is, in words: `Notice`, `Report`, `Returned message`. */
  title: string;
  /** `text/html, base64, utf-8`: how it stands in the file. */
  detail: string;
  line: number;
  endLine: number;
  text: string;
  /** Why it is not all there; null where it is. */
  note: string | null;
}

/** Messages inside messages, this many deep. */
const deepest = 4;
/** Of further parts nothing is shown; messages have a handful. */
const mostTexts = 200;

interface Reading {
  readonly file: string;
  readonly text: PagedText;
  readonly host: MessageHost;
  readonly t: Translate;
  readonly found: MessageText[];
}

/**
 * Every part with text, and a note for each without, in the order of the file.
 * @param only counts the messages of the file from 0; null for all of them
 */
export function messageTexts(
  text: PagedText,
  host: MessageHost,
  t: Translate,
  only: number | null = null,
): MessageText[] {
  const file = text.slice(0, text.length);
  const reading: Reading = { file, text, host, t, found: [] };
  const messages = messagesIn(file).slice(0, mostMessages);
  for (const [index, { start, end }] of messages.entries()) {
    if (only !== null && index !== only) continue;
    const name = messages.length > 1 ? t('Message {0}', grouped(index + 1)) : t('Head');
    readMessage(reading, readParts(file, start, end).root, name, 0);
    if (reading.found.length >= mostTexts) break;
  }
  return reading.found.slice(0, mostTexts);
}

function readMessage(reading: Reading, root: Part, name: string, depth: number): void {
  const { file, host, t, found } = reading;
  const head = headWords(reading, root, depth);
  if (head !== '') add(reading, root, { title: name, detail: '', text: head, note: null, headOnly: true });
  // The same words once more in HTML say nothing new.
  const seen = new Set<string>();
  for (const part of allParts(root)) {
    if (found.length >= mostTexts) return;
    if (part.parts.length > 0) continue;
    const detail = detailOf(part);
    if (isReturnedPart(part) && part !== root) {
      if (!isEncoded(part) && depth < deepest) {
        const inner = readParts(file, part.bodyStart, part.bodyEnd).root;
        readMessage(reading, inner, t('Returned message'), depth + 1);
      } else
        add(reading, part, {
          title: t('Returned message'),
          detail,
          text: tidy(textOf(file, part, host).text),
          note: null,
        });
      continue;
    }
    const isText = part.content.type.startsWith('text/') || part === root;
    if (!isText && !isMachinePart(part)) {
      add(reading, part, { title: t('Attachment'), detail, text: '', note: attachmentNote(part, file, t) });
      continue;
    }
    const words = tidy(textOf(file, part, host).text);
    const bare = words.replace(/\s+/g, '');
    if (bare === '') continue;
    if (part.content.type === 'text/html' && seen.has(bare)) {
      const note = t('Left out: it says the same as the plain text above.');
      add(reading, part, { title: t('Text'), detail, text: '', note });
      continue;
    }
    seen.add(bare);
    const cut = part.bodyEnd - part.bodyStart > longestText;
    add(reading, part, {
      title: isMachinePart(part) ? t('Report') : depth === 0 ? t('Text') : t('Text of the returned message'),
      detail,
      text: words,
      note: cut
        ? t('Only the first {0} kB of this part were read.', grouped(Math.round(longestText / 1024)))
        : null,
    });
  }
}

type Told = Pick<MessageText, 'title' | 'detail' | 'text' | 'note'> & { readonly headOnly?: boolean };

function add({ text, found }: Reading, part: Part, { headOnly, ...told }: Told): void {
  const end = headOnly ? (part.fields.at(-1)?.valueEnd ?? part.start) : part.bodyEnd;
  const start = headOnly ? part.start : part.bodyStart;
  const line = text.positionAt(start).line;
  found.push({ ...told, line, endLine: Math.max(line, text.positionAt(Math.max(start, end)).line) });
}

const shownFields = new Set(['from', 'to', 'cc', 'subject', 'date', 'reply-to', 'return-path', 'message-id']);

/** The fields that people read, unfolded and with encoded words decoded. */
function headWords({ file, host }: Reading, root: Part, depth: number): string {
  return headOf(file, root, depth === 0 ? 'message' : 'returned', host)
    .fields.filter(({ name }) => shownFields.has(name))
    .map(({ label, value }) => `${label}: ${value.trim()}`)
    .join('\n');
}

/** `text/html, base64, utf-8` */
function detailOf({ content, encoding }: Part): string {
  const charset = content.parameters.get('charset')?.toLowerCase() ?? '';
  const usual = encoding === '' || encoding === '7bit' || encoding === '8bit';
  return [content.type || 'text/plain', usual ? '' : encoding, charset].filter((word) => word).join(', ');
}

// filename="offer.pdf"      name=offer.pdf
const fileName = /\b(?:file)?name\*?=(?:"([^"]{1,200})"|([^\s;"]{1,200}))/i;

function attachmentNote(part: Part, file: string, t: Translate): string {
  const disposition = part.fields.find(({ name }) => name === 'content-disposition');
  const given = disposition && fileName.exec(file.slice(disposition.valueStart, disposition.valueEnd));
  const name = given?.[1] ?? given?.[2] ?? part.content.parameters.get('name') ?? '';
  const raw = part.bodyEnd - part.bodyStart;
  const size = part.encoding === 'base64' ? Math.round((raw * 3) / 4) : raw;
  const kilobytes = grouped(Math.max(1, Math.round(size / 1024)));
  return name
    ? t('Left out: {0} holds no text (about {1} kB).', name, kilobytes)
    : t('Left out: it holds no text (about {0} kB).', kilobytes);
}

/** One kind of line end, no blanks at the ends of lines, no more than two empty lines in a row. */
function tidy(text: string): string {
  const lines = text.split(/\r\n|\n|\r/).map((line) => line.trimEnd());
  const kept = lines.filter((line, at) => line !== '' || lines[at - 1] !== '' || lines[at - 2] !== '');
  return kept
    .join('\n')
    .replace(/^\n{1,4}/, '')
    .trimEnd();
}
