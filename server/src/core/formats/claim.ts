// Which format claims a line, and which text does it read: the line itself, or what another program's line carries?
// Deliberately absent: reading (each format), walking a page (readPage.ts).
import { type Carried, shifted, stampOfCarried, within } from './carriers/carried.ts';
import { type Columns, columnsIn, inCsv } from './carriers/csv.ts';
import { inExport } from './carriers/journalExport.ts';
import { inJson } from './carriers/json.ts';
import { behindPrefixes, fromTag } from './carriers/prefixes.ts';
import { withoutRepetition } from './carriers/repeated.ts';
import type { Format, FormatState } from './format.ts';
import { emptyFrame, type Frame, readFrame, readTagAlone } from './frame.ts';
import { formats } from './index.ts';

/** What is remembered of carriers from line to line. */
export interface CarrierState extends FormatState {
  columns?: Columns;
}

/** The format's own memory, made when it is first asked for. */
export type StateOf = (format: string) => FormatState;

/** The page around a line, for carriers whose entries have several lines. */
export interface Around {
  readonly text: string;
  readonly start: number;
}

export interface Claim {
  readonly format: Format;
  /** What the format reads in place of the line. */
  readonly carried: Carried;
}

const byProgram = formats.filter((format) => format.claimsProgram);
const byLine = formats.filter((format) => format.claimsLine);
const programs = new Map<string, Format | null>();

/** The format of a syslog program's lines; remembered, since a log names few programs many times. */
export function formatOf(program: string): Format | null {
  let format = programs.get(program);
  if (format === undefined) {
    if (programs.size > 2_000) programs.clear();
    format = byProgram.find((one) => one.claimsProgram!(program)) ?? null;
    programs.set(program, format);
  }
  return format;
}

const isKnown = (program: string): boolean => formatOf(program) !== null;

/** The format that claims a line without a syslog frame by what stands in it. */
export const claimedByLine = (line: string, stateOf: StateOf): Format | undefined =>
  byLine.find((format) => format.claimsLine!(line, stateOf(memoryOf(format))));

/** Under which name a format's memory is kept; formats that read the same programs share one. */
export const memoryOf = (format: Format): string => format.remembersWith ?? format.id;

/** Carriers carry carriers: a container's JSON line holds one of syslog that holds one of an application. */
const deepest = 4;

/**
 * Finds the line that a line which nobody claims carries, and leaves `frame` as it is there.
 * @param frame as `readFrame` left it for `line`
 * @returns null where it carries no line that a format knows
 */
export function claimCarried(
  line: string,
  frame: Frame,
  stateOf: StateOf,
  around: Around | null,
  depth = 0,
): Claim | null {
  if (line.length < 12) return null;
  const carrier: CarrierState = stateOf('carrier');
  for (const carried of carriedBy(line, frame, carrier, around)) {
    const claim = claimOf(carried, frame, stateOf, depth);
    if (claim) return claim;
  }
  readFrame(line, frame);
  return null;
}

function claimOf(carried: Carried, frame: Frame, stateOf: StateOf, depth: number): Claim | null {
  const { text } = carried;
  const framed = readFrame(text, frame);
  let format = framed ? formatOf(frame.program) : null;
  if (!format && (!framed || carried.places === 0)) format = claimedByLine(text, stateOf) ?? null;
  if (!format && !framed && readTagAlone(text, frame)) format = formatOf(frame.program);
  if (format) return { format, carried };
  readFrame(text, frame);
  const inner =
    depth < deepest && carried.places !== 0 ? claimCarried(text, frame, stateOf, null, depth + 1) : null;
  return inner && { format: inner.format, carried: within(carried, inner.carried) };
}

function* carriedBy(
  line: string,
  { program, messageStart, timeStart, timeEnd }: Frame,
  carrier: CarrierState,
  around: Around | null,
): Generator<Carried> {
  const first = line.charCodeAt(messageStart);
  if (program !== '') {
    // 2026-11-01 00:01:22 1xVWQc-00002N-0O DKIM: d=e.example …: Exim's own log, whose id looks like a host and DKIM like a program
    if (line.charCodeAt(timeStart + 10) === 0x20) yield shifted(line, 0, null);
    // Nov  1 00:00:31 host mail/0a1b2c[1]: Nov  1 00:00:31 mail postfix/smtp[77]: …   Nov  1 00:00:31 host maillog: 2026-11-01 00:00:31 1xVWQc-…
    const stamp = line.slice(timeStart, timeEnd) || null;
    yield { text: line.slice(messageStart), stamp, places: messageStart };
    return;
  }
  const once = withoutRepetition(line);
  if (once) yield once;
  if (first === 0x7b) {
    yield* inJson(line, isKnown);
    return;
  }
  const tagged = fromTag(line, isKnown);
  if (first === 0x4d || first === 0x20) {
    const exported = around && inExport(line, around.text, around.start);
    if (exported) yield exported;
  }
  yield* behindPrefixes(line);
  if (line.includes(',')) {
    const columns = columnsIn(line);
    if (columns) carrier.columns = columns;
    else yield* inCsv(line, carrier.columns ?? null, isKnown);
  }
  if (tagged) yield tagged;
}

/** The format whose line it is, carried or not; null where no format claims it by itself. */
export function formatNamed(line: string): string | null {
  const frame = emptyFrame();
  const states: { [format: string]: FormatState } = {};
  const stateOf: StateOf = (id) => (states[id] ??= {});
  const own = readFrame(line, frame) ? formatOf(frame.program) : claimedByLine(line, stateOf);
  return (own ?? claimCarried(line, frame, stateOf, null)?.format)?.id ?? null;
}

/** The program's own line, however it is carried, and when it was written; the line itself where it carries none. */
export function programLine(line: string): { readonly text: string; readonly stamp: string | null } {
  const frame = emptyFrame();
  const framed = readFrame(line, frame);
  const states: { [format: string]: FormatState } = {};
  const own = framed ? line.slice(frame.timeStart, frame.timeEnd) || null : null;
  if (framed && formatOf(frame.program)) return { text: line, stamp: own };
  const carried = claimCarried(line, frame, (id) => (states[id] ??= {}), null)?.carried;
  if (!carried) return { text: line, stamp: own };
  const inner = readFrame(carried.text, frame) ? carried.text.slice(frame.timeStart, frame.timeEnd) : '';
  return { text: carried.text, stamp: stampOfCarried(inner || null, carried.stamp) };
}
