// How are thousands of attempts handed from thread to thread, and kept for a page, without an object for each? As
// columns of numbers, with their words beside them. Deliberately absent: what they add up to (aggregate.ts).
import { likeWords } from '../features/unexplained.ts';
import type { Attempt, Outcome } from '../model/attempt.ts';
import { groupKey } from '../tally.ts';
import type { Verdict } from '../verdict/verdict.ts';

export const outcomes: readonly Outcome[] = [
  'delivered',
  'relayed',
  'deferred',
  'bounced',
  'expired',
  'rejected',
  'discarded',
  'held',
  'suppressed',
];

/** The columns; words are numbers in `words`, 0 for none. `second` counts from 2000 on the log's own clock, -1 for none. */
export const columns = [
  'line',
  'second',
  'outcome',
  'group',
  'host',
  'domain',
  'sender',
  'recipient',
  'queueId',
  'delays',
] as const;
export const width = columns.length;

export interface AttemptTable {
  /** `width` numbers an attempt. */
  readonly numbers: Int32Array;
  /** The first is empty. Joined by line ends where they go to another thread, or are kept. */
  readonly words: string | readonly string[];
  /** Keys of the summary's groups, which the column `group` counts; with what was said where nothing explains it (`saidIn`). */
  readonly groups: readonly string[];
  /** Seconds before the queue manager, in it, connecting, sending; four an entry, which the column `delays` counts from 1. */
  readonly delays: Float32Array;
}

/** `delays=7205/12/0.3/1.1` */
const delaysOf =
  /\bdelays=(\d{1,9}(?:\.\d{1,6})?)\/(\d{1,9}(?:\.\d{1,6})?)\/(\d{1,9}(?:\.\d{1,6})?)\/(\d{1,9}(?:\.\d{1,6})?)/;

export class AttemptTableMaker {
  readonly #all: boolean;
  /** Without a report most words stand for themselves: to look for their like costs more than it saves. */
  readonly #list: string[] = [''];
  readonly #words = new Map<string, number>([['', 0]]);
  readonly #groups = new Map<string, number>();
  readonly #delays: number[] = [];
  readonly #numbers: number[] = [];
  readonly #waits: ((queueId: string) => boolean) | undefined;
  /** Messages in which somebody began to wait here. */
  readonly #deferred = new Set<string>();
  #length = 0;

  /**
   * @param all every attempt with all columns; else recipient, outcome and queue id of those that have a queue id
   * @param waits whether somebody waits in a message; where it can be asked, attempts that end no wait are left out
   */
  constructor(all: boolean, waits?: (queueId: string) => boolean) {
    this.#all = all;
    this.#waits = waits;
  }

  get length(): number {
    return this.#length;
  }

  add(
    attempt: Attempt,
    verdict: Verdict,
    line: number,
    time: string | null,
    sender: string | null,
    text: string,
  ): void {
    const { recipient, queueId } = attempt;
    if (!this.#all && (queueId === null || recipient === null || !this.#matters(attempt.outcome, queueId)))
      return;
    const outcome = outcomes.indexOf(attempt.outcome);
    if (!this.#all) {
      this.#list.push(recipient!, queueId!);
      const at = this.#list.length;
      this.#numbers.push(line, -1, outcome, 0, 0, 0, 0, at - 2, at - 1, 0);
    } else
      this.#numbers.push(
        line,
        secondOf(time),
        outcome,
        numberIn(this.#groups, keyOf(attempt, verdict)),
        this.#word(attempt.host),
        this.#word(domainOf(recipient)),
        this.#word(sender === '' ? '<>' : sender),
        this.#word(recipient),
        this.#word(queueId),
        this.#delaysIn(text),
      );
    this.#length++;
  }

  #matters(outcome: Outcome, queueId: string): boolean {
    if (!this.#waits) return true;
    if (outcome === 'deferred') this.#deferred.add(queueId);
    return outcome === 'deferred' || this.#deferred.has(queueId) || this.#waits(queueId);
  }

  #word(word: string | null): number {
    return word === null ? 0 : numberIn(this.#words, word);
  }

  #delaysIn(text: string): number {
    const at = text.indexOf(' delays=');
    const found = at < 0 ? null : delaysOf.exec(text.slice(at, at + 80));
    if (!found) return 0;
    this.#delays.push(Number(found[1]), Number(found[2]), Number(found[3]), Number(found[4]));
    return this.#delays.length / 4;
  }

  table(): AttemptTable {
    return {
      numbers: Int32Array.from(this.#numbers),
      words: this.#all ? joined([...this.#words.keys()]) : this.#list,
      groups: [...this.#groups.keys()],
      delays: Float32Array.from(this.#delays),
    };
  }
}

function keyOf(attempt: Attempt, verdict: Verdict): string {
  const key = groupKey(attempt, verdict);
  return verdict.reason === 'unknown' ? `${key}\n${likeWords(attempt.text)}` : key;
}

/** The key of the summary's group, and what the server said where nothing explains it. */
export function saidIn(key: string): { readonly group: string; readonly said: string | null } {
  const at = key.indexOf('\n');
  return at < 0 ? { group: key, said: null } : { group: key.slice(0, at), said: key.slice(at + 1) };
}

/** No line end stands in a word: it would be two. */
export const joined = (words: AttemptTable['words']): string =>
  typeof words === 'string'
    ? words
    : words.map((word) => (word.includes('\n') ? word.replaceAll('\n', ' ') : word)).join('\n');

export const wordsIn = ({ words }: AttemptTable): readonly string[] =>
  typeof words === 'string' ? words.split('\n') : words;

function numberIn(known: Map<string, number>, word: string): number {
  let number = known.get(word);
  if (number === undefined) known.set(word, (number = known.size));
  return number;
}

/** `user@Example.COM` → `example.com`; null where there is none. */
function domainOf(address: string | null): string | null {
  const at = address === null ? -1 : address.lastIndexOf('@');
  return at < 0 ? null : address!.slice(at + 1).toLowerCase();
}

const from2000 = Date.UTC(2000, 0, 1) / 1000;
let lastMinute = '';
let lastNumber = -1;

/** Seconds since 2000 of `2026-11-01T00:00:31+01:00`, as its clock shows; -1 where there is none. */
export function secondOf(time: string | null): number {
  if (time === null || time.length < 16) return -1;
  const minute = time.slice(0, 16);
  if (minute !== lastMinute) {
    const at = Date.parse(`${minute}:00Z`);
    lastMinute = minute;
    lastNumber = Number.isNaN(at) ? -1 : at / 1000 - from2000;
  }
  return lastNumber < 0 ? -1 : lastNumber + (Number(time.slice(17, 19)) || 0);
}
