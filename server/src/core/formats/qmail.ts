// How do qmail and its kin (netqmail, notqmail, s/qmail) write what became of a message? qmail-send names message, recipient and
// outcome on lines of their own; multilog puts a TAI64N stamp before each, splogger a number of seconds, tai64nlocal a date.
// Deliberately absent: tcpserver's lines, and what patched releases add beside the words of a delivery.
import { isDigit } from '../codes/characters.ts';
import type { LogRecord, Outcome, Phase } from '../model/attempt.ts';
import type { Format, FormatState } from './format.ts';
import type { Frame } from './frame.ts';
import { attemptOf, noWords, readWords, type Spelling, stampOf } from './reading.ts';

/** Messages and deliveries under way, oldest first; qmail uses their numbers again. */
interface Queue extends FormatState {
  senders?: [msg: string, sender: string][];
  deliveries?: [delivery: string, msg: string, recipient: string, local: boolean][];
}
const remembered = 256;

/** What qmail-send says of its queue; asked of every line that begins so or behind a stamp. */
const words =
  /^(?:starting delivery \d{1,12}: msg |delivery \d{1,12}: (?:success|failure|deferral): |(?:new|end|info|bounce|triple|double) (?:bounce )?msg |status: (?:local|exiting)|(?:triple|double) bounce: |(?:rblsmtpd|CHKUSER) ?:? |tcpserver: |(?:Reject|Accept|Defer)::[A-Z]{2,8}::)/;

/** Blanks stand as underscores, line ends as slashes: `550-5.1.1_no_such_user/550_5.1.1_see_x`. */
const spelling: Spelling = {
  mask: (said) => said.replaceAll('_', ' ').replace(/\/(?=[2-5]\d\d[ -])/g, ' '),
  undo: (said) =>
    said
      .replaceAll('_', ' ')
      .replace(/\/(?=[2-5]\d\d[ -])/g, ' ')
      .replace(/(?<=[.)])\/(?=[A-Z])/g, ' ')
      .replace(/\/$/, ''),
};

const outcomes: { readonly [word: string]: Outcome | undefined } = {
  success: 'delivered',
  failure: 'bounced',
  deferral: 'deferred',
};

/** What qmail-remote says before the server's words (qmail-remote.c). */
const steps: readonly (readonly [words: RegExp, phase: Phase])[] = [
  [/does_not_like_recipient/, 'RCPT TO'],
  [/sender_was_rejected/, 'MAIL FROM'],
  [/greeting_failed|wasn't_able_to_establish_an_SMTP_connection/, 'connect'],
  [/my_name_was_rejected/, 'EHLO'],
  [/failed_on_DATA_command/, 'DATA'],
  [/failed_after_I_sent_the_message|accepted_message/, 'end of DATA'],
  [/authentication_was_rejected|auth_failed/i, 'AUTH'],
  [/STARTTLS|TLS_(?:connect|not)/i, 'STARTTLS'],
];

/**
 * `192.0.2.5_does_not_like_recipient.`, `Connected_to_192.0.2.5_but_greeting_failed.`, `2001:db8::25_accepted_message.`,
 * `mx.d.example_[192.0.2.5]_does_not_like_recipient.`, `…;_connected_to_192.0.2.5.`
 */
const server =
  /(?:^|[/_])(?:Connected_to_)?([\da-f]{1,4}[.:][\da-f.:]{2,44}|[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})(?:_[[(][\da-f.:]{2,45}[\])])?_(?:does_not_like|failed_(?:after|on)|accepted_message|but_)/i;
const connected = /[oC]nnected_to_([\da-f.:]{3,45}?)\.?(?:_|\/|$)/i;

export const qmail: Format = {
  id: 'qmail',
  documentation: 'https://cr.yp.to/qmail/guide.html',
  claimsProgram: (program) => program === 'qmail' || program.startsWith('qmail-') || program === 'rblsmtpd',
  claimsLine(line) {
    const start = startOfWords(line, 0);
    const first = line.charCodeAt(start) | 0x20;
    // d(elivery), s(tarting, status), n(ew), e(nd), i(nfo), b(ounce), r(blsmtpd, eject), c(hkuser), t(riple, cpserver), a(ccept)
    if (
      !(
        first === 0x61 ||
        first === 0x64 ||
        first === 0x73 ||
        first === 0x6e ||
        first === 0x65 ||
        first === 0x69 ||
        first === 0x62 ||
        first === 0x72 ||
        first === 0x63 ||
        first === 0x74
      )
    )
      return false;
    return words.test(line.slice(start, start + 40));
  },
  read(line, frame, state) {
    const at = startOfWords(line, frame.messageStart);
    const queue = state as Queue;
    if (line.startsWith('delivery ', at)) return readDelivery(line, frame, at, queue);
    if (line.startsWith('starting delivery ', at)) return remember(line, at, queue);
    if (line.startsWith('info msg ', at)) return readSender(line, frame, at, queue);
    if (line.startsWith('rblsmtpd: ', at) || frame.program === 'rblsmtpd') return readListed(line, frame, at);
    const reject = line.indexOf('Reject::', at);
    if (reject >= 0 && reject < at + 40) return readReject(line, frame, reject);
    return line.startsWith('CHKUSER rejected ', at) ? readChecked(line, frame, at) : null;
  },
};

/** Behind `@40000000512e1c6a1a2b3c4d `, `1098000000.123456 `, `2004-10-22 10:00:00.123456789 `. */
function startOfWords(line: string, messageStart: number): number {
  const first = line.charCodeAt(messageStart);
  if (first === 0x40 && line.charCodeAt(messageStart + 1) === 0x34) return messageStart + 26;
  if (!isDigit(first)) return messageStart;
  if (line.charCodeAt(messageStart + 10) === 0x2e) return line.indexOf(' ', messageStart) + 1;
  if (messageStart === 0 && line.charCodeAt(4) === 0x2d && line.charCodeAt(13) === 0x3a)
    return line.indexOf(' ', 17) + 1;
  return messageStart;
}

/** The label counts seconds from 1970 plus 2⁶² and, without a table of leap seconds, 10 (https://cr.yp.to/daemontools/tai64nlocal.html). */
export function taiStamp(words: string): string | null {
  const label = /^@4[\da-f]{7}([\da-f]{8})([\da-f]{8}) /.exec(words.slice(0, 27));
  if (!label) return null;
  const seconds = Number.parseInt(label[1], 16) - 10;
  const micro = String(Math.floor(Number.parseInt(label[2], 16) / 1000)).padStart(6, '0');
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}.${micro}Z`;
}

const stampIn = (line: string, frame: Frame): string | null =>
  taiStamp(line.slice(frame.messageStart, frame.messageStart + 27)) ?? stampOf(line, frame);

/** `starting delivery 2392: msg 93869 to remote u@d.example` */
function remember(line: string, at: number, queue: Queue): null {
  const match = /^(\d{1,12}): msg (\d{1,20}) to (local|remote) (.+)$/.exec(line.slice(at + 18));
  if (match)
    queue.deliveries = [
      ...(queue.deliveries ?? []).filter(([id]) => id !== match[1]).slice(1 - remembered),
      [match[1], match[2], match[4], match[3] === 'local'],
    ];
  return null;
}

/** `info msg 93869: bytes 2343 from <s@e.example> qp 18695 uid 49491` */
function readSender(line: string, frame: Frame, at: number, queue: Queue): LogRecord | null {
  const match = /^(\d{1,20}): bytes \d{1,20} from <([^>]{0,320})>/.exec(line.slice(at + 9));
  if (!match) return null;
  queue.senders = [
    ...(queue.senders ?? []).filter(([msg]) => msg !== match[1]).slice(1 - remembered),
    [match[1], match[2]],
  ];
  return {
    format: 'qmail',
    codes: [],
    attempts: [],
    at: { start: at, end: line.length },
    text: null,
    stamp: stampIn(line, frame),
    from: { queueId: match[1], sender: match[2] },
  };
}

/**
 * `delivery 2392: failure: 192.0.2.5_does_not_like_recipient./Remote_host_said:_550_5.1.1_<u@d>_is_not_a_valid_mailbox./Giving_up_on_192.0.2.5./`
 * `delivery 2393: success: 192.0.2.5_accepted_message./Remote_host_said:_250_2.0.0_Ok/`   `delivery 2394: success: did_0+0+1/`
 * `delivery 2395: deferral: Sorry,_I_wasn't_able_to_establish_an_SMTP_connection._(#4.4.1)/`
 */
function readDelivery(line: string, frame: Frame, at: number, queue: Queue): LogRecord | null {
  const colon = line.indexOf(': ', at);
  const second = line.indexOf(': ', colon + 2);
  const outcome = second < 0 ? undefined : outcomes[line.slice(colon + 2, second)];
  if (!outcome) return null;
  const start = second + 2;
  const said = line.indexOf('emote_host_said:_', start);
  const giving = said < 0 ? -1 : line.lastIndexOf('/Giving_up_on_');
  const read = readWords(line, said < 0 ? start : said + 17, giving > said ? giving : line.length, spelling);
  const found = outcome === 'delivered' && said < 0 ? { ...noWords, text: read.text } : read; // did_0+0+1
  const [, msg, recipient, local] = queue.deliveries?.find(([id]) => id === line.slice(at + 9, colon)) ?? [];
  const told = line.slice(start, said < 0 ? line.length : said);
  const host =
    local || (said < 0 && !told.includes('onnected_to_'))
      ? null
      : ((server.exec(told) ?? connected.exec(told))?.[1] ?? null);
  const tooLong = outcome === 'bounced' && line.includes('in_the_queue_too_long', start);
  const attempt = attemptOf('qmail', found, {
    queueId: msg ?? null,
    sender: queue.senders?.find(([id]) => id === msg)?.[1] ?? null,
    recipient: recipient ?? null,
    host,
    outcome: tooLong
      ? 'expired'
      : outcome === 'delivered' && host !== null && (host.startsWith('127.') || host === '::1')
        ? 'relayed'
        : outcome,
    phase: local ? null : (steps.find(([pattern]) => pattern.test(told))?.[1] ?? null),
    ...(said < 0 && { reply: null }),
  });
  return {
    format: 'qmail',
    codes: found.codes,
    attempts: [attempt],
    at: { start: colon + 2, end: second },
    text: found.text,
    stamp: stampIn(line, frame),
  };
}

/** `rblsmtpd: 203.0.113.199 pid 550: 451 https://bl.example.net/query/ip/203.0.113.199` */
function readListed(line: string, frame: Frame, at: number): LogRecord | null {
  const match = /^(?:rblsmtpd: )?(?:([\da-f.:]{2,45}) )?pid \d{1,10}: (?=[45]\d\d )/.exec(line.slice(at));
  if (!match) return null;
  return refusal(line, frame, at + match[0].length, {
    host: match[1] ?? null,
    phase: 'connect',
    sender: null,
    recipient: null,
  });
}

/** What s/qmail and Spamcontrol call the step at which they refused. */
const doors: { readonly [word: string]: Phase | undefined } = {
  SNDR: 'RCPT TO', // told when the recipient is named
  ORIG: 'MAIL FROM',
  RCPT: 'RCPT TO',
  RBL: 'RCPT TO',
  AUTH: 'AUTH',
  TLS: 'STARTTLS',
  DATA: 'end of DATA',
};

/** `Reject::RCPT::Failed_Rcptto: P:SMTP S:203.0.113.7:mx.e.example H:helo F:s@e.example T:u@d.example` */
function readReject(line: string, frame: Frame, at: number): LogRecord | null {
  const match =
    /^Reject::([A-Z]{2,8})::([\w-]{1,60}):{0,2} (?:P:\S{0,20} )?(?:S:(\S{0,300}) )?(?:H:\S{0,255} )?(?:F:(\S{0,320}) )?(?:T:(\S{0,320}))?/.exec(
      line.slice(at),
    );
  if (!match) return null;
  const [, step, why, client] = match;
  const colon = client?.lastIndexOf(':') ?? -1;
  const name = colon < 0 ? '' : client!.slice(colon + 1);
  const start = at + 'Reject::'.length + step!.length + 2;
  const record = refusal(line, frame, start, {
    host: name !== '' && name !== 'unknown' ? name : colon < 0 ? (client ?? null) : client!.slice(0, colon),
    phase: doors[step!] ?? 'RCPT TO',
    sender: match[4] ?? null,
    recipient: match[5] || null,
  });
  const text = why!.replaceAll('_', ' ');
  return { ...record, text, attempts: record.attempts.map((attempt) => ({ ...attempt, text, layers: [0] })) };
}

/** `CHKUSER rejected rcpt: from <s@e::> remote <helo:mx.e:192.0.2.7> rcpt <u@d.example> : not existing recipient` */
function readChecked(line: string, frame: Frame, at: number): LogRecord | null {
  const match =
    /^CHKUSER rejected (rcpt|sender|relaying): from <([^:>]{0,320})[^>]{0,320}> remote <[^>]{0,300}:([^:>]{0,45})> rcpt <([^>]{0,320})> : /.exec(
      line.slice(at),
    );
  if (!match) return null;
  const phase = match[1] === 'sender' ? 'MAIL FROM' : 'RCPT TO';
  return refusal(line, frame, at + match[0].length, {
    host: match[3] || null,
    phase,
    sender: match[2],
    recipient: match[4] || null,
  });
}

function refusal(
  line: string,
  frame: Frame,
  start: number,
  who: { host: string | null; phase: Phase; sender: string | null; recipient: string | null },
): LogRecord {
  const found = readWords(line, start, line.length);
  const attempt = attemptOf('qmail', found, { ...who, direction: 'in', outcome: 'rejected' });
  return {
    format: 'qmail',
    codes: found.codes,
    attempts: [attempt],
    at: { start, end: line.length },
    text: found.text,
    stamp: stampIn(line, frame),
  };
}
