// What instant does `Thu, 29 Apr 2010 23:34:45 +0900 (JST)` name? (RFC 5322 §3.3, with the old zone names of §4.3.)
// Deliberately absent: any clock; nothing is completed.

const months = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');

const zones: { readonly [name: string]: string } = {
  GMT: 'Z',
  UT: 'Z',
  UTC: 'Z',
  Z: 'Z',
  EST: '-05:00',
  EDT: '-04:00',
  CST: '-06:00',
  CDT: '-05:00',
  MST: '-07:00',
  MDT: '-06:00',
  PST: '-08:00',
  PDT: '-07:00',
};

// Thu, 29 Apr 2010 23:34:45 +0900 (JST)      29 Apr 10 23:34 GMT
const mailDate =
  /^(?:[a-z]{2,9},? {0,2})?(\d{1,2})[ -]([a-z]{3})[a-z]{0,6}[ -](\d{4}|\d\d) (\d{1,2}):(\d\d)(?::(\d\d))?(?: ([+-]\d{4}|[a-z]{1,4}))?/i;

/** ISO 8601, without an offset where the text has none; null where it is no date. */
export function isoDate(text: string): string | null {
  const match = mailDate.exec(text.trim().replace(/\s{1,20}/g, ' '));
  if (!match) return null;
  const [, day, name, year, hour, minute, second, zone] = match;
  const month = months.indexOf(name.toLowerCase()) + 1;
  if (month === 0 || Number(day) < 1 || Number(day) > 31 || Number(hour) > 23 || Number(minute) > 59)
    return null;
  const fullYear = year.length === 4 ? year : `${Number(year) < 50 ? '20' : '19'}${year}`; // RFC 5322 §4.3
  return `${fullYear}-${two(month)}-${two(day)}T${two(hour)}:${minute}:${second ?? '00'}${offsetOf(zone)}`;
}

const two = (value: number | string): string => String(value).padStart(2, '0');

function offsetOf(zone: string | undefined): string {
  if (!zone) return '';
  if (zone[0] !== '+' && zone[0] !== '-') return zones[zone.toUpperCase()] ?? '';
  return zone.endsWith('0000') ? 'Z' : `${zone.slice(0, 3)}:${zone.slice(3)}`;
}
