// Deliveries over time by outcome, as stacked bars in the colours of the theme. The numbers stand in a table as well (timesTable.ts),
// because a picture tells a screen reader nothing. A time is chosen with the mouse or with keys (chartKeys.ts).
// Deliberately absent: filters; whoever draws says what a chosen time means.
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { element } from '../../element';
import type { ReportView } from '../messages';
import { inBars } from './bars';
import { createKeys } from './chartKeys';
import { epoch } from './time';

/** Which colour of the theme stands for which outcome, from the bottom of a bar to its top. */
export const order = [
  'delivered',
  'relayed',
  'held',
  'deferred',
  'rejected',
  'discarded',
  'suppressed',
  'expired',
  'bounced',
] as const;

const height = 220;
/** Pixels a bar, the gap beside it included: thinner ones are not drawn. */
const thinnest = 5;
/** Pixels that the axis on the left and the last label on the right take. */
const beside = { axis: 56, label: 36 };
/** Seconds from tick to tick: none below a minute, which is the finest that is counted. */
const steps = [
  60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000, 31_536_000,
];
/** The chart counts seconds. */
const epochSecond = epoch / 1000;

export interface Chart {
  readonly node: HTMLElement;
  /** @returns the numbers as they are drawn: in as many bars as there is room for */
  draw(timeline: ReportView['timeline'], yearKnown: boolean): ReportView['timeline'];
}

/**
 * @param hint the element that tells how a time is chosen
 * @param chosen a time that was dragged over, whole bars of it, in minutes since 2000; nothing for all
 */
export function createChart(
  names: { [outcome: string]: string },
  label: string,
  hint: string,
  chosen: (from?: number, to?: number) => void,
): Chart {
  const picture = element('div', { class: 'chart' });
  const said = element('span', { class: 'unseen', role: 'status' });
  const node = element(
    'div',
    { class: 'keyed', role: 'group', tabindex: 0, 'aria-label': label, 'aria-describedby': hint },
    picture,
    said,
  );
  const language = document.documentElement.lang || undefined;
  const number = new Intl.NumberFormat(language);
  let plot: uPlot | null = null;
  let given: Parameters<Chart['draw']> | null = null;
  let shown: Parameters<Chart['draw']> | null = null;
  let drawnWidth = 0;
  /** Whoever drags over the chart keeps the one that is there; a log that grows is drawn when the mouse is let go. */
  let [dragged, due] = [false, false];
  const again = () => given && draw(...given);
  addEventListener('mouseup', () => {
    dragged = false;
    // After the chart itself has heard of it.
    if (due) setTimeout(again);
  });
  const keys = createKeys(node, {
    mark: (first, last) => mark(first, last),
    choose: (first, last) => choose(first, last),
    all: () => chosen(),
  });
  new ResizeObserver(() => {
    if (picture.clientWidth !== drawnWidth) again();
  }).observe(picture);
  // The theme is told by a class of the body.
  new MutationObserver(again).observe(document.body, { attributeFilter: ['class'] });

  return { node, draw };

  function choose(first: number, last: number): void {
    const { start, minutes } = shown![0];
    chosen(start! + first * minutes, start! + (last + 1) * minutes);
  }

  /** Marks bars as a mouse does that is dragged over them, and says what they hold; null takes the mark away. */
  function mark(first: number | null, last: number): void {
    if (!plot || !shown) return;
    const { start, minutes, series } = shown[0];
    if (first === null) {
      plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
      said.textContent = '';
      return;
    }
    const stampOf = (bar: number) => epochSecond + (start! + bar * minutes) * 60;
    const [left, right] = [plot.valToPos(stampOf(first), 'x'), plot.valToPos(stampOf(last + 1), 'x')];
    plot.setSelect({ left, top: 0, width: right - left, height: plot.over.clientHeight }, false);
    const format = formatOf(language, 0, shown[1]);
    const counts = order.flatMap((outcome) => {
      const sum = (series[outcome] ?? []).slice(first, last + 1).reduce((total, count) => total + count, 0);
      return sum > 0 ? [`${number.format(sum)} ${names[outcome] ?? outcome}`] : [];
    });
    said.textContent = `${format.whole(stampOf(first) * 1000)} – ${format.whole(stampOf(last + 1) * 1000)}: ${counts.join(', ') || '0'}`;
  }

  function draw(timeline: ReportView['timeline'], yearKnown: boolean): ReportView['timeline'] {
    given = [timeline, yearKnown];
    due = dragged && shown !== null;
    if (due) return shown![0];
    drawnWidth = picture.clientWidth;
    const room = Math.max(0, drawnWidth - beside.axis - beside.label);
    const drawn = inBars(timeline, Math.max(2, Math.floor(room / thinnest)));
    shown = [drawn, yearKnown];
    plot?.destroy();
    plot = null;
    const { start, minutes, bars, series } = drawn;
    keys.over(start === null ? 0 : bars);
    if (start === null || bars === 0) return drawn;
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const text = colour('--vscode-foreground') || '#888';
    const line = colour('--vscode-contrastBorder') || colour('--vscode-editorWidget-border') || '#8884';
    const present = order.filter((outcome) => series[outcome]);
    const times = Array.from(
      { length: bars },
      (_, bar) => epochSecond + (start + (bar + 0.5) * minutes) * 60,
    );
    const sums = new Array<number>(bars).fill(0);
    const stacked = present.map((outcome) => series[outcome]!.map((count, bar) => (sums[bar]! += count)));
    const span = bars * minutes;
    const format = formatOf(language, span, yearKnown);
    const axis = { stroke: text, grid: { stroke: line, width: 0.5 }, ticks: { stroke: line, width: 0.5 } };
    plot = new uPlot(
      {
        width: Math.max(drawnWidth, beside.axis + beside.label + 40),
        height,
        padding: [8, beside.label, 0, 0],
        tzDate: (stamp) => uPlot.tzDate(new Date(stamp * 1000), 'Etc/UTC'),
        legend: { live: true },
        cursor: { drag: { x: true, y: false, setScale: false }, points: { show: false } },
        scales: {
          x: { range: [epochSecond + start * 60, epochSecond + (start + span) * 60] },
          y: { range: [0, Math.max(1, ...sums) * 1.05] },
        },
        axes: [
          {
            ...axis,
            space: 90,
            incrs: steps,
            // Two labels have no room between them for a third.
            ...(room < 200 && { splits: [epochSecond + start * 60, epochSecond + (start + span) * 60] }),
            values: (_, ticks) => ticks.map((tick) => format.tick(tick * 1000)),
          },
          {
            ...axis,
            size: beside.axis,
            values: (_, ticks) => ticks.map((tick) => (Number.isInteger(tick) ? number.format(tick) : '')),
          },
        ],
        series: [
          {
            label: '',
            value: (_, stamp) => (stamp === null ? '–' : format.whole((stamp - minutes * 30) * 1000)),
          },
          // The highest first, so that the lower ones are drawn over it.
          ...[...present].reverse().map((outcome) => ({
            label: names[outcome] ?? outcome,
            fill: opaque(colour(`--outcome-${outcome}`) || text, colour('--vscode-editor-background')),
            stroke: colour('--vscode-contrastBorder') || 'transparent',
            width: 1 / devicePixelRatio,
            paths: uPlot.paths.bars!({ size: [0.9, 60], align: 0 }),
            points: { show: false },
            value: (_: uPlot, __: number, ___: number, bar: number | null) =>
              bar === null ? '–' : number.format(series[outcome]![bar] ?? 0),
          })),
        ],
        hooks: {
          setSelect: [
            (self) => {
              const { left, width } = self.select;
              if (width < 3) return;
              // Nobody can aim at minutes: every bar that was touched is meant.
              const barAt = (position: number) =>
                ((self.posToVal(position, 'x') - epochSecond) / 60 - start) / minutes;
              const [first, last] = [Math.floor(barAt(left)), Math.ceil(barAt(left + width)) - 1];
              choose(Math.max(0, first), Math.min(bars - 1, Math.max(first, last)));
            },
          ],
        },
      },
      [times, ...[...stacked].reverse()],
      picture,
    );
    plot.over.addEventListener('dblclick', () => chosen());
    plot.over.addEventListener('mousedown', ({ button }) => {
      dragged = button === 0;
    });
    keys.again();
    return drawn;
  }
}

/** Times as the log's clock shows them; without a year where nobody knows it. */
export function formatOf(language: string | undefined, minutes: number, yearKnown: boolean) {
  const days = minutes > 2 * 24 * 60;
  const date = { month: 'short', day: 'numeric' } as const;
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  const short = new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...(days ? date : time) });
  const long = new Intl.DateTimeFormat(language, {
    timeZone: 'UTC',
    ...date,
    ...time,
    ...(yearKnown && { year: 'numeric' }),
  });
  const day = new Intl.DateTimeFormat(language, { timeZone: 'UTC', ...date });
  // Of more than one day, midnight is told by the day that begins with it.
  const isDay = (stamp: number): boolean => minutes > 24 * 60 && stamp % 86_400_000 === 0;
  return {
    tick: (stamp: number) => (isDay(stamp) ? day : short).format(stamp),
    whole: (stamp: number) => long.format(stamp),
  };
}

/** A colour as it looks on the page: bars stand in front of one another, and one that lets another through would look like neither. */
function opaque(colour: string, background: string): string {
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [1, 1];
  const context = canvas.getContext('2d');
  if (!context) return colour;
  for (const layer of [background || '#fff', colour]) {
    context.fillStyle = layer;
    context.fillRect(0, 0, 1, 1);
  }
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  return `rgb(${red} ${green} ${blue})`;
}
