// What became of a message, as a sending provider's JSON events tell it: one a line, in a log line, or printed over many lines?
// Deliberately absent: the providers' own names for it (a file each), and events that state no delivery.

import { readReply } from '../../codes/reply.ts';
import type { SaidCode } from '../../codes/scan.ts';
import type { Attempt, LogRecord } from '../../model/attempt.ts';
import type { Format, FormatState } from '../format.ts';
import { attemptOf } from '../reading.ts';
import type { EventRow, Fields, Provider } from './event.ts';
import { type Leaf, type Nesting, readJson, type Unit } from './jsonUnits.ts';
import { mailgun } from './mailgun.ts';
import { brevo, mailjet, mandrill, postmark, sparkpost } from './others.ts';
import { sendgrid } from './sendgrid.ts';
import { ses } from './ses.ts';

const providers: readonly Provider[] = [
  ses,
  sendgrid,
  mailgun,
  postmark,
  sparkpost,
  mailjet,
  brevo,
  mandrill,
];

/** Names that only these events have; a line of JSON without any is somebody else's. */
const names =
  /notificationType|eventType|bouncedRecipients|delayedRecipients|smtpResponse|sg_event_id|sg_message_id|smtp-id|delivery-status|message-headers|RecordType|TypeCode|rcpt_to|mj_(?:campaign|contact|message)_id|ts_e(?:vent|poch)|bgtools_code|bounce_description|diag\b/;

/** A line that a printed object may consist of: brackets, `"name": value,`. */
const piece = /^\s{0,200}(?:[[\]{}]|"|-?\d|true\b|false\b|null\b)/;

interface Reading extends FormatState, Nesting {
  /** Lines since the outermost bracket opened. */
  lines?: number;
}

const mostLines = 20_000;

/** What the last line came to: it is read to see whose it is. */
let last: { line: string; state: FormatState; record: LogRecord | null } | null = null;

export const events: Format = {
  id: 'events',
  documentation: ses.documentation,
  claimsLine(line, state) {
    last = null;
    const reading = state as Reading;
    const record = reading.open ? goOn(line, reading) : begin(line, reading);
    if (record === undefined) return false;
    last = { line, state, record };
    return true;
  },
  read: (line, _frame, state) => (last?.line === line && last.state === state ? last.record : null),
};

/** `undefined` where the line is nobody's, or not yet known to be anybody's. */
function begin(line: string, reading: Reading): LogRecord | null | undefined {
  const from = line.search(/[[{]/);
  if (from < 0) return undefined;
  const whole = names.test(line);
  // An object that is printed over many lines begins with a bracket alone.
  if (!whole && !/^\s{0,40}(?:\[\s{0,4})?\{?\s{0,4}(?:"[\w-]{1,60}": ?[^{}]{0,200})?$/.test(line))
    return undefined;
  const start =
    whole &&
    line.charCodeAt(from) === 0x5b &&
    line.charCodeAt(from + 1) !== 0x7b &&
    from === 0 &&
    !/^\[\s{0,4}$/.test(line)
      ? line.indexOf('{')
      : from;
  return start < 0 ? undefined : readLine(line, start, reading);
}

function goOn(line: string, reading: Reading): LogRecord | null | undefined {
  reading.lines = (reading.lines ?? 0) + 1;
  if (line.trim() === '') return undefined;
  // Whole objects begin anew: what came before was cut off.
  if (!piece.test(line) || /^[[{].{20}/.test(line) || reading.lines > mostLines) {
    forget(reading);
    return begin(line, reading);
  }
  return readLine(line, 0, reading);
}

function forget(reading: Reading): void {
  delete reading.open;
  delete reading.name;
  delete reading.lines;
}

function readLine(line: string, from: number, reading: Reading): LogRecord | null | undefined {
  const codes: SaidCode[] = [];
  const attempts: Attempt[] = [];
  let stamp: string | null = null;
  let text = '';
  let ours = false;
  const touched = new Set<Unit>();
  const waiting: Leaf[] = [];
  const isJson = readJson(line, from, reading, {
    leaf: (leaf) => {
      touched.add(leaf.unit);
      waiting.push(leaf);
    },
    close: (unit) => {
      tell(unit, true);
      touched.delete(unit);
    },
  });
  if (!isJson) forget(reading);
  for (const unit of touched) tell(unit, false);
  if (reading.open?.length === 0) forget(reading);
  if (!ours) return undefined;
  if (codes.length === 0 && attempts.length === 0) return null;
  codes.sort((a, b) => a.start - b.start);
  const start = codes[0]?.start ?? from;
  return {
    format: 'events',
    codes,
    attempts,
    at: { start, end: line.length },
    text: attempts.length > 0 || codes.length > 0 ? text : null,
    stamp,
  };

  /** @param complete nothing more will come of this object */
  function tell(unit: Unit, complete: boolean): void {
    const found = providerOf(unit);
    if (!found) return;
    ours = true;
    const { provider, fields } = found;
    for (const leaf of waiting.filter((one) => one.unit === unit)) {
      const path = withoutWrapper(provider, leaf.path);
      if (!provider.said.includes(path.replace(/\.\d{1,4}(?=\.|$)/, '.*'))) continue;
      if (provider.own?.test(leaf.value) || !mayBeSaid.test(leaf.value)) continue;
      const words = wordsOf(leaf.value);
      codes.push(...words.codes.map((code) => placed(code, leaf)));
      if (words.text.length > text.length) text = words.text;
    }
    stamp ??= stampOf(provider.stamp(fields));
    for (const row of provider.rows(fields, complete)) {
      if (unit.told?.includes(row.key)) continue;
      unit.told = [...(unit.told ?? []), row.key];
      attempts.push(attemptIn(provider, row, fields));
    }
  }
}

/** A server's words begin with a code or quote one; `out of office until 5.1.1` does not. */
const mayBeSaid = /^(?:[a-z-]{1,20}; ?|sent \()?[\s#]{0,4}\d|\b[245]\d\d[ -]/i;

function providerOf(unit: Unit): { provider: Provider; fields: Fields } | null {
  for (const provider of providers) {
    const fields = unwrapped(provider, unit.fields);
    if (provider.is(fields)) return { provider, fields };
  }
  return null;
}

function unwrapped({ wrapper }: Provider, fields: { [path: string]: string }): Fields {
  if (!wrapper || !Object.keys(fields).some((path) => path.startsWith(wrapper))) return fields;
  return Object.fromEntries(
    Object.entries(fields).map(([path, value]) => [
      path.startsWith(wrapper) ? path.slice(wrapper.length) : path,
      value,
    ]),
  );
}

const withoutWrapper = ({ wrapper }: Provider, path: string): string =>
  wrapper && path.startsWith(wrapper) ? path.slice(wrapper.length) : path;

/** `smtp; 550 5.1.1 no such user`, `sent (250 2.0.0 OK)`, `550`, `5.1.1`: a reply, and what stands before it. */
function wordsOf(value: string): {
  codes: readonly SaidCode[];
  reply: string | null;
  enhanced: string | null;
  text: string;
  layers: readonly number[];
  before: number;
} {
  const before = /^(?:[a-z-]{1,20}; ?|sent \()?/i.exec(value)![0].length;
  const end = value.startsWith('sent (') && value.endsWith(')') ? value.length - 1 : value.length;
  const bare = value.slice(0, end).replace(/[\r\n]/g, ' ');
  const said = readReply(bare, before, end);
  const text = bare
    .slice(before)
    .replace(/\s{1,80}/g, ' ')
    .trim();
  const layers = said.layers.map((layer) => Math.max(0, layer - before));
  return { codes: said.codes, reply: said.reply, enhanced: said.enhanced, text, layers, before };
}

const placed = (code: SaidCode, { at }: Leaf): SaidCode => ({
  ...code,
  start: at(code.start),
  end: at(code.end - 1) + 1,
});

function attemptIn(provider: Provider, row: EventRow, fields: Fields): Attempt {
  // The field that should hold the server's words may be missing.
  const value = row.words === null ? undefined : fields[row.words];
  const said = value === undefined ? null : wordsOf(value);
  const number = /^[2-5]\d\d$/.test(row.code ?? '') ? row.code! : null;
  const text =
    said === null ? (row.own ?? '') : number && said.reply === null ? `${number} ${said.text}` : said.text;
  const { reply, enhanced, layers } = readReply(text, 0, text.length);
  const words = {
    codes: [],
    reply: said === null ? number : (reply ?? number),
    enhanced: said === null ? null : enhanced,
    text,
    layers: said === null ? [0] : layers,
    start: 0,
  };
  const status = row.status && /^[245]\.\d{1,3}\.\d{1,3}$/.test(row.status) ? row.status : null;
  return attemptOf(provider.id, words, {
    outcome: row.outcome,
    recipient: row.recipient,
    status,
    sender: row.sender ?? null,
    host: row.host ?? null,
    queueId: row.queueId ?? null,
    phase: row.phase ?? null,
  });
}

/** ISO 8601 as it is; seconds or milliseconds since 1970 are in UTC. */
function stampOf(value: string | undefined): string | null {
  if (value === undefined) return null;
  if (!/^\d{10,13}(?:\.\d{1,9})?$/.test(value))
    return /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(value) ? value : null;
  const number = Number(value);
  return new Date(number > 1e11 ? number : Math.round(number * 1000)).toISOString().replace('.000Z', 'Z');
}
