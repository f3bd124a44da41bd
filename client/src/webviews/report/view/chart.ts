// Deliveries over time by outcome, as stacked bars in the colours of the theme. The numbers stand in a table as well (main.ts),
// because a picture tells a screen reader nothing. Deliberately absent: filters; whoever draws says what a chosen time means.
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { element } from '../../element';
import type { ReportView } from '../messages';

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
/** Seconds from tick to tick: none below a minute, which is the finest that is counted. */
const steps = [
  60, 300, 900, 1800, 3600, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000, 31_536_000,
];
const epoch = Date.UTC(2000, 0, 1) / 1000;

export interface Chart {
  readonly node: HTMLElement;
  draw(timeline: ReportView['timeline'], yearKnown: boolean): void;
}

/** @param chosen a time that was dragged over, in minutes since 2000; nothing for all */
export function createChart(
  names: { [outcome: string]: string },
  label: string,
  chosen: (from?: number, to?: number) => void,
): Chart {
  const node = element('div', { class: 'chart', role: 'img', 'aria-label': label });
  const language = document.documentElement.lang || undefined;
  const number = new Intl.NumberFormat(language);
  let plot: uPlot | null = null;
  let shown: [ReportView['timeline'], boolean] | null = null;
  const again = () => shown && draw(...shown);
  new ResizeObserver(() => plot?.setSize({ width: node.clientWidth, height })).observe(node);
  // The theme is told by a class of the body.
  new MutationObserver(again).observe(document.body, { attributeFilter: ['class'] });

  return { node, draw };

  function draw(timeline: ReportView['timeline'], yearKnown: boolean): void {
    shown = [timeline, yearKnown];
    plot?.destroy();
    plot = null;
    const { start, minutes, bars, series } = timeline;
    if (start === null || bars === 0) return;
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const text = colour('--vscode-foreground') || '#888';
    const line = colour('--vscode-contrastBorder') || colour('--vscode-editorWidget-border') || '#8884';
    const present = order.filter((outcome) => series[outcome]);
    const times = Array.from({ length: bars }, (_, bar) => epoch + (start + (bar + 0.5) * minutes) * 60);
    const sums = new Array<number>(bars).fill(0);
    const stacked = present.map((outcome) => series[outcome]!.map((count, bar) => (sums[bar]! += count)));
    const span = bars * minutes;
    const format = formatOf(language, span, yearKnown);
    const axis = { stroke: text, grid: { stroke: line, width: 0.5 }, ticks: { stroke: line, width: 0.5 } };
    plot = new uPlot(
      {
        width: Math.max(200, node.clientWidth),
        height,
        padding: [8, 36, 0, 0],
        tzDate: (stamp) => uPlot.tzDate(new Date(stamp * 1000), 'Etc/UTC'),
        legend: { live: true },
        cursor: { drag: { x: true, y: false, setScale: false }, points: { show: false } },
        scales: {
          x: { range: [epoch + start * 60, epoch + (start + span) * 60] },
          y: { range: [0, Math.max(1, ...sums) * 1.05] },
        },
        axes: [
          {
            ...axis,
            space: 90,
            incrs: steps,
            values: (_, ticks) => ticks.map((tick) => format.tick(tick * 1000)),
          },
          {
            ...axis,
            size: 60,
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
              const minuteAt = (position: number) => Math.round((self.posToVal(position, 'x') - epoch) / 60);
              chosen(minuteAt(left), minuteAt(left + width));
            },
          ],
        },
      },
      [times, ...[...stacked].reverse()],
      node,
    );
    plot.over.addEventListener('dblclick', () => chosen());
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
  return { tick: (stamp: number) => short.format(stamp), whole: (stamp: number) => long.format(stamp) };
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
