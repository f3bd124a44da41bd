// How does OpenSMTPD write what became of a message, from 5.4 (`relay: Ok for …`) over 6.0 (`mta event=delivery`) to today?
// Deliberately absent: routes and limits of its scheduler. It joins the lines of a reply without their codes, some without a blank.
import type { LogRecord, Outcome } from '../model/attempt.ts';
import type { Format, FormatState } from './format.ts';
import type { Frame } from './frame.ts';
import { attemptOf, between, phaseNamed, readWords, remark } from './reading.ts';

/** `result="TempFail"`, `relay: PermFail for …` */
const outcomes: { readonly [word: string]: Outcome | undefined } = {
  Ok: 'delivered',
  TempFail: 'deferred',
  PermFail: 'bounced',
  Loop: 'bounced',
  Expired: 'expired',
  Expire: 'expired',
};

/** The clients of our listener, by session; the oldest are forgotten. */
interface Sessions extends FormatState {
  clients?: [session: string, host: string][];
}
const remembered = 64;

/** `relay: TempFail for 0133b45207a88ab8: session=…, from=<s@e>, to=<u@d>, rcpt=<->, source=…, relay=192.0.2.5 (mx.d), delay=1s, stat=451 …` */
const old = /^(?:relay|delivery): (Ok|TempFail|PermFail|Loop) for ([\da-f]{8,16}): /;

export const opensmtpd: Format = {
  id: 'opensmtpd',
  documentation: 'https://man.openbsd.org/smtpd.8',
  claimsProgram: (program) => program === 'smtpd' || program === 'opensmtpd',
  read(line, frame, state) {
    const at = frame.messageStart;
    if (line.includes(' delivery evpid=', at) || line.includes(' event=delivery evpid=', at))
      return readDelivery(line, frame);
    if (line.includes('failed-command ', at)) return readFailedCommand(line, frame, state as Sessions);
    if (line.includes(' smtp connected ', at) || line.includes(' smtp event=connected ', at))
      return readConnected(line, at, state as Sessions);
    if (line.includes(' mta error reason=', at) || line.includes(' mta event=error reason=', at))
      return readError(line, frame, at);
    const match = old.exec(line.slice(at, at + 60));
    return match ? readOldDelivery(line, frame, match[1], match[2]) : null;
  },
};

/**
 * `32f2… mta delivery evpid=0133… from=<s@e> to=<u@d> rcpt=<-> source="192.0.2.25" relay="198.51.100.11 (mx1.example.net)" delay=0s result="PermFail" stat="550 5.1.1 <u@d>: unknown"`
 * `32f2… mda delivery evpid=ce18… from=<> to=<anna.berg@example.org> rcpt=<anna.berg@example.org> user=jonas delay=0s result=Ok stat=Delivered`
 */
function readDelivery(line: string, frame: Frame): LogRecord | null {
  const evpid = line.indexOf(' evpid=', frame.messageStart);
  const stat = line.indexOf(' stat=', evpid);
  const result = line.lastIndexOf(' result=', stat);
  if (stat < 0 || result < evpid) return null;
  const outcome = outcomes[line.slice(result + 8, stat).replaceAll('"', '')];
  const start = line.charCodeAt(stat + 6) === 0x22 ? stat + 7 : stat + 6;
  const end = start > stat + 6 && line.endsWith('"') ? line.length - 1 : line.length;
  const relay =
    between(line, ' relay=', '" ', evpid, result) ?? between(line, ' relay=', ' delay=', evpid, result);
  return outcome
    ? delivery(line, frame, {
        queueId: between(line, ' evpid=', ' ', evpid)!,
        outcome,
        relay,
        start,
        end,
        from: evpid,
        at: result + 1,
      })
    : null;
}

function readOldDelivery(line: string, frame: Frame, word: string, queueId: string): LogRecord | null {
  const stat = line.indexOf(', stat=', frame.messageStart);
  if (stat < 0) return null;
  const from = frame.messageStart;
  return delivery(line, frame, {
    queueId,
    outcome: outcomes[word]!,
    relay: between(line, ' relay=', ', ', from, stat),
    start: stat + 7,
    end: line.length,
    from,
    at: from,
  });
}

interface Found {
  readonly queueId: string;
  readonly outcome: Outcome;
  readonly relay: string | null;
  readonly start: number;
  readonly end: number;
  /** Where its fields begin. */
  readonly from: number;
  readonly at: number;
}

function delivery(line: string, frame: Frame, found: Found): LogRecord {
  const words = readWords(line, found.start, found.end);
  const host = words.reply === null ? null : relayName(found.relay);
  const ours = host === 'localhost' || host?.startsWith('127.') === true || host === '::1';
  const attempt = attemptOf('opensmtpd', words, {
    queueId: found.queueId,
    sender: between(line, ' from=<', '>', found.from, found.start),
    recipient: between(line, ' to=<', '>', found.from, found.start),
    host,
    outcome:
      found.outcome === 'delivered' && ours && !line.includes('lmtp', found.from) ? 'relayed' : found.outcome,
    phase: found.outcome === 'delivered' && words.reply !== null ? 'end of DATA' : null,
  });
  return {
    ...remark('opensmtpd', line, frame, words),
    attempts: [attempt],
    at: { start: found.at, end: found.start },
  };
}

/** `"198.51.100.11 (mx1.example.net)`, `192.0.2.5 (<unknown>)`, `v6.example.net` */
function relayName(relay: string | null): string | null {
  const match = /^"?(\S{1,255})(?: \(([^()<>]{1,255})\))?/.exec(relay ?? '');
  return match ? (match[2] ?? match[1]) : null;
}

/** `32f20cb5264386e1 smtp connected address=10.20.0.14 host=ws14.office.example.org`, older `smtp event=connected address=… host=…` */
function readConnected(line: string, at: number, sessions: Sessions): null {
  const session = line.slice(at, line.indexOf(' ', at));
  const host = between(line, ' host=', ' ', at) ?? between(line, ' address=', ' ', at);
  const name = host === null || host === '<unknown>' ? between(line, ' address=', ' ', at) : host;
  if (name) sessions.clients = [...(sessions.clients ?? []).slice(1 - remembered), [session, name]];
  return null;
}

/** `32f2… smtp failed-command command="RCPT TO:<u@d>" result="550 Invalid recipient: <u@d>"`; older with `event=` and `address=… host=…` */
function readFailedCommand(line: string, frame: Frame, sessions: Sessions): LogRecord | null {
  const command = line.indexOf(' command="', frame.messageStart);
  const result = line.lastIndexOf('" result="');
  if (command < 0 || result < command) return null;
  const words = readWords(line, result + 10, line.endsWith('"') ? line.length - 1 : line.length);
  const said = line.slice(command + 10, result);
  const phase = phaseNamed(said);
  const record = { ...remark('opensmtpd', line, frame, words), at: { start: command + 1, end: line.length } };
  if (phase === null || phase === 'EHLO' || phase === 'QUIT') return { ...record, text: null }; // no mail was refused
  const session = line.slice(frame.messageStart, line.indexOf(' ', frame.messageStart));
  const address = /<([^<>]{0,320})/.exec(said)?.[1] ?? null;
  const attempt = attemptOf('opensmtpd', words, {
    sender: phase === 'MAIL FROM' ? address : null,
    recipient: phase === 'RCPT TO' ? address : null,
    host:
      between(line, ' host=', ' ', frame.messageStart, command) ??
      sessions.clients?.find(([id]) => id === session)?.[1] ??
      null,
    direction: 'in',
    outcome: 'rejected',
    phase,
  });
  return { ...record, attempts: [attempt] };
}

/** `32f2… mta error reason=BANNER rejected: 421 4.7.0 …`: the deliveries that it stops have lines of their own. */
function readError(line: string, frame: Frame, at: number): LogRecord | null {
  const reason = line.indexOf(' reason=', at) + 8;
  const rejected = line.indexOf(' rejected: ', reason);
  const words = readWords(line, rejected < 0 ? reason : rejected + 11, line.length);
  return words.codes.length === 0 ? null : remark('opensmtpd', line, frame, words);
}
