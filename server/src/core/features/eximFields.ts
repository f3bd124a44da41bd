// What do the fields and flags of an Exim line mean (`H=`, `X=`, `CV=`, `R=`, `T=`, `=>`, `**` …)?
// Source: https://www.exim.org/exim-html-current/doc/html/spec_html/ch-log_files.html (§52.6 to §52.16).
import type { Translate } from '../l10n.ts';
import type { FieldGloss } from './gloss.ts';

/** ` CV=no`, ` C="250 OK"`, ` H=mx (helo) [192.0.2.5]:25`, ` K`, ` PRDR`: a field, up to its value's end. */
const field =
  /(?<= )(?:(M8S|[A-Z]{1,4}|id)=("(?:[^"\\]|\\.){0,2000}"|\S{0,1000}(?: \([^()\s]{0,255}\))?(?: \[[^\]\s]{2,45}\](?::\d{1,5})?)?)|(PRDR|TFO\*?|K|L)(?= |$))/g;

/** `<=`, `=>`, `->`, `>>`, `*>`, `**`, `==` behind the message's id. */
const flag = / (<=|=>|->|>>|\*>|\*\*|==) | (Completed)(?= |$)/;

/** A flag stands behind stamp, process id and message id; an arrow farther on is somebody's words. */
const farthestFlag = 160;

/** The field or flag that the column is in; null where there is none that needs words. */
export function eximFieldAt(line: string, column: number, t: Translate): FieldGloss | null {
  const head = line.length > 4_000 ? line.slice(0, 4_000) : line;
  const sign = flag.exec(head);
  const word = sign?.[1] ?? sign?.[2];
  if (sign && word && sign.index < farthestFlag) {
    const start = sign.index + 1;
    const end = start + word.length;
    if (column >= start && column <= end) return { start, end, title: word, meaning: flagMeaning(word, t) };
  }
  const arrives = sign?.[1] === '<=';
  for (const match of head.matchAll(field)) {
    const start = match.index;
    const end = start + match[0].length;
    if (column < start || column > end) continue;
    const meaning = meaningOf(match[1] ?? match[3]!, match[2] ?? '', arrives, t);
    return meaning ? { start, end, title: match[0], meaning } : null;
  }
  return null;
}

function flagMeaning(word: string, t: Translate): string {
  switch (word) {
    case '<=':
      return t('The message arrived; behind it stands the sender.');
    case '=>':
      return t('Delivered to this address.');
    case '->':
      return t('Delivered to one more address in the same transaction.');
    case '>>':
      return t('Delivered while it was still being received (cutthrough delivery).');
    case '*>':
      return t('Delivery was only tried out (-N): nothing was sent.');
    case '**':
      return t('Delivery failed for good. The sender gets a notice.');
    case '==':
      return t('Delivery is put off and will be tried again.');
    default:
      return t('Nothing is left to do for this message; it is gone from the queue.');
  }
}

function meaningOf(key: string, value: string, arrives: boolean, t: Translate): string | null {
  switch (key) {
    case 'H':
      return t(
        'The other host: its name as looked up, in brackets the name that it gave for itself, its address.',
      );
    case 'U':
      return t('The user on this machine who handed the message in, or the name by the ident protocol.');
    case 'P':
      return arrives ? protocol(value, t) : t('The return path: the sender of the envelope.');
    case 'S':
      return t('Size of the message in bytes.');
    case 'X':
      return t('Encryption: TLS version, cipher, and how many bits its key has.');
    case 'CV':
      return certificate(value, t);
    case 'DN':
      return t('The name in the certificate of the other side.');
    case 'SNI':
      return t('The server name that was asked for when encryption began.');
    case 'A':
      return t('How the other side logged in, and often as whom.');
    case 'C':
      return value.startsWith('"')
        ? t('What the server answered when it had taken the message.')
        : t('The commands that the client sent.');
    case 'K':
      return t('The message went in chunks (the BDAT command).');
    case 'L':
      return t('Several commands were sent at once (pipelining).');
    case 'PRDR':
      return t('The server could answer for each recipient separately (PRDR).');
    case 'RT':
      return t('Time that receiving took.');
    case 'QT':
      return t('Time from the arrival of the message until now.');
    case 'DT':
      return t('Time that this delivery took.');
    case 'D':
      return t('How long the connection lasted.');
    case 'DS':
      return t('DNSSEC: the look-up of the host was signed.');
    case 'F':
      return t('The sender of the envelope.');
    case 'T':
      return arrives
        ? t('The subject of the message.')
        : t('The transport: the part of the configuration that delivered, or tried to.');
    case 'R':
      return arrives
        ? t('This is a notice about another message; this is that message’s id.')
        : t('The router: the part of the configuration that decided where the message goes.');
    case 'I':
      return t('The address and port of this machine that the connection came to or went out from.');
    case 'M8S':
      return t('What the sender said of the characters: 8 is eight bits, 7 is seven, 0 is nothing.');
    case 'DKIM':
      return t('The domain whose DKIM signature was found good.');
    case 'PRX':
      return t('The proxy that the connection came through.');
    case 'Q':
      return t('The name of the queue, where there are several.');
    case 'ST':
      return t('The shadow transport, which made a copy.');
    case 'TFO':
    case 'TFO*':
      return t('The connection began faster than usual (TCP Fast Open).');
    case 'id':
      return arrives
        ? t('The Message-ID from the head of the message. It stays the same on every server on the way.')
        : null;
    default:
      return null;
  }
}

function certificate(value: string, t: Translate): string {
  if (value === 'yes') return t('The certificate of the other side was checked and is trusted.');
  if (value === 'dane')
    return t('The certificate of the other side is the one that its domain publishes in DNSSEC (DANE).');
  return t(
    'The certificate of the other side was not checked, or did not stand the check. The connection is encrypted all the same.',
  );
}

function protocol(value: string, t: Translate): string {
  const ways = [
    value.includes('smtps') || value.includes('esmtps') ? t('encrypted') : '',
    /smtps?a/.test(value) ? t('logged in') : '',
  ].filter((way) => way);
  const how = t('How the message came in.');
  return ways.length > 0 ? `${how} ${ways.join(', ')}.` : how;
}
