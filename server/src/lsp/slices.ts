// How does long work leave room for questions? It is done in slices, and between two of them the client is heard.
import type { CancellationToken } from 'vscode-languageserver';
import type { Clock } from './host.ts';

/** A page takes about a millisecond; much longer slices would be felt in a hover. */
const sliceMilliseconds = 8;

export interface Outcome<Result> {
  /** After each slice but the last: how far the work has come, 0–1. */
  progress(done: number): void;
  finished(result: Result): void;
  failed(error: unknown): void;
}

/** Drives `steps` to their end and tells `outcome`. The function it returns stops the work; nothing is told after that. */
export function workInSlices<Result>(
  steps: Generator<number, Result>,
  clock: Clock,
  outcome: Outcome<Result>,
): () => void {
  let stopped = false;
  const slice = (): void => {
    if (stopped) return;
    const until = clock.now() + sliceMilliseconds;
    let step: IteratorResult<number, Result>;
    try {
      do step = steps.next();
      while (!step.done && clock.now() < until);
    } catch (error) {
      outcome.failed(error);
      return;
    }
    if (step.done) {
      outcome.finished(step.value);
      return;
    }
    // Two turns: what arrived during the slice is read in the first and answered before the second ends.
    clock.soon(() => clock.soon(slice));
    outcome.progress(step.value);
  };
  clock.soon(() => clock.soon(slice));
  return () => {
    stopped = true;
  };
}

/** The result of `steps`, or `empty` as soon as nobody wants it any more. */
export function inSlices<Result>(
  steps: Generator<number, Result>,
  clock: Clock,
  token: CancellationToken,
  empty: Result,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = workInSlices(steps, clock, {
      progress: () => {},
      finished: (result) => settle(() => resolve(result)),
      failed: (error) => settle(() => reject(error)),
    });
    const cancelled = token.onCancellationRequested(() => {
      stop();
      settle(() => resolve(empty));
    });
    const settle = (answer: () => void): void => {
      cancelled.dispose();
      answer();
    };
  });
}
