// Which page of the reference leads to which? Codes to who sends them, entries to their codes, all of one reason, all of one speaker.
// Deliberately absent: what a page says (reference.ts).
import type { Catalog, Entry, Reason, ReasonId, Speaker } from '../catalog/catalog.ts';
import type { Permanence } from '../codes/code.ts';
import { reasonTitle, type Speech } from './wording.ts';

export interface IndexRow {
  entry: string;
  /** `550`, `5.1.1`; empty for an entry known by its words. */
  code: string;
  title: string;
  reason: string;
  reasonTitle: string;
  permanence: Permanence | null;
  /** Whose words: `Gmail`, null for the standard's and for words that any server may say. */
  speaker: string | null;
}

/** A heading and the pages under it. */
export interface PageGroup {
  title: string;
  entries: IndexRow[];
}

/** Pages that no entry of the catalogue stands for: `reason/mailbox-full`, `speaker/gmail`. */
export const listPages = {
  reason: (id: ReasonId) => `reason/${id}`,
  speaker: (id: string) => `speaker/${id}`,
} as const;

export function rowOf(entry: Entry, { catalog }: Speech): IndexRow {
  const { id, code, title, reason, permanence } = entry;
  const speaker = entry.speaker?.name ?? null;
  return { entry: id, code, title, reason, reasonTitle: reasonTitle(reason, catalog), permanence, speaker };
}

export function reasonRow({ id, title }: Reason): IndexRow {
  return {
    entry: listPages.reason(id),
    code: '',
    title,
    reason: id,
    reasonTitle: title,
    permanence: null,
    speaker: null,
  };
}

export function speakerRow({ id, name }: Speaker): IndexRow {
  return {
    entry: listPages.speaker(id),
    code: '',
    title: name,
    reason: 'unknown',
    reasonTitle: '',
    permanence: null,
    speaker: null,
  };
}

const codes = /\b[245]\.\d{1,3}\.\d{1,3}\b|\b[245]\d\d(?=[ -]|$)/g;

/** The codes that an entry's words come with, as its samples and patterns show. */
function codesOf(entry: Entry): Set<string> {
  const asked = entry.patterns.flatMap(({ reply, enhanced }) => [reply ?? [], enhanced ?? []].flat());
  const shown = entry.patterns.flatMap(({ sample }) => sample.slice(0, 40).match(codes) ?? []);
  return new Set([...asked, ...shown]);
}

const known = new WeakMap<Catalog, Map<string, Entry[]>>();

/** Who says something of their own with this code: entries known by their words, a provider's before a server's, these before anyone's. */
export function saidWith(code: string, catalog: Catalog): readonly Entry[] {
  let byCode = known.get(catalog);
  if (!byCode) {
    known.set(catalog, (byCode = new Map()));
    for (const entry of catalog.entries.values())
      for (const each of entry.kind === 'phrase' ? codesOf(entry) : [])
        if (byCode.get(each)?.push(entry) === undefined) byCode.set(each, [entry]);
  }
  return byCode.get(code) ?? [];
}

/** The pages of the codes that an entry's words come with. */
export function codePagesOf(entry: Entry, catalog: Catalog): Entry[] {
  const pages = [...codesOf(entry)].map((code) =>
    code.includes('.') ? catalog.entries.get(`enhanced/${code}`) : catalog.entries.get(`reply/${code}`),
  );
  return [...new Set(pages.filter((page) => page !== undefined))];
}
