// Which keys does a line name: the queue id that it is written under, the message-id, the id at the next hop?
// Read from the line alone, whatever program wrote it; where these patterns find no id, what the line's format made of it is asked.
// Deliberately absent: searching (model/assemble.ts).
import type { LogRecord } from '../model/attempt.ts';
import type { LineKeys } from '../model/message.ts';
import { programLine } from './claim.ts';
import { emptyFrame, readFrame, readTagAlone } from './frame.ts';
import { programKeys } from './programKeys.ts';
import { taiStamp } from './qmail.ts';
import { initialState, readPage } from './readPage.ts';

/** Of longer lines no more is looked at. */
const longest = 8_192;

/**
 * `283FEFC63F: `, `4jYKCj6lzZzF6: ` (Postfix, short and long), `1xVc1q-00001R-23 `, `10HmbC-000000005vi-0000 ` (Exim),
 * `5A1B2c3d012345: ` (Sendmail).
 */
const ownId =
  /^(?:([0-9A-F]{5,15}|(?=[B-Zb-z]{0,20}\d)[0-9B-DF-HJ-NP-TV-Zb-df-hj-np-tv-z]{10,20}|[0-9A-Za-z]{8}\d{5,7}): |([0-9A-Za-z]{6}-[0-9A-Za-z]{6}-[0-9A-Za-z]{2}|[0-9A-Za-z]{6}-[0-9A-Za-z]{11}-[0-9A-Za-z]{4})(?= |$))/;

/** `smtp message msgid=0133b452 size=586`, `mta delivery evpid=0133b45207a88ab8 from=…` (OpenSMTPD): an envelope's id begins with its message's. */
const smtpdId = /\b(?:msgid|evpid)=([0-9a-f]{8})(?:[0-9a-f]{8})?(?![0-9A-Za-z])/;

/** Exim's own log has no program's name: `2026-11-01 00:00:31.443 +0100 [844] 1xVc1q-00001R-23 <= …` */
const eximStart = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? (?:[+-]\d{4} )?(?:\[\d{1,9}\] )?/;

/**
 * `message-id=<1@example.org>` (Postfix), `msgid=<1@example.org>` (Sendmail, Dovecot), ` id=1@example.org` (Exim),
 * `Message-ID: <1@example.org>` (amavis), `id: <1@example.org>` (Rspamd).
 */
const messageIds =
  /(?:\b(?:message-id|msgid|mid|id)=<|\bMessage-ID: <|\bid: <)([^<>\s]{3,998})>|\bid=([^<>\s@,]{1,500}@[^<>\s@,]{1,400})/i;

/**
 * `queued as 4T4D1F8`, `forwarded as 4T4D1F8` (Postfix), `queued_as: 4T4D1F8`, `Queue-ID: 4T4D1F8` (amavis),
 * `qid: <4T4D1F8>` (Rspamd), `250 OK id=1xVc1q-00001R-23` (Exim), `5A1B2c3d012345 Message accepted` (Sendmail).
 */
const onwardIds =
  /\b(?:queued as |forwarded as |queued_as: |Queue-ID: |qid: <|OK id=)([0-9A-Za-z-]{5,32})|\b([0-9A-Za-z]{8}\d{5,7}) Message accepted/gi;

/** `sender non-delivery notification: 1D8E8F2`, `sender delay notification: …` (Postfix), `<= <> R=1xVc1q-00001R-23` (Exim), `5A1B2c3d012346: DSN: ` (Sendmail). */
const relatedIds =
  /\bnotification: ([0-9A-Za-z]{5,32})$| <> R=([0-9A-Za-z-]{16,23})\b|: ([0-9A-Za-z]{8}\d{5,7}): (?:DSN|sender notify|postmaster notify|return to sender)\b/;

/** Behind the id: `client=…`, `uid=0 from=<root>`, `message-id=<…>` (Postfix), `<= a@example.org …` (Exim). */
const begins = /^(?:client=|uid=\d|message-id=|resent-message-id=|<= )/;

/** `removed` (Postfix), `Completed`, `Completed QT=2s` (Exim). */
const ends = /^(?:removed$|Completed\b)/;

/**
 * @param record what the line's format made of it, which knows ids that these patterns do not; where it is left out, the
 * line is read by itself
 */
export function keysOf(text: string, record?: LogRecord | null): LineKeys {
  const line = programLine(text.length > longest ? text.slice(0, longest) : text).text;
  const start = wordsAt(line);
  const id = start === null ? null : ownId.exec(line.slice(start, start + 40));
  const behind = id ? line.slice(start! + id[0].length, start! + id[0].length + 40).trimStart() : '';
  const messageId = messageIds.exec(line);
  const onward = [...line.matchAll(onwardIds)].map((match) => match[1] ?? match[2]!);
  const related = relatedIds.exec(line);
  const relative = related?.[1] ?? related?.[2] ?? related?.[3];
  const keys: LineKeys = {
    own: id ? (id[1] ?? id[2]!) : (smtpdId.exec(line)?.[1] ?? null),
    messageId: messageId ? (messageId[1] ?? messageId[2]!) : null,
    onward,
    related: relative === undefined ? [] : [relative],
    begins: begins.test(behind),
    ends: ends.test(behind),
    part: null,
  };
  if (keys.own !== null) return keys;
  const others = programKeys(line, start ?? 0);
  return others
    ? { ...keys, ...others }
    : { ...keys, own: queueIdOf(record === undefined ? readAlone(text) : record) };
}

/** The key under a column: the id that stands there, else the one that the line is about; null where it names none. */
export function keyAt(text: string, column: number, record?: LogRecord | null): string | null {
  const { own, messageId, onward, related, part } = keysOf(text, record);
  const named = [own, ...onward, ...related, messageId, part?.key ?? null].filter((key) => key !== null);
  return named.find((key) => placeOf(text, key, column) !== null) ?? named[0] ?? null;
}

/** The id right under a column and where it stands; null where there is none. */
export function keyUnder(text: string, column: number): { key: string; start: number; end: number } | null {
  const { own, messageId, onward, related, part } = keysOf(text);
  for (const key of [own, ...onward, ...related, messageId, part?.key ?? null]) {
    const start = key === null ? null : placeOf(text, key, column);
    if (key !== null && start !== null) return { key, start, end: start + key.length };
  }
  return null;
}

/** The queue id of a line as its program wrote it; null where none stands at its place. Cheap: asked of every line. */
export function ownIdOf(text: string): string | null {
  const line = text.charCodeAt(0) === 0x7b ? programLine(text.slice(0, longest)).text : text;
  const start = wordsAt(line);
  const id = start === null ? null : ownId.exec(line.slice(start, start + 40));
  return id ? (id[1] ?? id[2]!) : null;
}

/** Where `key` stands so that `column` is in it or at its end. */
function placeOf(text: string, key: string, column: number): number | null {
  for (let at = text.indexOf(key); at >= 0 && at <= column; at = text.indexOf(key, at + 1))
    if (column <= at + key.length) return at;
  return null;
}

/** `2026-11-01T00:00:31.270Z,…` (Exchange), `2026-11-01 00:00:31 1xVc1q-00001R-23 …` (Exim) */
const isoStart = /^"?(\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?:Z| ?[+-]\d\d:?\d\d)?)(?=[\s,"])/;

/** `Mon Nov 23 22:55:24 2026 Info: …` (Cisco) */
const ctime = /^[A-Z][a-z]{2} ([A-Z][a-z]{2} [ \d]\d) (\d\d:\d\d:\d\d) (\d{4}) /;

/** The stamp as the line writes it, a TAI64N label decoded; null where it has none. */
export function stampOfLine(line: string): string | null {
  const head = line.slice(0, 200);
  const frame = emptyFrame();
  readFrame(head, frame);
  if (head.charCodeAt(frame.messageStart) === 0x40) return taiStamp(head.slice(frame.messageStart));
  if (frame.timeEnd > frame.timeStart) return head.slice(frame.timeStart, frame.timeEnd);
  const named = ctime.exec(head);
  if (named) return `${named[1]} ${named[3]} ${named[2]}`;
  return programLine(line.slice(0, longest)).stamp ?? isoStart.exec(head)?.[1] ?? null;
}

/** Where the program's own words begin; null in a line without a frame. */
function wordsAt(line: string): number | null {
  const frame = emptyFrame();
  if (readFrame(line, frame) || readTagAlone(line, frame)) return frame.messageStart;
  return eximStart.exec(line)?.[0].length ?? null;
}

function readAlone(line: string): LogRecord | null {
  let found: LogRecord | null = null;
  readPage(line, false, initialState, (record) => {
    found = record;
  });
  return found;
}

/** Short numbers stand everywhere: they cannot be looked for. */
function queueIdOf(record: LogRecord | null): string | null {
  const id =
    record?.attempts.find(({ queueId }) => queueId !== null)?.queueId ?? record?.from?.queueId ?? null;
  return id !== null && id.length >= 5 ? id : null;
}
