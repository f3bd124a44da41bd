// Which instant does a date in a message name, and how long is it to another? Dates without an offset name none.
import type { Translate } from '../l10n.ts';
import { durationWords } from '../model/duration.ts';
import { isoDate } from '../reports/dates.ts';

/** Seconds since 1970 of `Mon, 23 Nov 2026 21:41:23 +0000 (UTC)`; null where the text is no date or has no offset. */
export function instantOf(text: string | null | undefined): number | null {
  const iso = text ? isoDate(text) : null;
  if (!iso || !/(?:Z|[+-]\d\d:\d\d)$/.test(iso)) return null;
  const time = Date.parse(iso);
  return Number.isNaN(time) ? null : time / 1000;
}

/** Seconds from one date to the other, below 0 where the second is earlier; null where one of them is not known. */
export function secondsBetween(
  first: string | null | undefined,
  second: string | null | undefined,
): number | null {
  const [from, to] = [instantOf(first), instantOf(second)];
  return from === null || to === null ? null : to - from;
}

/** `3 min 12 s`, or `less than a second`, since dates in messages have no fractions. */
export function waitWords(seconds: number, t: Translate): string {
  return seconds === 0 ? t('less than a second') : durationWords(seconds, t);
}
