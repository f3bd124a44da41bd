// How are millions of deliveries counted by many things at once in bounded memory? Rows of small numbers with a count;
// equal rows are one. Deliberately absent: what the numbers stand for (aggregate.ts).

/** Counts rows of `dimensions` numbers; each row also knows the least `line` that it was met on. */
export class Facts {
  readonly dimensions: number;
  /** `dimensions` numbers a row. */
  keys: Int32Array;
  counts: Uint32Array;
  lines: Uint32Array;
  size = 0;
  #slots: Int32Array;

  constructor(dimensions: number, capacity = 1024) {
    this.dimensions = dimensions;
    this.keys = new Int32Array(capacity * dimensions);
    this.counts = new Uint32Array(capacity);
    this.lines = new Uint32Array(capacity);
    this.#slots = new Int32Array(capacity * 2).fill(-1);
  }

  /** Facts of their own that begin with these. */
  fork(): Facts {
    const made = new Facts(this.dimensions, this.counts.length);
    made.keys.set(this.keys);
    made.counts.set(this.counts);
    made.lines.set(this.lines);
    made.#slots.set(this.#slots);
    made.size = this.size;
    return made;
  }

  add(key: ArrayLike<number>, count: number, line: number): void {
    const mask = this.#slots.length - 1;
    let slot = hash(key, this.dimensions) & mask;
    for (let row = this.#slots[slot]!; row >= 0; row = this.#slots[(slot = (slot + 1) & mask)]!) {
      if (!this.#equal(row, key)) continue;
      this.counts[row]! += count;
      if (line < this.lines[row]!) this.lines[row] = line;
      return;
    }
    if (this.size === this.counts.length) {
      this.#grow();
      this.add(key, count, line);
      return;
    }
    const row = this.size++;
    this.#slots[slot] = row;
    for (let index = 0; index < this.dimensions; index++)
      this.keys[row * this.dimensions + index] = key[index]!;
    this.counts[row] = count;
    this.lines[row] = line;
  }

  #equal(row: number, key: ArrayLike<number>): boolean {
    const start = row * this.dimensions;
    for (let index = 0; index < this.dimensions; index++)
      if (this.keys[start + index] !== key[index]) return false;
    return true;
  }

  #grow(): void {
    const capacity = this.counts.length * 2;
    const { keys, counts, lines } = this;
    this.keys = new Int32Array(capacity * this.dimensions);
    this.keys.set(keys);
    this.counts = new Uint32Array(capacity);
    this.counts.set(counts);
    this.lines = new Uint32Array(capacity);
    this.lines.set(lines);
    this.#slots = new Int32Array(capacity * 2).fill(-1);
    const mask = this.#slots.length - 1;
    for (let row = 0; row < this.size; row++) {
      let slot = hash(this.keys, this.dimensions, row * this.dimensions) & mask;
      while (this.#slots[slot]! >= 0) slot = (slot + 1) & mask;
      this.#slots[slot] = row;
    }
  }

  /** The same facts with each key changed in place by `change`; those that become equal are one. */
  merged(change: (key: Int32Array) => void): Facts {
    const made = new Facts(this.dimensions, Math.max(1024, this.counts.length >> 1));
    for (let row = 0; row < this.size; row++) {
      const key = this.keys.slice(row * this.dimensions, (row + 1) * this.dimensions);
      change(key);
      made.add(key, this.counts[row]!, this.lines[row]!);
    }
    return made;
  }
}

/** FNV-1a over whole numbers, mixed once more so that the low bits depend on all. */
function hash(key: ArrayLike<number>, length: number, from = 0): number {
  let value = 0x811c9dc5;
  for (let index = from; index < from + length; index++) value = Math.imul(value ^ key[index]!, 0x01000193);
  value ^= value >>> 15;
  value = Math.imul(value, 0x2c1b3c6d);
  return (value ^ (value >>> 13)) >>> 0;
}
