// The way of a message, hop by hop: a table, and in it a bar for the time that each hop took, set where it began. The bars repeat
// what the table says, so they are hidden from screen readers.
import { element } from '../../element';
import type { Way } from '../messages';
import type { Page } from './page';

type Hop = Way['hops'][number];

/** A bar is never thinner than this share of the width, in percent. */
const thinnest = 0.8;

export function way({ words, number, go }: Page, { hops, total, totalWords }: Way): HTMLElement {
  const charted = total !== null && total > 0 && hops.length > 1;
  const rows = hops.map((hop, index) => {
    const label = words.showLine.replace('{0}', number.format(hop.range.start.line + 1));
    const server = element(
      'button',
      { type: 'button', class: 'link', title: label, 'data-key': `hop ${index}`, click: () => go(hop.range) },
      hop.by ?? '?',
    );
    const secrecy = hop.encrypted === null ? '' : hop.encrypted ? words.encrypted : words.plain;
    const from = [hop.from ?? '', secrecy].filter(Boolean).join(' · ');
    const cells = [
      element('td', { class: 'hop' }, number.format(index + 1)),
      element('th', { scope: 'row', class: 'server' }, server),
      element('td', { class: 'from' }, from),
      element('td', { class: 'wait' }, hop.remarkable ? element('strong', {}, hop.waitWords) : hop.waitWords),
    ];
    if (charted) cells.push(element('td', { class: 'chart', 'aria-hidden': 'true' }, bar(hop, total)));
    cells.push(element('td', { class: 'date' }, hop.date ?? ''));
    return element('tr', {}, ...cells);
  });
  const heads: HTMLElement[] = [words.hop, words.server, words.from, words.wait].map((head, index) =>
    element('th', { scope: 'col', class: ['hop', 'server', 'from', 'wait'][index] }, head),
  );
  if (charted) heads.push(element('th', { class: 'chart', 'aria-hidden': 'true' }, words.chart));
  heads.push(element('th', { scope: 'col', class: 'date' }, words.date));
  const table = element(
    'table',
    { class: 'way' },
    element('thead', {}, element('tr', {}, ...heads)),
    element('tbody', {}, ...rows),
  );
  const sum = totalWords ? [element('p', {}, words.wayTotal.replace('{0}', totalWords))] : [];
  return element('div', { class: 'rows' }, ...sum, table);
}

const svg = 'http://www.w3.org/2000/svg';

/** Time runs from left to right; the bar begins where the hop before ended. */
function bar({ since, wait, remarkable }: Hop, total: number): SVGElement {
  const picture = document.createElementNS(svg, 'svg');
  picture.setAttribute('viewBox', '0 0 100 10');
  picture.setAttribute('preserveAspectRatio', 'none');
  const shape = (kind: string, x: number, width: number) => {
    const rectangle = document.createElementNS(svg, 'rect');
    const at = { x, y: 0, width, height: 10 };
    for (const [name, value] of Object.entries(at)) rectangle.setAttribute(name, String(value));
    rectangle.setAttribute('class', kind);
    picture.append(rectangle);
  };
  shape('track', 0, 100);
  if (since !== null) {
    const took = Math.max(0, wait ?? 0);
    const width = Math.min(100, Math.max(thinnest, (took / total) * 100));
    const start = Math.max(0, Math.min(100 - width, ((since - took) / total) * 100));
    shape(remarkable ? 'bar remarkable' : 'bar', start, width);
  }
  return picture;
}
