// The page that sums a saved message up: what happened first, then the cards, the way, the checks, the text. Everything that it
// knows comes by message from its panel; which sections are open is kept over a reload.
import { element } from '../../element';
import {
  asPageState,
  type BounceSummary,
  isToPage,
  type PageState,
  type Place,
  type ToPanel,
  type Words,
} from '../messages';
import './bounce.css';
import { cards } from './cards';
import { messages } from './messages';
import type { Page } from './page';
import { sections } from './sections';

const vscode = acquireVsCodeApi<PageState>();
const post = (message: ToPanel) => vscode.postMessage(message);
const number = new Intl.NumberFormat(document.documentElement.lang || undefined);
const state: PageState = asPageState({ uri: '', ...vscode.getState() }) as PageState;
const news = element('p', { class: 'unseen', role: 'status' });
let page: Page | null = null;
/** What is drawn, so that a file that changes elsewhere does not make the page jump. */
let drawn = '';

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isToPage(data)) return;
  if (data.type === 'words') start(data.words, data.uri, data.file);
  else if (data.type === 'summary') show(data.summary);
  else unreachable();
});
addEventListener('scroll', () => keep(), { passive: true });
post({ type: 'ready', message: state.message });

function start(words: Words, uri: string, file: string): void {
  state.uri = uri;
  page = { words, file, state, keep, post, go, number };
  document.title = file;
  document.body.replaceChildren(element('main', {}, element('p', { role: 'status' }, words.reading)));
  keep();
}

function keep(): void {
  if (drawn) state.scroll = scrollY;
  vscode.setState(state);
}

function go({ start: from, end }: Place): void {
  post({
    type: 'go',
    line: from.line,
    character: from.character,
    endLine: end.line,
    endCharacter: end.character,
  });
}

function show(summary: BounceSummary): void {
  if (!page) return;
  const now = JSON.stringify(summary);
  if (now === drawn) return;
  const first = drawn === '';
  const turned = state.message !== null && state.message !== summary.shown;
  state.message = summary.shown;
  drawn = now;
  const focused = document.activeElement?.getAttribute('data-key') ?? null;
  // What is read out when the file changes; it must be there before its words are.
  if (!first) news.textContent = summary.headline;
  document.body.replaceChildren(
    news,
    element(
      'main',
      {},
      head(page, summary),
      ...cards(page, summary.recipients, summary.kind === 'bounce'),
      ...sections(page, summary),
    ),
  );
  if (turned) scrollTo(0, 0);
  else if (first && state.scroll) scrollTo(0, state.scroll);
  keep();
  if (focused !== null)
    document
      .querySelector<HTMLElement>(`[data-key="${CSS.escape(focused)}"]`)
      ?.focus({ preventScroll: true });
}

function head(page: Page, summary: BounceSummary): HTMLElement {
  const { words } = page;
  const { kind, headline } = summary;
  const button = (name: 'text' | 'codes' | 'redacted', label: string) =>
    element(
      'button',
      { type: 'button', class: 'more', 'data-key': name, click: () => post({ type: 'command', name }) },
      label,
    );
  return element(
    'header',
    {},
    ...messages(page, summary),
    element('p', { class: 'kind' }, words.kinds[kind]),
    element('h1', {}, headline),
    element(
      'p',
      { class: 'buttons' },
      button('text', words.allText),
      button('codes', words.listCodes),
      button('redacted', words.copyRedacted),
    ),
  );
}

function unreachable(): void {
  if (!page) return;
  const { words } = page;
  drawn = '';
  const retry = element('button', { type: 'button', class: 'more', click: () => post({ type: 'refresh' }) });
  retry.textContent = words.retry;
  document.body.replaceChildren(
    element('main', {}, element('p', { role: 'status' }, words.unreachable), retry),
  );
}
