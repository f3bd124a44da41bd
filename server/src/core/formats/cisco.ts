// How does a Cisco (IronPort) email gateway write what became of a message in its mail logs?
// Deliberately absent: its verdicts on content, and the reputation of senders.
import type { LogRecord, Outcome } from '../model/attempt.ts';
import type { Format, FormatState } from './format.ts';
import type { Frame } from './frame.ts';
import { attemptOf, readWords, remark, type Spelling, stampOf } from './reading.ts';

/** Senders and recipients by message number, servers by connection; the oldest are forgotten. */
interface Numbers extends FormatState {
  senders?: [mid: string, sender: string][];
  recipients?: [midAndRid: string, recipient: string][];
  servers?: [dcid: string, address: string][];
}
const remembered = 256;

/** `Mon Nov 23 22:55:24 2026 Info: ` */
const stamped =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\w{3} [ \d]\d) (\d\d:\d\d:\d\d) (\d{4}) (?:Info|Warning|Critical|Debug|Trace): /;

/** Its own status first, then what the server said, as a list of lines: `5.1.0 - Unknown address error ('550', ['5.1.1 The email …', '5.1.1 …'])` */
const spelling: Spelling = {
  mask: (words) => words.replace(/', ?['[]{0,2}/g, (joint) => ' '.repeat(joint.length)),
  undo: (words) => words.replace(/', ?['[]{0,2}/g, ' ').replace(/'?\]?\)?(?: ?\[.{0,400}\])?$/, ''),
};

export const cisco: Format = {
  id: 'cisco',
  documentation: 'https://docs.ces.cisco.com/docs/mail-logs',
  claimsProgram: (program) => /^(?:mail_logs|IronPort|ironport|cisco_esa)/.test(program),
  claimsLine: (line) => stamped.test(line.slice(0, 44)) && /\b(?:MID|ICID|DCID) \d/.test(line),
  read(line, frame, state) {
    const match = stamped.exec(line.slice(0, 44));
    const at = match
      ? match[0].length
      : line.startsWith('Info: ', frame.messageStart)
        ? frame.messageStart + 6
        : frame.messageStart;
    const record = readWordsAt(line, frame, at, state as Numbers);
    return (
      record && { ...record, stamp: match ? `${match[1]} ${match[3]} ${match[2]}` : stampOf(line, frame) }
    );
  },
};

const put = <T extends readonly [string, ...unknown[]]>(list: T[] | undefined, entry: T): T[] => [
  ...(list ?? []).filter(([key]) => key !== entry[0]).slice(1 - remembered),
  entry,
];

function readWordsAt(line: string, frame: Frame, at: number, numbers: Numbers): LogRecord | null {
  const words = line.slice(at);
  const to = /^MID (\d{1,12}) ICID \d{1,12} (?:RID (\d{1,6}) To|From): <([^<>]{0,320})>/.exec(words);
  if (to) {
    if (to[2] !== undefined) numbers.recipients = put(numbers.recipients, [`${to[1]}/${to[2]}`, to[3]]);
    else {
      numbers.senders = put(numbers.senders, [to[1], to[3]]);
      return { ...remark('cisco', line, frame), from: { queueId: to[1], sender: to[3] } };
    }
    return null;
  }
  const server = /^New SMTP DCID (\d{1,12}) interface \S{2,60} address (\S{2,60})/.exec(words);
  if (server) numbers.servers = put(numbers.servers, [server[1], server[2]]);
  return readOutcome(line, frame, at, words, numbers);
}

/**
 * `Bounced: DCID 2 MID 15232 to RID 0 - 5.1.0 - Unknown address error ('550', ['5.1.1 The email account does not exist'])`
 * `Delayed: DCID 5 MID 15236 to RID 0 - 4.1.0 - Unknown address error ('466', ['Mailbox temporarily full.']) []`
 * `Message done DCID 2 MID 15232 to RID [0]`
 */
function readOutcome(
  line: string,
  frame: Frame,
  at: number,
  words: string,
  numbers: Numbers,
): LogRecord | null {
  const match =
    /^(Bounced: (?:by \S{1,40} )?|Delayed: |Message (?:done )?)DCID (\d{1,12}) MID (\d{1,12}) to RID (\[[\d, ]{1,400}\]|\d{1,6})(?: - (\d\.\d\.\d{1,3}) - ([^(]{0,200}))?/.exec(
      words,
    );
  if (!match) return null;
  const outcome: Outcome = match[1].startsWith('B')
    ? 'bounced'
    : match[1].startsWith('D')
      ? 'deferred'
      : 'delivered';
  const start = match[5] ? at + match[0].lastIndexOf(match[5]) : at + match[0].length;
  const quoted = line.indexOf("('", start);
  const own = readWords(line, start, quoted < 0 ? line.length : quoted);
  const said = quoted < 0 ? null : readWords(line, quoted + 2, line.length, spelling);
  const common = {
    queueId: match[3],
    sender: numbers.senders?.find(([mid]) => mid === match[3])?.[1] ?? null,
    host:
      outcome === 'delivered' || said?.reply
        ? (numbers.servers?.find(([dcid]) => dcid === match[2])?.[1] ?? null)
        : null,
    outcome,
    status: match[5] ?? null,
    ...(outcome === 'delivered' && { reply: null, enhanced: null, text: '' }),
  };
  const rids = match[4].replace(/[[\] ]/g, '').split(',');
  const attempts = rids.map((rid) =>
    attemptOf('cisco', said ?? own, {
      ...common,
      recipient: numbers.recipients?.find(([key]) => key === `${match[3]}/${rid}`)?.[1] ?? null,
    }),
  );
  const codes = outcome === 'delivered' ? [] : [...own.codes, ...(said?.codes ?? [])];
  return {
    ...remark('cisco', line, frame, said ?? own),
    codes,
    attempts,
    at: { start: at, end: at + match[1].length },
  };
}
