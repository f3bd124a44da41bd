// The code reference: a page per entry, the list of all pages, and the search over them.
// Deliberately absent: how a page looks (client/src/webviews/reference).
import MiniSearch from 'minisearch';
import type { Entry, Speaker } from '../catalog/catalog.ts';
import type { Permanence } from '../codes/code.ts';
import { reasonTitle, type Speech, whoWord } from './wording.ts';

export interface IndexRow {
  entry: string;
  /** `550`, `5.1.1`; empty for an entry known by its words. */
  code: string;
  title: string;
  reason: string;
  reasonTitle: string;
  permanence: Permanence | null;
}

export interface IndexResult {
  /** A heading ("Replies", "Enhanced status codes", "Gmail") and its pages. */
  groups: { title: string; entries: IndexRow[] }[];
}

export interface SearchResult {
  entries: IndexRow[];
}

export interface ReferencePage {
  entry: string;
  code: string;
  title: string;
  permanence: Permanence | null;
  reason: string;
  reasonTitle: string;
  /** Whose words: `Gmail`, null for the standard's. */
  speaker: string | null;
  /** How sure we are, as a sentence. */
  evidence: string;
  meaning: string;
  causes: string[];
  actions: { who: string; whoTitle: string; do: string }[];
  notes: string[];
  /** What the 2010 reference said and no longer holds. */
  formerly: string[];
  /** Replies that it is recognised by. */
  samples: string[];
  /** Other readings: reason by phase or product. */
  readings: { title: string; reasonTitle: string; when: string }[];
  see: IndexRow[];
  sources: { title: string; publisher: string; url: string | null }[];
}

/** Every page: replies, enhanced codes, short forms and library numbers, then each speaker's, then common words. */
export function index(speech: Speech): IndexResult {
  const { catalog, t } = speech;
  const all = [...catalog.entries.values()];
  const groups = [
    { title: t('Replies (three digits)'), entries: all.filter((entry) => entry.kind === 'reply') },
    {
      title: t('Enhanced status codes'),
      entries: all.filter((entry) => entry.kind === 'enhanced').sort(byNumbers),
    },
    { title: t('Short forms and error numbers'), entries: all.filter((entry) => entry.kind === 'legacy') },
    ...catalog.speakers.map((speaker) => ({
      title: speaker.name,
      entries: all.filter((entry) => entry.speaker?.id === speaker.id),
    })),
    {
      title: t('Words that any server may say'),
      entries: all.filter((entry) => entry.kind === 'phrase' && !entry.speaker),
    },
  ];
  return {
    groups: groups
      .filter((group) => group.entries.length > 0)
      .map(({ title, entries }) => ({ title, entries: entries.map((entry) => rowOf(entry, speech)) })),
  };
}

/** 5.1.2 before 5.1.10. */
function byNumbers(a: Entry, b: Entry): number {
  const [x, y] = [a, b].map((entry) => entry.code.split('.').map(Number));
  return x[0] - y[0] || (x[1] ?? -1) - (y[1] ?? -1) || (x[2] ?? -1) - (y[2] ?? -1);
}

function rowOf(entry: Entry, { catalog }: Speech): IndexRow {
  const { id, code, title, reason, permanence } = entry;
  return { entry: id, code, title, reason, reasonTitle: reasonTitle(reason, catalog), permanence };
}

/** One page, or null where the catalogue has no such entry. */
export function page(id: string, speech: Speech): ReferencePage | null {
  const { catalog, t } = speech;
  const entry = catalog.entries.get(id);
  if (!entry) return null;
  return {
    ...rowOf(entry, speech),
    speaker: entry.speaker?.name ?? null,
    evidence: evidenceOf(entry, speech),
    meaning: entry.meaning,
    causes: [...entry.causes],
    actions: entry.actions.map((action) => ({ ...action, whoTitle: whoWord(action.who, null, t) })),
    notes: [...entry.notes],
    formerly: [...entry.formerly],
    samples: entry.patterns.map((pattern) => pattern.sample),
    readings: readingsOf(entry, speech),
    see: relatedTo(entry, speech).map((other) => rowOf(other, speech)),
    sources: entry.sources
      .map((source) => catalog.sources[source])
      .filter((source) => source)
      .map(({ title, publisher, url }) => ({ title, publisher, url })),
  };
}

function readingsOf(entry: Entry, { catalog, t }: Speech): ReferencePage['readings'] {
  const byPhase = Object.entries(entry.reasonByPhase).map(([phase, reason]) => ({
    title: catalog.reasons.get(reason)?.meaning ?? reason,
    reasonTitle: reasonTitle(reason, catalog),
    when: t('in answer to {0}', phase),
  }));
  return [
    ...entry.readings.map((reading) => ({
      title: reading.title,
      reasonTitle: reasonTitle(reading.reason, catalog),
      when: reading.when,
    })),
    ...byPhase,
  ];
}

function relatedTo(entry: Entry, { catalog }: Speech): Entry[] {
  const ids = [...entry.see, ...(entry.shortFor ? [`enhanced/${entry.shortFor}`] : [])];
  return ids.map((id) => catalog.entries.get(id)).filter((other) => other !== undefined);
}

function evidenceOf(entry: Entry, { t }: Speech): string {
  const name = entry.registeredAs ? t('Registered with IANA as “{0}”.', entry.registeredAs) : '';
  switch (entry.evidence) {
    case 'documented':
      return [name, t('Stated by the source itself.')].filter((part) => part).join(' ');
    case 'seen':
      return [name, t('Seen in real mail; no vendor page states it.')].filter((part) => part).join(' ');
    default:
      return [name, t('Told by others and not checked by us.')].filter((part) => part).join(' ');
  }
}

/** Full-text search over codes, words, speakers and old names; tolerates a typing error in longer words. */
export class ReferenceSearch {
  readonly #search: MiniSearch;
  readonly #speech: Speech;

  /** Indexes the catalogue: some milliseconds, so make one when it is first asked for. */
  constructor(speech: Speech) {
    this.#speech = speech;
    this.#search = new MiniSearch({
      fields: ['code', 'title', 'speaker', 'keywords', 'text', 'samples'],
      tokenize,
      processTerm: (term) => term.toLowerCase(),
    });
    this.#search.addAll([...speech.catalog.entries.values()].map(documentOf));
  }

  /** Best first. @param limit 1–200 */
  search(query: string, limit: number): SearchResult {
    const found = this.#search.search(query, {
      boost: { code: 8, title: 3, speaker: 3, keywords: 3 },
      prefix: (term) => term.length > 1,
      fuzzy: (term) => (term.length > 4 && !/\d/.test(term) ? 0.2 : false),
      combineWith: 'AND',
    });
    const rows =
      found.length > 0
        ? found
        : this.#search.search(query, {
            boost: { code: 8, title: 3, speaker: 3, keywords: 3 },
            prefix: true,
            fuzzy: 0.2,
          });
    const { catalog } = this.#speech;
    return { entries: rows.slice(0, limit).map((row) => rowOf(catalog.entries.get(row.id)!, this.#speech)) };
  }
}

/** `5.1.1` and `S3140` stay whole; everything else parts at what is no letter or digit. */
function tokenize(text: string): string[] {
  return text.match(/\d+(?:\.\d+)+|[\p{L}\p{N}]+/gu) ?? [];
}

function documentOf(entry: Entry) {
  const speaker: Speaker | null = entry.speaker;
  return {
    id: entry.id,
    code: [entry.code, entry.shortFor ?? ''].join(' '),
    title: entry.title,
    speaker: speaker ? [speaker.name, speaker.id, ...(speaker.keywords ?? [])].join(' ') : '',
    keywords: entry.keywords.join(' '),
    text: [
      entry.meaning,
      entry.registeredAs ?? '',
      ...entry.causes,
      ...entry.notes,
      ...entry.actions.map((action) => action.do),
    ].join(' '),
    samples: entry.patterns.map((pattern) => `${pattern.text ?? ''} ${pattern.sample}`).join(' '),
  };
}
