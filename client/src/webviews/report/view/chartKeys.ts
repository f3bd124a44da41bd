// How is a time chosen in the chart without a mouse? The arrow keys go from bar to bar, with Shift they take more of them, Enter
// counts only these, Escape takes the mark away and then shows all of the time again.
// Deliberately absent: what a bar is, and how a mark looks (chart.ts).

export interface Keyed {
  /** Shows which bars are marked, from 0, `last` included; `first` null: none. */
  mark(first: number | null, last: number): void;
  choose(first: number, last: number): void;
  all(): void;
}

export interface Keys {
  /** The chart has so many bars now. */
  over(bars: number): void;
  /** The chart was drawn anew: the mark is to be seen there again. */
  again(): void;
}

export function createKeys(node: HTMLElement, keyed: Keyed): Keys {
  let bars = 0;
  /** The bar that the keys stand on, and the one that Shift was first held on. */
  let [at, anchor]: [number | null, number] = [null, 0];
  const show = (): void =>
    at === null ? keyed.mark(null, 0) : keyed.mark(Math.min(at, anchor), Math.max(at, anchor));

  node.addEventListener('keydown', (event) => {
    if (event.target !== node || bars === 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = target(event.key, at, bars);
    if (to !== null) {
      at = to;
      if (!event.shiftKey) anchor = at;
      show();
    } else if (event.key === 'Enter' && at !== null) {
      const [first, last] = [Math.min(at, anchor), Math.max(at, anchor)];
      at = null;
      keyed.choose(first, last);
    } else if (event.key === 'Escape') {
      if (at === null) keyed.all();
      at = null;
      show();
    } else return;
    event.preventDefault();
  });

  return {
    over(count) {
      // Other bars than those that were marked.
      if (count !== bars) at = null;
      bars = count;
    },
    again() {
      if (at !== null) show();
    },
  };
}

/** The bar that a key leads to; null for any other key. @param at null: none is marked yet */
function target(key: string, at: number | null, bars: number): number | null {
  switch (key) {
    case 'ArrowRight':
      return at === null ? 0 : Math.min(bars - 1, at + 1);
    case 'ArrowLeft':
      return at === null ? bars - 1 : Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return bars - 1;
    default:
      return null;
  }
}
