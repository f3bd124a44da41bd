// Which keys does a line name that only one program writes so: qmail's messages and deliveries, amavis' passes, Exchange's
// internal ids and sessions? Asked where a line has no queue id at its place.
// Deliberately absent: what many programs write alike (keys.ts).
import type { LineKeys } from '../model/message.ts';

type Found = Pick<LineKeys, 'own'> & Partial<LineKeys>;

/** @param start where the program's own words begin; 0 in a line without a frame. Null where the line is none of these */
export function programKeys(line: string, start: number): Found | null {
  const words = start === 0 ? line : line.slice(start);
  return ofQmail(words) ?? ofAmavis(words) ?? ofExchange(words);
}

/**
 * `@400000006a4f3c1f1a2b3c4d new msg 93869`   `info msg 93869: bytes 550 from <a@example.org> qp 18695 uid 49491`
 * `starting delivery 421: msg 93869 to remote u@d.example`   `delivery 421: failure: …`   `1098000000.123456 end msg 93869`
 */
const qmail =
  /^(?:@4[\da-f]{23} |\d{10}\.\d{1,9} |\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{1,9} )?(?:(new|info|end|bounce|double bounce|triple bounce) msg (\d{1,20})\b|starting delivery (\d{1,12}): msg (\d{1,20}) to |delivery (\d{1,12}): (?:success|failure|deferral): )/;

function ofQmail(words: string): Found | null {
  const match = qmail.exec(words.slice(0, 120));
  if (!match) return null;
  const [, what, msg, starting, of, delivery] = match;
  if (msg) return { own: `msg ${msg}`, begins: what === 'new', ends: what === 'end' };
  if (of) return { own: `msg ${of}`, part: { key: `delivery ${starting}`, begins: true, ends: false } };
  return { own: null, part: { key: `delivery ${delivery}`, begins: false, ends: true } };
}

/** `(00009-01) Passed CLEAN {RelayedInbound}, …`, `(00009-01) Checking: qQ [192.0.2.7] <a@b> -> <u@d>`, `(00009-01-2) Blocked SPAM …` */
const amavis = /^(\(\d{1,10}-\d{1,5}(?:-\d{1,5})?\)) (Passed |Blocked )?/;

function ofAmavis(words: string): Found | null {
  const match = words.charCodeAt(0) === 0x28 ? amavis.exec(words.slice(0, 60)) : null;
  return match && { own: null, part: { key: match[1], begins: false, ends: match[2] !== undefined } };
}

/** `2026-11-01T00:00:31.270Z,EX1\Default Frontend EX1,08DA4F7C11473A60,9,192.0.2.1:25,192.0.2.2:53722,>,250 2.6.0 …` (a protocol log) */
const session =
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z,[^,]{1,200},([\dA-F]{16}),\d{1,6},[^,]{0,60},[^,]{0,60},([<>*+-]),/;

/** `250 2.6.0 <1@example.org> [InternalId=38654705664, Hostname=EX1.example.org] Queued mail for delivery` */
const queued = /2\.6\.0 <([^<>\s]{3,998})> \[InternalId=(\d{3,20})\b/;

/** `2026-11-01T00:00:31.270Z,…,SMTP,SEND,38654705664,<1@example.org>,…` (message tracking: internal-message-id, message-id) */
const tracked = /[,"](\d{3,20})"?,"?<([^<>\s,"]{3,998})>[,"]/;

function ofExchange(words: string): Found | null {
  const first = words.charCodeAt(0);
  if (!((first >= 0x30 && first <= 0x39) || first === 0x22)) return null;
  const head = session.exec(words.slice(0, 420));
  if (head) {
    const next = queued.exec(words);
    return {
      own: head[1],
      messageId: next?.[1] ?? null,
      onward: next ? [next[2]] : [],
      begins: head[2] === '+',
      ends: head[2] === '-',
    };
  }
  const row = tracked.exec(words);
  return row && { own: row[1], messageId: row[2] };
}
