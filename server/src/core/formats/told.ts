// Has this failure been told already? A program that shows its dialogue throws an exception with the same reply behind it, and
// a stack trace names its cause three times; each is one attempt. Deliberately absent: anything that lasts longer than a session.
import type { FormatState } from './format.ts';

/** What dialogues and applications remember together. */
export interface Told extends FormatState {
  /** The beginnings of replies that have been told in this session or this exception. */
  told?: string[];
}

const most = 50;

/** The number and the first words; the codes that multi-line replies repeat are left out, since they are joined in various ways. */
function beginning(text: string): string {
  const words = text
    .slice(0, 400)
    .replace(/(?:^|\s)[2-5]\d\d[ -]/g, ' ')
    .replace(/\b[245]\.\d\.\d{1,3}\b/g, ' ')
    .replace(/\s{1,40}/g, ' ')
    .trim();
  return `${text.slice(0, 3)} ${words}`.slice(0, 48);
}

export function remember(memory: Told, text: string): void {
  memory.told = [...(memory.told ?? []).slice(1 - most), beginning(text)];
}

export const isTold = (memory: Told, text: string): boolean =>
  memory.told?.includes(beginning(text)) === true;

/** Another session, or another exception: the same reply is another attempt. */
export function forgetTold(memory: Told): void {
  delete memory.told;
}
