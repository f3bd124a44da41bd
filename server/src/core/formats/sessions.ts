// Who said what in which SMTP session? Many servers log their dialogues line by line, several sessions at once; a format takes a
// line apart (which session, who speaks, where the words stand), and this remembers the rest: which command a reply answers,
// the sender, the recipients that were accepted. Deliberately absent: how a line looks (one file per format).
import type { Attempt, LogRecord, Phase } from '../model/attempt.ts';
import type { FormatState } from './format.ts';
import { attemptOf, phaseNamed, readWords, type Spelling, type Words } from './reading.ts';

/** A command that waits for its reply. */
interface Asked {
  phase: Phase | null;
  address: string | null;
  /** The client goes on (a password, the message): what it says before the reply is no command. */
  goesOn?: boolean;
  /** The log does not show the command. */
  unknown?: boolean;
  /** A recipient in a transaction whose sender was refused: told with that refusal. */
  told?: boolean;
}

/** One connection. Plain data, kept in the format's state. */
export interface Session {
  waiting: Asked[];
  sender: string | null;
  accepted: string[];
  /** First lines of a reply that goes on. */
  words: string;
  /** The name that the server greeted with. */
  name: string | null;
  /** Whether the server has spoken: what it says first, where the log shows the connection's begin, is its greeting. */
  greeted?: boolean;
  begins?: boolean;
  /** Commands are logged: a reply without one is a farewell. */
  asks?: boolean;
  /** The message's number, where the log names it. */
  queueId?: string;
  /** The other side's address, and whether it is the client; where only some lines tell. */
  remote?: string;
  receives?: boolean;
  /** For whom the session was opened, where the log says so before the first command. */
  recipients?: string[];
  /** The sender was refused: what follows in this transaction is a consequence. */
  refused?: boolean;
}

/** A format's state with its open sessions, the oldest forgotten. */
export interface Sessions extends FormatState {
  open?: [id: string, session: Session][];
}
const remembered = 64;
const longestWait = 500;

/** Another dialogue for the same message: the next host is tried, or the host called again. What the log has said of the message stays. */
export function beginAnew(session: Session, remote: string): void {
  Object.assign(session, {
    remote,
    waiting: [],
    accepted: [],
    words: '',
    name: null,
    greeted: false,
    begins: true,
  } satisfies Partial<Session>);
}

/** The session of this id, opened where it is new. */
export function sessionOf(sessions: Sessions, id: string): Session {
  const known = sessions.open?.find(([other]) => other === id)?.[1];
  return known ?? openSession(sessions, id, false);
}

/**
 * A new session under this id; what an older one with it knew is forgotten (ids and threads are used again).
 * @param begins whether the log shows that the connection begins here
 */
export function openSession(sessions: Sessions, id: string, begins = true): Session {
  const session: Session = { waiting: [], sender: null, accepted: [], words: '', name: null, begins };
  sessions.open = [
    ...(sessions.open ?? []).filter(([known]) => known !== id).slice(1 - remembered),
    [id, session],
  ];
  return session;
}

export function closeSession(sessions: Sessions, id: string): void {
  sessions.open = sessions.open?.filter(([known]) => known !== id);
  if (sessions.open?.length === 0) delete sessions.open;
}

/** `RCPT TO:<u@d> NOTIFY=NEVER`, `MAIL FROM: u@d SIZE=5`, `RCPT To:<>` */
const path = /^[A-Z]{4} ?(?:FROM|TO) ?: ?(?:<([^<>]{0,320})>|([^\s<>]{1,320}))/i;

/** What the client said: it waits for its reply. */
export function command(words: string, session: Session): null {
  if (session.waiting.some(({ goesOn }) => goesOn)) return null;
  if (session.words !== '' && session.waiting[0]?.phase === 'EHLO') {
    // A client waits for the end of this reply (RFC 2920 §3.1): the log keeps only its first line, with its hyphen.
    session.waiting = session.waiting.slice(1);
    session.words = '';
  }
  const named = /^BDAT \d{1,12} LAST\b/i.test(words) ? 'end of DATA' : phaseNamed(words);
  const phase = /^[A-Z]/i.test(words) ? named : null;
  const match = phase === 'MAIL FROM' || phase === 'RCPT TO' ? path.exec(words) : null;
  const address = match ? (match[1] ?? match[2] ?? '') : null;
  if (phase === 'MAIL FROM') {
    session.sender = address;
    session.accepted = [];
    session.refused = undefined;
  }
  if (/^RSET\b/i.test(words)) session.accepted = [];
  session.asks = true;
  session.waiting = [...session.waiting.slice(1 - longestWait), { phase, address }];
  return null;
}

/** What a format tells of a line in which the server speaks. */
export interface Answer {
  readonly format: string;
  readonly line: string;
  /** Where the words stand in the line. */
  readonly start: number;
  readonly end: number;
  /** In a session that the other side opened we are the server. */
  readonly receives: boolean;
  /** The other side's address. */
  readonly remote: string | null;
  /** The other side is one of our own servers or services: what it takes is on its way, and not counted as delivered. */
  readonly internal?: boolean;
  readonly stamp: string | null;
  readonly spelling?: Spelling;
  /** The whole reply stands in one line, whatever its hyphens say (`250-…[nl]250 …`). */
  readonly whole?: boolean;
}

/** Reads a line in which the server speaks; null where its words are no reply. */
export function answer(said: Answer, session: Session): LogRecord | null {
  const { line, start, end, format } = said;
  const read = readWords(line, start, end, said.spelling);
  if (read.reply === null) return null;
  const record: LogRecord = {
    format,
    codes: read.codes,
    attempts: [],
    at: { start, end },
    text: null,
    stamp: said.stamp,
  };
  const words = session.words === '' ? read.text : `${session.words} ${read.text}`;
  if (line.charCodeAt(start + 3) === 0x2d && !said.whole) {
    session.words = words.slice(0, 4000);
    return record;
  }
  session.words = '';
  const asked = session.waiting.shift() ?? unasked(session, read.reply);
  session.greeted = true;
  if (asked.phase === 'connect') session.name ??= /^[25]\d\d[ -](\S{1,255})/.exec(words)?.[1] ?? null;
  const whole = words === read.text ? read : readWords(words, 0, words.length);
  const attempts = answered(whole, asked, session, said);
  return attempts.length > 0 || !/^[45]/.test(whole.reply ?? '')
    ? { ...record, attempts }
    : { ...record, text: whole.text };
}

/** Replies that greet or turn away at once; others without a command belong to one that the log does not show. */
const greetings = new Set(['220', '521', '554']);

/** A reply without a command: the greeting, a farewell (`421 … closing`), or the answer to a command that the log leaves out. */
function unasked(session: Session, reply: string): Asked {
  const first = !session.greeted && (session.begins || greetings.has(reply));
  const phase = first ? 'connect' : reply === '535' ? 'AUTH' : null;
  return { phase, address: null, unknown: !session.asks };
}

/** Without its command none of these is a refusal of mail: a farewell, a command that is not known or comes too early. */
const aside = new Set(['421', '500', '501', '502', '503', '504']);
/** `451 4.7.0 Timeout waiting for client input` */
const isFarewell = ({ reply, text }: Words): boolean =>
  aside.has(reply!) || /\btime-?out\b|\btimed out\b/i.test(text);

/** Refusals as they come; the answer to the end of the data for all recipients that were accepted. */
function answered(words: Words, asked: Asked, session: Session, said: Answer): Attempt[] {
  const digit = words.reply![0];
  const { phase } = asked;
  const failed = digit === '4' || digit === '5';
  if (digit === '3') {
    if (phase === 'DATA') session.waiting.unshift({ phase: 'end of DATA', address: null, goesOn: true });
    if (phase === 'AUTH') session.waiting.unshift({ ...asked, goesOn: true });
    return [];
  }
  if (phase === 'RCPT TO' && digit === '2') {
    session.accepted = [...session.accepted.slice(1 - longestWait), asked.address ?? ''];
    return [];
  }
  const { format, receives, remote } = said;
  const base: Partial<Attempt> = {
    queueId: session.queueId ?? null,
    sender: session.sender,
    host: receives ? remote : (session.name ?? remote),
    phase,
    direction: receives ? 'in' : 'out',
  };
  const told = (recipient: string | null): Attempt =>
    attemptOf(format, words, {
      ...base,
      recipient,
      outcome: !failed
        ? said.internal
          ? 'relayed'
          : 'delivered'
        : receives
          ? 'rejected'
          : digit === '4'
            ? 'deferred'
            : 'bounced',
    });
  if (phase === 'end of DATA' || (phase === 'DATA' && failed)) {
    const recipients = session.accepted;
    session.accepted = [];
    return receives && !failed ? [] : recipients.map(told);
  }
  if (!failed || asked.told || phase === 'QUIT' || phase === 'DATA') return [];
  if (phase === null) return asked.unknown && !isFarewell(words) ? [told(null)] : [];
  if (phase === 'RCPT TO') return session.refused ? [] : [told(asked.address)];
  if (receives) return [told(null)];
  if (phase === 'MAIL FROM') return refusedSender(session, told);
  // A plainer greeting may be answered otherwise, and so may the next host; who waited for this one is told where the log knows.
  return phase === 'connect' ? (session.recipients ?? []).map(told) : [];
}

/** `MAIL FROM` is refused: for the recipients that were sent along with it (RFC 2920), else for nobody that the log names. */
function refusedSender(session: Session, told: (recipient: string | null) => Attempt): Attempt[] {
  session.refused = true;
  const next = session.waiting.findIndex(({ phase }) => phase !== 'RCPT TO');
  const along = session.waiting.slice(0, next < 0 ? undefined : next);
  for (const asked of along) asked.told = true;
  const recipients = along.length > 0 ? along.map(({ address }) => address) : session.recipients;
  return recipients?.length ? recipients.map(told) : [told(null)];
}

/** `451 4.4.0 Primary target …`, `550 5.1.1 …`: a code with its status, which proves itself. */
const proved = /(?:^|[\s"'(:;>=])([45])\d\d[ -]#?(?=([45])\.\d\.\d{1,3}\b)/;

/** A reply that a line mentions without being the dialogue (`… failed: 550 5.1.1 no such user`): its codes, and no attempt. */
export function mentioned(
  format: string,
  line: string,
  from: number,
  stamp: string | null,
): LogRecord | null {
  const match = proved.exec(line.slice(from));
  if (!match || match[1] !== match[2]) return null;
  const start = from + match.index + match[0].search(/[45]\d\d/);
  const words = readWords(line, start, line.length);
  return {
    format,
    codes: words.codes,
    attempts: [],
    at: { start, end: line.length },
    text: words.text,
    stamp,
  };
}
