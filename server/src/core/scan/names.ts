// Names as numbers, of which the rarest can be forgotten: 0 is none, 1 stands for all that were forgotten.
import { detached } from '../text/detached.ts';

export class Names {
  #texts: string[] = ['', ''];
  #numbers = new Map<string, number>();
  /** Some were forgotten: counts of the others are "at least". */
  forgotten = false;

  /** Names of their own that begin with these. */
  fork(): Names {
    const made = new Names();
    made.#texts = [...this.#texts];
    made.#numbers = new Map(this.#numbers);
    made.forgotten = this.forgotten;
    return made;
  }

  get size(): number {
    return this.#texts.length;
  }

  number(text: string): number {
    if (text === '') return 0;
    let number = this.#numbers.get(text);
    if (number === undefined) {
      const own = detached(text);
      this.#numbers.set(own, (number = this.#texts.length));
      this.#texts.push(own);
    }
    return number;
  }

  /** -1 for a text that is not known. */
  find(text: string): number {
    return this.#numbers.get(text) ?? -1;
  }

  text(number: number): string {
    return this.#texts[number] ?? '';
  }

  /** Forgets all but some, which get new numbers: old → new, from 2, without a gap. */
  keep(renumbered: ReadonlyMap<number, number>): void {
    if (renumbered.size < this.#texts.length - 2) this.forgotten = true;
    const texts = ['', ''];
    for (const [old, now] of renumbered) texts[now] = this.text(old);
    this.#texts = texts;
    this.#numbers = new Map(texts.slice(2).map((text, index) => [text, index + 2]));
  }
}
