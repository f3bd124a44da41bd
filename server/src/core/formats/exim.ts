// How does Exim write what became of a message, in its main, reject and panic logs and in syslog?
// Deliberately absent: what log selectors add beyond the fields that a delivery has; debug output.
import type { LogRecord, Outcome } from '../model/attempt.ts';
import { quotingWords, readLogin, readRejection } from './eximDoor.ts';
import { hostIn, idEnd, isId, spelling, stampWithZone, startOfWords } from './eximLine.ts';
import type { Format, FormatState } from './format.ts';
import type { Frame } from './frame.ts';
import { attemptOf, between, phaseNamed, readWords, remark, type Words } from './reading.ts';

/** What lines without a message id begin with, when they matter; all others cost one look at a character. */
const unattached =
  /^(?:H=|rejected |temporarily rejected |[\w-]{1,40} authenticator failed |SMTP (?!E)|LMTP |TLS |exim \d|(?:Start|End) queue run|no (?:MAIL|host name|IP)|cwd=|Warning: |DKIM: |ident |unqualified |ETRN |Connection from |daemon |unexpected |SIGHUP |pid \d|refused |Failed )/;

export const exim: Format = {
  id: 'exim',
  documentation: 'https://www.exim.org/exim-html-current/doc/html/spec_html/ch-log_files.html',
  claimsProgram: (program) => /^exim4?(?:-\w+)?$/.test(program),
  claimsLine(line, state) {
    const start = startOfWords(line, 0);
    if (start > 0) return isId(line, start) || unattached.test(line.slice(start, start + 64));
    return (
      ((state as RejectLog).headers === true && header.test(line)) || line.startsWith('Envelope-from: <')
    );
  },
  read(line, frame, state) {
    const start = startOfWords(line, frame.messageStart);
    if (start < 0) return readHeader(line, state as RejectLog);
    if ((state as RejectLog).headers) (state as RejectLog).headers = undefined;
    const id = idEnd(line, start);
    const at = id > start ? id + 1 : start;
    const second = line.charCodeAt(at + 1);
    if (id > start && line.charCodeAt(at + 2) === 0x20) {
      const queueId = line.slice(start, id);
      // <=   =>  ->  >>   **   ==   *> (-N: nothing was sent)
      if (second === 0x3d && line.charCodeAt(at) === 0x3c) return readArrival(line, frame, queueId, at + 3);
      if (second === 0x3e && line.charCodeAt(at) !== 0x2a)
        return readDelivery(line, frame, queueId, at, 'delivered');
      if (second === 0x2a && line.charCodeAt(at) === 0x2a)
        return readDelivery(line, frame, queueId, at, 'bounced');
      if (second === 0x3d && line.charCodeAt(at) === 0x3d)
        return readDelivery(line, frame, queueId, at, 'deferred');
    }
    const queueId = id > start ? line.slice(start, id) : null;
    const rejected = line.indexOf('rejected ', at);
    if (rejected >= 0) return readRejection(line, frame, queueId, at, rejected);
    const discarded = line.indexOf(': discarded by ', at);
    if (discarded >= 0) return readRejection(line, frame, queueId, at, discarded);
    const login = line.indexOf(' authenticator failed for ', at);
    if (login >= 0) return readLogin(line, frame, login);
    if (
      line.includes(' error from remote mail server after ', at) ||
      line.includes(' authenticator failed H=', at) ||
      line.includes(' was: ', at)
    )
      return readRemark(line, frame, at);
    return null;
  },
};

/** The reject log shows the head of a message below its refusal: a stranger's words, up to a line of hyphens. */
interface RejectLog extends FormatState {
  headers?: boolean;
}

/** A field of the head with Exim's mark before it, a line that continues one, or the hyphens at the end. */
const header = /^(?:[ A-Z*]{0,2} {0,2}[A-Za-z][\w-]{0,76}: ?|[ \t]|-{5})/;

/** `Envelope-from: <s@e.example>`, `Envelope-to: <u@d.example>`, `P Received: from …`, `  Subject: 550 5.1.1 …`, `----------` */
function readHeader(line: string, log: RejectLog): null {
  log.headers = line.startsWith('-----') ? undefined : true;
  return null;
}

/** `1xVc08-00001S-0x <= anna.berg@example.org H=ws14.office.example.org [10.20.0.14] P=esmtp S=617 id=…`; `<= <> R=1xVc08-00001S-0x U=… P=local` */
function readArrival(line: string, frame: Frame, queueId: string, at: number): LogRecord {
  const sender = line.slice(at, endOfAddress(line, at));
  return {
    ...remark('exim', line, frame),
    stamp: stampWithZone(line, frame),
    from: { queueId, sender: sender === '<>' ? '' : sender },
  };
}

/** Behind an address, which may be quoted: `"a b"@example.org`. */
function endOfAddress(line: string, at: number): number {
  if (line.charCodeAt(at) === 0x22) at = Math.max(at, line.indexOf('"', at + 1));
  const blank = line.indexOf(' ', at);
  const end = blank < 0 ? line.length : blank;
  return line.charCodeAt(end - 1) === 0x3a && line.charCodeAt(at) !== 0x3a ? end - 1 : end; // `u@d: retry timeout exceeded`, but `:blackhole:`
}

/**
 * `=> info@example.net R=remote T=smtp H=mx1.example.net [198.51.100.11] C="250 2.0.0 Ok: queued as 4T4D1F8"`
 * `=> anna.berg <anna.berg@example.org> F=<> R=people T=maildir S=2360 QT=0.011s DT=0.002s`
 * `=> :blackhole: <blackhole@example.org> R=deadletter`
 * `** u@d R=dnslookup T=remote_smtp H=mx [192.0.2.5]: SMTP error from remote mail server after RCPT TO:<u@d>: 550-5.1.1 The\n550 5.1.1 …`
 * `== u@d R=dnslookup T=remote_smtp defer (-44) H=mx [192.0.2.5]*: SMTP error from remote mail server after RCPT TO:<u@d>: 451 …`
 * `== u@d R=remote T=smtp defer (110): Connection timed out H=mx [192.0.2.5]: SMTP timeout after end of data (631 bytes written)`
 * `** u@d: retry timeout exceeded`
 */
function readDelivery(
  line: string,
  frame: Frame,
  queueId: string,
  arrow: number,
  outcome: Outcome,
): LogRecord {
  const at = arrow + 3;
  const end = endOfAddress(line, at);
  const first = line.slice(at, end);
  const original = line.charCodeAt(end + 1) === 0x3c ? line.slice(end + 2, line.indexOf('>', end)) : null;
  const confirmed = outcome === 'delivered' ? line.indexOf(' C="', end) : -1;
  const words =
    outcome === 'delivered'
      ? confirmed < 0
        ? readWords(line, end, end)
        : readWords(line, confirmed + 4, endOfQuotes(line, confirmed + 4), spelling)
      : failureIn(line, end);
  const fieldsEnd = outcome === 'delivered' ? line.length : words.start;
  const reached = outcome === 'delivered' || !unreached.test(words.text);
  const host = reached
    ? (hostIn(line, end, fieldsEnd) ?? hostNamed(line.slice(end, fieldsEnd), words.text))
    : null;
  const attempt = attemptOf('exim', words, {
    queueId,
    sender: between(line, ' F=<', '>', end, fieldsEnd),
    recipient:
      original !== null && (!first.includes('@') || /^["'/|:]/.test(first))
        ? original
        : first === 'blackhole' // => blackhole (DATA ACL discarded recipients): all of them
          ? null
          : first,
    host,
    outcome: outcomeOf(outcome, first, host, line.slice(end, fieldsEnd), words.text),
    phase: outcome === 'delivered' ? (words.reply ? 'end of DATA' : null) : phaseIn(line, end),
    // ** former@example.org R=failing: 550 5.1.6 This person works elsewhere now: our own words, no server's
    ...(host === null && !isAnswer(line.slice(end, fieldsEnd)) && { reply: null }),
  });
  return {
    format: 'exim',
    codes: words.codes,
    attempts: [attempt],
    at: { start: arrow, end },
    text: words.text,
    stamp: stampWithZone(line, frame),
  };
}

function outcomeOf(
  outcome: Outcome,
  address: string,
  host: string | null,
  fields: string,
  text: string,
): Outcome {
  if (outcome === 'delivered') {
    if (address.startsWith(':blackhole:') || address === 'blackhole') return 'discarded';
    const ours =
      host !== null &&
      (host === 'localhost' || host.startsWith('localhost.') || host.startsWith('127.') || host === '::1');
    return ours && !/ T=\S{0,80}(?:lmtp|dovecot|cyrus)/i.test(fields) ? 'relayed' : 'delivered';
  }
  if (
    outcome === 'bounced' &&
    (text.endsWith('retry timeout exceeded') || text.includes('have been failing for a long time'))
  )
    return 'expired';
  return outcome;
}

/** Behind the confirmation's last character: a quotation mark inside is escaped (`\"`). */
function endOfQuotes(line: string, from: number): number {
  for (let at = from; at < line.length; at++) {
    if (line.charCodeAt(at) === 0x5c) at++;
    else if (line.charCodeAt(at) === 0x22) return at;
  }
  return line.length;
}

/**
 * Older releases name the host behind the step only: `… after RCPT TO:<u@d>: host mx.example.net [192.0.2.5]: 550 …`,
 * `Remote host mx.example.net [192.0.2.5] closed connection in response to initial connection`.
 */
function hostNamed(fields: string, text: string): string | null {
  const named = /: host (\S{1,255}) \[[^\]]{2,45}\]: $/.exec(fields.slice(-330));
  return (named ?? /^Remote host (\S{1,255}) \[/.exec(text))?.[1] ?? null;
}

/** Words of a connection that never came: the host is named, but nobody was reached. */
const unreached =
  /^(?:Connection (?:refused|timed out)(?!.{0,80} H=)|No route to host|Network is unreachable|host lookup did not complete|Host is down)/;

/** Behind `LMTP error after RCPT TO:<u@d>: ` it was a server that answered, also over a socket that has no name. */
const isAnswer = (fields: string): boolean =>
  fields.includes('SMTP error ') || fields.includes('LMTP error ');

/** `SMTP error from remote mail server after RCPT TO:<u@d>: `, older `…: host mx.example.net [192.0.2.5]: `, `LMTP error after DATA: `. */
const answered =
  /(?:SMTP|LMTP) error (?:from remote mail server )?after ([^\n]{1,700}?): (?:host \S{1,255} \[[\d.:a-f]{2,45}\]: )?(?=[2-5]\d\d[ -])/i;

/** ` DT=0.048s` that the selector deliver_time puts behind the words of a failure. */
const duration = / DT=[\d.]{1,12}s$/;

/** What a `**` or `==` line says behind its fields: from the reply's first digit, or all of it where no server answered. */
function failureIn(line: string, from: number): Words {
  const late = duration.exec(line.slice(-20));
  const end = late ? line.length - late[0].length : line.length;
  const colon = line.indexOf(': ', from);
  const start = colon < 0 || colon >= end ? from : colon + 2;
  const match = answered.exec(line.slice(start, end));
  return readWords(line, match ? start + match.index + match[0].length : start, end, spelling);
}

/** `after RCPT TO:<…>: `, `in response to initial connection`, `SMTP timeout after end of data`; LMTP's `after DATA` is the end of the data. */
function phaseIn(line: string, from: number): ReturnType<typeof phaseNamed> {
  const at = line.indexOf(' after ', from);
  if (at >= 0)
    return line.startsWith('LMTP error', at - 10) && line.startsWith('DATA', at + 7)
      ? 'end of DATA'
      : phaseNamed(line.slice(at + 7, at + 60));
  const response = line.indexOf(' in response to ', from);
  if (response >= 0) return phaseNamed(line.slice(response + 16, response + 70));
  const own = line.slice(from);
  // a TLS session is required, but …   TLS session: (certificate verification failed): …
  if (own.includes('TLS session')) return 'STARTTLS';
  if (own.includes(': authentication required')) return 'AUTH';
  return /defer \(11[0-3]\)|: (?:Connection refused|Connection timed out|No route to host|Network is unreachable)/.test(
    own,
  )
    ? 'connect'
    : null;
}

/**
 * `H=mx1.shop.example.net [198.51.100.54]: SMTP error from remote mail server after initial connection: 421 4.7.0 …`: the next host is tried.
 * `plain authenticator failed H=smtp.example.net [192.0.2.5] 535 5.7.8 Bad credentials`
 * `H=mx [192.0.2.7] sender verify fail for <a@b>: response to "RCPT TO:<a@b>" from mx.b [192.0.2.9] was: 550 no such user`
 */
function readRemark(line: string, frame: Frame, from: number): LogRecord | null {
  const login = / authenticator failed H=[^\]]{1,300}\](?::\d{1,5})?:? (?=[45]\d\d)/.exec(line);
  const words = login
    ? readWords(line, login.index + login[0].length, line.length, spelling)
    : line.includes(' error from', from)
      ? failureIn(line, from)
      : quotingWords(line, from);
  return words.codes.length === 0
    ? null
    : { ...remark('exim', line, frame, words), stamp: stampWithZone(line, frame) };
}
