// Which of several messages in a file is shown, and the way to the others: a list of what each says, one back, one on.
import { element } from '../../element';
import type { BounceSummary } from '../messages';
import type { Page } from './page';

/** Nothing where the file holds one message. */
export function messages(page: Page, { messages: all, shown }: BounceSummary): HTMLElement[] {
  if (all.length === 0) return [];
  const { words, number, post } = page;
  const choose = (message: number) => post({ type: 'message', message });
  const place = (index: number) =>
    words.place.replace('{0}', number.format(index + 1)).replace('{1}', number.format(all.length));
  const list = element(
    'select',
    {
      'aria-label': words.chooseMessage,
      'data-key': 'messages',
      change: () => choose(Number((list as HTMLSelectElement).value)),
    },
    ...all.map(({ headline }, index) =>
      element(
        'option',
        { value: String(index), selected: index === shown ? '' : null },
        `${place(index)}: ${headline}`,
      ),
    ),
  );
  const step = (key: string, label: string, to: number) =>
    element(
      'button',
      {
        type: 'button',
        class: 'more',
        'data-key': key,
        disabled: to < 0 || to >= all.length ? '' : null,
        click: () => choose(to),
      },
      label,
    );
  return [
    element(
      'nav',
      { class: 'messages', 'aria-label': words.chooseMessage },
      step('previous', words.previous, shown - 1),
      step('next', words.next, shown + 1),
      list,
    ),
  ];
}
