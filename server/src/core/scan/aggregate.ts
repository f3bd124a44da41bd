// What do the deliveries of many files add up to, so that any filter can be answered afterwards? Counted rows in bounded
// memory: when there are too many, the time is told more coarsely and the rarest names become "others", with which
// their counts become "at least". Totals, outcomes, reasons and codes stay exact.
// Deliberately absent: questions (reportView.ts), words for people.
import type { DeferralEnd, SettledDeferral } from '../model/deferrals.ts';
import type { Like, PageSummary } from '../model/summary.ts';
import { type AttemptTable, columns, saidIn, width } from './attemptTable.ts';
import { Facts } from './facts.ts';
import { Names } from './names.ts';
import { Sample } from './sample.ts';

/** The columns of a fact. Names are numbers in `Aggregate.names`: 0 none, 1 others. */
export const dimensions = [
  'file',
  'bucket',
  'outcome',
  'group',
  'host',
  'domain',
  'sender',
  'recipient',
] as const;
export type Dimension = (typeof dimensions)[number];
export const dim = Object.fromEntries(dimensions.map((name, index) => [name, index])) as {
  readonly [name in Dimension]: number;
};

/** A deferral that ended has the columns of its first attempt, and one more: its end, a number in `ends`. */
export const endDimension = dimensions.length;
export const ends: readonly DeferralEnd[] = [
  'delivered',
  'relayed',
  'bounced',
  'expired',
  'waiting',
  'removed',
  'rejected',
  'discarded',
  'held',
  'suppressed',
  'unknown',
];

export const namedDimensions = ['host', 'domain', 'sender', 'recipient'] as const;
export type NamedDimension = (typeof namedDimensions)[number];

const at = Object.fromEntries(columns.map((name, index) => [name, index])) as {
  readonly [column in (typeof columns)[number]]: number;
};

/** Limits; smaller ones are for tests. */
export interface AggregateLimits {
  /** Facts are joined when there are more; some 50 bytes each. */
  readonly facts: number;
  /** Names of each kind that are kept when there are too many facts. */
  readonly names: number;
}

/** So many different replies that nothing explains are told apart; the rest goes by its codes. */
const mostSaid = 2_000;

/** What the column `group` counts. */
export interface ReportGroup extends Like {
  /** What the server said, without what varies, where nothing explains it and it is one of the first of its kind. */
  readonly said: string | null;
}

export const usualLimits: AggregateLimits = { facts: 250_000, names: 5_000 };

/** Minutes that one bar of the finest timeline stands for, and what they are widened to. */
const widths = [1, 5, 15, 60, 180, 720, 1440, 10_080, 43_200];
const mostBuckets = 400;

/** Adds one chunk's attempts, one by one. */
export interface ChunkFacts {
  /**
   * @param recipients who it stands for, where the line names none
   * @returns the fact, for the end of a deferral
   */
  add(attempt: number, recipients: readonly string[]): number[];
}

export class Aggregate {
  facts = new Facts(dimensions.length);
  deferrals = new Facts(dimensions.length + 1);
  /** Minutes that a bucket stands for; buckets count from 2000, -1 for no time. */
  bucketMinutes = widths[0]!;
  names: { readonly [name in NamedDimension]: Names } = {
    host: new Names(),
    domain: new Names(),
    sender: new Names(),
    recipient: new Names(),
  };
  groups: ReportGroup[] = [];
  /** Waits, as many as are kept of them. */
  delays = new Sample();
  /** Deferrals that too many others pushed out. */
  deferralsLost = 0;
  /** Who has facts that will be counted later: names in them are numbered anew with the others. */
  readonly holders = new Set<() => Iterable<number[]>>();
  #groupNumbers = new Map<string, number>();
  #saidKept = 0;
  readonly #limits: AggregateLimits;
  #least = Number.POSITIVE_INFINITY;
  #most = Number.NEGATIVE_INFINITY;

  constructor(limits: AggregateLimits = usualLimits) {
    this.#limits = limits;
  }

  /** An aggregate of its own that begins with this one, without its holders. */
  fork(): Aggregate {
    const made = new Aggregate(this.#limits);
    const { host, domain, sender, recipient } = this.names;
    made.facts = this.facts.fork();
    made.deferrals = this.deferrals.fork();
    made.bucketMinutes = this.bucketMinutes;
    made.names = {
      host: host.fork(),
      domain: domain.fork(),
      sender: sender.fork(),
      recipient: recipient.fork(),
    };
    made.groups = [...this.groups];
    made.delays = this.delays.fork();
    made.deferralsLost = this.deferralsLost;
    made.#groupNumbers = new Map(this.#groupNumbers);
    made.#saidKept = this.#saidKept;
    made.#least = this.#least;
    made.#most = this.#most;
    return made;
  }

  /** Makes a chunk's groups known; to be called before its attempts are added. */
  learn(summary: PageSummary): void {
    for (const [key, group] of summary.groups) {
      if (this.#groupNumbers.has(key)) continue;
      this.#groupNumbers.set(key, this.groups.length);
      const { code, entry, reason, permanence, provider, direction, outcome, writer } = group;
      const like = { key, code, entry, reason, permanence, provider, direction, outcome, writer };
      this.groups.push({ ...like, said: null });
    }
  }

  #groupNumber(key: string): number {
    const known = this.#groupNumbers.get(key);
    if (known !== undefined) return known;
    const { group, said } = saidIn(key);
    const number = this.#groupNumbers.get(group) ?? 0;
    if (said === null || this.#saidKept === mostSaid) return number;
    this.#saidKept++;
    this.#groupNumbers.set(key, this.groups.length);
    return this.groups.push({ ...this.groups[number]!, said }) - 1;
  }

  /**
   * @param words those of the table
   * @param firstLine number, from 1, of the chunk's first line
   * @param senderOf who sent a message that an earlier chunk named
   */
  chunk(
    { numbers, groups, delays }: AttemptTable,
    words: readonly string[],
    file: number,
    firstLine: number,
    senderOf: (queueId: string) => string | undefined,
  ): ChunkFacts {
    if (this.facts.size > this.#limits.facts) this.#join();
    const known = { host: new Map(), domain: new Map(), sender: new Map(), recipient: new Map() } as {
      [name in NamedDimension]: Map<number, number>;
    };
    const nameIn = (name: NamedDimension, word: number): number => {
      let number = known[name].get(word);
      if (number === undefined) known[name].set(word, (number = this.names[name].number(words[word]!)));
      return number;
    };
    const groupNumbers = groups.map((key) => this.#groupNumber(key));
    return {
      add: (attempt, recipients) => {
        const start = attempt * width;
        const column = (name: keyof typeof at): number => numbers[start + at[name]]!;
        const line = firstLine + column('line');
        const sender =
          column('sender') === 0 && column('queueId') !== 0
            ? this.names.sender.number(nullSender(senderOf(words[column('queueId')]!)))
            : nameIn('sender', column('sender'));
        const fact = [
          file,
          this.#bucket(column('second')),
          column('outcome'),
          groupNumbers[column('group')]!,
          nameIn('host', column('host')),
          nameIn('domain', column('domain')),
          sender,
          nameIn('recipient', column('recipient')),
        ];
        if (recipients.length === 0) this.facts.add(fact, 1, line);
        for (const recipient of recipients) {
          fact[dim.domain] = this.names.domain.number(
            recipient.slice(recipient.lastIndexOf('@') + 1).toLowerCase(),
          );
          fact[dim.recipient] = this.names.recipient.number(recipient);
          this.facts.add(fact, 1, line);
        }
        const delay = column('delays');
        if (delay > 0)
          this.delays.add(
            fact,
            line,
            words[column('recipient')]!,
            delays.subarray((delay - 1) * 4, delay * 4),
          );
        return fact;
      },
    };
  }

  /** Counts the end of a deferral. @param fact of its first attempt */
  deferralEnded(fact: readonly number[], { end }: Pick<SettledDeferral<unknown>, 'end'>): void {
    if (end === 'unknown') this.deferralsLost++;
    const ended = [...fact, ends.indexOf(end)];
    ended[dim.bucket] = this.#rounded(ended[dim.bucket]!);
    this.deferrals.add(ended, 1, 0);
    if (this.deferrals.size > this.#limits.facts) this.#join();
  }

  #bucket(second: number): number {
    if (second < 0) return -1;
    const minute = Math.floor(second / 60);
    if (minute < this.#least || minute > this.#most) {
      this.#least = Math.min(this.#least, minute);
      this.#most = Math.max(this.#most, minute);
      this.#widen();
    }
    return this.#rounded(minute);
  }

  /** Buckets are kept as the minute with which they begin, so that a wider one is found by rounding. */
  #rounded(minute: number): number {
    return minute < 0 ? minute : minute - (minute % this.bucketMinutes);
  }

  /** No more bars than can be told apart. */
  #widen(): void {
    const needed = (this.#most - this.#least) / mostBuckets;
    while (this.bucketMinutes < needed) {
      const wider = widths.find((minutes) => minutes > this.bucketMinutes);
      if (wider === undefined) return;
      this.bucketMinutes = wider;
    }
  }

  /** Makes fewer facts: by time as coarse as it is told by now, then by leaving out the rarest names. */
  #join(): void {
    let keep = this.#limits.names;
    for (let turn = 0; turn < 12; turn++) {
      const kept = namedDimensions.map((name) => this.#frequent(name, keep));
      const renumber = (key: Int32Array | number[]): void => {
        for (const [index, name] of namedDimensions.entries()) {
          const number = key[dim[name]]!;
          if (number > 1) key[dim[name]] = kept[index]!.get(number) ?? 1;
        }
      };
      const change = (key: Int32Array): void => {
        key[dim.bucket] = this.#rounded(key[dim.bucket]!);
        renumber(key);
      };
      this.facts = this.facts.merged(change);
      this.deferrals = this.deferrals.merged(change);
      this.delays.renumber(renumber);
      for (const held of this.holders) for (const fact of held()) renumber(fact);
      for (const [index, name] of namedDimensions.entries()) this.names[name].keep(kept[index]!);
      if (Math.max(this.facts.size, this.deferrals.size) <= this.#limits.facts / 2) return;
      keep = Math.max(20, keep >> 1);
      if (turn > 4)
        this.bucketMinutes = widths.find((minutes) => minutes > this.bucketMinutes) ?? this.bucketMinutes;
    }
  }

  /** New numbers, from 2, of the names that occur most. */
  #frequent(name: NamedDimension, keep: number): Map<number, number> {
    const counts = new Float64Array(this.names[name].size);
    const { keys, counts: times, size } = this.facts;
    for (let row = 0; row < size; row++) counts[keys[row * dimensions.length + dim[name]]!]! += times[row]!;
    const order = Array.from(counts.keys()).slice(2);
    if (order.length > keep) order.sort((a, b) => counts[b]! - counts[a]! || a - b);
    return new Map(order.slice(0, keep).map((number, index) => [number, index + 2]));
  }
}

/** The null sender of bounces has a name here, or it would be taken for none. */
const nullSender = (sender: string | undefined): string => (sender === '' ? '<>' : (sender ?? ''));
