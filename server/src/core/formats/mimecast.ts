// What did Mimecast do with a message? Its enhanced logs for a SIEM: pairs divided by bars, one line when a message comes in (receipt)
// and one for each attempt to deliver it. Deliberately absent: what its filters found (process).
import type { LogRecord, Outcome } from '../model/attempt.ts';
import type { Format } from './format.ts';
import { attemptOf, noWords, readWords, type Words } from './reading.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}

export const mimecast: Format = {
  id: 'mimecast',
  documentation: 'https://integrations.mimecast.com/documentation/tutorials/understanding-siem-logs',
  claimsLine: (line) => line.startsWith('datetime=') && line.includes('|aCode=') && line.includes('|acc='),
  read(line) {
    const pairs = pairsIn(line);
    const value = (key: string): string | null => {
      const span = pairs.get(key);
      return span && span.end > span.start ? line.slice(span.start, span.end) : null;
    };
    const delivered = value('Delivered');
    const refused = value('Act') === 'Rej';
    if (delivered === null && !refused) return null;
    const said = wordsOf(line, pairs, delivered === 'true');
    const attempt = attemptOf('mimecast', said.words, {
      ...{ queueId: value('aCode'), sender: value('Sender'), recipient: value('Rcpt') },
      host: value('IP'),
      direction: refused ? 'in' : 'out',
      outcome: refused ? 'rejected' : outcomeOf(delivered, said.words),
    });
    return recordOf(said.words, said.at, value('datetime'), attempt);
  },
};

/** `datetime=2026-11-23T22:00:00+0000|aCode=Q4qBpkoTOt|acc=C1A1|Delivered=false|…|RejCode=550|RejInfo=550 5.1.1 no such user|…` */
function pairsIn(line: string): Map<string, Span> {
  const pairs = new Map<string, Span>();
  for (let at = 0; at < line.length && pairs.size < 60; ) {
    const bar = line.indexOf('|', at);
    const end = bar < 0 ? line.length : bar;
    const equals = line.indexOf('=', at);
    if (equals > at && equals < end) pairs.set(line.slice(at, equals), { start: equals + 1, end });
    at = end + 1;
  }
  return pairs;
}

/** What the other server said; else the number that Mimecast notes, with its own words for the reason. */
function wordsOf(line: string, pairs: Map<string, Span>, delivered: boolean): { words: Words; at: Span } {
  const spans = (delivered ? ['ReceiptAck'] : ['RejInfo', 'RejCode']).map((key) => pairs.get(key));
  for (const span of spans) {
    const words = span && readWords(line, span.start, span.end);
    if (!span || !words || words.reply === null) continue;
    if (span.end - span.start > 3) return { words, at: span };
    return { words: { ...words, text: `${words.text} ${reasonsIn(line, pairs)}` }, at: span };
  }
  const at = pairs.get('Delivered') ?? pairs.get('Act') ?? { start: 0, end: 9 };
  return { words: { ...noWords, text: delivered ? '' : reasonsIn(line, pairs) }, at };
}

/** `RejType=IP Found in RBL`, `RejInfo=bl.example Blocked`, `Err=Connection timeout` */
function reasonsIn(line: string, pairs: Map<string, Span>): string {
  const told = ['RejType', 'RejInfo', 'Err'].map((key) => {
    const span = pairs.get(key);
    return span ? line.slice(span.start, span.end) : '';
  });
  return [...new Set(told)].filter((words) => words !== '').join(': ');
}

const outcomeOf = (delivered: string | null, words: Words): Outcome =>
  delivered === 'true' ? 'delivered' : words.reply?.[0] === '5' ? 'bounced' : 'deferred';

const recordOf = (
  words: Words,
  at: Span,
  stamp: string | null,
  attempt: LogRecord['attempts'][number],
): LogRecord => ({
  format: 'mimecast',
  codes: words.codes,
  attempts: [attempt],
  at,
  text: words.text || null,
  stamp,
});
