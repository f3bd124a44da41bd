// The card of a recipient, in the order of the reader's questions: what happened, is it over, who must act, what to do; then the
// detail. With many recipients the cards are folded, and their first lines are a list to run the eyes over.
import { element } from '../../element';
import type { Card } from '../messages';
import { fold, type Page } from './page';

/** More cards than these are folded. */
const openCards = 3;

/** @param told whether an empty list is worth a word */
export function cards(page: Page, all: readonly Card[], told: boolean): HTMLElement[] {
  if (all.length === 0 && !told) return [];
  const { words, number } = page;
  const title = all.length > 1 ? `${words.recipients} (${number.format(all.length)})` : words.recipients;
  return [
    element(
      'section',
      { class: 'cards' },
      element('h2', { class: all.length > 1 ? null : 'unseen' }, title),
      ...(all.length === 0 ? [element('p', {}, words.nobody)] : []),
      ...all.map((card, index) =>
        all.length > openCards ? folded(page, card, index) : open(page, card, index),
      ),
    ),
  ];
}

function open(page: Page, card: Card, index: number): HTMLElement {
  const heading = element('h3', { id: `card-${index}` }, ...headWords(page, card));
  return element(
    'article',
    { class: 'card', 'aria-labelledby': heading.id },
    heading,
    ...body(page, card, index),
  );
}

function folded(page: Page, card: Card, index: number): HTMLElement {
  const heading = element('h3', {}, ...headWords(page, card));
  return fold(page, `card ${card.recipient ?? index}`, false, heading, body(page, card, index), 'card');
}

function headWords({ words }: Page, { recipient, permanence, title, outcome }: Card): Node[] {
  const mark = permanence ? ` ${permanence}` : '';
  const ended = words.outcomes[outcome] ?? outcome;
  const sure = permanence ? words.permanence[permanence] : '';
  return [
    element('span', { class: 'recipient' }, recipient ?? words.nobody),
    element('span', { class: 'title' }, title),
    element('span', { class: `mark${mark}` }, sure && sure !== ended ? `${ended} · ${sure}` : ended),
  ];
}

function body(page: Page, card: Card, index: number): HTMLElement[] {
  const { words, post, go, number } = page;
  const buttons = [
    element(
      'button',
      {
        type: 'button',
        class: 'more',
        'data-key': `show ${index}`,
        'aria-label': words.showLine.replace('{0}', number.format(card.range.start.line + 1)),
        click: () => go(card.range),
      },
      words.show,
    ),
  ];
  const { entry } = card;
  if (entry !== null)
    buttons.push(
      element(
        'button',
        {
          type: 'button',
          class: 'more',
          'data-key': `explain ${index}`,
          click: () => post({ type: 'explain', entry }),
        },
        words.explain,
      ),
    );
  return [
    element('p', {}, card.meaning),
    element('p', { class: 'over' }, card.over),
    ...actions(page, card),
    ...card.notes.map((note) => element('p', { class: 'note' }, note)),
    element('p', { class: 'buttons' }, ...buttons),
    fold(
      page,
      `detail ${card.recipient ?? index}`,
      false,
      element('span', {}, words.details),
      details(page, card),
      'detail',
    ),
  ];
}

function actions({ words }: Page, { actions: all }: Card): HTMLElement[] {
  if (all.length === 0) return [];
  const pairs = all.flatMap(({ who, whoTitle, do: what }, index) => {
    // "Nobody: nothing to do" says the same twice, and so does a name above each of its tasks.
    const told = who === 'nobody' || all[index - 1]?.who === who;
    return [element('dt', {}, told ? '' : whoTitle), element('dd', {}, what)];
  });
  return [element('h4', {}, words.actions), element('dl', {}, ...pairs)];
}

function details(page: Page, card: Card): HTMLElement[] {
  const { words, post } = page;
  const facts: [string, string | null][] = [
    [words.code, card.code || null],
    [words.host, card.host],
    [words.provider, card.provider],
    [words.time, card.time],
    [words.retryUntil, card.retryUntil],
  ];
  const pairs = facts
    .filter((fact): fact is [string, string] => fact[1] !== null)
    .flatMap(([name, value]) => [element('dt', {}, name), element('dd', {}, value)]);
  const parts: HTMLElement[] = pairs.length > 0 ? [element('dl', {}, ...pairs)] : [];
  if (card.words)
    parts.push(element('h4', {}, words.reply), element('pre', {}, element('code', {}, card.words)));
  if (card.causes.length > 0)
    parts.push(
      element('h4', {}, words.causes),
      element('ul', {}, ...card.causes.map((cause) => element('li', {}, cause))),
    );
  if (card.alternatives.length > 0)
    parts.push(
      element('h4', {}, words.alternatives),
      element(
        'ul',
        {},
        ...card.alternatives.map(({ entry, title, why }) =>
          element(
            'li',
            {},
            element(
              'button',
              { type: 'button', class: 'link', click: () => post({ type: 'explain', entry }) },
              title,
            ),
            ` – ${why}`,
          ),
        ),
      ),
    );
  if (card.sources.length > 0)
    parts.push(
      element('h4', {}, words.sources),
      element(
        'ul',
        {},
        ...card.sources.map(({ title, url }) => element('li', {}, outside(page, title, url))),
      ),
    );
  return parts;
}

/** A real link, so that it can be copied; the panel opens it, and only if a source of this summary has the address. */
function outside({ post }: Page, title: string, url: string | null): Node | string {
  if (!url) return title;
  const follow = (event: Event) => {
    event.preventDefault();
    post({ type: 'external', url });
  };
  return element('a', { href: url, title: url, click: follow }, title);
}
