// Where do the fields of a CSV line stand (RFC 4180), and which column is which? Offsets are kept, so that a code can be shown
// where it stands. Deliberately absent: fields that go on over several lines.

import type { Spelling } from './reading.ts';

/** Quotation marks in a quoted field are doubled: `responded with: ""421 4.2.1 Unable to connect.""` */
export const doubledQuotes: Spelling = {
  mask: (words) => words,
  undo: (words) => words.replaceAll('""', '"'),
};

/** One field: offsets of its value in the line, without its quotation marks. */
export interface CsvField {
  readonly start: number;
  readonly end: number;
}

/** Splits a line at its commas, outside quotation marks. */
export function csvFields(line: string): CsvField[] {
  const fields: CsvField[] = [];
  for (let at = 0; at <= line.length; ) {
    if (line.charCodeAt(at) === 0x22) {
      let end = line.indexOf('"', at + 1);
      while (end >= 0 && line.charCodeAt(end + 1) === 0x22) end = line.indexOf('"', end + 2);
      if (end < 0) end = line.length;
      fields.push({ start: at + 1, end });
      const comma = line.indexOf(',', end);
      at = comma < 0 ? line.length + 1 : comma + 1;
    } else {
      const comma = line.indexOf(',', at);
      const end = comma < 0 ? line.length : comma;
      fields.push({ start: at, end });
      at = end + 1;
    }
  }
  return fields;
}

/** Column names in one spelling: `recipient-status`, `RecipientStatus` and `"recipient_status"` are the same. */
export const columnName = (name: string): string => name.toLowerCase().replace(/[^a-z\d]/g, '');

/** A line read by the names of its columns. */
export class CsvRow {
  readonly #line: string;
  readonly #columns: readonly string[];
  readonly #fields: readonly CsvField[];

  constructor(line: string, columns: readonly string[]) {
    this.#line = line;
    this.#columns = columns;
    this.#fields = csvFields(line);
  }

  /** Where the field of the first of these columns stands; null where there is none or it is empty. */
  field(...names: string[]): CsvField | null {
    for (const name of names) {
      const field = this.#fields[this.#columns.indexOf(name)];
      if (field && field.end > field.start) return field;
    }
    return null;
  }

  /** Its value; null where it is empty. */
  value(...names: string[]): string | null {
    const field = this.field(...names);
    return field ? this.#line.slice(field.start, field.end).replaceAll('""', '"') : null;
  }
}
