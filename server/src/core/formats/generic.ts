// Which replies stand in lines that no format knows? Only those that the line itself proves to be SMTP: a wrong code is
// worse than a missed one, so the reader is silent wherever the evidence is thin.

import { readReply } from '../codes/reply.ts';
import { scanReply } from '../codes/scan.ts';
import type { LogRecord } from '../model/attempt';
import type { Format } from './format.ts';

/**
 * Where a reply may begin: at the line's start or behind a blank or an opening mark, with an enhanced code of the same class
 * right behind it. The pair proves itself: `… error="550 5.1.1 no such user"`, `(550, b'5.1.1 no such user')`,
 * `{LED=550 5.1.1 no such user};{MSG=}` (Exchange, as PowerShell prints it).
 */
const pair =
  /(?:^|[\s"'(<[{:;>]|\bLED=)(?:(2)[0-7]\d[ -]#?2\.\d\.\d{1,3}|(4)\d\d[ -]#?4\.\d\.\d{1,3}|(5)\d\d[ -]#?5\.\d\.\d{1,3}|\((?:[45]\d\d), b?'[45]\.\d\.\d{1,3})(?![.\d])/;

/** A number that the line calls a reply: `SMTP error: 550 …`, `said: 450 …`, `responded with 554 …`, `smtp;550 …`, `RCPT TO:<u@d>: 550 …`. */
const called =
  /(?:\bsaid: ?|\bSMTP (?:error|code|status|reply|response|server error)[ :=]{1,3}|\bSMTP Error \(state \d{1,2}\): |\bresponded with:? "?|\bsmtp; ?|\bRCPT TO:? ?<[^<>\s]{1,320}>: |\bMAIL FROM:? ?<[^<>\s]{0,320}>: |\bafter (?:RCPT TO|MAIL FROM|DATA|end of data|initial connection|EHLO)[^:]{0,320}: |\bRemote host said: ?|\bResponse code: ?|\bgot response: ?|\bserver response:? ?)(?=[2-5]\d\d(?:[ -]|$))/i;

/** A line that begins with a refusal, as saved snippets do: `550 5.1.1 …`, `550 User unknown`, `450-4.2.1 …`; not `404 …`, `500 rows`. */
const bare =
  /^(?:421|45[0-5]|50[0-4]|52[135]|53[0458]|55[0-6])[ -](?:#?[45]\.\d\.\d{1,3}\b|[^\d]*\b(?:user|mailbox|recipient|relay|relaying|sender|address|greylist\w*|quota|spam|blocked|blacklist\w*|command|authentication|mail|message|rejected|unknown)\b)/i;

/** Lines of web servers and firewalls, whose three-digit numbers are their own. */
const notMail = /\bHTTP\/\d|"(?:GET|POST|HEAD|PUT) |\bIN=\w+ OUT=/;

/** A cheap test before any of the above: a digit 4 or 5 (or 2) that begins a three-digit number. */
const mayHold = /(?:^|[^\w.])[245]\d\d(?:[ \-,:"']|$)/;

export const generic: Format = {
  id: 'generic',
  documentation: 'https://www.rfc-editor.org/rfc/rfc5321#section-4.2',
  read(line, frame) {
    if (!mayHold.test(line) || notMail.test(line)) return null;
    const start = startOfReply(line, frame.messageStart);
    if (start < 0) return null;
    const said = readReply(line, start, line.length);
    if (said.codes.length === 0) return null;
    const record: LogRecord = {
      format: 'generic',
      codes: said.codes,
      attempts: [],
      at: { start, end: line.length },
      text: line.slice(start),
      stamp: frame.timeEnd > frame.timeStart ? line.slice(frame.timeStart, frame.timeEnd) : null,
    };
    return record;
  },
};

/** Where the first proved reply begins, -1 where none is. */
function startOfReply(line: string, from: number): number {
  const words = from > 0 ? line.slice(from) : line;
  if (bare.test(words)) return from;
  const proved = [pair.exec(words), called.exec(words)]
    .filter((match) => match !== null)
    .sort((a, b) => a.index - b.index)[0];
  if (!proved) return -1;
  const at = from + proved.index + (proved[0].match(/[2-5]\d\d(?=[ -,]|$)/)?.index ?? proved[0].length);
  return scanReply(line, at, line.length).length > 0 ? at : -1;
}
