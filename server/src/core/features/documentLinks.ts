// Which pages do the replies in a log point to? Web addresses, and the RFCs that are named.
// Deliberately absent: saved messages (messageLinks.ts), and anything but http and https.
import type { DocumentLink } from 'vscode-languageserver-types';
import type { PagedText } from '../text/pagedText.ts';
import type { Page } from '../text/pages.ts';

/** Editors draw links in the whole file; past so many nobody follows them. */
const most = 1_000;

/**
 * `see https://support.google.com/mail/?p=NoSuchUser a7si7055154eep.296`, `(http://www.spamhaus.org/query/ip/192.0.2.7)`,
 * `not RFC 5322 compliant`, `violates RFC5321 section 4.1.1.1`
 */
const pattern =
  /(https?:\/\/[^\s<>"'`\\^{}|()[\]]{3,2000})|\bRFC[ -]?(\d{3,4})\b(?:,? (?:section|sec\.|§) ?(\d{1,2}(?:\.\d{1,2}){0,4}))?/gi;

interface Link {
  /** Offsets in the page. */
  readonly start: number;
  readonly end: number;
  readonly target: string;
}

/** What an unchanged page holds is found once. */
const known = new WeakMap<Page, readonly Link[]>();

/** The links of a log, the first thousand. Yields the share that is done. */
export function* documentLinks(text: PagedText): Generator<number, DocumentLink[]> {
  const found: DocumentLink[] = [];
  for (let index = 0; index < text.pages.length; index++) {
    const page = text.pages[index]!;
    let links = known.get(page);
    if (!links) known.set(page, (links = linksIn(page.text)));
    for (const { start, end, target } of links) {
      if (found.length === most) return found;
      const pageStart = text.pageStart(index);
      const range = { start: text.positionAt(pageStart + start), end: text.positionAt(pageStart + end) };
      found.push({ range, target });
    }
    yield (index + 1) / text.pages.length;
  }
  return found;
}

/** Links in a text, by offsets in it. */
export function linksIn(text: string): Link[] {
  // Most pages hold neither; the search for a few letters costs a fraction of the pattern.
  if (!text.includes('://') && !text.includes('RFC') && !text.includes('rfc')) return [];
  return [...text.matchAll(pattern)].map((match) => {
    const [all, address, rfc, section] = match;
    // `… see https://example.com/why.`: the full stop ends the sentence.
    const words = address ? all.replace(/[.,;:!?]{1,8}$/, '') : all;
    const target = address
      ? words
      : `https://www.rfc-editor.org/rfc/rfc${Number(rfc)}${section ? `#section-${section}` : ''}`;
    return { start: match.index, end: match.index + words.length, target };
  });
}
