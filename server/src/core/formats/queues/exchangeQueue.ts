// What waits in Exchange's queues, and why, as the shell lists it (`Get-Queue | Format-List`, `Get-Message … | Format-List`)?
// Deliberately absent: the tables that the shell shows by itself, which cut the reason off.
import type { Attempt, LogRecord } from '../../model/attempt.ts';
import type { Format, FormatState } from '../format.ts';
import { attemptOf, between, readWords, type Words } from '../reading.ts';

/** `LastError                 : [{LED=451 4.4.0 …};{MSG=};{FQDN=mx.example};{IP=192.0.2.5};{LRT=…}]`, `Recipients : {u@d;2;2;…}` */
const field = /^([A-Z][A-Za-z]{2,40}) {0,40}: (?=\S)/;

/** A console wraps a long value; what follows is indented to its column. */
const wrapped = /^ {12,60}\S/;

interface Listing extends FormatState {
  queueId?: string;
  sender?: string;
  held?: boolean;
  /** The reason of the block, until its end. */
  reason?: string;
  host?: string;
  /** A value that goes on. */
  error?: boolean;
}

export const exchangeQueue: Format = {
  id: 'exchange-queue',
  documentation: 'https://learn.microsoft.com/en-us/exchange/mail-flow/queues/queue-properties',
  claimsLine(line, state) {
    const listing = state as Listing;
    const first = line.charCodeAt(0);
    const name =
      first >= 0x41 && first <= 0x5a && line.includes(' : ')
        ? field.exec(line.slice(0, 100))?.[1]
        : undefined;
    if (name === undefined) {
      if (listing.error && wrapped.test(line)) return true;
      if (line.trim() === '') forget(listing);
      return false;
    }
    delete listing.error;
    if (name === 'LastError') return true;
    if (name === 'Recipients') return listing.reason !== undefined || line.includes('{LED=');
    note(name, line, listing);
    return false;
  },
  read(line, _frame, state) {
    const listing = state as Listing;
    const match = field.exec(line.slice(0, 100));
    if (!match) return readWrapped(line);
    return match[1] === 'LastError'
      ? readError(line, match[0].length, listing)
      : readRecipients(line, match[0].length, listing);
  },
};

function forget(listing: Listing): void {
  for (const key of Object.keys(listing)) delete listing[key];
}

/** What the block says before its reason. */
function note(name: string, line: string, listing: Listing): void {
  const value = line.slice(line.indexOf(': ') + 2).trim();
  if (name === 'Identity' && value.includes('\\')) listing.queueId = value;
  else if (name === 'FromAddress' && value.includes('@')) listing.sender = value;
  else if (name === 'Status' && value === 'Suspended') listing.held = true;
}

/** `[{LED=450 4.2.0 …};{MSG=};…]`, or the reply alone. */
function wordsOf(line: string, from: number, to: number): Words {
  const led = line.slice(from, to).indexOf('{LED=');
  if (led < 0) return readWords(line, from, to);
  const close = line.indexOf('}', from + led);
  return readWords(line, from + led + 5, close < 0 || close > to ? to : close);
}

function readError(line: string, from: number, listing: Listing): LogRecord | null {
  const words = wordsOf(line, from, line.length);
  listing.error = true;
  listing.reason = words.text;
  const host = between(line, '{FQDN=', '}', from) || between(line, '{IP=', '}', from);
  if (host) listing.host = host;
  return words.codes.length === 0
    ? null
    : {
        ...recordOf(words.codes, line, words.start, words.text),
        asked: { phase: null, host: host || null, direction: 'out' },
      };
}

const recordOf = (codes: LogRecord['codes'], line: string, start: number, text: string): LogRecord => ({
  format: 'exchange-queue',
  codes,
  attempts: [],
  at: { start, end: line.length },
  text,
  stamp: null,
});

/** A pair of codes stands for itself; a lone number in the middle of a value does not. */
function readWrapped(line: string): LogRecord | null {
  const pair = /(?:^|[\s"'[{(=])(?=([245])\d\d[ -]\1\.\d\.\d)/.exec(line);
  if (!pair) return null;
  const start = pair.index + pair[0].length;
  const words = readWords(line, start, line.length);
  return recordOf(words.codes, line, start, words.text);
}

/** `{u@d;2;2;[{LED=450 4.2.0 …};{MSG=}];0;CN=…, v@d;…}`; without a reason of its own the message's holds. */
function readRecipients(line: string, from: number, listing: Listing): LogRecord | null {
  const attempts: Attempt[] = [];
  const codes: LogRecord['codes'][number][] = [];
  const starts = [...line.slice(from).matchAll(/(?:^\{?|, )([^\s;{},]{1,64}@[^\s;{},]{1,255});/g)];
  starts.forEach((match, index) => {
    const start = from + match.index;
    const end = index + 1 < starts.length ? from + starts[index + 1].index : line.length;
    const own = line.slice(start, end).includes('{LED=') ? wordsOf(line, start, end) : null;
    if (!own && listing.reason === undefined) return;
    if (own) codes.push(...own.codes);
    const words = own ?? { ...readWords(listing.reason!, 0, listing.reason!.length), codes: [] };
    attempts.push(
      attemptOf('exchange', words, {
        outcome: listing.held ? 'held' : 'deferred',
        queueId: listing.queueId ?? null,
        sender: listing.sender ?? null,
        recipient: match[1],
        host: (own ? between(line.slice(start, end), '{FQDN=', '}', 0) : listing.host) || null,
      }),
    );
  });
  return attempts.length === 0 ? null : { ...recordOf(codes, line, from, attempts[0].text), attempts };
}
