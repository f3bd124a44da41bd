// What every part of the page needs, and how a part is folded.
import { element } from '../../element';
import type { PageState, Place, ToPanel, Words } from '../messages';

/** What every part of the page needs. */
export interface Page {
  readonly words: Words;
  readonly file: string;
  readonly state: PageState;
  keep(): void;
  post(message: ToPanel): void;
  /** To a place in the file. */
  go(place: Place): void;
  readonly number: Intl.NumberFormat;
}

/** A part that can be folded; the reader's choice is kept. */
export function fold(
  { state, keep }: Page,
  name: string,
  open: boolean,
  heading: HTMLElement,
  content: readonly (Node | string)[],
  kind: string,
): HTMLElement {
  const details = element(
    'details',
    {
      class: kind,
      open: (state.open[name] ?? open) ? '' : null,
      toggle: () => {
        if (details.open === (state.open[name] ?? open)) return;
        state.open[name] = details.open;
        keep();
      },
    },
    element('summary', { 'data-key': name }, heading),
    ...content,
  );
  return details;
}
