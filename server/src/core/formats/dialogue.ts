// How does an SMTP dialogue read, as telnet, swaks, curl and listings show it? The command that a reply answers is known,
// so a bare `550 no such user` is a refusal of the recipient named two lines above.
// Deliberately absent: traces with their own frames (Exchange's protocol logs and the like are formats of their own).
import { isDigit } from '../codes/characters.ts';
import { readReply, type Said } from '../codes/reply.ts';
import type { Attempt, LogRecord, Phase } from '../model/attempt.ts';
import type { Format, FormatState } from './format.ts';

/**
 * What the client says, with the marks of listings before it:
 * `RCPT TO:<u@d>`   `C: RCPT TO:<u@d>`   ` -> RCPT TO:<u@d>` (swaks)   ` ~> RCPT TO:<u@d>` (swaks, TLS)   `> RCPT TO:<u@d>` (curl -v)   `>>> RCPT To:<u@d>` (sendmail -v)
 */
const client =
  /^(?:\s{0,8}(C:|CLIENT:|->|~>|>>>|>)\s{0,4})?(HELO|EHLO|LHLO|STARTTLS|AUTH|MAIL FROM|RCPT TO|DATA|BDAT|RSET|NOOP|QUIT|VRFY|ETRN)(?:$|[\s:](.{0,400}))/i;

/**
 * Marks before what the server says:
 * `S: 550 no such user`   `<-  550 no such user` (swaks)   `<** 550 no such user` (swaks, refused)   `<~ 250 OK` (swaks, TLS)   `< 550 no such user` (curl -v)   `<<< 550 no such user` (sendmail -v)
 */
const server = /^\s{0,8}(?:S:|SERVER:|<-|<\*\*|<~\*|<~|<<<|<)\s{0,4}(?=[2-5]\d\d(?:[ -]|$))/;

/** `220 mx.example ESMTP Postfix`, `554 mx.example ESMTP not accepting connections`: only a greeting says who it is. */
const greeting = /^(?:220|554|421)[ -]\S{1,255}[^\n]{0,400}\b(?:E?SMTP|LMTP)\b/;

/** `.`   ` -> .` (swaks)   `C: .` */
const endOfMessage = /^(?:\s{0,8}(?:C:|CLIENT:|->|~>|>>>|>)\s{0,4})?\.\s*$/i;

/** A message that does not end is no message: after so many lines the reader listens again. */
const longestMessage = 5_000;

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

/** What is remembered from line to line. */
interface Session extends FormatState {
  open?: boolean;
  /** Commands that wait for their reply, oldest first (a client may send several at once, RFC 2920). */
  waiting?: { phase: Phase | null; recipient?: string }[];
  sender?: string;
  accepted?: string[];
  /** Lines of a reply that is not complete. */
  words?: string;
  /** The message itself is being shown: how many of its lines have been seen. */
  body?: number;
}

export const dialogue: Format = {
  id: 'dialogue',
  documentation: 'https://www.rfc-editor.org/rfc/rfc5321#appendix-D',
  claimsLine(line, state) {
    const session = state as Session;
    const first = line.charCodeAt(0);
    if (session.body !== undefined && session.body > 0) return true; // whatever it says, it is the message
    if (isDigit(first))
      return (
        isBareReply(line) &&
        ((session.open === true && (session.waiting?.length ?? 0) > 0) || greeting.test(line))
      );
    if (server.test(line)) return true;
    if (session.body !== undefined) return true;
    const command = client.exec(line);
    if (!command) return false;
    // A log may have a line that begins with DATA or QUIT; in a dialogue these come after a sender and a recipient.
    return (
      command[1] !== undefined ||
      session.open === true ||
      /^(?:MAIL FROM|RCPT TO):|^(?:EHLO|HELO|LHLO) [\w.[\]:-]+$/i.test(line)
    );
  },
  read(line, _frame, state) {
    const session = state as Session;
    const mark = server.exec(line)?.[0].length ?? 0;
    // Listings may leave the message out: then the reply follows the 354 at once. In a message only a mark makes a reply.
    if (isBareReply(line, mark) && (mark > 0 || !session.body)) return readAnswer(line, mark, session);
    if (session.body !== undefined) {
      session.body++;
      if (endOfMessage.test(line) || session.body > longestMessage) session.body = undefined;
    } else {
      const command = client.exec(line);
      if (command) readCommand(command[2].toUpperCase(), command[3] ?? '', session);
    }
    return null;
  },
};

/** `550 no such user`, `250-SIZE 1000`: three digits of a reply, then a blank, a hyphen or nothing. */
function isBareReply(line: string, at = 0): boolean {
  const first = line.charCodeAt(at);
  if (first < 0x32 || first > 0x35 || !isDigit(line.charCodeAt(at + 1)) || !isDigit(line.charCodeAt(at + 2)))
    return false;
  return line.length === at + 3 || line.charCodeAt(at + 3) === 0x20 || line.charCodeAt(at + 3) === 0x2d;
}

function readCommand(verb: string, rest: string, session: Session): void {
  session.open = true;
  const address = /<([^<>]{0,320})>/.exec(rest)?.[1] ?? rest.replace(/^[:\s]{1,8}/, '').split(/\s/)[0];
  if (verb === 'MAIL FROM') {
    session.sender = address;
    session.accepted = [];
  }
  session.waiting = [
    ...(session.waiting ?? []),
    { phase: phaseOf[verb] ?? null, ...(verb === 'RCPT TO' && { recipient: address }) },
  ];
}

function readAnswer(line: string, start: number, session: Session): LogRecord {
  const said = readReply(line, start, line.length);
  const words = session.words ? `${session.words} ${line.slice(start)}` : line.slice(start);
  const final = line.charCodeAt(start + 3) !== 0x2d;
  session.words = final ? '' : words;
  const record = {
    format: 'dialogue',
    codes: said.codes,
    attempts: [],
    at: { start, end: line.length },
    text: words,
    stamp: null,
  };
  return final
    ? { ...record, attempts: answered(readReply(words, 0, words.length), words, session) }
    : record;
}

/** One row per recipient: the answer to its RCPT where that refuses, else the answer to the end of the data. */
function answered(said: Said, text: string, session: Session): Attempt[] {
  const digit = said.reply?.[0];
  const [command, ...later] = session.waiting ?? [];
  session.open = command?.phase !== 'QUIT';
  session.waiting = later;
  if (!command) return [];
  const accepted = session.accepted ?? [];
  if (command.phase === 'RCPT TO') {
    const recipient = command.recipient ?? '';
    if (digit !== '2') return [attemptOf(said, text, command.phase, session, recipient)];
    session.accepted = [...accepted, recipient];
    return [];
  }
  if (command.phase === 'DATA' && digit === '3') {
    session.body = 0;
    session.waiting = [{ phase: 'end of DATA' }, ...later];
    return [];
  }
  if (command.phase === 'AUTH' && digit === '3') {
    session.waiting = [command, ...later];
    return [];
  }
  if (command.phase !== 'end of DATA' && command.phase !== 'DATA') return [];
  session.accepted = [];
  session.body = undefined;
  return accepted.map((recipient) => attemptOf(said, text, command.phase!, session, recipient));
}

function attemptOf(said: Said, text: string, phase: Phase, session: Session, recipient: string): Attempt {
  const digit = said.reply?.[0];
  return {
    queueId: null,
    sender: session.sender ?? null,
    recipient,
    host: null,
    direction: 'out',
    outcome: digit === '2' ? 'delivered' : digit === '4' ? 'deferred' : 'bounced',
    phase,
    status: null,
    reply: said.reply,
    enhanced: said.enhanced,
    text,
    layers: said.layers,
    writer: 'dialogue',
  };
}
