// What does one `Received` line tell: who brought the message, who took it, when, and how long it had taken since the hop before?
// Deliberately absent: reading the line (mime/received.ts).
import type { Translate } from '../l10n.ts';
import { type Hop, readReceived } from '../mime/received.ts';
import { secondsBetween, waitWords } from './mailTime.ts';
import type { Head, PlacedField } from './messageHeads.ts';

/** From here on (seconds) the wait is worth a look. */
const longWait = 300;
export const isLongWait = (seconds: number): boolean => seconds >= longWait;

/** A title and sentences for this hop. */
export function glossReceived(
  field: PlacedField,
  head: Head,
  t: Translate,
): { title: string; lines: string[] } {
  // The last server's line stands on top.
  const all = head.fields.filter(({ name }) => name === 'received');
  const index = all.indexOf(field);
  const hop = readReceived(field.value);
  const before = all[index + 1] ? readReceived(all[index + 1].value) : null;
  const lines = [`${who(hop, field.value, t)} ${how(hop, t)}`.trim(), when(hop, before, t)];
  if (hop.id && hop.by)
    lines.push(t('Its id there is {0}; search for it in the log of {1}.', hop.id, hop.by));
  if (index > 0)
    lines.push(
      t('Each server adds its line on top. Lines below that of a server that you trust may be invented.'),
    );
  return { title: t('Hop {0} of {1}', all.length - index, all.length), lines };
}

function who(hop: Hop, value: string, t: Translate): string {
  const by = hop.by ?? t('A server');
  const client = hop.name ?? hop.helo;
  if (!client && !hop.ip) return t('{0} took the message; from whom, the line does not say.', by);
  const whom = client && hop.ip && !client.includes(hop.ip) ? `${client} (${hop.ip})` : (client ?? hop.ip!);
  const taken = t('{0} took the message from {1}.', by, whom);
  if (hop.name && hop.helo && hop.name.toLowerCase() !== hop.helo.toLowerCase())
    return `${taken} ${t('The client called itself {0}.', hop.helo)}`;
  // from mail.example.org (unknown [192.0.2.25]) by …
  return /\(unknown \[/i.test(value)
    ? `${taken} ${t('No name was found for its address, or none that leads back to it.')}`
    : taken;
}

function how(hop: Hop, t: Translate): string {
  const login = hop.authenticated ? t('The client had logged in.') : '';
  if (hop.encrypted) return `${t('The connection was encrypted (TLS).')} ${login}`;
  return /^e?smtpa?$/i.test(hop.protocol ?? '') && hop.ip
    ? `${t('The line names no encryption for this hop.')} ${login}`
    : login;
}

function when(hop: Hop, before: Hop | null, t: Translate): string {
  if (!hop.date) return t('The line bears no date.');
  const at = t('At {0}.', hop.date);
  if (!before) return `${at} ${t('This is the first hop that left a line.')}`;
  const seconds = secondsBetween(before.date, hop.date);
  if (seconds === null)
    return `${at} ${t('How long it took cannot be told: one of the two dates is missing or has no time zone.')}`;
  if (seconds < 0)
    return `${at} ${t('That is {0} before the time of the hop before it: the clock of one of the two servers is wrong.', waitWords(-seconds, t))}`;
  const after = t('That is {0} after the hop before it.', waitWords(seconds, t));
  if (!isLongWait(seconds) || !before.by) return `${at} ${after}`;
  return `${at} ${after} ${t('The message waited at {0}, or on the way from there.', before.by)}`;
}
