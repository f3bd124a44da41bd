// How many bars can be told apart in a picture so wide? The server counts as finely as it keeps times; bars thinner than a few
// pixels would not be drawn at all, so neighbours are put together, at borders that people know: a quarter of an hour, a day.
// Deliberately absent: drawing (chart.ts).
import type { ReportView } from '../messages';

type Timeline = ReportView['timeline'];

/** Minutes a bar, from one to thirty days. */
const widths = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 43_200];

/**
 * The same numbers in no more than `most` bars; the timeline itself where it has no more.
 * Borders are multiples of a bar since 2000, as those of the server are.
 */
export function inBars(timeline: Timeline, most: number): Timeline {
  const { start, minutes, bars, series } = timeline;
  if (start === null || bars <= most) return timeline;
  const needed = (bars / (Math.max(2, most) - 1)) * minutes;
  const width =
    widths.find((each) => each >= needed && each % minutes === 0) ?? Math.ceil(needed / minutes) * minutes;
  const first = Math.floor(start / width) * width;
  const count = Math.floor((start + (bars - 1) * minutes - first) / width) + 1;
  const joined: { [outcome: string]: number[] } = {};
  for (const [outcome, counts] of Object.entries(series)) {
    const sums = new Array<number>(count).fill(0);
    for (const [bar, value] of counts.entries())
      sums[Math.floor((start + bar * minutes - first) / width)]! += value;
    joined[outcome] = sums;
  }
  return { ...timeline, start: first, minutes: width, bars: count, series: joined };
}

/** `15 minutes`, `3 hours`, `2 days`. */
export function lengthOf(minutes: number, language: string | undefined): string {
  const [unit, value] =
    minutes % 1440 === 0
      ? (['day', minutes / 1440] as const)
      : minutes % 60 === 0
        ? (['hour', minutes / 60] as const)
        : (['minute', minutes] as const);
  return new Intl.NumberFormat(language, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}
