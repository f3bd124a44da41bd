// What do the fields of a Postfix line mean (`delay=`, `delays=`, `relay=`, `conn_use=`, `tls=`, `status=` …)?
// Source: https://www.postfix.org/postconf.5.html#delay_logging_resolution_limit and the delivery agents' manual pages.
// Deliberately absent: words that are no fields (postfixWords.ts), other servers' fields (eximFields.ts).
import type { Translate } from '../l10n.ts';
import { durationWords } from '../model/duration.ts';
import type { FieldGloss } from './gloss.ts';
import { tlsLevel, wordAt } from './postfixWords.ts';

/** `delays=0.1/0/0.5/0.5`: the key and its value up to a comma, blank or bracket; `tls=encrypt/(requiretls)` has brackets of its own. */
const field = /\b([a-z_-]{2,16})=(<[^<>]{0,320}>|[a-z-]{1,20}\/\([a-z-]{1,40}\)|[^\s,;()<>]{0,320})/g;

/** The field or word of a Postfix line that the column is in; null where there is none that needs words. */
export function postfixFieldAt(line: string, column: number, t: Translate): FieldGloss | null {
  return wordAt(line, column, t) ?? fieldAt(line, column, t);
}

function fieldAt(line: string, column: number, t: Translate): FieldGloss | null {
  for (const match of line.matchAll(field)) {
    const start = match.index;
    const end = start + match[0].length;
    if (column < start || column > end) continue;
    const meaning = meaningOf(match[1], match[2], t);
    return meaning ? { start, end, title: match[0], meaning } : null;
  }
  return null;
}

function meaningOf(key: string, value: string, t: Translate): string | null {
  switch (key) {
    case 'delay':
      return t(
        '{0} from the arrival of the message to the end of this attempt.',
        durationWords(Number(value), t),
      );
    case 'delays':
      return delays(value, t);
    case 'status':
      return status(value, t);
    case 'dsn':
      return dsn(value, t);
    case 'relay':
      return value === 'none'
        ? t('No server was reached in this attempt.')
        : t('The server or delivery agent that this attempt spoke to.');
    case 'conn_use':
      return t('How many messages had gone over this connection by now, this one included.');
    case 'orig_to':
      return t('The recipient as the sender wrote it, before aliases were applied.');
    case 'nrcpt':
      return t('Recipients that are still open for this message.');
    case 'tls':
      return tlsLevel(value, t);
    case 'client':
      return t(
        'The client that handed the message in: its name as looked up and confirmed, and its address.',
      );
    case 'sasl_username':
      return t('The user name with which the client logged in.');
    case 'sasl_method':
      return t('The way in which the client logged in.');
    case 'uid':
      return t('The number of the user on this machine who handed the message in.');
    case 'message-id':
      return t('The Message-ID from the head of the message. It stays the same on every server on the way.');
    case 'size':
      return t('Size of the message in bytes.');
    case 'proto':
      return t('The protocol that the client spoke.');
    case 'helo':
      return t('The name by which the client introduced itself. Anyone can write any name here.');
    default:
      return null;
  }
}

/** a: until the last entry into the active queue (all waiting after a deferral included), b: in it, c: connecting, d: sending. */
function delays(value: string, t: Translate): string | null {
  const parts = value.split('/').map(Number);
  if (parts.length !== 4 || parts.some((part) => !(part >= 0))) return null;
  const [a, b, c, d] = parts.map((part) => durationWords(part, t));
  return t(
    '{0} from arrival to the start of this attempt (earlier attempts included), {1} in the active queue, {2} connecting, {3} sending.',
    a,
    b,
    c,
    d,
  );
}

function dsn(value: string, t: Translate): string | null {
  if (value.startsWith('2')) return t('Accepted by the next server. That is not yet a mailbox.');
  return t(
    'The status that Postfix itself gives this attempt. Where the server answered with a code of its own, that one is more precise.',
  );
}

function status(value: string, t: Translate): string | null {
  switch (value) {
    case 'sent':
      return t('Handed over: the next server, or the mailbox, has taken responsibility.');
    case 'deferred':
      return t('Not delivered yet. The message stays in the queue and will be tried again.');
    case 'bounced':
      return t('Given up. The sender gets a notice that it was not delivered.');
    case 'expired':
      return t('The message was too long in the queue. It is given back to the sender.');
    case 'deliverable':
    case 'undeliverable':
      return t('The result of an address check. No message was sent.');
    case 'SOFTBOUNCE':
      return t(
        'A final refusal that is treated as temporary because soft_bounce is on. It will be tried again.',
      );
    default:
      return null;
  }
}
