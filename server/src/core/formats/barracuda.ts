// What did a Barracuda Email Security Gateway do with a message? Its mail syslog: RECV and SCAN tell what it thought of it, SEND what
// the next server answered. Deliberately absent: what its numbers for reasons mean (the words behind them say it).
import type { LogRecord, Outcome } from '../model/attempt.ts';
import type { Format, FormatState } from './format.ts';
import type { Frame } from './frame.ts';
import { postfix } from './postfix.ts';
import { attemptOf, noWords, readWords, remark } from './reading.ts';

interface Messages extends FormatState {
  /** Sender and recipient by the message's number; SEND names neither. */
  known?: [id: string, sender: string, recipient: string][];
}
const remembered = 512;

/** `1382041743-0f8241420001-6AQV5q 0 0 SEND ENC 1 8B2052296C 250 2.6.0 <1@example.org> Queued mail for delivery` */
const send = /^(?:\S{1,300} )?([\w.-]{8,60}) \d{1,12} \d{1,12} SEND \S{1,5} ([1-4]) (\S{1,40}) /;

/** `unknown[203.0.113.199] 1382040948-0f823dad0000-LuzkN2 1382040948 1382040949 RECV b@listed.example.com anna.berg@example.org 2 62 bl.example` */
const recv =
  /^(?:(\S{0,255})\[([\dA-Fa-f.:]{0,45})\]|([\dA-Fa-f.:]{2,45})) ([\w.-]{8,60}) \d{1,12} \d{1,12} RECV (\S{1,320}) (\S{1,320}) (\d{1,2}) (\d{1,3})(?: (.{0,400}))?$/;

/** `mx-out.partner.example.com[198.51.100.61] 1382041743-0f8241420001-6AQV5q 1382041743 1382041744 SCAN - a@partner.example.com anna.berg@example.org - 7 11 - SZ:18402 SUBJ:Minutes` */
const scan =
  /^(?:(\S{0,255})\[([\dA-Fa-f.:]{0,45})\]|([\dA-Fa-f.:]{2,45})) ([\w.-]{8,60}) \d{1,12} \d{1,12} SCAN \S{1,5} (\S{1,320}) (\S{1,320}) (?:\S{1,10} )?(\d{1,2}) (\d{1,3}) (.{0,400})/;

/** What became of it at our own door: blocked, quarantined, deferred, quarantined for the user. */
const kept: { readonly [action: string]: Outcome | undefined } = {
  '2': 'rejected',
  '3': 'held',
  '5': 'rejected',
  '6': 'held',
};

const sent: { readonly [action: string]: Outcome } = {
  '1': 'delivered',
  '2': 'bounced',
  '3': 'deferred',
  '4': 'expired',
};

export const barracuda: Format = {
  id: 'barracuda',
  documentation: 'https://campus.barracuda.com/product/emailsecuritygateway/article/BSF/Syslog/',
  claimsProgram: (program) =>
    program === 'outbound/smtp' || program.startsWith('inbound/pass') || program === 'scan',
  read(line, frame, state) {
    const words = line.slice(frame.messageStart, frame.messageStart + 1_500);
    const messages = state as Messages;
    const delivery = send.exec(words);
    if (delivery) return readSent(line, frame, delivery, messages);
    const seen = recv.exec(words) ?? scan.exec(words);
    // A Postfix of one's own may be an instance with the name `outbound`.
    if (!seen) return frame.program === 'outbound/smtp' ? postfix.read(line, frame, state) : null;
    return readKept(line, frame, seen, messages);
  },
};

function readSent(line: string, frame: Frame, match: RegExpExecArray, messages: Messages): LogRecord {
  const [all, id, action, queueId] = match;
  const words = readWords(line, frame.messageStart + all.length, line.length);
  const [, sender = null, recipient = null] = messages.known?.find(([known]) => known === id) ?? [];
  const attempt = attemptOf('barracuda', words, {
    ...{ queueId: id, sender, recipient, outcome: sent[action] },
    phase: action === '1' && queueId !== '-' ? 'end of DATA' : null,
  });
  return { ...remark('barracuda', line, frame, words), attempts: [attempt] };
}

function readKept(line: string, frame: Frame, match: RegExpExecArray, messages: Messages): LogRecord | null {
  const [, name, inBrackets, bare, id, sender, recipient, action, , behind = ''] = match;
  if (sender === '-' && recipient === '-') return null;
  messages.known = [
    ...(messages.known ?? []).filter(([known]) => known !== id).slice(1 - remembered),
    [id, sender, recipient],
  ];
  // Behind the reason stand the size and the subject, which are nobody's words about it.
  const reason = behind.split(' SZ:')[0].replace(/^-$/, '');
  const outcome = kept[action];
  if (!outcome) return { ...remark('barracuda', line, frame), from: { queueId: id, sender } };
  const attempt = attemptOf(
    'barracuda',
    { ...noWords, text: reason },
    {
      ...{ queueId: id, sender, recipient: recipient === '-' ? null : recipient, outcome },
      host: name && name !== 'unknown' ? name : inBrackets || bare || null,
      direction: 'in',
    },
  );
  return { ...remark('barracuda', line, frame), attempts: [attempt], text: reason || null };
}
