// The table itself: headers that sort, rows that the arrow keys walk through, Enter that jumps. Rows are drawn a few
// hundred at a time, however many there are. Roles are named one by one because a narrow window draws the rows as
// blocks, and blocks are no table to a screen reader.

import { element } from '../../element';
import { type Column, columns, type PageState, type Row, type ToPanel, type Words } from '../messages';

const rowsAtATime = 200;

export interface Table {
  readonly node: HTMLElement;
  show(rows: readonly Row[]): void;
  /** Puts the keyboard into the selected row, else the first. */
  focus(): void;
}

export function createTable(
  words: Words,
  state: PageState,
  changed: () => void,
  resort: (column: Column) => void,
  post: (message: ToPanel) => void,
): Table {
  const number = new Intl.NumberFormat(document.documentElement.lang || undefined);
  const heads = new Map(columns.map((column) => [column, head(column)]));
  const body = element('tbody', { role: 'rowgroup', keydown: (event) => walk(event as KeyboardEvent) });
  const more = element('button', { type: 'button', class: 'more', click: () => drawMore(rowsAtATime) });
  const table = element(
    'table',
    { role: 'grid', 'aria-label': words.title },
    element(
      'thead',
      { role: 'rowgroup' },
      element(
        'tr',
        { role: 'row' },
        ...heads.values(),
        element(
          'th',
          { role: 'columnheader', class: 'actions' },
          element('span', { class: 'unseen' }, words.actions),
        ),
      ),
    ),
    body,
  );
  let rows: readonly Row[] = [];
  let drawn = 0;

  return { node: element('div', { class: 'rows' }, table, more), show, focus: () => current()?.focus() };

  function show(list: readonly Row[]): void {
    const hadFocus = body.contains(document.activeElement);
    const keep = Math.max(rowsAtATime, Math.min(drawn, list.length));
    rows = list;
    drawn = 0;
    body.replaceChildren();
    table.classList.toggle('no-provider', !rows.some(({ provider }) => provider));
    table.setAttribute('aria-rowcount', String(rows.length + 1));
    for (const [column, th] of heads) {
      const { sort } = state;
      th.setAttribute('aria-sort', sort.column !== column ? 'none' : sort.down ? 'descending' : 'ascending');
    }
    drawMore(Math.max(keep, rows.findIndex((row) => row.key === state.selected) + 1));
    select(current(), hadFocus);
  }

  function drawMore(howMany: number): void {
    const from = drawn;
    drawn = Math.min(rows.length, drawn + howMany);
    body.append(...rows.slice(from, drawn).map((row, at) => line(row, from + at)));
    const left = rows.length - drawn;
    more.hidden = left === 0;
    more.textContent = words.more.replace('{0}', number.format(Math.min(left, rowsAtATime)));
  }

  function head(column: Column): HTMLTableCellElement {
    const label = element('button', { type: 'button', click: () => resort(column) }, words.columns[column]);
    return element('th', { role: 'columnheader', scope: 'col', class: column }, label);
  }

  function line(row: Row, at: number): HTMLTableRowElement {
    const cell = (column: Column, ...content: (Node | string)[]) =>
      element('td', { role: 'gridcell', class: column, 'data-label': words.columns[column] }, ...content);
    const place = (where: 'first' | 'last') =>
      button(number.format(row[where]), words.line.replace('{0}', number.format(row[where])), {
        type: 'go',
        where,
        key: row.key,
      });
    const permanence = row.permanence ?? 'unknown';
    return element(
      'tr',
      {
        role: 'row',
        tabindex: -1,
        'data-key': row.key,
        'aria-rowindex': at + 2,
        click: (event) => choose(event.currentTarget as HTMLElement, false),
        dblclick: () => post({ type: 'go', where: 'first', key: row.key }),
      },
      cell('code', row.code || '–'),
      cell('title', row.title),
      cell('reason', row.reasonTitle),
      cell('permanence', element('span', { class: `mark ${permanence}` }, words.permanence[permanence])),
      cell('count', number.format(row.count)),
      cell('recipients', row.recipients ? number.format(row.recipients) : ''),
      cell('first', place('first')),
      cell('last', place('last')),
      cell('provider', row.provider ?? ''),
      element(
        'td',
        { role: 'gridcell', class: 'actions' },
        // A row of one place has nothing but that place.
        ...(row.count > 1
          ? [
              button(words.next, null, { type: 'go', where: 'next', key: row.key }),
              button(words.all, null, { type: 'all', key: row.key }),
            ]
          : []),
        ...(row.explained ? [button(words.explain, null, { type: 'explain', key: row.key })] : []),
      ),
    );
  }

  function button(text: string, label: string | null, message: ToPanel): HTMLButtonElement {
    return element(
      'button',
      { type: 'button', tabindex: -1, 'aria-label': label, click: () => post(message) },
      text,
    );
  }

  function current(): HTMLElement | null {
    const selected = [...body.children].find((each) => (each as HTMLElement).dataset.key === state.selected);
    return (selected ?? body.firstElementChild) as HTMLElement | null;
  }

  function choose(row: HTMLElement, focus: boolean): void {
    state.selected = row.dataset.key ?? null;
    select(row, focus);
    changed();
  }

  /** One row, and what is in it, can be reached with Tab; the others with the arrows. */
  function select(row: HTMLElement | null, focus: boolean): void {
    for (const each of body.querySelectorAll<HTMLElement>('[tabindex="0"]')) each.tabIndex = -1;
    if (!row) return;
    for (const each of [row, ...row.querySelectorAll<HTMLElement>('button')]) each.tabIndex = 0;
    for (const each of body.querySelectorAll('[aria-selected]')) each.removeAttribute('aria-selected');
    if (row.dataset.key === state.selected) row.setAttribute('aria-selected', 'true');
    if (focus) row.focus();
  }

  function walk(event: KeyboardEvent): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>('tr');
    if (!row || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' && event.target === row)
      post({ type: 'go', where: 'first', key: row.dataset.key ?? '' });
    else {
      const to = target(event.key, row);
      if (!to) return;
      choose(to, true);
    }
    event.preventDefault();
  }

  function target(key: string, row: HTMLElement): HTMLElement | null {
    if (key === 'ArrowDown' && !row.nextElementSibling) drawMore(rowsAtATime);
    const at = [...body.children].indexOf(row);
    const to = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      PageDown: at + 10,
      PageUp: at - 10,
      Home: 0,
      End: drawn - 1,
    }[key];
    if (to === undefined) return null;
    return body.children[Math.max(0, Math.min(drawn - 1, to))] as HTMLElement;
  }
}
