// Where are the codes in a server's words? The caller hands over the words of a reply (or what a program says of one),
// not a whole log line: what a format leaves out (ports, process ids, sizes) never gets here.
// Deliberately absent: what a code means, and any guess: a number that only may be a code is none.
import { isBlank, isDigit, isLetter, isWord } from './characters.ts';
import type { CodeSpan } from './code.ts';

/** A code and how deeply it is quoted: 0 is the server that spoke, 1 what it quotes of another, and so on. */
export interface SaidCode extends CodeSpan {
  readonly depth: number;
  /** For a reply: whether another line of the same reply follows (`550-`). */
  readonly continued: boolean;
}

/** What stands before a reply that another program passes on; each lets the depth grow by one. Compared in lower case. */
const introducers = [
  'said: ', // host mx.example[192.0.2.5] said: 550 5.1.1 no mailbox here
  'said:', // Remote host said:_550 (qmail, underscores undone)
  'responded with "', // Primary target IP address responded with "421 4.2.1 Unable to connect."
  'responded with: ', // remote server responded with: 550 user unknown
  'talk to me: ', // host mx.example[192.0.2.5] refused to talk to me: 554-mx.example 554 …
  '-> ', // 550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 5.1.1 …
  'smtp;', // Diagnostic-Code: smtp;550 5.1.1 …
  'smtp; ', // Diagnostic-Code: smtp; 550 5.1.1 …
  '<<< ', // <<< 550 5.1.1 … (Sendmail's transcript)
  'reason: ', // (reason: 550 5.1.1 …)
  'response: ', // Response: 550 5.1.1 …
  'response was: ', // The response was: 550 5.1.1 …
  'returned: ', // the server returned: 554 5.7.1 …
  'error: ', // SMTP error: 550 …
  'error ', // SMTP error 550 5.1.1 …
  'error code: ', // error code: 550
  'error code ', // The error code 550 …
  "('", // ('550', ['5.1.1 The email account …
  "b'", // smtplib: (550, b'5.1.1 …')
  'address: ', // Sender address rejected: undeliverable address: 550 …
  'remote:', // stat=User unknown(Reason from remote:550 5.1.1 User unknown)
];
const longestIntroducer = Math.max(...introducers.map((words) => words.length));

/** Words before `x.y.z` that make it a version or a section, as in `Exim 4.9.1`, `RFC 3463 section 3.2.1`. */
const versionWords =
  /(?:version|postfix|exim|sendmail|dovecot|qmail|section|server|release|build|esmtp|v)[ /]?$/i;

/**
 * Finds the codes in a server's words.
 * @param text the text that holds them
 * @param from offset of the first character of the words
 * @param to offset behind the last one
 * @returns the codes in order. For `550-5.1.1 no such user 550 5.1.1 see x` these are `550`, `5.1.1`, `550`, `5.1.1`.
 */
export function scanReply(text: string, from: number, to: number): SaidCode[] {
  const found: SaidCode[] = [];
  let depth = 0;
  let open: SaidCode | undefined; // the reply whose words we are in
  for (let at = from; at < to; at++) {
    if (!isDigit(text.charCodeAt(at))) continue;
    const end = endOfNumber(text, at, to);
    const before = at > from ? text.charCodeAt(at - 1) : 0x20;
    if (end - at === 3 && isReplyNumber(text, at)) {
      const quoted = at > from && isIntroduced(text, from, at);
      if (
        at === from ||
        quoted ||
        continues(open, text, at, end, to, before) ||
        hasStatus(text, at, end, to, before)
      ) {
        if (isReplyEnd(text, end, to)) {
          if (quoted && found.length > 0) depth++;
          open = {
            start: at,
            end,
            kind: 'reply',
            code: text.slice(at, end),
            depth,
            continued: text.charCodeAt(end) === 0x2d,
          };
          found.push(open);
        }
      }
    } else if (isStatus(text, at, end) && standsAsStatus(text, from, at, end, to, before, open)) {
      const start = before === 0x23 ? at - 1 : at; // the mark of `#5.1.0` is part of how it is written
      found.push({ start, end, kind: 'enhanced', code: text.slice(at, end), depth, continued: false });
    }
    at = Math.max(at, end - 1);
  }
  return found;
}

/** Behind the run of digits and inner dots that begins at `at`; a final dot is punctuation (`5.1.1.`). */
function endOfNumber(text: string, at: number, to: number): number {
  let end = at;
  while (
    end < to &&
    (isDigit(text.charCodeAt(end)) || (text.charCodeAt(end) === 0x2e && isDigit(text.charCodeAt(end + 1))))
  )
    end++;
  return end;
}

/** 200–599: RFC 5321's grammar allows 0–5 as the second digit only, but servers send `571` (chkuser), so any is read. */
function isReplyNumber(text: string, at: number): boolean {
  const first = text.charCodeAt(at);
  return first >= 0x32 && first <= 0x35 && text.charCodeAt(at + 1) !== 0x2e;
}

/** A reply's number is followed by a blank, a hyphen (another line follows) or nothing; `550,` and `550)` occur in quotations. */
function isReplyEnd(text: string, end: number, to: number): boolean {
  if (end >= to) return true;
  const c = text.charCodeAt(end);
  if (isBlank(c) || c === 0x0a || c === 0x0d) return true;
  if (c === 0x2d) return true;
  // 530, response: 5.7.0 …   ('550', [   (state 13): 550;   550: …   "550."   550#5.1.1   [SMTP Error Code 550]
  return (
    c === 0x2c ||
    c === 0x27 ||
    c === 0x29 ||
    c === 0x3a ||
    c === 0x3b ||
    c === 0x22 ||
    c === 0x2e ||
    c === 0x23 ||
    c === 0x5d
  );
}

/** Whether what another program quotes begins here: `said: 550`, `smtp;550`, `-> 550`. */
function isIntroduced(text: string, from: number, at: number): boolean {
  const before = text.slice(Math.max(from, at - longestIntroducer), at).toLowerCase();
  return introducers.some((words) => before.endsWith(words));
}

/** The next line of the same reply, joined by a blank or a line end: `550-no such user 550 5.1.1 see …`; or `550 550 …`. */
function continues(
  open: SaidCode | undefined,
  text: string,
  at: number,
  end: number,
  to: number,
  before: number,
): boolean {
  if (!open || !text.startsWith(open.code!, at)) return false;
  if (!(isBlank(before) || before === 0x0a || before === 0x0d)) return false;
  if (at === open.end + 1) return true;
  const after = text.charCodeAt(end);
  return open.continued && (end >= to || isBlank(after) || after === 0x2d);
}

/** `550 5.1.1`, `550-5.1.1`, `550 #5.1.0` of one class: together they are a code wherever they stand apart from other words. */
function hasStatus(text: string, at: number, end: number, to: number, before: number): boolean {
  if (
    isWord(before) ||
    before === 0x2e ||
    before === 0x2d ||
    before === 0x2f ||
    before === 0x3d ||
    before === 0x40 ||
    before === 0x23
  )
    return false;
  const joint = text.charCodeAt(end);
  if (joint !== 0x20 && joint !== 0x2d) return false;
  const status = text.charCodeAt(end + 1) === 0x23 ? end + 2 : end + 1;
  return (
    status < to &&
    text.charCodeAt(status) === text.charCodeAt(at) &&
    isStatus(text, status, endOfNumber(text, status, to))
  );
}

/** `x.y.z` by its shape (RFC 3463 §2): class 2, 4 or 5, a subject of one digit, a detail of up to three. */
function isStatus(text: string, at: number, end: number): boolean {
  const first = text.charCodeAt(at);
  if (first !== 0x32 && first !== 0x34 && first !== 0x35) return false;
  if (text.charCodeAt(at + 1) !== 0x2e || text.charCodeAt(at + 3) !== 0x2e) return false;
  const detail = end - at - 4;
  if (detail < 1 || detail > 3) return false;
  for (let i = at + 4; i < end; i++) if (!isDigit(text.charCodeAt(i))) return false;
  return detail === 1 || text.charCodeAt(at + 4) !== 0x30;
}

/** Whether something of the shape x.y.z is a status here, not a version, an address or part of a name. */
function standsAsStatus(
  text: string,
  from: number,
  at: number,
  end: number,
  to: number,
  before: number,
  open: SaidCode | undefined,
): boolean {
  const afterReply = open !== undefined && (at === open.end + 1 || (at === open.end + 2 && before === 0x23));
  const after = end < to ? text.charCodeAt(end) : 0x20;
  // `250 2.1.5Recipient OK` (Exchange) has no blank; elsewhere a letter, hyphen or colon with digits behind makes it a name.
  if (isWord(after) || (after === 0x2d && isWord(text.charCodeAt(end + 1))))
    return afterReply && isLetter(after);
  if (afterReply || at === from) return true;
  if (before === 0x23) return true; // #5.1.0, (#5.1.0)
  if (before === 0x28 || before === 0x5b || before === 0x27 || before === 0x22 || before === 0x3b)
    return true; // (5.1.1)  [5.1.1]  ['5.1.1 …  ;5.1.1
  if (!isBlank(before) && before !== 0x0a) return false;
  if (versionWords.test(text.slice(Math.max(from, at - 12), at))) return false;
  if (isIntroduced(text, from, at)) return true;
  // RELEASED Example 2.0.12: success is said behind a reply or at the beginning; what stands elsewhere is some program's version.
  return open === undefined ? text.charCodeAt(at) !== 0x32 : open.code!.charCodeAt(0) === text.charCodeAt(at);
}
