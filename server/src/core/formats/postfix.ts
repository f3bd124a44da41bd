// How does Postfix write what became of a message? Claims every program whose last part is a Postfix daemon, whatever the
// instance is called (`postfix/smtp`, `postfix-out/smtp`, `transfer/smtp`).
// Deliberately absent: joining lines of one queue id (model/), what a reply means (verdict/).
import { readReply } from '../codes/reply.ts';
import type { SaidCode } from '../codes/scan.ts';
import type { Attempt, LogRecord, Outcome, Phase } from '../model/attempt.ts';
import type { Format } from './format.ts';
import type { Frame } from './frame.ts';
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

const phases: readonly (readonly [words: string, phase: Phase])[] = [
  ['end of DATA', 'end of DATA'], // (in reply to end of DATA command)   while sending end of data -- message may be sent more than once
  ['end of data', 'end of DATA'],
  ['END-OF-MESSAGE', 'end of DATA'], // milter-reject: END-OF-MESSAGE from …
  ['message body', 'DATA'], // while sending message body
  ['initial server greeting', 'connect'], // while receiving the initial server greeting
  ['CONNECT', 'connect'], // NOQUEUE: reject: CONNECT from …
  ['MAIL', 'MAIL FROM'],
  ['RCPT', 'RCPT TO'],
  ['DATA', 'DATA'],
  ['BDAT', 'DATA'],
  ['EHLO', 'EHLO'],
  ['HELO', 'EHLO'],
  ['LHLO', 'EHLO'],
  ['STARTTLS', 'STARTTLS'],
  ['AUTH', 'AUTH'],
  ['QUIT', 'QUIT'],
];

const phaseOf = (words: string): Phase | null =>
  phases.find(([start]) => words.startsWith(start))?.[1] ?? null;

export const postfix: Format = {
  id: 'postfix',
  documentation: 'https://www.postfix.org/postconf.5.html',
  claimsProgram(program) {
    const slash = program.lastIndexOf('/');
    return slash > 0 && daemons.has(program.slice(slash + 1));
  },
  claimsLine: (line) => isBare(line),
  read(line, frame) {
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
        return line.includes(' said: ') ? readRemark(line, frame) : null;
      }
    }
  },
};

/** A queue id has at most 20 characters; `NOQUEUE` stands in its place where there is none. */
const longestId = 22;

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

/** Actions of access tables, header checks and milters, right behind the queue id: `NOQUEUE: reject: `, `4A1B2C3D4E: milter-reject: `. */
const actions: readonly (readonly [word: string, outcome: Outcome])[] = [
  ['reject: ', 'rejected'],
  ['milter-reject: ', 'rejected'],
  ['reject_warning: ', 'rejected'],
  ['discard: ', 'discarded'],
  ['milter-discard: ', 'discarded'],
  ['hold: ', 'held'],
  ['milter-hold: ', 'held'],
];

function readRefusal(line: string, frame: Frame): LogRecord | null {
  const colon = line.indexOf(': ', frame.messageStart);
  if (colon < 0 || colon > frame.messageStart + longestId) return null;
  const first = line.charCodeAt(colon + 2);
  if (first !== 0x72 && first !== 0x6d && first !== 0x64 && first !== 0x68) return null; // r, m, d, h
  for (const [word, outcome] of actions)
    if (line.startsWith(word, colon + 2)) return readReject(line, frame, colon + 2, outcome);
  return null;
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

const stampOf = (line: string, frame: Frame): string | null =>
  frame.timeEnd > 0 ? line.slice(frame.timeStart, frame.timeEnd) : null;

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
  const attempt: Attempt = {
    queueId: line.slice(frame.messageStart, colon),
    sender: bracketed(line, ': from=<', colon, status),
    recipient: bracketed(line, ': to=<', colon, status) ?? bracketed(line, ', to=<', colon, status),
    // `relay=none`, `relay=local`: none was reached. A relay that is named has at least answered the connection.
    host: words.host ?? hostName(relay),
    direction: 'out',
    outcome: outcome === 'delivered' ? deliveredBy(frame.program, relay, line, words) : outcome,
    phase: words.phase ?? (outcome === 'delivered' && said.reply ? 'end of DATA' : null),
    status: dsn?.code ?? null,
    reply: said.reply,
    enhanced: said.enhanced ?? dsn?.code ?? null,
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

function fieldIn(line: string, key: string, end: string, from: number, to: number): string | null {
  const at = line.indexOf(key, from);
  if (at < 0 || at >= to) return null;
  const close = line.indexOf(end, at + key.length);
  return line.slice(at + key.length, close < 0 ? to : close);
}

/** `: to=<u@d>, …`: up to the `>` that ends the field, since quoted local parts may hold one. */
function bracketed(line: string, key: string, from: number, to: number): string | null {
  return fieldIn(line, key, '>,', from, to);
}

function dsnIn(line: string, from: number, to: number): SaidCode | null {
  const at = line.indexOf(', dsn=', from);
  if (at < 0 || at >= to) return null;
  const start = at + 6;
  const comma = line.indexOf(',', start);
  return statusAt(line, start, comma < 0 || comma > to ? to : comma);
}

interface Words {
  readonly start: number;
  readonly end: number;
  readonly phase: Phase | null;
  readonly host: string | null;
  /** A server spoke, not Postfix itself. */
  readonly said: boolean;
}

/**
 * Who said what between the brackets of a delivery line, or in a remark:
 * `host mx.example[192.0.2.5] said: 550 5.1.1 no such user (in reply to RCPT TO command)`
 * `host mx.example[192.0.2.5] refused to talk to me: 554-mx.example 554 Your access …`
 * `TLS is required, but host mx.example[192.0.2.5] refused to start TLS: 454 4.7.0 TLS not available`
 * `SASL authentication failed; server mx.example[192.0.2.5] said: 535 5.7.8 …`
 * `lost connection with mx.example[192.0.2.5] while sending RCPT TO`
 * `connect to mx.example[192.0.2.5]:25: Connection timed out`
 */
function wordsIn(line: string, from: number, to: number): Words {
  const reply = line.lastIndexOf(' (in reply to ', to);
  const end = reply > from ? reply : to;
  const phase = reply > from ? phaseOf(line.slice(reply + 14, to)) : null;
  const said = saidAt(line, from, end, ' said: ');
  if (said)
    return {
      start: said.start,
      end,
      phase: phase ?? (line.startsWith('SASL', from) ? 'AUTH' : null),
      host: said.host,
      said: true,
    };
  const noTls = saidAt(line, from, end, ' refused to start TLS: ');
  if (noTls) return { start: noTls.start, end, phase: 'STARTTLS', host: noTls.host, said: true };
  const refused = saidAt(line, from, end, ' refused to talk to me: ');
  if (refused)
    return { start: refused.start, end, phase: phase ?? 'connect', host: refused.host, said: true };
  const own = line.slice(from, end);
  // lost connection with mx.example[192.0.2.5] while sending RCPT TO / conversation with mx.example[192.0.2.5] timed out while …
  const cut =
    /^(?:delivery temporarily suspended: )?(?:lost connection|conversation) with (\S{1,255}) (?:timed out )?while (?:receiving the |sending |performing the )?(.{0,40})/.exec(
      own,
    );
  if (cut) return { start: from, end, phase: phaseOf(cut[2]), host: hostName(cut[1]), said: false };
  // connect to mx.example[192.0.2.5]:25: Connection timed out
  const connect =
    own.startsWith('connect to ') || own.startsWith('delivery temporarily suspended: connect to ');
  return { start: from, end, phase: connect ? 'connect' : null, host: null, said: false };
}

/** The first `host mx[ip] said: `; Postfix writes the host right before it. */
function saidAt(
  line: string,
  from: number,
  to: number,
  words: string,
): { start: number; host: string | null } | null {
  const at = line.indexOf(words, from);
  if (at < 0 || at >= to) return null;
  const blank = line.lastIndexOf(' ', at - 1);
  const before = line.slice(Math.max(from, blank - 8), blank);
  if (!before.endsWith('host') && !before.endsWith('server')) return null;
  return { start: at + words.length, host: hostName(line.slice(blank + 1, at)) };
}

/** `mx.example[192.0.2.5]:25` → `mx.example`; `unknown[192.0.2.7]:62795`, `[192.0.2.7]:25` → the address; `none`, a socket → null. */
export function hostName(relay: string | null): string | null {
  if (!relay) return null;
  const open = relay.indexOf('[');
  if (open < 0) return null;
  const close = relay.indexOf(']', open);
  const address = relay.slice(open + 1, close < 0 ? relay.length : close);
  if (address.includes('/')) return null; // private/dovecot-lmtp
  const name = relay.slice(0, open);
  return name === '' || name === 'unknown' ? address : name;
}

/** `status=sent` of the discard daemon throws mail away, of a filter passes it on, of all others delivers it. */
function deliveredBy(program: string, relay: string | null, line: string, words: Words): Outcome {
  if (program.endsWith('/discard')) return 'discarded';
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

/**
 * `NOQUEUE: reject: RCPT from unknown[192.0.2.7]:62795: 554 5.7.1 <a@b>: Relay access denied; from=<x@y> to=<a@b> proto=ESMTP helo=<z>`
 * `4A1B2C3D4E: milter-reject: END-OF-MESSAGE from mx.example[192.0.2.7]: 4.7.1 Service unavailable - try again later; from=<> to=<a@b> …`
 * `4A1B2C3D4E: reject: header Subject: x from mx.example[192.0.2.7]; from=<x@y> to=<a@b> proto=ESMTP helo=<z>: 5.7.1 words`
 */
function readReject(line: string, frame: Frame, action: number, outcome: Outcome): LogRecord | null {
  const head = line.indexOf(': ', frame.messageStart);
  if (head < 0 || head > action) return null;
  const what = line.indexOf(': ', action) + 2;
  const fields = line.lastIndexOf('; from=<');
  const client = line.indexOf(' from ', what);
  if (client < 0) return null;
  const isContent =
    line.startsWith('header ', what) ||
    line.startsWith('body ', what) ||
    line.startsWith('mime-header ', what) ||
    line.startsWith('nested-header ', what);
  const fieldsEnd = isContent && fields > 0 ? line.indexOf('>: ', line.indexOf(' helo=<', fields)) : -1;
  const clientStart = isContent && fields > 0 ? line.lastIndexOf(' from ', fields - 1) + 6 : client + 6;
  const clientEnd = endOfClient(line, clientStart);
  const start = isContent
    ? fieldsEnd > 0
      ? fieldsEnd + 3
      : line.length
    : Math.min(clientEnd + 2, line.length);
  const end = isContent || fields < 0 ? line.length : fields;
  const said = readReply(line, start, end);
  const queueId = line.slice(frame.messageStart, head);
  const attempt: Attempt = {
    queueId: queueId === 'NOQUEUE' ? null : queueId,
    sender: fields < 0 ? null : fieldIn(line, ' from=<', '>', fields, line.length),
    recipient: fields < 0 ? null : fieldIn(line, ' to=<', '>', fields, line.length),
    host: hostName(line.slice(clientStart, clientEnd)),
    direction: 'in',
    outcome,
    phase: isContent ? 'end of DATA' : phaseOf(line.slice(what, client)),
    status: null,
    reply: said.reply,
    enhanced: said.enhanced,
    text: line.slice(start, end),
    layers: said.layers.map((layer) => layer - start),
    writer: 'postfix',
  };
  // `reject_warning: ` would have been refused but was not: its words count, no attempt does.
  const attempts = line.startsWith('reject_warning', action) ? [] : [attempt];
  const at = { start: action, end: line.indexOf(':', action) };
  return {
    format: 'postfix',
    codes: said.codes,
    attempts,
    at,
    text: attempt.text,
    stamp: stampOf(line, frame),
  };
}

/** Behind `unknown[192.0.2.7]:62795` or `mx.example[192.0.2.7]`, at the colon or semicolon that follows. */
function endOfClient(line: string, at: number): number {
  const close = line.indexOf(']', at);
  if (close < 0) return line.length;
  let end = close + 1;
  if (line.charCodeAt(end) === 0x3a && line.charCodeAt(end + 1) !== 0x20) {
    end++;
    while (end < line.length && line.charCodeAt(end) >= 0x30 && line.charCodeAt(end) <= 0x39) end++;
  }
  return end;
}
