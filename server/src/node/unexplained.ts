// `smtp-lens scan --unexplained`: the failures that the catalogue has no reason for, redacted and counted, ready to be reported.
import { Redactor } from '../core/features/redact.ts';
import type { Service } from '../core/service.ts';

export interface Unexplained {
  /** The server's words, redacted. */
  readonly text: string;
  count: number;
  /** Where it was met first. */
  readonly path: string;
  readonly line: number;
}

/** Gathers replies over all files; two that differ only in names are one. */
export class UnexplainedReplies {
  readonly #redactor: Redactor;
  readonly #found = new Map<string, Unexplained>();

  constructor(service: Service) {
    this.#redactor = new Redactor(service.speech.catalog);
  }

  add(path: string, line: number, words: string): void {
    const text = this.#redactor
      .redact(words)
      .replace(/\buser\d+@host\d+\.example\b/g, 'user@host.example')
      .replace(/\s+/g, ' ')
      .trim();
    const known = this.#found.get(text);
    if (known) known.count++;
    else this.#found.set(text, { text, count: 1, path, line });
  }

  /** The most frequent first. */
  all(): Unexplained[] {
    return [...this.#found.values()].sort((a, b) => b.count - a.count);
  }
}
