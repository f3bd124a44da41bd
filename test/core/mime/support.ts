// What the tests of the message reader share: a host with Node's TextDecoder, and what a MappedText points at.
import type { MessageHost } from '../../../server/src/core/mime/host.ts';
import type { MappedText } from '../../../server/src/core/mime/mappedText.ts';

export const host: MessageHost = {
  decode(bytes, charset) {
    try {
      return new TextDecoder(charset).decode(bytes);
    } catch {
      return null;
    }
  },
};

/** What stands in the file where `words` stand in the decoded text; null where they have no place of their own. */
export function rawOf(file: string, decoded: MappedText, words: string): string | null {
  const at = decoded.text.indexOf(words);
  if (at < 0) throw new Error(`"${words}" is not in "${decoded.text}"`);
  const span = decoded.span(at, at + words.length);
  return span && file.slice(span.start, span.end);
}
