// Which waits are kept of millions? A fair sample that is the same in every run, and the slowest of all.

/** One delivery's waits: seconds before the queue manager, in it, connecting, sending. Never changed: samples share it. */
export interface Wait {
  readonly fact: readonly number[];
  readonly line: number;
  readonly recipient: string;
  readonly parts: readonly [number, number, number, number];
  readonly total: number;
}

const sampleSize = 20_000;
const slowestKept = 500;

export class Sample {
  /** All that were added. */
  count = 0;
  kept: Wait[] = [];
  /** The slowest, in no order. */
  slowest: Wait[] = [];
  #least = 0;
  #step = 1;
  #largest = [0, 0, 0, 0];

  /** A sample of its own that begins with this one. */
  fork(): Sample {
    const made = new Sample();
    made.count = this.count;
    made.kept = [...this.kept];
    made.slowest = [...this.slowest];
    made.#least = this.#least;
    made.#step = this.#step;
    made.#largest = [...this.#largest];
    return made;
  }

  get isWhole(): boolean {
    return this.#step === 1;
  }

  /** The longest of each part. */
  get largest(): readonly number[] {
    return this.#largest;
  }

  add(fact: readonly number[], line: number, recipient: string, parts: ArrayLike<number>): void {
    const four = [parts[0]!, parts[1]!, parts[2]!, parts[3]!] as const;
    const total = four[0] + four[1] + four[2] + four[3];
    const taken = this.count++ % this.#step === 0;
    for (let index = 0; index < 4; index++)
      if (four[index]! > this.#largest[index]!) this.#largest[index] = four[index]!;
    if (!taken && total <= this.#least) return;
    const wait: Wait = { fact: [...fact], line, recipient, parts: four, total };
    if (taken) {
      this.kept.push(wait);
      // Every second one goes, and of those to come every second one is not taken.
      if (this.kept.length > sampleSize) {
        const half = this.kept.filter((_, index) => index % 2 === 0);
        this.kept.splice(0, this.kept.length, ...half);
        this.#step *= 2;
      }
    }
    if (total > this.#least || this.slowest.length < slowestKept) {
      this.slowest.push(wait);
      if (this.slowest.length >= slowestKept * 2) {
        this.slowest.sort((a, b) => b.total - a.total || a.line - b.line);
        this.slowest.length = slowestKept;
        this.#least = this.slowest[slowestKept - 1]!.total;
      }
    }
  }

  /** Changes the numbers of names in what is kept; once each, though a wait may be in both lists. */
  renumber(change: (fact: number[]) => void): void {
    const made = new Map<Wait, Wait>();
    const changed = (wait: Wait): Wait => {
      let now = made.get(wait);
      if (!now) {
        const fact = [...wait.fact];
        change(fact);
        made.set(wait, (now = { ...wait, fact }));
      }
      return now;
    };
    this.kept = this.kept.map(changed);
    this.slowest = this.slowest.map(changed);
  }
}
