// Which day does a date with slashes mean? Windows writes dates as the server's region has them, so `02/11/2026` alone says nothing;
// a number over 12 tells, and a log keeps to one order. Deliberately absent: years of two digits other than 20yy.
import type { FormatState } from './format.ts';

/** What a log has told of its order. */
export interface DateOrder extends FormatState {
  dayFirst?: boolean;
}

/** `11/23/2026 10:55:24 PM`, `23.11.2026 22:55:24`, `5/24/17 16:04:36`, `14-12-2026 18:04` */
const written =
  /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d\d),? {1,2}(\d{1,2})([:.])(\d\d)(?:\6(\d\d)(?:[.,]\d{1,7})?)?(?: ?([AP])\.?M\.?)?$/i;

/** `2026/11/23 22:55:24`, `2026-11-23 10:55:24 PM`: with the year first there is but one order. */
const yearFirst = /^(\d{4})([/.-])(\d{1,2})\2(\d{1,2})( .{4,16})$/;

/**
 * @param stamp a date and a time as a log of this server writes them
 * @param known learns the order from a date that tells it
 * @returns the stamp as ISO 8601 writes it, without offset; null where day and month cannot be told apart
 */
export function localDate(stamp: string, known: DateOrder): string | null {
  const ordered = yearFirst.exec(stamp);
  if (ordered) {
    const [, year, , month, day, time] = ordered;
    return localDate(`${month}/${day}/${year}${time}`, { dayFirst: false });
  }
  const match = written.exec(stamp);
  if (!match) return null;
  const [, first, mark, second, year, hour, , minute, seconds = '00', half] = match;
  if (Number(first) > 12) known.dayFirst = true;
  else if (Number(second) > 12) known.dayFirst = false;
  const dayFirst = first === second || mark === '.' ? true : known.dayFirst;
  if (dayFirst === undefined) return null;
  const [day, month] = dayFirst ? [first, second] : [second, first];
  const hours = half ? (Number(hour) % 12) + (half.toUpperCase() === 'P' ? 12 : 0) : Number(hour);
  const two = (value: string | number) => String(value).padStart(2, '0');
  return `${year.length === 2 ? `20${year}` : year}-${two(month)}-${two(day)} ${two(hours)}:${minute}:${seconds}`;
}
