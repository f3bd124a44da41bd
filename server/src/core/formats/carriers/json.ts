// Which field of a JSON line carries a program's line (Docker, the journal, Logstash, Fluentd, Graylog, rsyslog …)?
// Deliberately absent: records in which a mail server states its deliveries itself (formats of their own).
import { visit } from 'jsonc-parser';
import { type Carried, withTag } from './carried.ts';

/** Names of the field that holds the message, the most telling first; nested names are joined by a dot. */
const messages = [
  'MESSAGE', // {"__REALTIME_TIMESTAMP":"1793491231123456","SYSLOG_IDENTIFIER":"postfix/smtp","MESSAGE":"…"} (journalctl -o json)
  'log', // {"log":"Nov  1 00:00:31 mail postfix/smtp[77]: …\n","stream":"stderr","time":"2026-11-01T00:00:31.123456789Z"} (Docker)
  'message', // {"@timestamp":"…","message":"…","process":{"name":"postfix/smtp"}} (Logstash, Filebeat, Vector)
  'msg',
  '@message', // CloudWatch
  'short_message', // {"version":"1.1","host":"mail","short_message":"…","timestamp":1793491231.1} (GELF)
  'full_message',
  'event.original',
  '_raw', // Splunk
  'raw',
  'rawmsg', // rsyslog
  'line', // Loki
  'text',
  'textPayload', // Google Cloud
  'jsonPayload.message',
  'jsonPayload.MESSAGE',
  'event', // Splunk's collector
  'body',
  'content',
];

/** Names of the field that holds the program: `postfix/smtp`, `postfix/smtp[77]:`. */
const programs = [
  'SYSLOG_IDENTIFIER',
  'syslog_identifier',
  'PROGRAM',
  'program',
  'programname',
  'ident',
  'appname',
  'app_name',
  'app-name',
  'application_name',
  '_application_name',
  '_program',
  'syslogtag',
  'syslog-tag',
  'syslog_tag',
  'syslog_program',
  'tag',
  'process.name',
  'log.syslog.appname',
  'syslog.appname',
  'process',
  'jsonPayload.SYSLOG_IDENTIFIER',
];

/** Names of the field that holds the process id, in which dma keeps its queue id. */
const processes = ['SYSLOG_PID', 'PID', 'pid', 'procid', 'process.pid', 'log.syslog.procid', '_PID'];

/** Names of the field that holds the time, the program's own before the carrier's. */
const times = [
  '__REALTIME_TIMESTAMP', // microseconds since 1970
  'timereported',
  '@timestamp',
  'timestamp',
  'time',
  '_time',
  'datetime',
  'date',
  'DATE',
  'ISODATE',
  'ts',
  'eventTime',
];

interface Literal {
  readonly value: string | number;
  /** Offset of the literal, its opening quotation mark included. */
  readonly offset: number;
  readonly length: number;
}

/** Asks `isKnown` which program names mean something; yields what each field that could be the message carries. */
export function* inJson(line: string, isKnown: (program: string) => boolean): Generator<Carried> {
  const fields = fieldsOf(line);
  const stamp = stampOf(times.map((name) => fields.get(name)?.value).find((value) => value !== undefined));
  const program = programs
    .map((name) => String(fields.get(name)?.value ?? '').replace(/(?:\[[\w.-]{0,40}\])?:?$/, ''))
    .find((name) => name !== '' && isKnown(name));
  const id = processes.map((name) => fields.get(name)?.value).find((value) => value !== undefined);
  const tag = id !== undefined && /^[\w.-]{1,40}$/.test(String(id)) ? `${program}[${id}]` : program;
  for (const name of messages) {
    const field = fields.get(name);
    if (typeof field?.value !== 'string' || field.value.length < 8) continue;
    const carried = unescaped(line, field, stamp);
    yield carried;
    if (tag !== undefined && program !== undefined) yield withTag(carried, tag);
  }
}

/** The strings and numbers of a line's object, two levels deep; what is cut off ends with what was read. */
function fieldsOf(line: string): Map<string, Literal> {
  const fields = new Map<string, Literal>();
  const path: string[] = [];
  let depth = 0;
  let lists = 0;
  visit(line, {
    onObjectBegin: () => void depth++,
    onObjectEnd: () => {
      depth--;
      path.length = Math.max(0, depth);
    },
    onArrayBegin: () => void lists++,
    onArrayEnd: () => void lists--,
    onObjectProperty: (name) => {
      path.length = depth - 1;
      path[depth - 1] = name;
    },
    onLiteralValue: (value, offset, length) => {
      if (lists > 0 || depth > 3 || (typeof value !== 'string' && typeof value !== 'number')) return;
      const name = path.slice(0, depth).join('.');
      if (!fields.has(name)) fields.set(name, { value, offset, length });
    },
  });
  return fields;
}

/** `1793491231123456` (microseconds), `1793491231123`, `1793491231.123`; a date as it is written. */
function stampOf(value: string | number | undefined): string | null {
  if (value === undefined || value === '') return null;
  const number = Number(value);
  if (Number.isNaN(number)) return String(value);
  const milliseconds = number > 1e14 ? number / 1000 : number > 1e11 ? number : number * 1000;
  return milliseconds > 1e11 && milliseconds < 8e15 ? new Date(milliseconds).toISOString() : null;
}

/** The text of a string literal (RFC 8259 §7) with the place of each of its characters; line ends become blanks. */
function unescaped(line: string, { value, offset, length }: Literal, stamp: string | null): Carried {
  const text = String(value)
    .replace(/[\r\n]{1,8}$/, '')
    .replace(/[\r\n]/g, ' ');
  if (length === String(value).length + 2) return { text, stamp, places: offset + 1 };
  const places = new Uint32Array(text.length + 1);
  let raw = offset + 1;
  for (let at = 0; at < text.length; at++) {
    places[at] = raw;
    raw += line.charCodeAt(raw) !== 0x5c ? 1 : line.charCodeAt(raw + 1) === 0x75 ? 6 : 2; // \u0041, \n
  }
  places[text.length] = raw;
  return { text, stamp, places };
}
