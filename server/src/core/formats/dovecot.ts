// What do Dovecot's delivery agents (lmtp, lda, Sieve) and its submission service write of failures, discards and redirects?
// Deliberately absent: mail that was stored. The server that handed it over counts that delivery, often in the same file.
import type { Attempt, LogRecord, Outcome, Phase } from '../model/attempt.ts';
import type { Format } from './format.ts';
import type { Frame } from './frame.ts';
import { attemptOf, between, phaseNamed, readWords, remark, type Words } from './reading.ts';

/** `lmtp(anna@example.org)<107><sfpMElzEBGtr>: `, `lda(anna): `, `submission(anna@example.org)<116><a+BF>: `; in its own file behind a stamp. */
const agent =
  /^(?:(?:\w{3} [ \d]\d|\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d(?:\.\d{1,6})? )?(?:dovecot: )?(lmtp|lda|deliver|submission)\(/;

export const dovecot: Format = {
  id: 'dovecot',
  documentation: 'https://doc.dovecot.org/2.3/admin_manual/logging/',
  claimsProgram: (program) =>
    program === 'dovecot' || program.startsWith('dovecot-') || program === 'dovecot/lmtp',
  claimsLine: (line) => line.includes('(') && agent.test(line.slice(0, 60)),
  read(line, frame) {
    const at = frame.messageStart;
    // Lines of logins, and of mail that was stored, are by far the most.
    if (line.includes('stored mail into mailbox', at) || line.includes('ogin: ', at)) return null;
    if (line.includes(' relay', at) || line.includes(' relayed message', at)) {
      const reply = line.indexOf('reply=`', at);
      if (reply > 0) return readRelayed(line, frame, reply + 7);
    }
    if (
      line.includes('redirect action: ', at) ||
      line.includes('redirect message to <', at) ||
      line.includes('forwarded to <', at)
    )
      return readRedirect(line, frame);
    if (line.includes('discard', at))
      return readPlain(line, frame, / discard(?: action)?: |marked message to be discarded/i, 'discarded');
    if (line.includes(' rejected message from <', at))
      return readPlain(line, frame, /rejected message from </, 'bounced');
    if (line.includes(': rejected: ', at)) return readPlain(line, frame, /: rejected: /, 'bounced');
    if (!line.includes(': save failed to ', at)) return null;
    // lda tells of a full mailbox once more, as `rejected: `.
    const full = line.includes('uota', at);
    return full && !line.includes('lmtp(', at)
      ? null
      : readPlain(line, frame, /: save failed to [^:]{1,200}: /, full ? 'bounced' : 'deferred');
  },
};

/** The mailbox's user: `lmtp(anna.berg@example.org)<107>…`, `lda(anna): `; older `lmtp(123, anna): `. */
function userIn(line: string, from: number): string | null {
  const open = line.indexOf('(', from);
  const close = line.indexOf(')', open);
  if (open < 0 || close < 0) return null;
  const name = line.slice(open + 1, close);
  const comma = name.indexOf(', ');
  return comma < 0 ? name : name.slice(comma + 2);
}

function recordOf(line: string, frame: Frame, words: Words, attempt: Attempt): LogRecord {
  return {
    ...remark('dovecot', line, frame, words),
    attempts: [attempt],
    at: { start: words.start, end: line.length },
  };
}

/**
 * `lda(billing@example.org)<113><y8ne>: sieve: msgid=<x@y>: reject action: rejected message from <t.nguyen@partner.example.com> (reject)`
 * `lda(full.drawer@example.org)<112><pD9o>: msgid=<x@y>: rejected: Quota exceeded (mailbox for user is full)`
 * `lmtp(full.drawer@example.org)<107><WPqn>: msgid=<x@y>: save failed to INBOX: Quota exceeded (mailbox for user is full)`
 * `lmtp(jobs@example.org)<107><qEVX>: sieve: msgid=<x@y>: discard action: Marked message to be discarded if not explicitly delivered`
 */
function readPlain(line: string, frame: Frame, marker: RegExp, outcome: Outcome): LogRecord | null {
  const match = marker.exec(line);
  if (!match) return null;
  const start = match[0].endsWith(': ') ? match.index + match[0].length : match.index;
  const words = readWords(line, start, line.length);
  const sender = between(line, 'rejected message from <', '>', match.index);
  return recordOf(
    line,
    frame,
    words,
    attemptOf('dovecot', words, {
      recipient: userIn(line, frame.messageStart),
      sender,
      outcome,
      reply: null,
    }),
  );
}

/**
 * `sieve: msgid=<x@y>: redirect action: failed to redirect message to <u@d>: smtp(198.51.100.11:25): RCPT TO failed: 550 5.1.1 <u@d>: unknown (permanent failure)`
 * `sieve: msgid=<x@y>: redirect action: forwarded to <info@example.net>`
 */
function readRedirect(line: string, frame: Frame): LogRecord | null {
  const forwarded = line.indexOf('forwarded to <', frame.messageStart);
  if (forwarded > 0) {
    const words = readWords(line, forwarded, forwarded);
    return recordOf(
      line,
      frame,
      words,
      attemptOf('dovecot', words, {
        recipient: between(line, 'forwarded to <', '>', forwarded),
        outcome: 'relayed',
      }),
    );
  }
  const to = line.indexOf('redirect message to <', frame.messageStart);
  const close = line.indexOf('>: ', to);
  if (to < 0 || close < 0) return null;
  const server = /^smtp\(([^()]{1,300}?)(?::\d{1,5})?\): (?:([A-Z ]{4,12}|[\w ]{4,30}) failed: )?/.exec(
    line.slice(close + 3),
  );
  const start = close + 3 + (server?.[0].length ?? 0);
  const judged = line.lastIndexOf(' (');
  const ends =
    judged > start && /^ \((?:permanent|temporary) failure\)$/.test(line.slice(judged))
      ? judged
      : line.length;
  const words = readWords(line, start, ends);
  const phase: Phase | null = server?.[2] ? phaseNamed(server[2]) : null;
  const temporary = line.endsWith('(temporary failure)') || words.reply?.startsWith('4') === true;
  const attempt = attemptOf('dovecot', words, {
    recipient: line.slice(to + 21, close),
    host: words.reply === null ? null : (server?.[1] ?? null),
    outcome: temporary ? 'deferred' : 'bounced',
    phase,
  });
  return recordOf(line, frame, words, attempt);
}

/** ``Successfully relayed message: from=<s@e>, size=137, id=VYV2, nrcpt=1, reply=`250 2.0.0 Ok'``, ``Failed to relay message: from=<s@e>, …, reply=`554 5.7.1 …'`` */
function readRelayed(line: string, frame: Frame, start: number): LogRecord {
  const words = readWords(line, start, line.endsWith("'") ? line.length - 1 : line.length);
  const failed = line.includes('Failed to relay ', frame.messageStart);
  const attempt = attemptOf('dovecot', words, {
    sender: between(line, 'from=<', '>', frame.messageStart, start),
    outcome: failed ? (words.reply?.startsWith('4') ? 'deferred' : 'bounced') : 'relayed',
    phase: 'end of DATA',
  });
  return recordOf(line, frame, words, attempt);
}
