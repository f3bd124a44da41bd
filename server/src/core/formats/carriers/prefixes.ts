// What do containers, clusters, the journal and people's tools write before a program's line? Each prefix stands under the
// line that it was made from. Deliberately absent: carriers that escape what they carry (json.ts, csv.ts).
import { type Carried, shifted } from './carried.ts';

/** The groups of a prefix as a stamp that `Clock` reads. */
type StampOf = (groups: readonly (string | undefined)[]) => string | null;
const first: StampOf = ([stamp]) => stamp ?? null;
const none: StampOf = () => null;

const prefixes: readonly (readonly [prefix: RegExp, stamp: StampOf])[] = [
  // 2026-11-01T00:00:31.123456789Z stdout F Nov  1 00:00:31 mail postfix/smtp[77]: …   (Kubernetes CRI)
  // 2026-11-01T00:00:31.123456789Z Nov  1 00:00:31 mail postfix/smtp[77]: …   (docker logs -t)
  [
    /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)(?: std(?:out|err) [FP](?::\w{1,9})?)? /,
    first,
  ],
  // mail-1  | Nov  1 00:00:31 mail postfix/smtp[77]: …   \x1b[36mmail_1  |\x1b[0m Nov  1 …   (docker compose)
  [/^(?:\x1b\[[\d;]{1,8}m)?[\w.-]{1,80} {0,40}\|(?:\x1b\[[\d;]{0,8}m)? (?:\x1b\[[\d;]{0,8}m)?/, none],
  // [pod/mail-0/postfix] Nov  1 00:00:31 mail postfix/smtp[77]: …   (kubectl logs --prefix)
  [/^\[pod\/[^\]\s]{1,300}\] /, none],
  // 1793491231.123456 mail postfix/smtp[77]: …   (journalctl -o short-unix)
  [/^(\d{10}\.\d{6}) (?=\S)/, ([seconds]) => new Date(Number(seconds) * 1000).toISOString()],
  // [ 1234.567890] mail postfix/smtp[77]: …   (journalctl -o short-monotonic)
  [/^\[ {0,12}\d{1,9}\.\d{6}\] (?=\S)/, none],
  // Sun 2026-11-01 00:00:31 CET mail postfix/smtp[77]: …   (journalctl -o short-full)
  [
    /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?)(?: ([A-Z]{2,5}|[+-]\d\d(?::?\d\d)?))? (?=\S)/,
    ([time, zone]) => `${time}${zone === 'UTC' ? 'Z' : /^[+-]/.test(zone ?? '') ? zone : ''}`,
  ],
  // Sun Nov  1 00:00:31 2026 mail.info postfix/smtp[77]: …   (logread of OpenWrt)
  [
    /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d) (\d\d:\d\d:\d\d) (\d{4}) (?=\S)/,
    ([day, time, year]) => `${day} ${year} ${time}`,
  ],
  // 2026 Nov  1 00:00:31 mail postfix/smtp[77]: …
  [
    /^(\d{4}) ((?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d) (\d\d:\d\d:\d\d(?:\.\d{1,9})?) (?=\S)/,
    ([year, day, time]) => `${day} ${year} ${time}`,
  ],
  // 187 <22>1 2026-11-01T00:00:31Z mail postfix/smtp 77 - - …   (RFC 6587: a length before each message)
  [/^\d{1,6} (?=<\d{1,3}>)/, none],
  // /var/log/mail.log.1:Nov  1 00:00:31 mail postfix/smtp[77]: …   mail.log:17:2026-11-01T00:00:31Z mail …   17:Nov  1 …   (grep, grep -n)
  [
    /^(?:[\w./ -]{1,200}[:-])?(?:\d{1,9}[:-])?(?=(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d:\d\d |\d{4}-\d\d-\d\d[T ]\d\d:\d\d)/,
    none,
  ],
  //     17	Nov  1 00:00:31 mail postfix/smtp[77]: …   (cat -n)   > Nov  1 00:00:31 mail …   (quoted in a mail)
  [/^[ \t>|]{0,20}(?:\d{1,9}\t)?[ \t]{0,8}(?=[A-Z\d<])/, none],
];

/** What stands behind each prefix that fits; the most likely first. */
export function* behindPrefixes(line: string): Generator<Carried> {
  const head = line.slice(0, 320);
  for (const [prefix, stampOf] of prefixes) {
    const match = prefix.exec(head);
    if (match && match[0].length > 0) yield shifted(line, match[0].length, stampOf(match.slice(1)));
  }
}

/** ` postfix/smtp[77]: ` wherever it stands. */
const tag = /(?:^|[^\w/.@-])([\w.@-]{2,40}(?:\/[\w.@-]{1,40}){0,3})\[\d{1,10}\]: /g;

/** `Nov  1 00:00:31`, `Nov  1 2026 00:00:31`, `2026-11-01T00:00:31.123Z` before the tag. */
const stamp =
  /\b(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?|\d{4}-\d\d-\d\d \d\d:\d\d:\d\d|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d (?:\d{4} )?\d\d:\d\d:\d\d(?:\.\d{1,9})?)/;

/**
 * The line from the tag of a program that somebody knows:
 * `Nov  1 00:00:31 mail mail.info postfix/smtp[77]: …` (BusyBox), `Nov  1 00:00:31 <mail.info> mail postfix/smtp[77]: …` (FreeBSD, -vv),
 * `Nov  1 00:00:31 mail mail:info sendmail[77]: …` (AIX), `mail-0 postfix Nov  1 00:00:31 mail postfix/smtp[77]: …` (stern).
 */
export function fromTag(line: string, isKnown: (program: string) => boolean): Carried | null {
  if (!line.includes(']: ')) return null;
  for (const match of line.matchAll(tag)) {
    if (!isKnown(match[1])) continue;
    const from = match.index + match[0].indexOf(match[1]);
    return shifted(line, from, stamp.exec(line.slice(Math.max(0, from - 200), from))?.[1] ?? null);
  }
  return null;
}
