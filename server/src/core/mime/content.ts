// What does a part say, in characters? Undoes transfer encoding and charset, and HTML where asked; only for parts that are read.
import { decodeBase64 } from './base64.ts';
import { decodeMapped, decodeWhole } from './charset.ts';
import type { MessageHost } from './host.ts';
import { htmlToText } from './html.ts';
import { MappedText } from './mappedText.ts';
import type { Part } from './parts.ts';
import { decodeQuotedPrintable } from './quotedPrintable.ts';

/** Reports are short; of a longer text only this many characters of the file are read. */
export const longestText = 512 * 1024;

/** The text of a leaf; HTML as plain text. Line ends are kept as they are. */
export function textOf(file: string, part: Part, host: MessageHost): MappedText {
  const to = Math.min(part.bodyEnd, part.bodyStart + longestText);
  const text = undoEncoding(file, part, to, host);
  return part.content.type === 'text/html' ? htmlToText(text) : text;
}

function undoEncoding(file: string, part: Part, to: number, host: MessageHost): MappedText {
  const charset = part.content.parameters.get('charset') ?? null;
  if (part.encoding === 'base64') {
    return MappedText.placeless(
      decodeWhole(decodeBase64(file, part.bodyStart, to), charset, host),
      part.bodyStart,
    );
  }
  if (part.encoding === 'quoted-printable')
    return decodeQuotedPrintable(file, part.bodyStart, to, charset, host);
  const raw = MappedText.raw(file, part.bodyStart, to);
  return raw.text.includes('\x1b$') ? undoShifts(raw, charset, host) : raw;
}

/** ISO-2022-JP and its kin travel as seven-bit text; the charset is often not named. */
function undoShifts(raw: MappedText, charset: string | null, host: MessageHost): MappedText {
  const bytes = new Uint8Array(raw.text.length);
  for (let at = 0; at < bytes.length; at++) {
    const c = raw.text.charCodeAt(at);
    if (c >= 0x80) return raw; // not seven-bit after all
    bytes[at] = c;
  }
  const decoded = decodeMapped(
    bytes,
    charset?.toLowerCase().startsWith('iso-2022') ? charset : 'iso-2022-jp',
    host,
  );
  return MappedText.table(
    decoded.text,
    decoded.firsts.map((at) => raw.startOf(at)),
    decoded.lasts.map((at) => raw.endOf(at - 1)),
  );
}
