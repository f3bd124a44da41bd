// The last so many keys of a stream, at least; the older half is forgotten at once, which costs nothing per line.

export class Recent<T> {
  readonly #half: number;
  #young = new Map<string, T>();
  #old = new Map<string, T>();

  constructor(atLeast: number) {
    this.#half = atLeast;
  }

  /** Of its own, beginning with these. */
  fork(): Recent<T> {
    const made = new Recent<T>(this.#half);
    made.#young = new Map(this.#young);
    made.#old = new Map(this.#old);
    return made;
  }

  get(key: string): T | undefined {
    return this.#young.get(key) ?? this.#old.get(key);
  }

  set(key: string, value: T): void {
    if (this.#young.size >= this.#half) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(key, value);
  }
}
