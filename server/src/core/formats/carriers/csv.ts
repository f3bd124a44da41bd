// Which field of a CSV line carries a program's line, as exports of Splunk, Graylog, Kibana and the like hold it?
// Deliberately absent: CSV in which a mail server states its deliveries itself (formats of their own).
import { columnName, csvFields } from '../csv.ts';
import { type Carried, withTag } from './carried.ts';

/** Names of columns, as `columnName` spells them. */
const messages = [
  'raw',
  'message',
  'msg',
  'log',
  'fullmessage',
  'shortmessage',
  'line',
  'text',
  'messagetext',
];
const programs = [
  'program',
  'programname',
  'appname',
  'applicationname',
  'syslogidentifier',
  'ident',
  'tag',
  'processname',
  'syslogtag',
];
const times = [
  'time',
  'timestamp',
  'datetime',
  'date',
  'atime',
  'receivedat',
  'devicereportedtime',
  'generatedat',
];

/** Which column is which, from the line of names. */
export interface Columns {
  readonly message: number;
  readonly program: number;
  readonly time: number;
  readonly count: number;
}

/** Reads a line of names: `"timestamp","source","program","message"`; null where it is none. */
export function columnsIn(line: string): Columns | null {
  if (line.length > 2_000 || !/message|_raw|\bmsg\b|\blog\b|\bline\b/i.test(line)) return null;
  const names = csvFields(line).map(({ start, end }) => line.slice(start, end).trim());
  if (names.length < 2 || !names.every((name) => /^[@\w][\w .@-]{0,40}$/.test(name))) return null;
  const spelled = names.map(columnName);
  const find = (wanted: readonly string[]) => spelled.findIndex((name) => wanted.includes(name));
  const columns = {
    message: find(messages),
    program: find(programs),
    time: find(times),
    count: names.length,
  };
  return columns.message >= 0 && (columns.program >= 0 || columns.time >= 0) ? columns : null;
}

/** What the message's column carries; without known columns, what each quoted field does. */
export function* inCsv(
  line: string,
  columns: Columns | null,
  isKnown: (program: string) => boolean,
): Generator<Carried> {
  const fields = csvFields(line);
  const value = (index: number) =>
    index >= 0 && fields[index] ? line.slice(fields[index].start, fields[index].end) : '';
  if (columns && fields.length >= columns.count) {
    const field = fields[columns.message]!;
    const last = columns.message === columns.count - 1 && line.charCodeAt(field.start - 1) !== 0x22;
    // An unquoted last field may hold commas of its own.
    const carried = unescaped(line, field.start, last ? line.length : field.end, value(columns.time) || null);
    yield carried;
    const program = value(columns.program).replace(/(?:\[[\w.-]{0,40}\])?:?$/, '');
    if (program !== '' && isKnown(program)) yield withTag(carried, program);
    return;
  }
  const stamp = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d\S{0,16}$/.exec(value(0))?.[0] ?? null;
  for (const { start, end } of fields)
    if (end - start > 24 && line.charCodeAt(start - 1) === 0x22) yield unescaped(line, start, end, stamp);
}

/** Doubled quotation marks are one (RFC 4180 §2). */
function unescaped(line: string, from: number, to: number, stamp: string | null): Carried {
  const written = line.slice(from, to);
  if (!written.includes('""')) return { text: written, stamp, places: from };
  const text = written.replaceAll('""', '"');
  const places = new Uint32Array(text.length + 1);
  let raw = from;
  for (let at = 0; at < text.length; at++) {
    places[at] = raw;
    raw += line.startsWith('""', raw) ? 2 : 1;
  }
  places[text.length] = raw;
  return { text, stamp, places };
}
