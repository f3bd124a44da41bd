// Back and forward: the pages read, and which of them is shown. Nothing of the page or the panel in here.
import type { PageState } from '../messages';

const length = 100;

export function shown(state: PageState): string | null {
  return state.trail[state.at] ?? null;
}

/** Goes to a page; what lay ahead is given up, as in a browser. @returns whether it is another page */
export function visit(state: PageState, entry: string): boolean {
  if (shown(state) === entry) return false;
  state.trail = [...state.trail.slice(0, state.at + 1), entry].slice(-length);
  state.at = state.trail.length - 1;
  return true;
}

/** @param by -1 back, 1 forward @returns whether there was somewhere to go */
export function step(state: PageState, by: -1 | 1): boolean {
  if (!state.trail[state.at + by]) return false;
  state.at += by;
  return true;
}
