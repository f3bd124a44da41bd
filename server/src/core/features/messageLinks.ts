// Which pages does a saved report point to? Web addresses and RFCs in what its writer says: the notice and the report, decoded, each
// link where it stands in the file. Deliberately absent: links of the message that came back and of ordinary mail, which are those of
// strangers.
import type { DocumentLink } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import { longestText, textOf } from '../mime/content.ts';
import type { MessageHost } from '../mime/host.ts';
import { messagesIn, mostMessages } from '../mime/mailbox.ts';
import { allParts, readParts } from '../mime/parts.ts';
import { beginsReturned } from '../reports/returned.ts';
import { linksIn } from './documentLinks.ts';
import { isMachinePart, isReturnedPart } from './messageHeads.ts';

/** Editors draw links in the whole file; past so many nobody follows them. */
const most = 1_000;

/** In the order of the file; none in what reports nothing. */
export function messageLinks({ text, report }: Analysis, host: MessageHost): DocumentLink[] {
  if (!report || report.reading.kinds.length === 0) return [];
  const file = text.slice(0, text.length);
  const found: DocumentLink[] = [];
  for (const { start, end } of messagesIn(file).slice(0, mostMessages)) {
    const { root } = readParts(file, start, end);
    for (const part of allParts(root)) {
      const reads = part.content.type.startsWith('text/') || part === root || isMachinePart(part);
      if (part.parts.length > 0 || !reads || (isReturnedPart(part) && part !== root)) continue;
      if (part.bodyEnd - part.bodyStart > longestText) continue;
      const words = textOf(file, part, host);
      const until = isMachinePart(part) ? words.text.length : returnedIn(words.text);
      for (const link of linksIn(words.text.slice(0, until))) {
        if (isAddressType(words.text, link)) continue;
        const span = words.span(link.start, link.end);
        if (!span || found.length >= most) continue;
        found.push({
          range: { start: text.positionAt(span.start), end: text.positionAt(span.end) },
          target: link.target,
        });
      }
    }
  }
  return found;
}

/** Where a notice goes on with the message that came back; its end where it does not. */
function returnedIn(words: string): number {
  let at = 0;
  for (const line of words.split('\n')) {
    if (beginsReturned(line.trimEnd())) return at;
    at += line.length + 1;
  }
  return words.length;
}

/** `rfc822; b@example.net`, `message/rfc822`: a kind of address, a kind of part. */
const isAddressType = (words: string, { start, end }: { start: number; end: number }): boolean =>
  words[end] === ';' || words[start - 1] === '/';
