// Who waits in the queue, and why, as `mailq` lists it (Postfix's `postqueue -p` and Sendmail's)? The reason stands in
// brackets above the recipients that it holds for.
// Deliberately absent: recipients without a reason (they are being tried, or have not been), and Exim's `mailq`, which gives none.

import { readReply } from '../../codes/reply.ts';
import type { LogRecord } from '../../model/attempt.ts';
import type { Format, FormatState } from '../format.ts';
import { wordsIn } from '../postfixWords.ts';
import { waitingFor } from './waiting.ts';

/** `-Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------` (Postfix), `-----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------` (Sendmail) */
const head = /^-{1,8}Q(?:ueue |-)ID-{1,8} {1,4}-{1,8}Size-{1,8} /;

/**
 * `4T4D1F8*     1234 Fri Nov 27 01:36:11  anna.berg@example.org` (Postfix; `*` is being tried, `!` is held, `#` is to expire)
 * `5AR1aB2c012345*     1234 Fri Nov 27 01:36 <anna.berg@example.org>` (Sendmail; `-`, `X` and `?` say who looks at it)
 */
const message =
  /^([0-9A-Za-z]{6,20})([*!#?X-]?) {1,12}\d{1,12} {1,4}(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [ \d]\d \d\d:\d\d(?::\d\d)? {1,4}<?([^<>\s]{0,320})>?$/;

/** `                 (host mx.example[192.0.2.5] said: 450 …)`, `      8BITMIME   (Deferred: 450 4.2.0 …)` */
const reason = /^\s{0,120}(?:[78]BIT(?:MIME)?\s{1,8})?\((?:Deferred: )?(?=\S)(.{1,4000})\)$/;

/** `                                         u@d`, `\t\t\t\t\t <u@d>` */
const recipient = /^(?:\s{20,60}|\t{3,8} {0,4})<?([^<>\s()]{1,320})>?$/;

interface Listing extends FormatState {
  id?: string;
  sender?: string;
  held?: boolean;
  reason?: string;
}

export const mailq: Format = {
  id: 'mailq',
  documentation: 'https://www.postfix.org/mailq.1.html',
  claimsLine(line, state) {
    const listing = state as Listing;
    if (message.test(line) || head.test(line)) return true;
    if (listing.id === undefined) return false;
    if (reason.test(line) || recipient.test(line)) return true;
    forget(listing);
    return false;
  },
  read(line, _frame, state) {
    const listing = state as Listing;
    const entry = message.exec(line);
    if (entry) {
      forget(listing);
      listing.id = entry[1];
      listing.sender = entry[3];
      if (entry[2] === '!') listing.held = true;
      return null;
    }
    if (listing.id === undefined) return null;
    const why = reason.exec(line);
    return why ? readReason(line, why, listing) : readRecipient(line, listing);
  },
};

function forget(listing: Listing): void {
  for (const key of Object.keys(listing)) delete listing[key];
}

function readReason(line: string, match: RegExpExecArray, listing: Listing): LogRecord | null {
  listing.reason = match[1];
  const from = line.length - 1 - match[1].length;
  const words = wordsIn(line, from, line.length - 1);
  const { codes } = readReply(line, words.start, words.end);
  const at = { start: words.start, end: words.end };
  return codes.length === 0
    ? null
    : {
        format: 'mailq',
        codes,
        attempts: [],
        at,
        text: line.slice(words.start, words.end),
        stamp: null,
        again: true,
        asked: { phase: words.phase, host: words.host, direction: 'out' },
      };
}

function readRecipient(line: string, { id, sender, held, reason: why }: Listing): LogRecord | null {
  const match = recipient.exec(line);
  if (!match || why === undefined) return null;
  const start = line.indexOf(match[1]);
  const attempt = waitingFor('mailq', { queueId: id!, sender: sender ?? null, held }, match[1], why);
  return {
    format: 'mailq',
    codes: [],
    attempts: [attempt],
    at: { start, end: start + match[1].length },
    text: attempt.text,
    stamp: null,
  };
}
