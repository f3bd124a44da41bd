// What became of what was deferred: sent later, after how long; given back; or still waiting? Counted while a log streams by.
// Deliberately absent: words for people, and reading (the caller hands over attempts in the order of the log).
import type { Attempt, Outcome } from './attempt.ts';

/**
 * How a deferral ended. `waiting`: no end stands in what was read. `removed`: taken out of the queue by hand, or moved.
 * `unknown`: so many were open at once that this one was no longer followed.
 */
export type DeferralEnd = Exclude<Outcome, 'deferred'> | 'waiting' | 'removed' | 'unknown';

/** One recipient of one message that was deferred at least once. */
export interface SettledDeferral<Mark> {
  readonly end: DeferralEnd;
  /** How often it was deferred. */
  readonly times: number;
  /** Seconds from the first deferral to the end; null where it has none, or a stamp is missing. */
  readonly seconds: number | null;
  /** What the caller gave with the first deferral: a row, a line number. */
  readonly mark: Mark;
}

interface Open<Mark> {
  readonly queueId: string;
  readonly recipient: string;
  readonly since: number | null;
  times: number;
  readonly mark: Mark;
}

/** Some 40 MB; a queue of so many is a disaster of its own. */
const usualLimit = 200_000;

/**
 * Follows deferrals from their first to their end. Feed it every attempt of a log in order; call `finish` at the end of
 * the log. Memory is bounded: beyond `limit` open deferrals the oldest are settled as `unknown`.
 */
export class Deferrals<Mark> {
  /** By queue id and recipient, the oldest first. */
  readonly #open = new Map<string, Open<Mark>>();
  /** Recipients that wait, by queue id. */
  readonly #recipients = new Map<string, Set<string>>();
  readonly #settled: (deferral: SettledDeferral<Mark>) => void;
  readonly #limit: number;
  #dropped = 0;

  constructor(settled: (deferral: SettledDeferral<Mark>) => void, limit = usualLimit) {
    this.#settled = settled;
    this.#limit = limit;
  }

  /** Deferrals of their own that begin with these. @param copy of what the caller gave */
  fork(settled: (deferral: SettledDeferral<Mark>) => void, copy: (mark: Mark) => Mark): Deferrals<Mark> {
    const made = new Deferrals<Mark>(settled, this.#limit);
    for (const [key, open] of this.#open) made.#open.set(key, { ...open, mark: copy(open.mark) });
    for (const [id, recipients] of this.#recipients) made.#recipients.set(id, new Set(recipients));
    made.#dropped = this.#dropped;
    return made;
  }

  /** How many were settled as `unknown` because too many were open; 0 where nothing was left out. */
  get dropped(): number {
    return this.#dropped;
  }

  /** What the caller gave with those that have not ended yet. */
  *waiting(): Generator<Mark> {
    for (const { mark } of this.#open.values()) yield mark;
  }

  /** Whether somebody waits in this message. */
  has(queueId: string): boolean {
    return this.#recipients.has(queueId);
  }

  /**
   * @param time milliseconds on the log's own clock (`Timeline`); null where the line has no stamp
   * @param mark comes back with the end of what this attempt is the first deferral of
   */
  add(
    attempt: Pick<Attempt, 'queueId' | 'recipient' | 'outcome' | 'direction'>,
    time: number | null,
    mark: Mark,
  ): void {
    const { queueId, recipient, outcome } = attempt;
    if (queueId === null || attempt.direction !== 'out') return;
    if (outcome === 'deferred') {
      if (recipient !== null) this.#defer(queueId, recipient, time, mark);
      return;
    }
    if (this.#open.size === 0) return;
    // `283FEFC63F: from=<a@example.org>, status=expired, returned to sender` names no recipient: it means all that wait.
    if (recipient === null) this.#endAll(queueId, outcome, time);
    else if (this.#recipients.has(queueId)) this.#end(`${queueId} ${recipient}`, outcome, time);
  }

  /** `postsuper[9]: 283FEFC63F: removed`: whoever waited in it waits no more. */
  removed(queueId: string, time: number | null): void {
    this.#endAll(queueId, 'removed', time);
  }

  /** The log ends here: what is still open waits. */
  finish(): void {
    for (const key of [...this.#open.keys()]) this.#end(key, 'waiting', null);
  }

  #defer(queueId: string, recipient: string, since: number | null, mark: Mark): void {
    const key = `${queueId} ${recipient}`;
    const open = this.#open.get(key);
    if (open) {
      open.times++;
      return;
    }
    if (this.#open.size >= this.#limit) {
      this.#dropped++;
      this.#end(this.#open.keys().next().value!, 'unknown', null);
    }
    this.#open.set(key, { queueId, recipient, since, times: 1, mark });
    const recipients = this.#recipients.get(queueId);
    if (recipients) recipients.add(recipient);
    else this.#recipients.set(queueId, new Set([recipient]));
  }

  #endAll(queueId: string, end: DeferralEnd, time: number | null): void {
    for (const recipient of [...(this.#recipients.get(queueId) ?? [])])
      this.#end(`${queueId} ${recipient}`, end, time);
  }

  #end(key: string, end: DeferralEnd, time: number | null): void {
    const open = this.#open.get(key);
    if (!open) return;
    this.#open.delete(key);
    const recipients = this.#recipients.get(open.queueId);
    recipients?.delete(open.recipient);
    if (recipients?.size === 0) this.#recipients.delete(open.queueId);
    const seconds = time !== null && open.since !== null ? (time - open.since) / 1000 : null;
    this.#settled({ end, times: open.times, seconds, mark: open.mark });
  }
}

/** The ends of a log's deferrals, added up. */
export interface DeferralTotals {
  /** Recipients of messages that were deferred at least once. */
  count: number;
  ends: { [end in DeferralEnd]?: number };
  /** Seconds from the first deferral to the delivery (or to being passed on); null where none is known. */
  untilSent: { median: number; p90: number; longest: number } | null;
}

/** Adds settled deferrals up; of the waits it keeps a sample of bounded size. */
export class DeferralCount {
  readonly #ends: { [end in DeferralEnd]?: number } = {};
  readonly #waits: number[] = [];
  #sent = 0;
  #longest = 0;
  #count = 0;

  add({ end, seconds }: Pick<SettledDeferral<unknown>, 'end' | 'seconds'>): void {
    this.#count++;
    this.#ends[end] = (this.#ends[end] ?? 0) + 1;
    if ((end !== 'delivered' && end !== 'relayed') || seconds === null || seconds < 0) return;
    this.#longest = Math.max(this.#longest, seconds);
    // Every wait up to the size of the sample; then each stands for as many as came (evenly, and the same in every run).
    if (this.#waits.length < sampleSize) this.#waits.push(seconds);
    else if (this.#sent % Math.ceil(this.#sent / sampleSize) === 0)
      this.#waits[(this.#sent * 7919) % sampleSize] = seconds;
    this.#sent++;
  }

  totals(): DeferralTotals {
    const waits = [...this.#waits].sort((a, b) => a - b);
    const at = (share: number): number =>
      waits[Math.min(waits.length - 1, Math.floor(waits.length * share))]!;
    return {
      count: this.#count,
      ends: { ...this.#ends },
      untilSent: waits.length > 0 ? { median: at(0.5), p90: at(0.9), longest: this.#longest } : null,
    };
  }
}

const sampleSize = 10_000;
