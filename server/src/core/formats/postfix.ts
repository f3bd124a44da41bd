// How does Postfix write what became of a message? Claims every program whose last part is a Postfix daemon, whatever the
// instance is called (`postfix/smtp`, `postfix-out/smtp`, `transfer/smtp`).
// Deliberately absent: joining lines of one queue id (model/), what a reply means (verdict/).
import { readReply } from '../codes/reply.ts';
import type { SaidCode } from '../codes/scan.ts';
import type { Attempt, LogRecord, Outcome } from '../model/attempt.ts';
import type { Format } from './format.ts';
import type { Frame } from './frame.ts';
import { readRefusal } from './postfixDoor.ts';
import { fieldIn, hostName, longestId, stampOf } from './postfixLine.ts';
import { isTraced, readTraced } from './postfixTrace.ts';
import { spoken, type Words, wordsIn } from './postfixWords.ts';
import { statusAt } from './reading.ts';

/** https://www.postfix.org/master.5.html and the daemons that it names. */
const daemons = new Set(
  `smtpd smtp lmtp qmgr nqmgr oqmgr cleanup pickup local virtual pipe bounce defer trace error retry discard postscreen dnsblog
   tlsproxy tlsmgr anvil scache verify trivial-rewrite rewrite proxymap proxywrite flush showq spawn master postsuper postqueue
   sendmail postdrop postfix-script postalias postmap relay postlogd qmqpd submission smtps submissions`.split(
    /\s+/,
  ),
);

/** What follows `status=` in a delivery line (src/global/log_adhoc.c, src/qmgr). */
const outcomes: { readonly [word: string]: Outcome | undefined } = {
  sent: 'delivered',
  deferred: 'deferred',
  SOFTBOUNCE: 'deferred',
  bounced: 'bounced',
  expired: 'expired',
  'force-expired': 'expired',
};

export const postfix: Format = {
  id: 'postfix',
  documentation: 'https://www.postfix.org/postconf.5.html',
  claimsProgram(program) {
    const slash = program.lastIndexOf('/');
    // barracuda.ts takes this one, and hands on what Postfix wrote.
    return slash > 0 && daemons.has(program.slice(slash + 1)) && program !== 'outbound/smtp';
  },
  claimsLine: (line) => isBare(line),
  read(line, frame, state) {
    if (isTraced(line, frame.messageStart)) return readTraced(line, frame, state);
    switch (frame.program === '' ? roleOfBare(line) : roleOf(frame.program)) {
      case 'queues': {
        const from = line.indexOf(': from=<', frame.messageStart);
        if (from < 0 || from > frame.messageStart + longestId) return null;
        const status = line.indexOf(', status=', from);
        return status > 0 ? readDelivery(line, frame, status + 2) : readQueued(line, frame, from);
      }
      case 'listens':
        return readRefusal(line, frame);
      default: {
        const status = line.indexOf(', status=', frame.messageStart);
        if (status > 0) return readDelivery(line, frame, status + 2);
        return spoken.some((words) => line.includes(words, frame.messageStart))
          ? readRemark(line, frame)
          : null;
      }
    }
  },
};

/**
 * Daemons that speak to clients write nothing of deliveries: what strangers put into their lines
 * (`to=<x, status=sent@y>`) must not be read as one.
 */
function roleOf(program: string): 'queues' | 'listens' | 'delivers' {
  if (program.endsWith('qmgr')) return 'queues';
  return program.endsWith('smtpd') || program.endsWith('cleanup') || program.endsWith('postscreen')
    ? 'listens'
    : 'delivers';
}

/**
 * A line without the name of its daemon, as `journalctl -o cat` shows it: `4A1B2C3D4E: to=<u@d>, relay=…`,
 * `NOQUEUE: reject: RCPT from …`. A queue id and what only Postfix writes behind it prove it.
 */
const bare =
  /^(?:NOQUEUE|[0-9A-F]{6,15}|[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{10,20}): (?:to=<[^,\n]{0,330}>, (?:orig_to=<[^,\n]{0,330}>, )?relay=|from=<[^,\n]{0,330}>, (?:size=\d|status=)|(?:milter-)?(?:reject|discard|hold): |reject_warning: )/;

function isBare(line: string): boolean {
  const first = line.charCodeAt(0);
  if (first < 0x30 || first > 0x7a) return false;
  const colon = line.indexOf(': ');
  return colon >= 6 && colon <= longestId && bare.test(line.slice(0, 720));
}

function roleOfBare(line: string): 'queues' | 'listens' | 'delivers' {
  const word = line.charCodeAt(line.indexOf(': ') + 2);
  return word === 0x66 ? 'queues' : word === 0x74 ? 'delivers' : 'listens';
}

/** `4A1B2C3D4E: from=<a@example.org>, size=1234, nrcpt=1 (queue active)` */
function readQueued(line: string, frame: Frame, colon: number): LogRecord | null {
  const close = line.indexOf('>, ', colon);
  if (close < 0) return null;
  const queueId = line.slice(frame.messageStart, colon);
  return {
    format: 'postfix',
    codes: [],
    attempts: [],
    at: { start: frame.messageStart, end: line.length },
    text: null,
    from: { queueId, sender: line.slice(colon + 8, close) },
    stamp: stampOf(line, frame),
  };
}

/** A record that only remembers or quotes something. */
function remark(line: string, frame: Frame): LogRecord {
  return {
    format: 'postfix',
    codes: [],
    attempts: [],
    at: { start: frame.messageStart, end: line.length },
    text: null,
    stamp: stampOf(line, frame),
  };
}

/** `4A1B2C3D4E: host mx.example[192.0.2.5] said: 450 4.7.1 try later (in reply to RCPT TO command)`: the next MX is tried. */
function readRemark(line: string, frame: Frame): LogRecord | null {
  const words = wordsIn(line, frame.messageStart, line.length);
  const { codes } = readReply(line, words.start, words.end);
  return codes.length === 0
    ? null
    : { ...remark(line, frame), codes, text: line.slice(words.start, words.end) };
}

/**
 * `4A1B2C3D4E: to=<u@d>, orig_to=<x@d>, relay=mx.example[192.0.2.5]:25, conn_use=2, delay=1.1, delays=0.1/0/0.5/0.5,
 * tls=may, dsn=5.1.1, status=bounced (host mx.example[192.0.2.5] said: 550 5.1.1 no such user (in reply to RCPT TO command))`
 */
function readDelivery(line: string, frame: Frame, status: number): LogRecord | null {
  const wordEnd = endOfName(line, status + 7);
  const word = line.slice(status + 7, wordEnd);
  const open = line.indexOf('(', wordEnd);
  const end = line.endsWith(')') ? line.length - 1 : line.length;
  const words =
    open === wordEnd + 1
      ? wordsIn(line, open + 1, end)
      : { start: wordEnd, end: wordEnd, phase: null, host: null, said: false };
  const said = readReply(line, words.start, words.end);
  const dsn = dsnIn(line, frame.messageStart, status);
  const codes = dsn ? [dsn, ...said.codes] : said.codes;
  const at = { start: status, end: wordEnd };
  const text = line.slice(words.start, words.end);
  const stamp = stampOf(line, frame);
  const outcome = outcomes[word];
  // status=deliverable, status=undeliverable: address probes
  if (!outcome) return codes.length > 0 ? { format: 'postfix', codes, attempts: [], at, text, stamp } : null;
  const colon = line.indexOf(': ', frame.messageStart);
  const relay = fieldIn(line, ', relay=', ',', colon, status);
  // relay=local, relay=dovecot, relay=none: what a program printed, or Postfix says itself, is nobody's reply.
  const answered = words.said || (relay?.includes('[') ?? false);
  const attempt: Attempt = {
    queueId: line.slice(frame.messageStart, colon),
    sender: bracketed(line, ': from=<', colon, status),
    recipient: recipientIn(line, colon, status),
    // `relay=none`, `relay=local`: none was reached. A relay that is named has at least answered the connection.
    host: words.host ?? hostName(relay),
    direction: 'out',
    outcome: outcome === 'delivered' ? deliveredBy(frame.program, relay, line, words) : outcome,
    phase: words.phase ?? (outcome === 'delivered' && answered && said.reply ? 'end of DATA' : null),
    status: dsn?.code ?? null,
    reply: answered ? said.reply : null,
    enhanced: (answered ? said.enhanced : null) ?? dsn?.code ?? null,
    text,
    layers: said.layers.map((layer) => layer - words.start),
    writer: 'postfix',
  };
  // Written out, not spread from another record: that alone would cost as much as all the rest of the line.
  return { format: 'postfix', codes, attempts: [attempt], at, text, stamp };
}

/** `status=sent`, `status=force-expired,`: letters and hyphens. */
function endOfName(line: string, at: number): number {
  while (at < line.length && line.charCodeAt(at) !== 0x20 && line.charCodeAt(at) !== 0x2c) at++;
  return at;
}

/** `: to=<u@d>, …`: up to the `>` that ends the field, since quoted local parts may hold one. */
function bracketed(line: string, key: string, from: number, to: number): string | null {
  return fieldIn(line, key, '>,', from, to);
}

/** `to=<u@d>`; exports that drop the brackets write `to=u@d`. */
function recipientIn(line: string, from: number, to: number): string | null {
  const written = bracketed(line, ': to=<', from, to) ?? bracketed(line, ', to=<', from, to);
  return written ?? fieldIn(line, ': to=', ',', from, to);
}

function dsnIn(line: string, from: number, to: number): SaidCode | null {
  const at = line.indexOf(', dsn=', from);
  if (at < 0 || at >= to) return null;
  const start = at + 6;
  const comma = line.indexOf(',', start);
  return statusAt(line, start, comma < 0 || comma > to ? to : comma);
}

/** `status=sent` of the discard daemon throws mail away, of a filter passes it on, of all others delivers it. */
function deliveredBy(program: string, relay: string | null, line: string, words: Words): Outcome {
  if (program.endsWith('/discard')) return 'discarded';
  // amavis threw it away: 250 2.7.0 Ok, discarded, id=12345-01 - spam
  if (/^250 2\.7\.\d Ok, discarded, /.test(line.slice(words.start, words.start + 30))) return 'discarded';
  return isOwnHop(relay, line, words) ? 'relayed' : 'delivered';
}

/**
 * An after-queue filter, or a rewriting of our own: `relay=127.0.0.1[127.0.0.1]:10024`,
 * `250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as …`, `forwarded as 4A1B2C3D4E`.
 */
function isOwnHop(relay: string | null, line: string, words: Words): boolean {
  if (line.startsWith('forwarded as ', words.start)) return true;
  if (line.slice(words.start, words.end).includes(' from MTA(')) return true;
  const name = hostName(relay);
  return (
    name !== null &&
    (name === 'localhost' || name.startsWith('localhost.') || name.startsWith('127.') || name === '::1') &&
    !line.includes('/lmtp[')
  );
}
