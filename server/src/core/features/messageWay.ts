// Which way did a message go, server by server, and where did it wait? Its `Received` lines from the first to the last, with
// the time between them, for a chart and a table. Deliberately absent: reading a line (mime/received.ts), its hover (received.ts).
import type { Range } from 'vscode-languageserver-types';
import type { Translate } from '../l10n.ts';
import { type Hop, readReceived } from '../mime/received.ts';
import type { PagedText } from '../text/pagedText.ts';
import { instantOf, waitWords } from './mailTime.ts';
import type { Head } from './messageHeads.ts';
import { firstLineOf } from './present.ts';
import { glossReceived, isLongWait } from './received.ts';

/** One server on the way. */
export interface WayHop {
  /** The server that took the message; null where its line does not say. */
  by: string | null;
  /** Who brought it: a name, an address, or both. */
  from: string | null;
  /** null where nobody brought it over a network. */
  encrypted: boolean | null;
  /** The date as written. */
  date: string | null;
  /** Seconds since the first hop that bears a date; null where this one's is not known. */
  since: number | null;
  /** Seconds since the hop before, below 0 where the clocks disagree; null where one of the two is not known. */
  wait: number | null;
  /** The wait in words, and what is odd about it. */
  waitWords: string;
  /** Worth a look: it took long, or the clocks disagree. */
  remarkable: boolean;
  /** All that the line tells, in sentences. */
  lines: string[];
  range: Range;
}

export interface Way {
  /** `returned`: of the message that came back; `message`: of the notice itself. */
  of: 'returned' | 'message';
  /** First hop first. */
  hops: WayHop[];
  /** Seconds from the first dated hop to the last; null where fewer than two bear a date. */
  total: number | null;
  totalWords: string;
}

/** A head has hundreds of these only where a loop made them; the first and the last tell it. */
const mostHops = 60;

/** null where the head has no `Received` line. */
export function wayOf(head: Head, text: PagedText, t: Translate): Way | null {
  const fields = head.fields
    .filter(({ name }) => name === 'received')
    .slice(0, mostHops)
    .reverse();
  if (fields.length === 0) return null;
  const read = fields.map(({ value }) => readReceived(value));
  const instants = read.map(({ date }) => instantOf(date));
  const known = instants.filter((instant) => instant !== null);
  const start = known.length > 0 ? known[0] : null;
  const hops = fields.map((field, index): WayHop => {
    const [hop, instant, before] = [read[index], instants[index], index > 0 ? instants[index - 1] : null];
    const wait = instant !== null && before !== null ? instant - before : null;
    return {
      by: hop.by,
      from: clientWords(hop),
      encrypted: hop.encrypted || (overNetwork(hop) ? false : null),
      date: hop.date,
      since: instant !== null && start !== null ? instant - start : null,
      wait,
      waitWords: index === 0 ? '' : waitSentence(wait, t),
      remarkable: wait !== null && (wait < 0 || isLongWait(wait)),
      lines: glossReceived(field, head, t).lines,
      range: firstLineOf(text, field),
    };
  });
  const total = known.length > 1 ? known[known.length - 1] - known[0] : null;
  return {
    of: head.role === 'returned' ? 'returned' : 'message',
    hops,
    total,
    totalWords: total === null || total < 0 ? '' : waitWords(total, t),
  };
}

/** Not handed over inside one machine. */
const overNetwork = ({ ip }: Hop): boolean => ip !== null && !/^(?:127\.|::1$)/.test(ip);

function clientWords({ name, helo, ip }: Hop): string | null {
  const client = name ?? helo;
  return client && ip && !client.includes(ip) ? `${client} (${ip})` : (client ?? ip);
}

function waitSentence(wait: number | null, t: Translate): string {
  if (wait === null) return t('not known');
  return wait < 0 ? t('{0} back: a clock is wrong', waitWords(-wait, t)) : waitWords(wait, t);
}
