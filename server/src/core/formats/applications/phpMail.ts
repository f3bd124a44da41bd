// What do PHP's mail libraries say in errors and exceptions: PHPMailer (WordPress), Symfony Mailer and Swift Mailer (Laravel),
// PEAR Mail? Deliberately absent: PHPMailer's debug output, which is a dialogue.
import type { Outcome, Phase } from '../../model/attempt.ts';
import type { Format } from '../format.ts';
import { phaseNamed, readWords } from '../reading.ts';
import { mayBeWrapped, type Quoted, readFailure, type Thrown, unescaped, wordsApart } from './failure.ts';

/** Expected response code "250" but got code "550", with message "550 5.1.1 <u@d>: …".   Expected response code 250 but got code "535", with message "535-5.7.8 … */
const expected =
  /Expected response code "?[\d/]{3,20}"? but got (?:code )?"?([2-5]\d\d)"?, with message "(?=[2-5]\d\d)/g;

/** SMTP server error: RCPT TO command failed Detail: <u@d>: … SMTP code: 550 Additional SMTP info: 5.1.1 */
const detail =
  /([A-Z][A-Za-z ]{2,20}) command failed Detail: (.{0,1000}?) ?SMTP code: ([2-5]\d\d)(?: Additional SMTP info: ([245]\.\d\.\d{1,3}))?/;

/** SMTP Error: The following recipients failed: u@d: <u@d>: Recipient address rejected, v@d: no such user */
const failed = /\bSMTP Error: The following recipients failed: /;

/** The next of them, on a line of its own: `v@d: <v@d>: Recipient address rejected`. */
const nextFailed = /^\s{0,40}([^\s:@<>]{1,64}@[^\s:<>]{1,255}): (?=\S)/;

/** Failed to add recipient: u@d [SMTP: Invalid response code received from server (code: 550, response: 5.1.1 no such user)] */
const pear =
  /(?:Failed to (add recipient: ([^\s[]{1,320}) |set sender: |send data |connect )|authentication failure |unable to ).{0,300}?\[SMTP: .{0,200}?\(code: ([2-5]\d\d), response: /;

/** SMTP ERROR: RCPT TO command failed: 550 5.1.1 no such user */
const command = /\bSMTP ERROR: ([A-Z][A-Za-z:<>@. -]{1,340}) command failed: (?=[2-5]\d\d[ -])/;

interface Failing extends Thrown {
  /** A list of failed recipients goes on, a line for each. */
  failing?: boolean;
}

export const phpMail: Format = {
  id: 'php-mail',
  documentation: 'https://symfony.com/doc/current/mailer.html#handling-sending-failures',
  remembersWith: 'dialogue',
  claimsLine(line, state) {
    const failing = state as Failing;
    if (failing.failing) {
      if (nextFailed.test(line)) return true;
      delete failing.failing;
    }
    if (mayBeWrapped(line)) return false;
    if (
      line.includes('SMTP') &&
      (detail.test(line) || failed.test(line) || pear.test(line) || command.test(line))
    )
      return true;
    return line.includes('Expected response code ') && line.search(expected) >= 0;
  },
  read(line, frame, state) {
    const failing = state as Failing;
    const quoted = found(line, failing);
    return quoted.length > 0
      ? readFailure('php-mail', line, frame, failing, quoted, quoted.length === 1 && failing.failing)
      : null;
  },
};

function found(line: string, failing: Failing): Quoted[] {
  const server = detail.exec(line);
  if (failed.test(line) || (failing.failing && nextFailed.test(line)))
    return readFailed(line, failing, server);
  if (server) return [{ words: wordsOfDetail(line, server), phase: phaseOf(server[1]) }];
  const one = pear.exec(line);
  if (one) return [readPear(line, one)];
  const traced = command.exec(line);
  if (traced)
    return [
      { words: readWords(line, traced.index + traced[0].length, line.length), phase: phaseOf(traced[1]) },
    ];
  return [...line.matchAll(expected)].map((match) => {
    const start = match.index + match[0].length;
    const close = line.slice(start).search(/"(?:\.|\s|$|"|,|;|\\)/);
    const words = readWords(line, start, close < 0 ? line.length : start + close, {
      mask: (text) => text.replace(/\\[rn]/g, '  '),
      undo: unescaped,
    });
    const number = match.index + match[0].indexOf(match[1], match[0].indexOf('but got'));
    const got = {
      start: number,
      end: number + 3,
      kind: 'reply' as const,
      code: match[1],
      depth: 0,
      continued: false,
    };
    return {
      words: { ...words, codes: [got, ...words.codes] },
      phase: /authenticat/i.test(line.slice(0, match.index)) ? 'AUTH' : null,
    };
  });
}

function readFailed(line: string, failing: Failing, server: RegExpExecArray | null): Quoted[] {
  const list = failed.exec(line);
  const from = list ? list.index + list[0].length : 0;
  failing.failing = true;
  const end = line.indexOf('SMTP server error: ', from);
  const to = end < 0 ? line.length : end;
  const first = nextFailed.exec(line.slice(from, to));
  if (!first) return [];
  const start = from + first[0].length;
  const words = server ? wordsOfDetail(line, server) : readWords(line, start, to);
  // PHPMailer leaves the number out; whether it may be tried again only the words tell.
  const outcome: Outcome | undefined =
    words.reply !== null || words.enhanced !== null
      ? undefined
      : /gr[ae]y-?list|try again|later|temporar/i.test(words.text)
        ? 'deferred'
        : 'bounced';
  const said = words.text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').slice(0, 24);
  if (failing.told?.some((told) => told.includes(said))) return [];
  return [{ words, phase: 'RCPT TO', recipient: first[1], ...(outcome && { outcome }) }];
}

/** The number and the status stand behind the words. */
function wordsOfDetail(line: string, match: RegExpExecArray): Quoted['words'] {
  const base = match.index + match[0].length - (match[4]?.length ?? 0);
  const number = line.indexOf(`SMTP code: ${match[3]}`, match.index) + 11;
  const from = match.index + match[0].indexOf(' Detail: ') + 9;
  const words = wordsApart(line, number, from, from + match[2].length);
  if (!match[4]) return words;
  const status = {
    start: base,
    end: base + match[4].length,
    kind: 'enhanced' as const,
    code: match[4],
    depth: 0,
    continued: false,
  };
  return {
    ...words,
    codes: [...words.codes, status],
    enhanced: match[4],
    text: `${match[3]} ${match[4]} ${match[2]}`,
  };
}

function readPear(line: string, match: RegExpExecArray): Quoted {
  const start = match.index + match[0].length;
  const close = line.indexOf(')]', start);
  const number = match.index + match[0].lastIndexOf(match[3]);
  const what = match[1] ?? match[0];
  const phase: Phase | null = match[2]
    ? 'RCPT TO'
    : what.startsWith('set sender')
      ? 'MAIL FROM'
      : what.startsWith('authentication')
        ? 'AUTH'
        : what.startsWith('connect')
          ? 'connect'
          : null;
  return {
    words: wordsApart(line, number, start, close < 0 ? line.length : close, unescaped),
    phase,
    recipient: match[2] ?? null,
  };
}

/** `RCPT TO`, `DATA END`, `AUTH`, `MAIL FROM:<s@e>` */
const phaseOf = (name: string): Phase | null =>
  name.startsWith('DATA END') ? 'end of DATA' : phaseNamed(name);
