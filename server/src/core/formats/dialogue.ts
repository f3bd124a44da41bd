// How does an SMTP dialogue read, as telnet, swaks, curl, debug output of libraries and listings show it? The command that a
// reply answers is known, so a bare `550 no such user` is a refusal of the recipient named two lines above.
// Deliberately absent: traces with their own frames (Exchange's protocol logs, Haraka, Postfix's -v are read by their formats).
import { isDigit } from '../codes/characters.ts';
import { readReply } from '../codes/reply.ts';
import { scanReply } from '../codes/scan.ts';
import type { LogRecord, Phase } from '../model/attempt.ts';
import { behindStamp, connectionIn, type Shown, shownIn } from './dialogueLine.ts';
import type { Format } from './format.ts';
import type { Frame } from './frame.ts';
import { stampOf } from './reading.ts';
import { commandIn, forget, hearClient, hearServer, isReply, type Session } from './session.ts';
import { forgetTold, remember, type Told } from './told.ts';

/** What is remembered from line to line; the connections by the name that the program gives them. */
interface Dialogues extends Told {
  sessions?: { [key: string]: Session };
  /** Lines of others since the last one of a dialogue. */
  idle?: number;
}

/** So many lines of others end a dialogue: what looks like a reply behind them is none. */
const longestIdle = 200;
/** A message that does not end is no message: after so many lines the reader listens again. */
const longestMessage = 5_000;
const mostSessions = 32;

/** `220 mx.example ESMTP Postfix`, `554 mx.example ESMTP not accepting connections`: only a greeting says who it is. */
const greeting = /^(?:220|554|421)[ -]\S{1,255}[^\n]{0,400}\b(?:E?SMTP|LMTP|Simple Mail)\b/;

/** Behind a mark a host's name will do: `S: 220 mx.example.net ready`; not `< 220 ftp.example.net FTP server`. */
const welcome = /^220[ -](?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,20}\b(?!.{0,200}\bftp)/i;

/** A command that no other protocol has: `MAIL FROM:<s@e>`, `RCPT TO:<u@d>`, `EHLO mail.example.org`. */
const proof = /^(?:(?:MAIL FROM|RCPT TO) ?:|(?:EHLO|HELO|LHLO) [\w.[\]:-]{1,255}$)/i;

/** The end of a session, as programs say it. */
const closed =
  /^(?:Connection closed by foreign host|=== Connection closed|\*{0,3} ?Closing connection|SMTP\(close\)>>|closed$)/;

export const dialogue: Format = {
  id: 'dialogue',
  documentation: 'https://www.rfc-editor.org/rfc/rfc5321#appendix-D',
  claimsLine(line, state) {
    const dialogues = state as Dialogues;
    const claimed = claims(line, dialogues);
    if (claimed) delete dialogues.idle;
    else if (dialogues.sessions || dialogues.told) {
      dialogues.idle = (dialogues.idle ?? 0) + 1;
      if (dialogues.idle > longestIdle) {
        end(dialogues);
        forgetTold(dialogues);
      }
    }
    return claimed;
  },
  read: (line, frame, state) => readShown(line, frame, state as Dialogues),
};

function claims(line: string, dialogues: Dialogues): boolean {
  const bare = dialogues.sessions?.[''];
  if (bare?.body !== undefined && bare.body > 0) return true; // whatever it says, it is the message
  if (isDigit(line.charCodeAt(0)) && isReply(line))
    return (
      (bare?.open === true && (bare.waiting?.length ?? 0) > 0) ||
      greeting.test(line) ||
      bare?.words !== undefined
    );
  const shown = shownIn(line);
  if (shown) {
    const session = dialogues.sessions?.[shown.key];
    const said = says(line, shown, session);
    if (said !== null)
      return (
        shown.sure ||
        session?.open === true ||
        (session?.host !== undefined && refusesToTalk(line, shown.start)) ||
        said === 'proof'
      );
  }
  if (continuation(line, dialogues) !== null) return true;
  const connected = connectionIn(line);
  if (connected) call(dialogues, connected);
  if (bare?.body !== undefined) return true;
  if (bare?.open && closed.test(line)) return true;
  // A log may have a line that begins with DATA or QUIT; in a dialogue these come after a sender and a recipient.
  return commandIn(line) !== null && (bare?.open === true || proof.test(line));
}

/** Whoever was called does not want to talk: `554 …` in place of a greeting. */
const refusesToTalk = (line: string, at: number): boolean =>
  /^(?:421|521|554)[ -]/.test(line.slice(at, at + 4));

/** What a marked line is good for: a command, a reply, the message of an open session; `proof` where it alone shows what it is. */
function says(line: string, shown: Shown, session: Session | undefined): 'proof' | 'part' | null {
  const words = line.slice(shown.start, Math.min(shown.end, shown.start + 400));
  if (shown.side === 'again') return session ? 'part' : null;
  if (shown.side === 'client') {
    if (commandIn(words)) return proof.test(words) ? 'proof' : 'part';
    return session?.open || shown.sure ? 'part' : null;
  }
  if (!isReply(words)) return null;
  return greeting.test(words) || welcome.test(words) || provesItself(words) ? 'proof' : 'part';
}

/** `550 5.1.1 no such user`: a code of the same class right behind the number. */
const provesItself = (words: string): boolean =>
  /^([245])\d\d[ -]#?\1\.\d\.\d{1,3}(?![.\d])/.test(words) ||
  /^[45]\d\d[ -][^\d]{0,60}\b(?:user|mailbox|recipient|sender|relay)/i.test(words);

/** A program calls a server: what follows is another session. The line itself belongs to whoever claims it. */
function call(dialogues: Dialogues, { key, host }: { key: string; host: string }): void {
  const session = sessionOf(dialogues, key);
  forget(session);
  forgetTold(dialogues);
  session.host = host;
}

function sessionOf(dialogues: Dialogues, key: string): Session {
  const sessions = (dialogues.sessions ??= {});
  const keys = Object.keys(sessions);
  if (!sessions[key] && keys.length >= mostSessions) delete sessions[keys[0]];
  return (sessions[key] ??= {});
}

/** Forgets a session that is over, so that the pages behind it do not hang on it. */
function drop(dialogues: Dialogues, key: string): void {
  delete dialogues.sessions?.[key];
  if (dialogues.sessions && Object.keys(dialogues.sessions).length === 0) end(dialogues);
}

function end(dialogues: Dialogues): void {
  delete dialogues.sessions;
  delete dialogues.idle;
}

/** The next line of a reply that a program shows without its mark: `                   250 8BITMIME` (PHPMailer, Exim). */
function continuation(line: string, { sessions }: Dialogues): { key: string; start: number } | null {
  if (!sessions || !Object.values(sessions).some(({ words }) => words !== undefined)) return null;
  const blanks =
    /^\s{1,60}(?=[2-5]\d\d(?:[ -]|$))/.exec(line) ??
    /^[\d:.]{8,15} {1,6}\d{1,9} {2,60}(?=[2-5]\d\d(?:[ -]|$))/.exec(line);
  if (!blanks) return null;
  const start = blanks[0].length;
  const code = line.slice(start, start + 3);
  const key = Object.keys(sessions).find((one) => sessions[one].words?.startsWith(`${code}-`));
  return key === undefined ? null : { key, start };
}

function readShown(line: string, frame: Frame, dialogues: Dialogues): LogRecord | null {
  const shown = shownIn(line);
  const stamp = shown ? (stampOf(line, frame) ?? ownStamp(line)) : null;
  const inMessage = dialogues.sessions?.['']?.body ?? -1;
  // In a message only a mark makes a reply. Listings may leave the message out: then the reply follows the 354 at once.
  if (isReply(line) && inMessage <= 0) return readAnswer(line, 0, line.length, stamp, dialogues, '');
  if (
    shown &&
    (inMessage < 0 || shown.side === 'server') &&
    says(line, shown, dialogues.sessions?.[shown.key] ?? {}) !== null
  )
    return readMarked(line, shown, stamp, dialogues);
  const more = continuation(line, dialogues);
  if (more) return readAnswer(line, more.start, line.length, null, dialogues, more.key);
  const session = dialogues.sessions?.[''];
  if (session?.body !== undefined) {
    session.body++;
    if (line.trim() === '.' || session.body > longestMessage) delete session.body;
  } else if (closed.test(line)) end(dialogues);
  else if (commandIn(line)) hearClient(sessionOf(dialogues, ''), line);
  return null;
}

function readMarked(
  line: string,
  shown: Shown,
  stamp: string | null,
  dialogues: Dialogues,
): LogRecord | null {
  const session = sessionOf(dialogues, shown.key);
  if (shown.side === 'again') return readAgain(line, shown, stamp, session);
  if (shown.ours) session.direction = 'in';
  if (shown.side === 'server')
    return readAnswer(line, shown.start, shown.end, stamp, dialogues, shown.key, shown.html);
  // What a marked dialogue shows of the message needs no watching: the server's next mark ends it.
  delete session.body;
  let words = line.slice(shown.start, shown.end);
  if (shown.html) words = words.replaceAll('&lt;', '<').replaceAll('&gt;', '>');
  for (const command of words.split(' | ').slice(0, 100))
    if (!command.startsWith('DATA fragment')) hearClient(session, command);
  return null;
}

/** `2026-11-27 01:44:05` of `[2026-11-27 01:44:05] …`; a time without a day is none. */
const ownStamp = (line: string): string | null =>
  /^\[?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z|[+-]\d\d:?\d\d)?)\]?[\s|]/.exec(
    line.slice(0, behindStamp(line)),
  )?.[1] ?? null;

function readAnswer(
  line: string,
  start: number,
  to: number,
  stamp: string | null,
  dialogues: Dialogues,
  key: string,
  html = false,
): LogRecord {
  const session = sessionOf(dialogues, key);
  if (line.startsWith('220', start) && session.waiting?.[0]?.phase !== 'STARTTLS') forgetTold(dialogues);
  const heard = hearServer(session, line, start, to, 'dialogue', html ? unescaped : undefined);
  for (const { outcome, text } of heard.attempts) if (outcome !== 'delivered') remember(dialogues, text);
  if (Object.keys(session).length === 0) drop(dialogues, key);
  return {
    format: 'dialogue',
    codes: heard.codes,
    attempts: heard.attempts,
    at: { start, end: to },
    text: heard.text,
    stamp,
    ...(heard.attempts.length === 0 && askedIn(session, heard.phase)),
    ...(heard.goesOn && { again: true }),
  };
}

/** What a reply without an outcome answered, for the verdict. */
const askedIn = (session: Session, phase: Phase | null): Pick<LogRecord, 'asked'> => ({
  asked: { phase, host: session.host ?? null, direction: session.direction ?? 'out' },
});

/** PHPMailer's HTML: entities, and the lines of a reply with nothing between them: `250-mx.example.net250-PIPELINING250 SIZE`. */
function unescaped(words: string): string {
  const code = words.slice(0, 3);
  const lines =
    words.charCodeAt(3) === 0x2d
      ? words.replaceAll(`${code}-`, ` ${code}-`).replaceAll(`${code} `, ` ${code} `).trimStart()
      : words;
  return lines
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

/** `reply: retcode (550); Msg: b'5.1.1 no such user'`: told already, but its codes stand here too. */
function readAgain(line: string, shown: Shown, stamp: string | null, session: Session): LogRecord | null {
  const { start, end: to } = shown;
  // retcode (550); Msg: b'5.1.1 …'   (550, b'5.1.1 …')
  const number = /^([2-5]\d\d)(?:\); Msg: |, )b?['"]/.exec(line.slice(start, start + 24));
  const codes = number
    ? [
        ...scanReply(line, start, start + 3),
        ...scanReply(line, start + number[0].length, to).filter(({ kind }) => kind === 'enhanced'),
      ]
    : readReply(line, start, to).codes;
  if (codes.length === 0) return null;
  const text = number
    ? `${number[1]} ${line.slice(start + number[0].length, to).replace(/['")]{0,3}$/, '')}`
    : line.slice(start, to);
  return {
    format: 'dialogue',
    codes,
    attempts: [],
    at: { start, end: to },
    text,
    stamp,
    again: true,
    ...askedIn(session, null),
  };
}
