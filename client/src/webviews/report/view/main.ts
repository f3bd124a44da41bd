// The page of the report: how far it is, the filters, deliveries over time, and tables in which every name is a filter.
// Everything that it knows comes by message from its panel; the filter is kept over a reload.
import { element } from '../../element';
import {
  asPageState,
  type Facet,
  facets,
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
import { createChart, formatOf, order } from './chart';
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

const vscode = acquireVsCodeApi<PageState>();
const post = (message: ToPanel) => vscode.postMessage(message);
const language = document.documentElement.lang || undefined;
const number = new Intl.NumberFormat(language);
const state: PageState = asPageState({ of: { uri: '' }, ...vscode.getState() }) ?? {
  of: { uri: '' },
  filter: {},
  scroll: 0,
};
const epoch = Date.UTC(2000, 0, 1);
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
  const totals = element('div', { class: 'totals', role: 'group', 'aria-label': words.facets.outcomes });
  const filters = element('section', { class: 'filters', 'aria-label': words.filters });
  const chart = createChart(words.outcomes, words.timeline, 'chart-hint', (from, to) =>
    refilter(inTime(from, to)),
  );
  const timeTable = element('details', { class: 'as-table', toggle: () => redraw() });
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
  const body = element('div', { hidden: '' }, totals, filters, exports, timeline, tables);
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
    showTotals(result);
    showFilters(result);
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

  /** The outcomes, each of which is a filter too. */
  function showTotals({ view }: ReportResult): void {
    const chosen = state.filter.outcomes ?? [];
    const present = [...new Set([...Object.keys(view.outcomes), ...chosen])].sort(
      (a, b) => rank(a) - rank(b),
    );
    replaceKeepingFocus(
      totals,
      present.map((outcome) =>
        element(
          'button',
          {
            type: 'button',
            class: `total ${outcome}`,
            'data-focus': `outcome ${outcome}`,
            'aria-pressed': String(chosen.includes(outcome)),
            click: () => toggle('outcomes', outcome),
          },
          element('strong', {}, number.format(view.outcomes[outcome] ?? 0)),
          ` ${words.outcomes[outcome] ?? outcome}`,
        ),
      ),
    );
  }

  function showFilters(result: ReportResult): void {
    const { filter } = state;
    const chips = facets.flatMap((facet) =>
      (filter[facet] ?? []).map((key) => {
        const text = facet === 'outcomes' ? (words.outcomes[key] ?? key) : nameOf(result, facet, key);
        return chip(`${facet} ${key}`, words.facets[facet], text, () => toggle(facet, key));
      }),
    );
    const isTimed = filter.from !== undefined || filter.to !== undefined;
    if (isTimed) chips.push(timeChip(result));
    const time = isTimed || result.view.timeline.start !== null;
    const clear = element(
      'button',
      { type: 'button', class: 'link', 'data-focus': 'clear', click: () => refilter({}) },
      words.clear,
    );
    replaceKeepingFocus(filters, [
      element('h2', {}, words.filters),
      ...(isFiltered(filter) ? [...chips, clear] : [element('span', { class: 'hint' }, words.noFilter)]),
      ...(time ? [timeInput('from'), timeInput('to')] : []),
    ]);
  }

  function chip(key: string, kind: string, text: string, remove: () => void): HTMLElement {
    const label = words.remove.replace('{0}', () => text);
    return element(
      'button',
      {
        type: 'button',
        class: 'chip',
        'data-focus': `chip ${key}`,
        title: label,
        'aria-label': label,
        click: remove,
      },
      `${kind}: ${text} ✕`,
    );
  }

  function timeChip({ yearKnown }: ReportResult): HTMLElement {
    const { from, to } = state.filter;
    const format = formatOf(language, 0, yearKnown);
    const at = (minute: number | undefined) =>
      minute === undefined ? '' : format.whole(epoch + minute * 60_000);
    return chip('time', words.time, `${at(from)} – ${at(to)}`.trim(), () =>
      refilter(inTime(undefined, undefined)),
    );
  }

  function timeInput(end: 'from' | 'to'): HTMLElement {
    const minute = state.filter[end];
    const input = element('input', {
      type: 'datetime-local',
      'data-focus': end,
      value: minute === undefined ? '' : new Date(epoch + minute * 60_000).toISOString().slice(0, 16),
      change: () => {
        const at =
          input.value === '' ? undefined : Math.round((Date.parse(`${input.value}:00Z`) - epoch) / 60_000);
        const { from, to } = state.filter;
        refilter(end === 'from' ? inTime(at, to) : inTime(from, at));
      },
    });
    return element('label', { class: 'time' }, `${words[end]} `, input);
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
      toggle,
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

  /** The same numbers as the chart's; made when somebody looks. */
  function showTimes(): void {
    const heading = element('summary', {}, words.asTable);
    if (!last || !drawn || !timeTable.open) {
      timeTable.replaceChildren(heading);
      return;
    }
    const { start, minutes, bars, series } = drawn;
    const present = order.filter((outcome) => series[outcome]);
    const format = formatOf(language, 0, last.yearKnown);
    const rows = Array.from({ length: bars }, (_, at) => at).filter((at) =>
      present.some((outcome) => series[outcome]![at]! > 0),
    );
    timeTable.replaceChildren(
      heading,
      element(
        'table',
        { class: present.length > 4 ? 'many' : null },
        element(
          'thead',
          {},
          element(
            'tr',
            {},
            ...[words.time, ...present.map((outcome) => words.outcomes[outcome] ?? outcome)].map((head) =>
              element('th', { scope: 'col' }, head),
            ),
          ),
        ),
        element(
          'tbody',
          {},
          ...rows.map((at) =>
            element(
              'tr',
              {},
              element('th', { scope: 'row' }, format.whole(epoch + (start! + at * minutes) * 60_000)),
              ...present.map((outcome) =>
                element(
                  'td',
                  { class: 'number', 'data-head': words.outcomes[outcome] ?? outcome },
                  number.format(series[outcome]![at]!),
                ),
              ),
            ),
          ),
        ),
      ),
    );
  }

  function nameOf({ view }: ReportResult, facet: Facet, key: string): string {
    if (facet === 'reasons') return view.reasons.find((row) => row.key === key)?.name ?? key;
    if (facet === 'codes') {
      const row = view.codes.find((one) => one.key === key);
      return row ? `${row.code} ${row.name}`.trim() : key;
    }
    return key;
  }
}

function toggle(facet: Facet, key: string): void {
  const before = state.filter[facet] ?? [];
  const list = before.includes(key) ? before.filter((one) => one !== key) : [...before, key];
  const { [facet]: _, ...rest } = state.filter;
  refilter(list.length > 0 ? { ...rest, [facet]: list } : rest);
}

function inTime(from: number | undefined, to: number | undefined): ReportFilter {
  const { from: _from, to: _to, ...rest } = state.filter;
  return { ...rest, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

const isFiltered = (filter: ReportFilter): boolean => Object.keys(filter).length > 0;

const rank = (outcome: string): number => {
  const at = (order as readonly string[]).indexOf(outcome);
  return at < 0 ? order.length : at;
};

/** What is drawn anew under the keyboard keeps it: the button that stands for the same. */
function replaceKeepingFocus(parent: HTMLElement, children: readonly Node[]): void {
  const active = document.activeElement;
  const focus = active instanceof HTMLElement && parent.contains(active) ? active.dataset.focus : undefined;
  parent.replaceChildren(...children);
  if (focus === undefined) return;
  const same = [...parent.querySelectorAll<HTMLElement>('[data-focus]')].find(
    (each) => each.dataset.focus === focus,
  );
  same?.focus();
}
