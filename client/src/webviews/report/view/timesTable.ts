// Deliveries over time as a table, for whom a picture tells nothing.
import { element } from '../../element';
import type { ReportView, Words } from '../messages';
import { order } from './chart';
import { epoch } from './time';

/** The same numbers as in the chart: a row for each bar that holds any. */
export function timesTable(
  words: Words,
  number: Intl.NumberFormat,
  { start, minutes, bars, series }: ReportView['timeline'],
  format: { whole(stamp: number): string },
): HTMLElement {
  const present = order.filter((outcome) => series[outcome]);
  const head = (outcome: string): string => words.outcomes[outcome] ?? outcome;
  const rows = Array.from({ length: bars }, (_, at) => at).filter((at) =>
    present.some((outcome) => series[outcome]![at]! > 0),
  );
  return element(
    'table',
    { class: present.length > 4 ? 'many' : null },
    element(
      'thead',
      {},
      element(
        'tr',
        {},
        ...[words.time, ...present.map(head)].map((each) => element('th', { scope: 'col' }, each)),
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
              { class: 'number', 'data-head': head(outcome) },
              number.format(series[outcome]![at]!),
            ),
          ),
        ),
      ),
    ),
  );
}
