// The page of the report: how far it is, the filters, deliveries over time, and tables in which every name is a filter.
// Everything that it knows comes by message from its panel; the filter is kept over a reload.
import { element } from '../../element';
import {
  asPageState,
  isToPage,
  type PageState,
  type Progress,
  type ReportFilter,
  type ReportResult,
  type ToPage,
  type ToPanel,
  type Words,
} from '../messages';
import { lengthOf } from './bars';
import { createChart, formatOf } from './chart';
import { createFilters, inTime, isFiltered, toggled } from './filters';
import { replaceKeepingFocus } from './focus';
import './report.css';
import {
  codeTable,
  deferralTable,
  namedTable,
  reasonTable,
  type TableParts,
  unexplainedTable,
  waitTables,
} from './tables';
import { timesTable } from './timesTable';

const vscode = acquireVsCodeApi<PageState>();
const post = (message: ToPanel) => vscode.postMessage(message);
const language = document.documentElement.lang || undefined;
const number = new Intl.NumberFormat(language);
const state: PageState = asPageState({ of: { uri: '' }, ...vscode.getState() }) ?? {
  of: { uri: '' },
  filter: {},
  scroll: 0,
};
let page: ReturnType<typeof build> | null = null;
let scrolled = false;

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  if (!isToPage(data)) return;
  if (data.type === 'words') start(data);
  else if (data.type === 'report') page?.show(data.result, data.progress, data.stopped);
  else if (data.type === 'progress') page?.advance(data.progress);
  else page?.say(data.type);
});
addEventListener('scroll', () => keep(), { passive: true });
post({ type: 'ready', filter: state.filter });

function start({ words, of, name }: Extract<ToPage, { type: 'words' }>): void {
  state.of = of;
  document.title = `${words.title}: ${name}`;
  page = build(words, name);
  document.body.replaceChildren(page.node);
  keep();
}

function keep(): void {
  if (scrolled) state.scroll = scrollY;
  vscode.setState(state);
}

function refilter(filter: ReportFilter): void {
  state.filter = filter;
  keep();
  post({ type: 'filter', filter });
}

function build(words: Words, name: string) {
  const progress = element('div', { class: 'progress', hidden: '' });
  const bar = element('progress', { max: 1, value: 0 });
  const progressText = element('span', {});
  progress.append(
    bar,
    progressText,
    button(words.stop, () => post({ type: 'stop' })),
  );
  const message = element('div', { class: 'message', role: 'status' }, element('p', {}, words.reading));
  const summary = element('p', { class: 'summary', role: 'status' });
  const notes = element('ul', { class: 'notes', hidden: '' });
  const filters = createFilters(words, language, () => state.filter, refilter);
  const chart = createChart(words.outcomes, words.timeline, 'chart-hint', (from, to) =>
    refilter(inTime(state.filter, from, to)),
  );
  const timeTable = element(
    'details',
    { class: 'as-table', toggle: () => redraw() },
    element('summary', {}, words.asTable),
  );
  const chartNotes = element('p', { class: 'hint', id: 'chart-hint' });
  const timeline = element(
    'section',
    { class: 'timeline' },
    element('h2', {}, words.timeline),
    chart.node,
    chartNotes,
    timeTable,
  );
  const tables = element('div', { class: 'tables' });
  const exports = element(
    'div',
    { class: 'exports' },
    ...(['csv', 'json', 'markdown'] as const).map((format) =>
      button(words.export.replace('{0}', { csv: 'CSV', json: 'JSON', markdown: 'Markdown' }[format]), () =>
        post({ type: 'export', format }),
      ),
    ),
  );
  const body = element('div', { hidden: '' }, filters.totals, filters.node, exports, timeline, tables);
  const node = element(
    'main',
    {},
    element('h1', {}, `${words.title}: ${name}`),
    progress,
    summary,
    notes,
    message,
    body,
  );
  let last: ReportResult | null = null;
  let drawn: ReportResult['view']['timeline'] | null = null;
  let drawnTables = '';

  return { node, show, advance, say };

  function button(text: string, run: () => void, focus: string | null = null): HTMLButtonElement {
    return element('button', { type: 'button', class: 'more', 'data-focus': focus, click: run }, text);
  }

  function advance(at: Progress | null): void {
    progress.hidden = at === null;
    if (!at) return;
    bar.value = at.done;
    progressText.textContent = words.scanning
      .replace('{0}', () => at.file)
      .replace('{1}', number.format(Math.floor(at.done * 100)))
      .replace('{2}', number.format(at.lines));
  }

  function say(what: 'lost' | 'unreachable'): void {
    advance(null);
    message.replaceChildren(
      element('p', {}, words[what]),
      button(words.again, () => post({ type: what === 'lost' ? 'again' : 'refresh' })),
    );
    message.hidden = false;
    body.hidden = what === 'lost' || last === null;
    if (what === 'lost') summary.textContent = '';
  }

  function show(result: ReportResult, at: Progress | null, stopped: boolean): void {
    last = result;
    advance(at);
    const { view } = result;
    summary.textContent = words.summary
      .replace('{0}', number.format(view.total))
      .replace('{1}', number.format(result.lines));
    showNotes(result, stopped);
    const filtered = isFiltered(state.filter);
    const empty = view.total === 0 && Object.keys(view.outcomes).length === 0;
    message.hidden = !empty;
    if (empty)
      message.replaceChildren(
        element('p', {}, at ? words.reading : filtered ? words.noMatch : words.empty),
        ...(at || filtered ? [] : [element('p', { class: 'hint' }, words.emptyHint)]),
      );
    body.hidden = empty && !filtered;
    timeline.hidden = exports.hidden = tables.hidden = empty;
    filters.show(result);
    redraw();
    if (!scrolled && !at) {
      scrollTo(0, state.scroll);
      scrolled = true;
    }
  }

  function showNotes({ files }: ReportResult, stopped: boolean): void {
    const several = files.length > 1;
    const sentences = files.flatMap(({ name: file, leftOut, holdsMail }) => [
      ...leftOut.map((sentence) => (several ? `${file}: ${sentence}` : sentence)),
      ...(holdsMail || leftOut.length > 0 || !several ? [] : [`${file}: ${words.noMail}`]),
    ]);
    const missed = files.filter(({ reached }) => !reached).length;
    if (stopped && missed > 0)
      sentences.unshift(
        words.notReached.replace('{0}', number.format(missed)).replace('{1}', number.format(files.length)),
      );
    if (stopped) sentences.unshift(words.stopped);
    const items: Node[] = sentences.slice(0, 20).map((sentence) => element('li', {}, sentence));
    if (stopped)
      items.push(
        element(
          'li',
          {},
          button(words.again, () => post({ type: 'again' }), 'again'),
        ),
      );
    replaceKeepingFocus(notes, items);
    notes.hidden = items.length === 0;
  }

  function redraw(): void {
    if (!last) return;
    const { view, files, yearKnown } = last;
    const { timeline: times } = view;
    timeline.hidden = times.start === null && times.without === 0;
    chart.node.hidden = timeTable.hidden = times.start === null;
    drawn = chart.draw(times, yearKnown);
    chartNotes.textContent = [
      ...(times.start === null
        ? []
        : [words.bar.replace('{0}', lengthOf(drawn.minutes, language)), words.timelineHint]),
      times.without > 0 ? words.withoutTime.replace('{0}', number.format(times.without)) : '',
    ]
      .filter(Boolean)
      .join(' ');
    showTimes();
    // While numbers stay as they are, whoever reads a table with a keyboard is not thrown out of it.
    const key = JSON.stringify([{ ...view, timeline: null }, state.filter]);
    if (key === drawnTables) return;
    drawnTables = key;
    const parts: TableParts = {
      words,
      number,
      post,
      toggle: (facet, key) => refilter(toggled(state.filter, facet, key)),
      isChosen: (facet, of) => (state.filter[facet] ?? []).includes(of),
      fileName: (file) => files[file]?.name ?? '',
      manyFiles: files.length > 1,
    };
    const made = [
      reasonTable(parts, view),
      codeTable(parts, view),
      namedTable(parts, 'hosts', view),
      namedTable(parts, 'domains', view),
      namedTable(parts, 'senders', view),
      namedTable(parts, 'recipients', view),
      ...waitTables(parts, view),
      deferralTable(parts, view),
      unexplainedTable(parts, view),
    ].filter((each): each is HTMLElement => each !== null);
    for (const [at, section] of made.entries())
      for (const [index, each] of [...section.querySelectorAll<HTMLElement>('button')].entries())
        each.dataset.focus = `table ${at} ${index}`;
    replaceKeepingFocus(tables, made);
  }

  /** Made when somebody looks. */
  function showTimes(): void {
    timeTable.querySelector('table')?.remove();
    if (!last || !drawn || !timeTable.open) return;
    timeTable.append(timesTable(words, number, drawn, formatOf(language, 0, last.yearKnown)));
  }
}
