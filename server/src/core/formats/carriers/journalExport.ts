// How does the journal carry a line in its export form (`journalctl -o export`, `-o verbose`): a field a line, entries parted by
// empty lines? Deliberately absent: fields with binary values, whose length stands before them.
import { type Carried, shifted, withTag } from './carried.ts';

/** A field of an entry; verbose output is indented. */
const field = /^ {0,8}((?:__|_)?[A-Z][A-Z0-9_]{1,63})=/;

/**
 * The message of an entry under its program's name.
 * @param text the text around it: the fields that name program and time stand before or behind it
 * @param start where the line begins in `text`
 */
export function inExport(line: string, text: string, start: number): Carried | null {
  const name = field.exec(line.slice(0, 80));
  if (name?.[1] !== 'MESSAGE') return null;
  const entry = entryAround(text, start);
  const program = /(?:^|\n) {0,8}SYSLOG_IDENTIFIER=([^\r\n]{1,80})/.exec(entry)?.[1];
  const micro = /(?:^|\n) {0,8}__REALTIME_TIMESTAMP=(\d{15,17})/.exec(entry)?.[1];
  // Sun 2026-11-01 00:00:31.123456 CET [s=0a1b…;i=1;b=2c…]   (-o verbose)
  const head = /(?:^|\n)\w{3} (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?) [A-Z+\d:-]{2,9} \[s=/.exec(
    entry,
  )?.[1];
  const stamp = micro ? new Date(Number(micro) / 1000).toISOString() : (head ?? null);
  const carried = shifted(line, name[0].length, stamp);
  return program ? withTag(carried, program) : carried;
}

/** Entries are short: some four kilobytes either way. */
const reach = 8_192;

function entryAround(text: string, start: number): string {
  const before = text.slice(Math.max(0, start - reach), start);
  const behind = text.slice(start, start + reach);
  const heads = [...before.matchAll(/(?:^|\n)\w{3} \d{4}-\d\d-\d\d /g)];
  const from = Math.max(0, before.lastIndexOf('\n\n'), heads[heads.length - 1]?.index ?? 0);
  const to = behind.search(/\n\n|\n\w{3} \d{4}-\d\d-\d\d /);
  return before.slice(from) + (to < 0 ? behind : behind.slice(0, to));
}
