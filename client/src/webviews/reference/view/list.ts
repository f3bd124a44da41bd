// The list on the left: all pages in groups, or what a search found. One item can be reached with Tab, the others
// with the arrow keys; typing goes on in the search box.

import { element } from '../../element';
import type { IndexRow, Words } from '../messages';

export interface List {
  readonly node: HTMLElement;
  showGroups(groups: readonly { title: string; entries: IndexRow[] }[]): void;
  showResults(entries: readonly IndexRow[]): void;
  /** Marks the item of the page that is shown. */
  mark(entry: string | null): void;
  focusFirst(): void;
  openFirst(): void;
}

export function createList(words: Words, open: (entry: string) => void, leave: () => void): List {
  const node = element('nav', {
    class: 'list',
    'aria-label': words.list,
    keydown: (event) => walk(event as KeyboardEvent),
  });
  let marked: string | null = null;
  const items = () => [...node.querySelectorAll<HTMLButtonElement>('button[data-entry]')];

  return {
    node,
    showGroups: (groups) =>
      fill(groups.map(({ title, entries }) => group(entries, false, element('h2', {}, title)))),
    showResults: (entries) => fill([group(entries, true)]),
    mark,
    focusFirst: () => (items().find((each) => each.tabIndex === 0) ?? items()[0])?.focus(),
    openFirst: () => items()[0]?.click(),
  };

  function fill(groups: HTMLElement[]): void {
    node.replaceChildren(...groups);
    mark(marked);
  }

  /** @param named with the name of who says it, which a heading tells otherwise */
  function group(entries: readonly IndexRow[], named: boolean, ...heading: HTMLElement[]): HTMLElement {
    return element(
      'section',
      {},
      ...heading,
      element('ul', {}, ...entries.map((row) => element('li', {}, item(row, named)))),
    );
  }

  function item(row: IndexRow, named: boolean): HTMLElement {
    return element(
      'button',
      { type: 'button', tabindex: -1, 'data-entry': row.entry, click: () => open(row.entry) },
      element('span', { class: `mark ${row.permanence ?? ''}` }),
      ...(row.code ? [element('span', { class: 'code' }, row.code), ' '] : []),
      element('span', { class: 'words' }, row.title),
      ...(named && row.speaker ? [element('span', { class: 'speaker' }, row.speaker)] : []),
      ...(row.permanence
        ? [element('span', { class: 'unseen' }, ` ${words.permanence[row.permanence]}`)]
        : []),
    );
  }

  function mark(entry: string | null): void {
    marked = entry;
    const all = items();
    const current = all.find((each) => each.dataset.entry === entry);
    for (const each of all) {
      each.tabIndex = -1;
      each.removeAttribute('aria-current');
    }
    const reachable = current ?? all[0];
    if (reachable) reachable.tabIndex = 0;
    current?.setAttribute('aria-current', 'page');
    // Not `scrollIntoView`: it would move the page beside the list too.
    if (!current) return;
    const [box, own] = [node.getBoundingClientRect(), current.getBoundingClientRect()];
    if (own.top < box.top || own.bottom > box.bottom) node.scrollTop += own.top - box.top - box.height / 3;
  }

  function walk(event: KeyboardEvent): void {
    const all = items();
    const at = all.indexOf(document.activeElement as HTMLButtonElement);
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + 10,
      PageUp: at - 10,
      Home: 0,
      End: all.length,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    if (to < 0 && event.key === 'ArrowUp') leave();
    else all[Math.max(0, Math.min(all.length - 1, to))]?.focus();
  }
}
