// Is a change shown at once after a rest, and are changes that follow each other shown together?
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Soon } from '../../client/src/webviews/soon.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('the first is done at once, what follows once per pause, and the last never stays undone', () => {
  const done: number[] = [];
  const start = Date.now();
  const soon = new Soon(250, () => done.push(Date.now() - start));
  for (let at = 0; at < 600; at += 10) {
    soon.ask();
    vi.advanceTimersByTime(10);
  }
  vi.advanceTimersByTime(10_000);
  expect(done).toEqual([0, 250, 500, 750]);
  soon.ask();
  vi.advanceTimersByTime(1);
  expect(done).toHaveLength(5);
});

test('what is stopped is not done', () => {
  const task = vi.fn();
  const soon = new Soon(250, task);
  soon.ask();
  soon.stop();
  vi.advanceTimersByTime(1_000);
  expect(task).not.toHaveBeenCalled();
});
