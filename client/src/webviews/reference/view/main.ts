// The page of the code reference: search and list on one side, the page of a code on the other, one at a time in a
// narrow window. Everything that it knows comes by message from its panel; the way through the pages is kept over a
// reload.

import { element } from '../../element';
import { asPageState, isToPage, type PageState, type ToPage, type ToPanel, type Words } from '../messages';
import { article } from './article';
import { createList } from './list';
import './reference.css';
import { shown, step, visit } from './trail';

type Start = Extract<ToPage, { type: 'words' }>;

const vscode = acquireVsCodeApi<PageState>();
const post = (message: ToPanel) => vscode.postMessage(message);
const number = new Intl.NumberFormat(document.documentElement.lang || undefined);
const state = asPageState(vscode.getState());
let page: ReturnType<typeof build> | null = null;

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isToPage(data)) return;
  if (data.type === 'words') start(data);
  else if (!page) return;
  else if (data.type === 'show') page.open(data.entry);
  else if (data.type === 'step') page.go(data.by);
  else if (data.type === 'results') page.showResults(data.query, data.entries);
  else if (data.type === 'page') page.showPage(data.entry, data.page);
  else page.unreachable();
});
post({ type: 'ready' });

function start({ words, groups }: Start): void {
  document.title = words.title;
  page = build(words, groups);
  document.body.replaceChildren(page.node);
  page.begin();
}

function build(words: Words, groups: Start['groups']) {
  const total = groups.reduce((sum, { entries }) => sum + entries.length, 0);
  const list = createList(words, open, () => input.focus());
  const count = element('p', { class: 'count', role: 'status' });
  const input = element('input', {
    type: 'search',
    id: 'search',
    placeholder: words.searchHint,
    value: state.query,
    autocomplete: 'off',
    spellcheck: 'false',
    input: search,
    keydown: (event) => {
      const { key } = event as KeyboardEvent;
      if (key === 'ArrowDown') list.focusFirst();
      else if (key === 'Enter') list.openFirst();
      else return;
      event.preventDefault();
    },
  });
  const back = arrow('←', words.back, -1);
  const forward = arrow('→', words.forward, 1);
  const all = element('button', { type: 'button', class: 'more to-list', click: showList }, words.list);
  const bar = element('div', { class: 'bar' }, all, back, forward);
  const content = element('div', { class: 'content' });
  const field = element(
    'div',
    { class: 'search' },
    element('label', { for: 'search' }, words.search),
    input,
    count,
  );
  const side = element('aside', { 'aria-label': words.search }, field, list.node);
  const node = element('div', { class: 'reference' }, side, element('main', {}, bar, content));
  // Back and forward are commands of the workbench, which hears every key too and would go its own way besides.
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.target === input || event.ctrlKey || event.altKey || event.metaKey) return;
    showList();
    event.preventDefault();
  });
  let moveFocus = false;

  return { node, begin, open, go, showResults, showPage, unreachable };

  function begin(): void {
    if (state.query) search();
    else showGroups();
    load();
    // Never while the user is elsewhere: focus taken in a webview closes what is open in the workbench.
    if (document.hasFocus()) focusSearch();
    else addEventListener('focus', focusSearch, { once: true });
  }

  function focusSearch(): void {
    if (!shown(state)) input.focus();
  }

  function open(entry: string): void {
    moveFocus = true;
    visit(state, entry);
    load();
  }

  function arrow(sign: string, word: string, by: -1 | 1): HTMLButtonElement {
    const label = element('span', { class: 'words' }, ` ${word}`);
    return element(
      'button',
      { type: 'button', class: 'more', 'aria-label': word, click: () => go(by) },
      sign,
      label,
    );
  }

  function go(by: -1 | 1): void {
    if (step(state, by)) load();
  }

  function load(): void {
    const entry = shown(state);
    vscode.setState(state);
    back.disabled = state.at <= 0;
    forward.disabled = state.at >= state.trail.length - 1;
    list.mark(entry?.split('#')[0] ?? null);
    node.classList.toggle('has-page', entry !== null);
    if (entry === null) say(words.welcome, words.welcomeHint);
    else post({ type: 'page', entry: entry.split('#')[0]! });
  }

  function showPage(entry: string, found: Extract<ToPage, { type: 'page' }>['page']): void {
    // An answer to what is no longer asked.
    const [asked, anchor] = (shown(state) ?? '').split('#');
    if (entry !== asked) return;
    if (!found) {
      say(words.missing.replace('{0}', entry));
      return;
    }
    // What had the focus may be gone with the old page, or be a button that leads nowhere now.
    const { activeElement } = document;
    const lost = content.contains(activeElement) || activeElement?.matches(':disabled');
    content.replaceChildren(
      article(found, words, { open, openOutside: (url) => post({ type: 'external', url }) }),
    );
    const part = anchor
      ? [...content.querySelectorAll('section')].find(({ id }) => id === anchor)
      : undefined;
    content.parentElement?.scrollTo(0, part ? part.offsetTop - content.offsetTop : 0);
    if (moveFocus || lost) content.querySelector('h1')?.focus();
    moveFocus = false;
  }

  function showList(): void {
    node.classList.remove('has-page');
    input.focus();
    input.select();
  }

  function search(): void {
    state.query = input.value;
    vscode.setState(state);
    if (state.query.trim()) post({ type: 'search', query: state.query.slice(0, 2000) });
    else showGroups();
  }

  function showGroups(): void {
    list.showGroups(groups);
    count.textContent = words.pages.replace('{0}', number.format(total));
  }

  function showResults(query: string, entries: Extract<ToPage, { type: 'results' }>['entries']): void {
    if (query !== state.query.slice(0, 2000)) return;
    list.showResults(entries);
    list.node.scrollTop = 0;
    if (entries.length) count.textContent = words.found.replace('{0}', number.format(entries.length));
    else {
      count.textContent = words.foundNothing.replace('{0}', query.trim());
      list.node.replaceChildren(element('p', { class: 'hint' }, words.foundNothingHint));
    }
  }

  function unreachable(): void {
    say(words.unreachable);
    const retry = element('button', { type: 'button', class: 'more', click: () => post({ type: 'ready' }) });
    retry.textContent = words.retry;
    content.append(retry);
  }

  function say(what: string, detail = ''): void {
    content.replaceChildren(element('h1', {}, what), element('p', { class: 'hint' }, detail));
  }
}
