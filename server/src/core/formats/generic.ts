// Which replies stand in lines that no format knows? Only those that the line itself proves to be SMTP: a wrong code is
// worse than a missed one, so the reader is silent wherever the evidence is thin.
// Deliberately absent: outcomes. Such a line quotes a reply; what became of a message it does not say.
import { readReply, type Said } from '../codes/reply.ts';
import { scanReply } from '../codes/scan.ts';
import type { LogRecord } from '../model/attempt.ts';
import type { Format } from './format.ts';
import { stampOf } from './reading.ts';

/**
 * Where a reply may begin: at the line's start or behind a blank or an opening mark, with an enhanced code of the same class
 * right behind it: `… error="550 5.1.1 no such user"`, `(550, b'5.1.1 no such user')`, `Error: 550-5.1.1 The email account …`,
 * `{LED=550 5.1.1 no such user};{MSG=}` (Exchange, as PowerShell prints it).
 */
const pair =
  /(?:^|[\s"'`(<[{:;,=>|])(?:(2)[0-7]\d[ -]#?2\.\d\.\d{1,3}|(4)\d\d[ -]#?4\.\d\.\d{1,3}|(5)\d\d[ -]#?5\.\d\.\d{1,3}|\((?:[45]\d\d), b?'[45]\.\d\.\d{1,3})(?![.\d])/;

/** A number and a status in columns of their own: `u@d.example	550	5.1.1	no such user`, `| 550 | 5.1.1 | mailbox unknown |`. */
const columns = /[\t,;|] ?"?(([45])\d\d)"? ?[\t,;|] ?"?(\2\.\d\.\d{1,3})"? ?(?=[\t,;|]|$)/;

/** A number that the line calls a reply: `SMTP error: 550 …`, `said: 450 …`, `responded with 554 …`, `smtp;550 …`, `RCPT TO:<u@d>: 550 …`, `smtp_code=550`. */
const called =
  /(?:\bsaid: ?|\bSMTP (?:error|code|status|reply|response|server error)(?: was encountered| received from host)?[ :=]{1,3}|\bsmtp[_-]?(?:code|status|reply|response)["']?\s?[=:]\s?["']?|\bSMTP Error \(state \d{1,2}\): |\bresponded with:? "?|\bsmtp; ?|\bRCPT TO:? ?<[^<>\s]{1,320}>: |\bMAIL FROM:? ?<[^<>\s]{0,320}>: |\bafter (?:RCPT TO|MAIL FROM|DATA|end of data|initial connection|EHLO)[^:]{0,320}: |\bRemote host said: ?|\bResponse code: ?|\bgot response: ?|\bserver response:? ?|\bTechnical details: )(?=[2-5]\d\d(?:[ -]|$))/i;

/** A line that begins with a refusal, as saved snippets do: `550 5.1.1 …`, `550 User unknown`, `450-4.2.1 …`; not `404 …`, `500 rows`, `550 EUR …`. */
const bare =
  /^(?:421|45[0-5]|50[0-4]|52[135]|53[0458]|55[0-6])[ -](?!(?:EUR|USD|GBP|[kKMGT]i?B|ms|rows|items|files)\b)(?:#?[45]\.\d\.\d{1,3}\b|[^\d]*\b(?:user|mailbox|recipient|relay|relaying|sender|address|greylist\w*|quota|spam|blocked|blacklist\w*|command|authentication|mail|message|rejected|unknown|transaction failed)\b)/i;

/** The same in a column of a line that names an address: `18,u@d.example,failed,550 User unknown`. */
const field =
  /[,;|\t] ?"?(?=(?:421|45[0-5]|50[0-4]|52[135]|53[0458]|55[0-6])[ -][^\d,;|\t]{0,80}\b(?:user|mailbox|recipient|relay|relaying|sender|address|greylist\w*|quota|spam|blocked|blacklist\w*|authentication|mail|message|rejected|unknown)\b)/i;

/** Lines of web servers and firewalls, whose three-digit numbers are their own. */
const notMail = /\bHTTP\/\d|"(?:GET|POST|HEAD|PUT) |\bIN=\w+ OUT=/;

/** A cheap test before any of the above: a digit 4 or 5 (or 2) that begins a three-digit number. */
const mayHold = /(?:^|[^\w.])[245]\d\d(?:[ \-,:"'\t|;]|$)/;

/**
 * What a line about mail says somewhere; a pair of codes in the middle of other words needs one of these beside it
 * (`disk 421 4.2.1 ok` has none).
 */
const evidence =
  /@|smtp|mail|rcpt|recipient|\buser|sender|address|relay|reject|deliver|bounce|gr[ae]y-?list|quota|spam|virus|block|black ?list|denied|queued|authent|unavailable|try again|too many|unknown|no such|not (?:exist|found|allowed|permitted|accept)|policy|d(?:marc|kim)|\bspf\b|domain|mx\b|message|refused|said|bans|banned|suspicious|reputation|disabled|inactive|exceed|sorry|account|undeliverable|response|insufficient|\bLED=/i;

export const generic: Format = {
  id: 'generic',
  documentation: 'https://www.rfc-editor.org/rfc/rfc5321#section-4.2',
  read(line, frame) {
    if (!mayHold.test(line) || notMail.test(line)) return null;
    const start = startOfReply(line, frame.messageStart);
    const said = start < 0 ? null : readReply(line, start, endOfReply(line, start));
    if (said !== null && said.codes.length > 0)
      return recordOf(line, said.codes, start, endOfReply(line, start), stampOf(line, frame));
    const apart = columns.exec(line);
    return apart && evidence.test(line) ? readColumns(line, apart, stampOf(line, frame)) : null;
  },
};

const recordOf = (
  line: string,
  codes: Said['codes'],
  start: number,
  end: number,
  stamp: string | null,
): LogRecord => ({
  format: 'generic',
  codes,
  attempts: [],
  at: { start, end },
  text: line.slice(start, end),
  stamp,
});

/** Where the first proved reply begins, -1 where none is. */
function startOfReply(line: string, from: number): number {
  const words = from > 0 ? line.slice(from) : line;
  if (bare.test(words) && (from === 0 || evidence.test(line))) return from;
  const two = pair.exec(words);
  const proved = [
    two && ((two.index === 0 && from === 0) || evidence.test(line)) ? two : null,
    called.exec(words),
    words.includes('@') ? field.exec(words) : null,
  ]
    .filter((match) => match !== null)
    .sort((a, b) => a.index - b.index)[0];
  if (!proved) return -1;
  const at = from + proved.index + (proved[0].match(/[2-5]\d\d(?=[ ,-]|$)/)?.index ?? proved[0].length);
  return scanReply(line, at, line.length).length > 0 ? at : -1;
}

/** A reply in quotation marks ends with them: `"550 5.1.1 no such user","3"`. */
function endOfReply(line: string, start: number): number {
  const mark = line[start - 1];
  if (mark !== '"' && mark !== "'" && mark !== '`') return line.length;
  for (let end = line.indexOf(mark, start); end >= 0; end = line.indexOf(mark, end + 1))
    if (/^(?:[\s,;:)\]}|]|$)/.test(line.slice(end + 1, end + 2)) && line[end - 1] !== '\\') return end;
  return line.length;
}

/** The words stand in the next column, if any. */
function readColumns(line: string, match: RegExpExecArray, stamp: string | null): LogRecord {
  const reply = match.index + match[0].indexOf(match[1]);
  const status = line.indexOf(match[3], reply + 3);
  const codes: Said['codes'] = [
    { start: reply, end: reply + 3, kind: 'reply', code: match[1], depth: 0, continued: false },
    {
      start: status,
      end: status + match[3].length,
      kind: 'enhanced',
      code: match[3],
      depth: 0,
      continued: false,
    },
  ];
  const rest = line
    .slice(match.index + match[0].length)
    .replace(/^[\t,;| "]{1,8}/, '')
    .split(/["\t|]/)[0]
    .trim();
  return {
    ...recordOf(line, codes, reply, line.length, stamp),
    text: `${match[1]} ${match[3]} ${rest}`.trim(),
  };
}
