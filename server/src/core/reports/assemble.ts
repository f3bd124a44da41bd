// How do statements become answers? The machine part leads; the human part fills in what it leaves out (a reply, a host, the
// step). Codes, places and outcomes are decided here, once for all writers.
import { permanenceOf, saysOnlyItsClass } from '../codes/code.ts';
import { readReply, type Said } from '../codes/reply.ts';
import type { LineCounter } from '../mime/lines.ts';
import type { MappedText, RawSpan } from '../mime/mappedText.ts';
import type { Attempt, Outcome } from '../model/attempt.ts';
import type { ReportCode, ReportedRecipient } from '../model/report.ts';
import { isoDate } from './dates.ts';
import { phaseOfFailure } from './phase.ts';
import type { Statement } from './statement.ts';

/** What holds for all recipients of one report. */
export interface Circumstances {
  readonly writer: string;
  readonly sender: string | null;
  readonly queueId: string | null;
  /** Date of the report, as written. */
  readonly date: string;
  /** Where the statements do not say how it ended. */
  readonly outcome: Outcome;
}

/** A statement with what else the report says about the same recipient. */
export interface Joined {
  readonly statement: Statement;
  /** Other words about it: their codes are shown, they decide nothing. */
  readonly echo: MappedText | null;
}

/** Joins what the machine part and the human part say about the same recipients. */
export function joinStatements(machine: readonly Statement[], human: readonly Statement[]): Joined[] {
  if (machine.length === 0) return human.map((statement) => ({ statement, echo: null }));
  return machine.map((statement, index) => {
    const told = sameRecipient(statement, index, machine, human);
    if (!told)
      return { statement: { ...statement, words: statement.words ?? statement.comment }, echo: null };
    const better =
      told.words !== null &&
      (worth(told.words) > worth(statement.words) ||
        goesOn(told.words, statement.words) ||
        tellsMore(told.words, statement.words));
    return {
      statement: {
        ...statement,
        recipient: statement.recipient ?? told.recipient,
        words: (better ? told.words : statement.words) ?? statement.comment,
        status: statement.status ?? told.status,
        outcome: statement.outcome ?? told.outcome,
        host: statement.host ?? told.host,
        phase: statement.phase ?? told.phase,
        unanswered:
          statement.words === null &&
          told.host === null &&
          (told.unanswered || ownNumber.test(told.words?.text ?? '')),
      },
      echo: better ? statement.words : told.words,
    };
  });
}

// 550 5.1.2 <u@d>... Host unknown (Name server: mx.example.: host not found)      451 example.net: Name server timeout
/** Sendmail puts a number before its own words too; beside a block without Diagnostic-Code nobody answered it. */
const ownNumber =
  /^[45]\d\d (?:[45]\.\d\.\d )?(?:<[^>]{1,320}>\.{3} Host unknown\b|\S{1,255}: (?:Name server timeout|host name lookup failure))/i;

function sameRecipient(
  statement: Statement,
  index: number,
  machine: readonly Statement[],
  human: readonly Statement[],
): Statement | undefined {
  const wanted = statement.recipient?.toLowerCase();
  const named = wanted ? human.filter((one) => one.recipient?.toLowerCase() === wanted) : [];
  if (named.length > 0) return named.find((one) => one.words !== null) ?? named[0];
  if (machine.length === 1) return human.find((one) => one.words !== null) ?? human[0];
  return machine.length === human.length ? human[index] : undefined;
}

/** Whether these words repeat those of the machine part and go on: Sendmail puts only the first line of a reply there. */
function goesOn(words: MappedText, machine: MappedText | null): boolean {
  return (
    machine !== null &&
    /^\d{3}-/.test(machine.text) &&
    words.text.length > machine.text.length + 2 &&
    words.text.startsWith(machine.text)
  );
}

/** Command died with status 1: "/usr/bin/filter". Command output: permission denied      of which `x-unix; permission denied` is the end */
function tellsMore(words: MappedText, machine: MappedText | null): boolean {
  return (
    machine !== null &&
    worth(machine) === 1 &&
    words.text.length > machine.text.length + 2 &&
    words.text.endsWith(machine.text) &&
    !words.text.slice(0, -machine.text.length).endsWith(transcript)
  );
}

/** `mx.example.net [192.0.2.5]: >>> RSET <<< `: Courier shows the dialogue; host and step are read from it, the words are the same. */
const transcript = '<<< ';

/** How much words tell: a reply most, then an enhanced code, then any words. */
function worth(words: MappedText | null): number {
  if (!words || words.text === '') return 0;
  const said = readReply(words.text, 0, words.text.length);
  return said.reply ? 3 : said.enhanced ? 2 : 1;
}

/** Writes recipients and codes of one report into the lists of the file's reading. */
export function assemble(
  joined: readonly Joined[],
  about: Circumstances,
  lines: LineCounter,
  recipients: ReportedRecipient[],
  codes: ReportCode[],
): void {
  const seen = new Set<number>();
  const told = new Map<string, number>();
  for (const { statement, echo } of joined) {
    const key = sayingOf(statement);
    const before = key === null ? undefined : told.get(key);
    const index = statement.probe ? null : (before ?? recipients.length);
    const found: ReportCode[] = [];
    const { status } = statement;
    const words = statement.words?.slice(0, longestWords) ?? null;
    const said = words ? readReply(words.text, 0, words.text.length) : silence;
    if (status)
      found.push(
        reportCode(
          { start: 0, end: 0, kind: 'enhanced', code: status.code, depth: 0, continued: false },
          status.span,
          status.at,
          index,
          lines,
        ),
      );
    for (const text of [words, echo?.slice(0, longestWords)]) {
      if (!text) continue;
      for (const code of readReply(text.text, 0, text.text.length).codes) {
        found.push(reportCode(code, text.span(code.start, code.end), text.startOf(code.start), index, lines));
      }
    }
    for (const code of found) {
      // Two recipients may share one text: a place is told once.
      if (code.start !== null && seen.has(code.start)) continue;
      if (code.start !== null) seen.add(code.start);
      codes.push(code);
    }
    if (index === null || before !== undefined) continue;
    if (key !== null) told.set(key, index);
    recipients.push({
      attempt: attemptOf(statement, said, about),
      time: isoDate(statement.time ?? about.date),
      line: lines.lineOf(statement.at),
      at: placeOf(statement, said),
      retryUntil: statement.retryUntil,
    });
  }
}

/** The same for what is said again of the same recipient: Sendmail reports each round of an alias that leads back to itself. */
function sayingOf({ recipient, words, status, outcome }: Statement): string | null {
  return recipient && [recipient.toLowerCase(), words?.text, status?.code, outcome].join('\n');
}

/** A server's words are short; of a longer text only the beginning is read for codes. */
const longestWords = 16_000;

const silence: Said = { codes: [], reply: null, enhanced: null, layers: [0] };

function reportCode(
  code: Said['codes'][number],
  span: RawSpan | null,
  at: number,
  recipient: number | null,
  lines: LineCounter,
): ReportCode {
  return { ...code, start: span?.start ?? null, end: span?.end ?? null, line: lines.lineOf(at), recipient };
}

function attemptOf(statement: Statement, said: Said, about: Circumstances): Attempt {
  const status = statement.status?.code ?? null;
  const reply = statement.unanswered ? null : said.reply;
  const enhanced = moreExact(said.enhanced, status);
  const ended = statement.outcome ?? about.outcome;
  // nullmailer reports only when it has given up, at once after 5yz: "the message is moved into the failed queue and a bounce
  // message is generated" (nullmailer-send(8)). Its Action and Status copy the enhanced code and tell nothing of that.
  const final = about.writer === 'nullmailer';
  const outcome = endOf(
    final && ended === 'deferred' ? 'bounced' : ended,
    final ? (reply ?? status) : status,
    reply,
    enhanced,
    statement.words?.text ?? '',
  );
  return {
    queueId: about.queueId,
    sender: about.sender,
    recipient: statement.recipient,
    host: reply === null && notReached.test(statement.words?.text ?? '') ? null : statement.host,
    direction: statement.direction,
    outcome,
    // Where no server is quoted the words are the program's own, and may name the step: `connect to mx[192.0.2.5]:25: Connection refused`.
    phase:
      statement.phase ?? (reply === null ? phaseOfFailure(statement.words?.text.slice(0, 1000) ?? '') : null),
    status,
    reply,
    enhanced,
    text: statement.words?.text ?? '',
    layers: said.layers,
    writer: about.writer,
  };
}

/** The reply's own code, unless it names only the class and the Status field is more exact. */
function moreExact(own: string | null, status: string | null): string | null {
  if (own === null) return status;
  return saysOnlyItsClass(own) && status !== null && status[0] === own[0] ? status : own;
}

// connect to mx.example[192.0.2.5]:25: Connection timed out     Host or domain name not found. Name service error
const notReached =
  /connect(?:ion)? (?:to|timed out|refused)|name service error|host (?:or domain name )?not found|host unknown|no route to host|unreachable|lookup failure|couldn't find any host|unrouteable/i;

// Message expired     has been in the queue too long     could not be delivered for 5 days     retry timeout exceeded     QUEUE.Expired
const gaveUp =
  /message (?:has )?expired|delivery (?:time|has) expired|queue\.expired|in the queue too long|retry (?:timeout|time not reached|limit)|(?:could not|cannot) (?:be delivered|deliver) (?:for|in|within) (?:the last )?\d|unable to deliver (?:this message )?(?:in|after|for) \d|delivery attempts? (?:exceeded|expired)|queue time|too long in the queue|timeout exceeded|exceeded (?:the )?(?:maximum )?(?:time|retr)|expired after/i;

// connect to mx.example[192.0.2.5]:25: Connection refused     The recipient server did not accept our requests to connect.     (timed out)
/** No server gives mail back at the first of these. */
const noConnection =
  /connect(?:ion)? (?:failed|timed out|refused|reset)|did not accept our requests to connect|(?:unable|failed) to connect|operation timed out|no route to host|not responding|host (?:is )?(?:down|not reachable)/i;

/**
 * What failed after failures that were only temporary was given up. The Status field knows best (Postfix defers a 5yz greeting),
 * unless it names only the class: Courier writes 5.0.0 whatever it tried so long.
 */
function endOf(
  outcome: Outcome,
  status: string | null,
  reply: string | null,
  enhanced: string | null,
  words: string,
): Outcome {
  if (outcome !== 'bounced') return outcome;
  if (permanenceOf(status ?? reply ?? enhanced) === 'temporary') return 'expired';
  const vague = status === null || saysOnlyItsClass(status);
  if (vague && reply !== null && permanenceOf(reply) === 'temporary') return 'expired';
  if (vague && reply === null && noConnection.test(words.slice(0, 2000))) return 'expired';
  return gaveUp.test(words.slice(0, 2000)) || enhanced === '5.4.7' || enhanced === '4.4.7'
    ? 'expired'
    : outcome;
}

/** Where to point: the reply, else the status, else the first words, else the block's line. */
function placeOf(statement: Statement, said: Said): RawSpan {
  const { words, status } = statement;
  const first = said.codes.find((code) => code.kind === 'reply' && code.code === said.reply) ?? said.codes[0];
  const place =
    (first && words?.span(first.start, first.end)) ??
    status?.span ??
    (words && words.text !== '' ? words.span(0, Math.min(words.text.length, 200)) : null);
  return place ?? { start: statement.at, end: statement.at };
}
