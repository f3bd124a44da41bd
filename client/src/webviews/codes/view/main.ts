// The page of the list of codes: totals, a filter, the table, and what stands there when there is nothing to list.
// Everything that it knows comes by message from its panel; what the user chose is kept over a reload.
import {
  asPageState,
  type Column,
  isToPage,
  type PageState,
  type Row,
  type ToPage,
  type ToPanel,
  type Words,
} from '../messages';
import './codes.css';
import { element } from '../../element';
import { filtered, sorted, startsDown, wordsForFile } from './list';
import { createTable, type Table } from './table';

type Codes = Extract<ToPage, { type: 'codes' }>;

/** So long after the last keystroke the file is asked, in milliseconds. */
const askPause = 250;

const vscode = acquireVsCodeApi<PageState>();
const post = (message: ToPanel) => vscode.postMessage(message);
const language = document.documentElement.lang || undefined;
const number = new Intl.NumberFormat(language);
const state: PageState = asPageState({ uri: '', ...vscode.getState() }) as PageState;
let codes: Codes | null = null;
/** On the lines of which rows the words of the filter stand, as far as the file was asked. */
const onLines = new Map<string, ReadonlySet<string>>();
let askTimer: number | undefined;
let page: ReturnType<typeof build> | null = null;

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isToPage(data)) return;
  if (data.type === 'words') start(data);
  else if (data.type === 'codes') {
    codes = data;
    page?.askFile(true);
  } else if (data.type === 'found') onLines.set(data.word, new Set(data.keys));
  if (data.type === 'unreachable') page?.unreachable();
  else draw();
});
addEventListener('scroll', () => keep(), { passive: true });
post({ type: 'ready' });

function start({ words, uri }: Extract<ToPage, { type: 'words' }>): void {
  state.uri = uri;
  document.title = words.title;
  page = build(words);
  document.body.replaceChildren(page.node);
  keep();
}

function keep(): void {
  if (codes) state.scroll = scrollY;
  vscode.setState(state);
}

function resort(column: Column): void {
  const { sort } = state;
  state.sort = sort.column === column ? { column, down: !sort.down } : { column, down: startsDown(column) };
  keep();
  draw();
}

function draw(): void {
  if (!page || !codes) return;
  const first = page.isEmpty();
  page.show(codes);
  if (first && state.scroll) scrollTo(0, state.scroll);
}

function build(words: Words) {
  const table: Table = createTable(words, state, keep, resort, post);
  const totals = element('ul', { class: 'totals' });
  const count = element('p', { class: 'count', role: 'status' });
  const note = element('p', { class: 'note', hidden: '' });
  const message = element('div', { class: 'message' });
  const input = element('input', {
    type: 'search',
    id: 'filter',
    placeholder: words.filterHint,
    value: state.filter,
    autocomplete: 'off',
    spellcheck: 'false',
    input: () => {
      state.filter = input.value;
      keep();
      askFile(false);
      draw();
    },
    keydown: (event) => {
      if ((event as KeyboardEvent).key !== 'ArrowDown') return;
      event.preventDefault();
      table.focus();
    },
  });
  const bar = element(
    'div',
    { class: 'bar' },
    element('label', { for: 'filter' }, words.filter),
    input,
    count,
  );
  const heading = element('h1', { class: 'unseen' }, words.title);
  const node = element('main', {}, heading, totals, bar, note, table.node, message);
  bar.hidden = true;
  table.node.hidden = true;
  say(words.reading);

  return { node, show, askFile, unreachable, isEmpty: () => table.node.hidden };

  function textOf({ code, title, reasonTitle, provider, permanence }: Row): string {
    const word = words.permanence[permanence ?? 'unknown'];
    return [code, title, reasonTitle, provider ?? '', word].join('\n').toLowerCase();
  }

  /** Once the typing pauses. @param anew the file has changed: what is known is asked again, and shown until then */
  function askFile(anew: boolean): void {
    clearTimeout(askTimer);
    const wanted = wordsForFile(codes?.rows ?? [], state.filter, textOf);
    const unknown = anew ? wanted : wanted.filter((word) => !onLines.has(word));
    if (unknown.length === 0) return;
    askTimer = window.setTimeout(() => {
      for (const word of unknown) post({ type: 'find', word });
    }, askPause);
  }

  function show({ rows, deliveries, truncated, reading }: Codes): void {
    const list = filtered(rows, state.filter, onLines, textOf);
    table.show(sorted(list, state.sort.column, state.sort.down, language ?? 'en'));
    totals.replaceChildren(
      ...Object.entries(deliveries)
        .filter(([, many]) => many > 0)
        .map(total),
    );
    totals.hidden = totals.childElementCount === 0;
    bar.hidden = rows.length === 0;
    table.node.hidden = list.length === 0;
    count.textContent = words.shown
      .replace('{0}', number.format(list.length))
      .replace('{1}', number.format(rows.length));
    note.textContent = [reading ? words.reading : '', truncated ?? ''].filter(Boolean).join(' ');
    note.hidden = note.textContent === '';
    if (rows.length === 0) {
      if (reading) say(words.reading);
      else say(words.empty, words.emptyHint);
    } else if (list.length === 0) {
      const asked = wordsForFile(rows, state.filter, textOf).find((word) => !onLines.has(word));
      say((asked ? words.inFile : words.noMatch).replace('{0}', () => asked ?? state.filter.trim()));
    } else message.hidden = true;
  }

  function total([outcome, many]: [string, number]): HTMLElement {
    const name = words.outcomes[outcome] ?? outcome;
    return element('li', { class: outcome }, element('strong', {}, number.format(many)), ` ${name}`);
  }

  function unreachable(): void {
    const retry = element('button', {
      type: 'button',
      class: 'more',
      click: () => post({ type: 'refresh' }),
    });
    retry.textContent = words.retry;
    say(words.unreachable, retry);
  }

  function say(what: string, detail?: string | Node): void {
    message.replaceChildren(element('p', {}, what));
    if (detail) message.append(element('p', { class: 'detail' }, detail));
    message.hidden = false;
  }
}
