// The filters of the report: the totals, which are filters too, a chip for each that is set, and from when until when.
// Deliberately absent: the names in the tables (tables.ts) and the chart, which set filters by the same functions.
import { element } from '../../element';
import { type Facet, facets, type ReportFilter, type ReportResult, type Words } from '../messages';
import { formatOf, order } from './chart';
import { replaceKeepingFocus } from './focus';
import { epoch } from './time';

/** With this name, or without it where it was set. */
export function toggled(filter: ReportFilter, facet: Facet, key: string): ReportFilter {
  const before = filter[facet] ?? [];
  const list = before.includes(key) ? before.filter((one) => one !== key) : [...before, key];
  const { [facet]: _, ...rest } = filter;
  return list.length > 0 ? { ...rest, [facet]: list } : rest;
}

/** From and until these minutes since 2000; undefined: since ever, and to the end. */
export function inTime(filter: ReportFilter, from?: number, to?: number): ReportFilter {
  const { from: _from, to: _to, ...rest } = filter;
  return { ...rest, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}

export const isFiltered = (filter: ReportFilter): boolean => Object.keys(filter).length > 0;

export interface Filters {
  readonly totals: HTMLElement;
  readonly node: HTMLElement;
  show(result: ReportResult): void;
}

/**
 * @param current the filter as it stands: it is ahead of the numbers that are shown
 * @param set is called with the filter that was chosen
 */
export function createFilters(
  words: Words,
  language: string | undefined,
  current: () => ReportFilter,
  set: (filter: ReportFilter) => void,
): Filters {
  const number = new Intl.NumberFormat(language);
  const totals = element('div', { class: 'totals', role: 'group', 'aria-label': words.facets.outcomes });
  const chips = element('div', { class: 'chips' });
  // Made once: whoever types a date is not thrown out of it by each digit.
  const [from, to] = [timeInput('from'), timeInput('to')];
  const times = element('div', { class: 'times' }, from.label, to.label);
  const node = element(
    'section',
    { class: 'filters', 'aria-label': words.filters },
    element('h2', {}, words.filters),
    chips,
    times,
  );
  return { totals, node, show };

  function show(result: ReportResult): void {
    const { view } = result;
    const filter = current();
    const isTimed = filter.from !== undefined || filter.to !== undefined;
    showTotals(view.outcomes);
    const clear = element(
      'button',
      { type: 'button', class: 'link', 'data-focus': 'clear', click: () => set({}) },
      words.clear,
    );
    replaceKeepingFocus(
      chips,
      isFiltered(filter)
        ? [...chipsOf(result), ...(isTimed ? [timeChip(result)] : []), clear]
        : [element('span', { class: 'hint' }, words.noFilter)],
    );
    from.show(filter.from);
    to.show(filter.to);
    times.hidden = !isTimed && view.timeline.start === null;
  }

  function showTotals(outcomes: { [outcome: string]: number }): void {
    const chosen = current().outcomes ?? [];
    const present = [...new Set([...Object.keys(outcomes), ...chosen])].sort((a, b) => rank(a) - rank(b));
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
            click: () => set(toggled(current(), 'outcomes', outcome)),
          },
          element('strong', {}, number.format(outcomes[outcome] ?? 0)),
          ` ${words.outcomes[outcome] ?? outcome}`,
        ),
      ),
    );
  }

  function chipsOf(result: ReportResult): HTMLElement[] {
    return facets.flatMap((facet) =>
      (current()[facet] ?? []).map((key) => {
        const text = facet === 'outcomes' ? (words.outcomes[key] ?? key) : nameOf(result, facet, key);
        return chip(`${facet} ${key}`, words.facets[facet], text, () => set(toggled(current(), facet, key)));
      }),
    );
  }

  function timeChip({ yearKnown }: ReportResult): HTMLElement {
    const format = formatOf(language, 0, yearKnown);
    const at = (minute: number | undefined) =>
      minute === undefined ? '' : format.whole(epoch + minute * 60_000);
    const { from: first, to: last } = current();
    const text = `${at(first)} – ${at(last)}`.trim();
    return chip('time', words.time, text, () => set(inTime(current())));
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

  function timeInput(end: 'from' | 'to') {
    const input = element('input', {
      type: 'datetime-local',
      change: () => {
        const at =
          input.value === '' ? undefined : Math.round((Date.parse(`${input.value}:00Z`) - epoch) / 60_000);
        const filter = current();
        set(end === 'from' ? inTime(filter, at, filter.to) : inTime(filter, filter.from, at));
      },
    });
    return {
      label: element('label', { class: 'time' }, `${words[end]} `, input),
      show(minute: number | undefined): void {
        const value =
          minute === undefined ? '' : new Date(epoch + minute * 60_000).toISOString().slice(0, 16);
        if (input.value !== value) input.value = value;
      },
    };
  }
}

function nameOf({ view }: ReportResult, facet: Facet, key: string): string {
  if (facet === 'reasons') return view.reasons.find((row) => row.key === key)?.name ?? key;
  if (facet === 'codes') {
    const row = view.codes.find((one) => one.key === key);
    return row ? `${row.code} ${row.name}`.trim() : key;
  }
  return key;
}

const rank = (outcome: string): number => {
  const at = (order as readonly string[]).indexOf(outcome);
  return at < 0 ? order.length : at;
};
