// Which command does a reply answer, and what does it mean for whom? The state of one SMTP session as a bare trace of it goes by:
// commands that wait (several may be sent at once, RFC 2920), recipients that were taken, a reply that is not complete, the
// message itself. Deliberately absent: how a program shows its trace (dialogueLine.ts, postfixTrace.ts), and servers' logs of
// many sessions, whose lines name theirs and who speaks (sessions.ts).
import { readReply } from '../codes/reply.ts';
import type { SaidCode } from '../codes/scan.ts';
import type { Attempt, Direction, Phase } from '../model/attempt.ts';

interface Command {
  phase: Phase | null;
  recipient?: string;
  /** `BDAT 86 LAST` ends the message, `BDAT 86` does not. */
  more?: boolean;
}

/** What is remembered of a session from line to line; plain data. */
export interface Session {
  /** A command has been seen, or a greeting. */
  open?: boolean;
  /** Commands that wait for their reply, oldest first. */
  waiting?: Command[];
  sender?: string;
  /** Recipients that were taken and wait for the answer to the end of the data. */
  accepted?: string[];
  /** Lines of a reply that is not complete. */
  words?: string;
  /** The message itself is being shown: how many of its lines have been seen. */
  body?: number;
  /** The server, as the program that called it names it, else as it calls itself. */
  host?: string;
  /** LMTP answers the end of the data once for each recipient (RFC 2033 §4.2). */
  lmtp?: boolean;
  direction?: Direction;
}

const phaseOf: { readonly [verb: string]: Phase | undefined } = {
  HELO: 'EHLO',
  EHLO: 'EHLO',
  LHLO: 'EHLO',
  STARTTLS: 'STARTTLS',
  AUTH: 'AUTH',
  'MAIL FROM': 'MAIL FROM',
  'RCPT TO': 'RCPT TO',
  DATA: 'DATA',
  BDAT: 'end of DATA',
  QUIT: 'QUIT',
};

/** `RCPT TO:<u@d>`   `rcpt to: u@d`   `DATA`   `AUTH PLAIN` — the verb, and what stands behind it */
const command =
  /^(?:(MAIL FROM|RCPT TO)(?= ?:)|(HELO|EHLO|LHLO|STARTTLS|AUTH|DATA|BDAT|RSET|NOOP|QUIT|VRFY|EXPN|ETRN|XCLIENT|XFORWARD|HELP)(?=\s|$))(.{0,400})/i;

/** `220 mx.example.net ESMTP`, `250-mx.example.net` behind EHLO: a server names itself (RFC 5321 §4.2.0). */
const ownName =
  /^2[25]0[ -]((?:[A-Za-z0-9_-]{1,63}\.){1,8}[A-Za-z][A-Za-z0-9-]{1,62}|\[[\d.]{7,15}\])(?=\s|$)/;

/** The verb of a command in the spelling of RFC 5321; null where the words are none. */
export function commandIn(words: string): { verb: string; rest: string } | null {
  const match = command.exec(words);
  return match ? { verb: (match[1] ?? match[2]).toUpperCase(), rest: match[3] } : null;
}

/** `550 no such user`, `250-SIZE 1000`, `354`: three digits of a reply, then a blank, a hyphen or nothing. */
export const isReply = (line: string, at = 0, end = line.length): boolean =>
  /^[2-5]\d\d(?:[ \t-]|$)/.test(line.slice(at, Math.min(end, at + 4)));

/** The client says something; what is no command (the message, an answer to a challenge) changes nothing. */
export function hearClient(session: Session, words: string): void {
  const said = commandIn(words);
  if (!said) return;
  const { verb, rest } = said;
  session.open = true;
  const address = /<([^<>]{0,320})>/.exec(rest)?.[1] ?? rest.replace(/^[:\s]{1,8}/, '').split(/\s/)[0]!;
  if (verb === 'LHLO') session.lmtp = true;
  if (verb === 'MAIL FROM') {
    session.sender = address;
    session.accepted = [];
  }
  session.waiting = [
    ...(session.waiting ?? []).slice(-200),
    {
      phase: phaseOf[verb] ?? null,
      ...(verb === 'RCPT TO' && { recipient: address }),
      ...(verb === 'BDAT' && !/\bLAST\b/i.test(rest) && { more: true }),
      ...(verb === 'RSET' && { recipient: '' }),
    },
  ];
}

/** What a line of a reply came to. */
export interface Heard {
  /** Offsets in the line. */
  readonly codes: readonly SaidCode[];
  readonly attempts: readonly Attempt[];
  /** The whole reply as far as it has been heard, its lines joined by a blank; null where that is no more than a name. */
  readonly text: string | null;
  /** What the reply answers. */
  readonly phase: Phase | null;
  /** Another line of this reply follows. */
  readonly goesOn: boolean;
}

/**
 * The server answers with what stands in `line` between two offsets.
 * @param writer goes into the attempts
 * @param undo gives the words as the server said them, where the trace escapes them
 */
export function hearServer(
  session: Session,
  line: string,
  from: number,
  to: number,
  writer: string,
  undo: ((words: string) => string) | null = null,
): Heard {
  const codes = readReply(line, from, to).codes;
  const written = line.slice(from, to).trimEnd();
  const words = undo ? undo(written) : written;
  if (words.startsWith('220') && session.words === undefined && session.waiting?.[0]?.phase !== 'STARTTLS')
    begin(session);
  const text = session.words ? `${session.words} ${words}` : words;
  const waits = session.waiting?.[0];
  const phase = waits ? waits.phase : greets(words) ? 'connect' : null;
  // Wireshark joins the lines of a reply: 250-mx.example.net | PIPELINING | SIZE 1000; so does what has to be undone.
  if (words.charCodeAt(3) === 0x2d && !words.includes(' | ') && !undo) {
    session.words = text;
    // 554-mx.example.net: a refusal that has not said why yet is not explained.
    return {
      codes,
      attempts: [],
      text: /^[45]\d\d-\S{0,255}$/.test(text) && codes.length === 1 ? null : text,
      phase,
      goesOn: true,
    };
  }
  delete session.words;
  if (phase === 'connect' || phase === 'EHLO') session.host ??= ownName.exec(text)?.[1];
  return { codes, attempts: answered(session, text, writer), text, phase, goesOn: false };
}

/** Only a greeting comes without a command: `220 …`, or a refusal to talk. */
const greets = (words: string): boolean => /^(?:220|421|521|554)/.test(words);

/** One row per recipient: the answer to its RCPT where that refuses, else the answer to the end of the data. */
function answered(session: Session, text: string, writer: string): Attempt[] {
  const [asked, ...later] = session.waiting ?? [];
  const digit = text[0];
  if (!asked) {
    session.open ||= digit === '2';
    return [];
  }
  if (asked.phase === 'QUIT') {
    forget(session);
    return [];
  }
  session.waiting = later;
  const attempt = (recipient: string): Attempt => attemptOf(session, text, writer, asked.phase, recipient);
  if (asked.phase === 'RCPT TO') {
    if (digit !== '2') return [attempt(asked.recipient ?? '')];
    session.accepted = [...(session.accepted ?? []).slice(-5_000), asked.recipient ?? ''];
    return [];
  }
  if (asked.phase === 'DATA' && digit === '3') {
    session.body = 0;
    const replies = session.lmtp ? (session.accepted ?? []) : [undefined];
    session.waiting = [
      ...replies.map((recipient) => ({ phase: 'end of DATA' as const, recipient })),
      ...later,
    ];
    return [];
  }
  if (asked.phase === 'AUTH' && digit === '3') session.waiting = [asked, ...later];
  if (asked.phase === null && asked.recipient === '') session.accepted = []; // RSET
  if (asked.phase !== 'end of DATA' && asked.phase !== 'DATA') return [];
  delete session.body;
  if (asked.more && digit === '2') return [];
  const recipients =
    session.lmtp && asked.recipient !== undefined ? [asked.recipient] : (session.accepted ?? []);
  if (!session.lmtp) session.accepted = [];
  // What we took from a client is not delivered yet.
  return session.direction === 'in' && digit === '2' ? [] : recipients.map(attempt);
}

function attemptOf(
  session: Session,
  text: string,
  writer: string,
  phase: Phase | null,
  recipient: string,
): Attempt {
  const said = readReply(text, 0, text.length);
  const digit = said.reply?.[0];
  const ours = session.direction === 'in';
  return {
    queueId: null,
    sender: session.sender ?? null,
    recipient,
    host: ours ? null : (session.host ?? null),
    direction: session.direction ?? 'out',
    outcome: digit === '2' ? 'delivered' : ours ? 'rejected' : digit === '4' ? 'deferred' : 'bounced',
    phase,
    status: null,
    reply: said.reply,
    enhanced: said.enhanced,
    text,
    layers: said.layers,
    writer,
  };
}

/** A greeting: what was known of a session before is over, but for who was called. */
function begin(session: Session): void {
  const { open, host, direction } = session;
  forget(session);
  if (!open && host !== undefined) session.host = host;
  if (direction) session.direction = direction;
}

/** The session is over, or another begins. */
export function forget(session: Session): void {
  for (const key of Object.keys(session)) delete session[key as keyof Session];
}
