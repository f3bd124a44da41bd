// How does Sendmail write what became of a message (8.12 to 8.18, also as sm-mta and sm-msp-queue)?
// Deliberately absent: which line of a multi-line reply it kept (it logs one only), the letters of STARTTLS and milter lines.
import type { SaidCode } from '../codes/scan.ts';
import type { LogRecord, Outcome, Phase } from '../model/attempt.ts';
import type { Format } from './format.ts';
import type { Frame } from './frame.ts';
import { attemptOf, between, noWords, readWords, remark, stampOf, statusAt, type Words } from './reading.ts';

/** A queue id has 14 characters, of older releases 12 or 15: `6ANMV4Xp000126: `. */
const longestId = 18;

/** Steps of our own dialogue that a ruleset or a milter belongs to. */
const steps: readonly (readonly [words: RegExp, phase: Phase])[] = [
  [/^(?:ruleset=check_(?:relay|conn)|Milter: connect)/, 'connect'],
  [/^Milter: helo/, 'EHLO'],
  [/^(?:ruleset=check_mail|Milter: from=)/, 'MAIL FROM'],
  [/^(?:ruleset=check_(?:rcpt|compat)|Milter: to=)/, 'RCPT TO'],
  [/^(?:ruleset=check_data|Milter: data)/, 'DATA'],
  [
    /^(?:ruleset=(?:check_eo[hm]|Local_check)|Milter: (?:eoh|body|eom|header|discard|milter=)|milter=\w{1,30}, quarantine=)/,
    'end of DATA',
  ],
  [/^ruleset=(?:trust_auth|check_auth)/, 'AUTH'],
  [/^ruleset=tls_/, 'STARTTLS'],
];

export const sendmail: Format = {
  id: 'sendmail',
  documentation: 'https://ftp.sendmail.org/doc/op.pdf',
  claimsProgram: (program) =>
    /^(?:sendmail(?:-\w+)?|sm-(?:mta|msp|msp-queue|que|client|acceptingconnections))$/.test(program),
  read(line, frame) {
    const colon = line.indexOf(': ', frame.messageStart);
    const hasId = colon > 0 && colon < frame.messageStart + longestId;
    const at = hasId ? colon + 2 : frame.messageStart;
    const queueId = hasId ? line.slice(frame.messageStart, colon) : null;
    switch (line.charCodeAt(at)) {
      case 0x74: // to=
        return line.startsWith('to=', at) ? readDelivery(line, frame, queueId, at) : null;
      case 0x66: // from=
        return line.startsWith('from=', at) && queueId ? readSender(line, frame, queueId, at) : null;
      case 0x72: // ruleset=
      case 0x4d: // Milter:
        return line.startsWith('ruleset=', at) || line.startsWith('Milter: ', at)
          ? readRefusal(line, frame, queueId, at)
          : null;
      case 0x6d: // milter=clamav, quarantine=…   milter=clamav, action=rcpt, reject=550 … (told again as `Milter: to=…`)
        return line.startsWith('milter=', at) ? readMilter(line, frame, queueId, at) : null;
      case 0x3c: // <u@d>... User unknown
        return readUnknown(line, frame, queueId, at);
      case 0x2d: // --- 550 5.1.1 <u@d>... User unknown (what we answered, from log level 13 on)
        return line.startsWith('--- ', at) ? readAnswer(line, frame, at + 4) : null;
      default:
        return queueId && line.includes(': Cannot send message for ', at)
          ? readExpiry(line, frame, queueId, at)
          : null;
    }
  },
};

/** `6ANMV4Xp000126: from=<anna.berg@example.org>, size=423, class=0, nrcpts=2, …` */
function readSender(line: string, frame: Frame, queueId: string, at: number): LogRecord {
  const sender = between(line, 'from=', ', ', at) ?? '';
  return { ...remark('sendmail', line, frame), from: { queueId, sender: sender.replace(/^<(.*)>$/, '$1') } };
}

/**
 * `to=<dora.keller@example.net>, delay=00:00:00, xdelay=00:00:00, mailer=esmtp, pri=60423, relay=mx1.example.net. [198.51.100.11],
 * dsn=5.1.1, reply=550 5.1.1 <dora.keller@example.net>: Recipient address rejected, stat=User unknown`; before 8.17 without `reply=`:
 * `to=<u@d>, …, dsn=4.2.0, stat=Deferred: 450 4.2.0 <u@d>: Recipient address rejected: Greylisted`
 * `to=jonas, ctladdr=<jonas@example.org> (1801/65534), …, mailer=local, pri=30404, dsn=2.0.0, stat=Sent`
 */
export function readDelivery(
  line: string,
  frame: Frame,
  queueId: string | null,
  at: number,
): LogRecord | null {
  const stat = line.lastIndexOf(', stat=');
  if (stat < at) return null;
  const fields = line.indexOf(', ', at) < 0 ? at : endOfRecipients(line, at + 3);
  const mailer = between(line, ', mailer=', ',', fields, stat);
  const status = statusIn(line, ', dsn=', fields, stat);
  // A milter's refusal is logged once more for each recipient: to=<u@d>, delay=00:00:00, pri=30404, stat=Please try again later
  if (mailer === null && status === null) return null;
  const statWords = line.slice(stat + 7);
  const outcome = outcomeOf(statWords, status?.code ?? null);
  if (!outcome) return null;
  const words = wordsOf(line, fields, stat, outcome);
  const relay = line.indexOf(', relay=', fields);
  const host =
    !isLocal(mailer) && relay > 0 && relay < stat && wasReached(words, statWords, outcome)
      ? relayName(line, relay + 8)
      : null;
  const common = {
    queueId,
    host,
    outcome: outcome === 'delivered' && host !== null && isOurs(host) ? ('relayed' as const) : outcome,
    phase: null,
    status: status?.code ?? null,
    ...(outcome === 'delivered' && { reply: null, enhanced: status?.code ?? null }),
  };
  const attempts = recipientsIn(line, at + 3, fields).map((recipient) =>
    attemptOf('sendmail', words, { ...common, recipient: recipientOf(line, recipient, fields, stat) }),
  );
  const statCodes =
    words.start > stat
      ? []
      : readWords(
          line,
          stat + 7 + (/^Deferred: /.exec(statWords)?.[0].length ?? 0),
          line.length,
        ).codes.filter((code) => code.start > stat + 7);
  const codes = [...(status ? [status] : []), ...words.codes, ...statCodes];
  return {
    format: 'sendmail',
    codes,
    attempts,
    at: { start: stat + 2, end: line.length },
    text: words.text,
    stamp: stampOf(line, frame),
  };
}

/** Mailers that put mail into mailboxes, files and programs of this machine, Cyrus' and other LMTP ones too. */
const isLocal = (mailer: string | null): boolean =>
  /^(?:local|prog|\*file\*|cyrus\w*|lmtp\w*|dovecot\w*)$/.test(mailer ?? '');

/** Behind the last of `<a@b>,<c@d>`: at the comma that a blank follows, outside quotation marks. */
function endOfRecipients(line: string, at: number): number {
  let quoted = false;
  for (let end = at; end < line.length; end++) {
    const c = line.charCodeAt(end);
    if (c === 0x22) quoted = !quoted;
    else if (c === 0x2c && !quoted && line.charCodeAt(end + 1) === 0x20) return end;
  }
  return line.length;
}

function recipientsIn(line: string, from: number, to: number): string[] {
  const written = line.slice(from, to);
  if (!written.startsWith('<')) return [written];
  return written.slice(1, -1).split('>,<');
}

/** A program or a file is delivered to for the address that named it: `to="|/run/printer.sh", ctladdr=<printer@example.org> (8/0)`. */
function recipientOf(line: string, recipient: string, from: number, to: number): string {
  if (!/^["/|]/.test(recipient)) return recipient;
  return between(line, ', ctladdr=<', '>', from, to) ?? recipient;
}

function statusIn(line: string, key: string, from: number, to: number): SaidCode | null {
  const at = line.indexOf(key, from);
  if (at < 0 || at >= to + 2) return null;
  const start = at + key.length;
  const comma = line.indexOf(',', start);
  return statusAt(line, start, comma < 0 ? line.length : comma);
}

/** The words of `stat=` and the class of `dsn=`; null where nothing was tried (`stat=queued`). */
function outcomeOf(stat: string, status: string | null): Outcome | null {
  if (/^Sent\b/i.test(stat)) return 'delivered';
  if (stat.startsWith('queued') && !status?.startsWith('4')) return null;
  if (stat.startsWith('quarantined')) return 'held';
  if (/^(?:Cannot|Could not) send message for|^Message could not be delivered for/.test(stat))
    return 'expired';
  if (stat.startsWith('Deferred') || status?.startsWith('4')) return 'deferred';
  return status?.startsWith('2') ? 'delivered' : 'bounced';
}

/** Replies that Sendmail makes up itself when a connection breaks: `421 4.4.1 Connection reset by mx.example.net.` */
const madeUp =
  /^[45]\d\d (?:4\.4\.\d )?(?:Connection (?:reset|timed out|refused)|reply: read error|timeout waiting|mailer timeout)/i;

function wordsOf(line: string, from: number, stat: number, outcome: Outcome): Words {
  const reply = line.indexOf(', reply=', from);
  const withReply = reply > 0 && reply < stat;
  const start = withReply ? reply + 8 : stat + 7;
  const end = withReply ? stat : line.length;
  const written = line.slice(start, end);
  if (madeUp.test(written)) return { ...readWords(line, start, end), reply: null, enhanced: null };
  if (withReply) return readWords(line, start, end);
  // stat=Deferred: 450 4.2.0 …   stat=Sent (OK id=1vMSbC-00000054D2E2-0AbC)   stat=User unknown
  const skip =
    outcome === 'delivered'
      ? (/^Sent \(?/.exec(written)?.[0].length ?? 0)
      : (/^Deferred: (?=\d)/.exec(written)?.[0].length ?? 0);
  return readWords(
    line,
    start + skip,
    outcome === 'delivered' && line.endsWith(')') && skip > 5 ? end - 1 : end,
  );
}

/** Whether a server spoke at all: it replied, took the mail, or (before 8.17) its refusal became a word. */
function wasReached(words: Words, stat: string, outcome: Outcome): boolean {
  if (words.reply !== null || outcome === 'delivered') return true;
  return (
    outcome === 'bounced' &&
    !/^(?:Host unknown|Name server|I\/O error|Local configuration error|Service unavailable \(|Remote protocol error)/.test(
      stat,
    )
  );
}

/** `mx1.example.net. [198.51.100.11]`, `[192.0.2.5]`, `mx6.v6.example.net. [IPv6:2001:db8:0:0:0:0:0:25]`; long names are shortened with dots. */
function relayName(line: string, at: number): string | null {
  const match = /^(?:(\[)|([^\s,[]{1,255}?)\.?(?: |,|$))/.exec(line.slice(at, at + 260));
  if (!match) return null;
  return match[1] ? line.slice(at + 1, line.indexOf(']', at)).replace(/^IPv6:/, '') : match[2];
}

const isOurs = (host: string): boolean =>
  host === 'localhost' || host.startsWith('localhost.') || host.startsWith('127.') || host === '::1';

/**
 * `ruleset=check_rcpt, arg1=<someone@bigmail.example>, relay=mx-out.partner.example.com [198.51.100.61], reject=550 5.7.1 <…>... Relaying denied`
 * `ruleset=check_relay, arg1=host199.cheap.example.com, arg2=127.0.0.2, relay=host199.cheap.example.com [203.0.113.199], reject=550 5.7.1 Mail refused`
 * `Milter: to=<u@d.example>, reject=550 5.7.1 <u@d.example>... Not wanted`   `Milter: data, reject=451 4.3.2 Please try again later`
 * `ruleset=check_rcpt, arg1=<u@d.example>, relay=mx [192.0.2.7], discard`
 */
export function readRefusal(
  line: string,
  frame: Frame,
  queueId: string | null,
  at: number,
): LogRecord | null {
  const reject = line.indexOf(', reject=', at);
  const action =
    reject > 0 ? reject : Math.max(line.indexOf(', discard', at), line.indexOf(', quarantine=', at));
  if (action < 0) return null;
  const outcome: Outcome =
    reject > 0 ? 'rejected' : line.startsWith(', discard', action) ? 'discarded' : 'held';
  const words = reject > 0 ? readWords(line, reject + 9, line.length) : noWords;
  const phase = steps.find(([pattern]) => pattern.test(line.slice(at, at + 40)))?.[1] ?? null;
  // ruleset=tls_server, …, reject=403 4.7.0 TLS handshake failed.: we were the client; the delivery has a line of its own.
  if (/^ruleset=(?:tls_server|tls_rcpt|try_tls)/.test(line.slice(at, at + 20)))
    return { ...remark('sendmail', line, frame, words), text: words.text };
  const address =
    (
      between(line, ', arg1=', ', ', at, action) ??
      between(line, 'Milter: to=', ', ', at, action) ??
      between(line, 'Milter: from=', ', ', at, action)
    )?.replace(/^<(.*)>$/, '$1') ?? null;
  const relay = line.indexOf(', relay=', at);
  const attempt = attemptOf('sendmail', words, {
    queueId,
    sender: phase === 'MAIL FROM' ? address : null,
    recipient: phase === 'RCPT TO' ? address : null,
    host: relay > 0 && relay < action ? relayName(line, relay + 8) : null,
    direction: 'in',
    outcome,
    phase,
  });
  return {
    format: 'sendmail',
    codes: words.codes,
    attempts: [attempt],
    at: { start: action + 2, end: line.length },
    text: words.text,
    stamp: stampOf(line, frame),
  };
}

/** What one milter asked for: only a quarantine has no other line that tells of it. */
function readMilter(line: string, frame: Frame, queueId: string | null, at: number): LogRecord | null {
  if (line.includes(', quarantine=', at)) return readRefusal(line, frame, queueId, at);
  const reject = line.indexOf(', reject=', at);
  return reject < 0 ? null : readAnswer(line, frame, reject + 9);
}

/** `6ANMVolW000441: <nobody.here@example.org>... User unknown`: refused at the door, the client is named on another line. */
function readUnknown(line: string, frame: Frame, queueId: string | null, at: number): LogRecord | null {
  const close = line.indexOf('>... ', at);
  if (
    close < 0 ||
    !/^(?:User unknown|No such user|Possible|Relaying denied|Unable|Mailbox)/i.test(line.slice(close + 5))
  )
    return null;
  const words = readWords(line, close + 5, line.length);
  const attempt = attemptOf('sendmail', words, {
    queueId,
    recipient: line.slice(at + 1, close),
    direction: 'in',
    outcome: 'rejected',
    phase: 'RCPT TO',
    ...(/^(?:User unknown|No such user)/i.test(words.text) && { permanence: 'permanent' as const }),
  });
  return {
    ...remark('sendmail', line, frame, words),
    attempts: [attempt],
    at: { start: close + 5, end: line.length },
  };
}

/** What we answered; the refusal that it belongs to has its own line. */
function readAnswer(line: string, frame: Frame, start: number): LogRecord | null {
  const words = readWords(line, start, line.length);
  return words.codes.length === 0 ? null : { ...remark('sendmail', line, frame, words), text: null };
}

/** `6ANMVrZh000515: 6ANMW6dC000550: sender notify: Cannot send message for 9 seconds`: all who still waited; they are not named here. */
function readExpiry(line: string, frame: Frame, queueId: string, at: number): LogRecord {
  const start = line.indexOf('Cannot send message', at);
  const words = readWords(line, start, line.length);
  const attempt = attemptOf('sendmail', words, { queueId, outcome: 'expired' });
  return { ...remark('sendmail', line, frame, words), attempts: [attempt], at: { start, end: line.length } };
}
