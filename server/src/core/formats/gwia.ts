// What became of messages that the GroupWise Internet Agent sent? Its log: the SMTP daemon's lines (DMN) name the message. Deliberately
// absent: the day, which only the file's name tells, and its POP, IMAP and conversion lines.
import type { LogRecord } from '../model/attempt.ts';
import type { Format, FormatState } from './format.ts';
import { attemptOf, readWords } from './reading.ts';

interface Messages extends FormatState {
  /** Per message: the server that it went to and the command that failed. */
  known?: [id: string, host: string | null, command: string][];
}
const remembered = 128;

/** `00:52:25 2E8 DMN: MSG 1029 Send Failure: 550 5.1.1 no such user` */
const head = /^\d\d:\d\d:\d\d [\dA-F]{2,4} DMN: MSG (\d{1,10}) +/;
/** `00:41:58 2BA DMN: SMTP session ended: [198.51.100.11] (mx1.example.net)` */
const daemon = /^\d\d:\d\d:\d\d [\dA-F]{2,4} DMN: /;

/** Its own words for a connection that failed, put as if a server had said them: nobody answered. */
const ownWords = /^(?:420 TCP (?:read|write) error|450 Host down)/i;

export const gwia: Format = {
  id: 'gwia',
  documentation: 'https://flylib.com/books/en/1.548.1.105/1/',
  claimsLine: (line) => line.charCodeAt(8) === 0x20 && daemon.test(line.slice(0, 20)),
  read(line, _frame, state) {
    const match = head.exec(line.slice(0, 60));
    if (!match) return null;
    const messages = state as Messages;
    const at = match[0].length;
    const [, host = null, command = ''] = messages.known?.find(([id]) => id === match[1]) ?? [];
    const remember = (server: string | null, asked: string): null => {
      const others = (messages.known ?? []).filter(([id]) => id !== match[1]);
      messages.known = [...others.slice(1 - remembered), [match[1], server, asked]];
      return null;
    };
    const words = line.slice(at, at + 600);
    const connected = /^Connected to (\S{1,255})/.exec(words)?.[1];
    if (connected) return remember(connected, '');
    const asked = /^Command: {1,4}(\S.{0,500})/.exec(words)?.[1];
    if (asked !== undefined) return remember(host, asked);
    return readOutcome(line, at, { id: match[1], host, command });
  },
};

/** `Send Failure: 550 5.1.1 no such user` states the outcome; `Response: 550 …` before it is the same reply. */
function readOutcome(
  line: string,
  at: number,
  { id, host, command }: { id: string; host: string | null; command: string },
): LogRecord | null {
  const label = /^(Send Failure|Response): {1,4}(?=[2-5]\d\d(?:[ -]|$))/.exec(line.slice(at, at + 40));
  if (!label) return null;
  const start = at + label[0].length;
  const words = readWords(line, start, line.length);
  if (words.reply === null) return null;
  const nobody = ownWords.test(words.text);
  const attempt = attemptOf('gwia', words, {
    queueId: id,
    recipient: /^RCPT TO: ?<([^<>]{0,320})>/i.exec(command)?.[1] ?? null,
    host: nobody ? null : host,
    outcome: words.reply[0] === '5' ? 'bounced' : 'deferred',
    phase: /^RCPT /i.test(command) ? 'RCPT TO' : /^MAIL /i.test(command) ? 'MAIL FROM' : null,
    ...(nobody && { reply: null }),
  });
  return {
    format: 'gwia',
    codes: words.codes,
    attempts: label[1] === 'Response' ? [] : [attempt],
    at: { start, end: line.length },
    text: words.text,
    stamp: null,
  };
}
