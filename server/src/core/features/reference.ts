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
  /** Whose words: `Gmail`, null for the standard's and for words that any server may say. */
  speaker: string | null;
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
  const speaker = entry.speaker?.name ?? null;
  return { entry: id, code, title, reason, reasonTitle: reasonTitle(reason, catalog), permanence, speaker };
}

/** One page, or null where the catalogue has no such entry. */
export function page(id: string, speech: Speech): ReferencePage | null {
  const { catalog, t } = speech;
  const entry = catalog.entries.get(id);
  if (!entry) return null;
  return {
    ...rowOf(entry, speech),
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
  const ids = new Set([...entry.see, ...(entry.shortFor ? [`enhanced/${entry.shortFor}`] : [])]);
  return [...ids].map((id) => catalog.entries.get(id)).filter((other) => other !== undefined);
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

/** Words of a question that say nothing of what is looked for. */
const asides = new Set(
  'a an and are code do does error for from how i in is it mean means my of on smtp the this to was what why'.split(
    ' ',
  ),
);
/** `550`, `5.1.1`. */
const codeLike = /^\d{3}$|^\d\.\d{1,3}\.\d{1,3}$/;
const boost = { code: 24, title: 3, speaker: 3, keywords: 3 };
/** Pages of a product that is named in full stand before what others say in like words. */
const ownWords = 2;
const prefix = (term: string) => term.length > 1;
/** One letter may be wrong, or two in a longer word: `mialbox` has two of them in the wrong order. Never in a number. */
const fuzzy = (term: string) => (term.length < 4 || /\d/.test(term) ? false : term.length < 6 ? 1 : 2);

/** Full-text search over codes, words, speakers and old names; tolerates typing errors where nothing is found otherwise. */
export class ReferenceSearch {
  readonly #search: MiniSearch;
  readonly #speech: Speech;
  /** Words of a speaker's name, by entry. */
  readonly #names = new Map<string, ReadonlySet<string>>();

  /** Indexes the catalogue: some milliseconds, so make one when it is first asked for. */
  constructor(speech: Speech) {
    this.#speech = speech;
    this.#search = new MiniSearch({
      fields: ['code', 'title', 'speaker', 'keywords', 'text', 'samples'],
      tokenize,
      processTerm: (term) => term.toLowerCase(),
    });
    const entries = [...speech.catalog.entries.values()];
    for (const { id, speaker } of entries)
      if (speaker) this.#names.set(id, new Set(tokenize(speaker.name.toLowerCase())));
    this.#search.addAll(entries.map(documentOf));
  }

  /** Best first. @param limit 1–200 */
  search(query: string, limit: number): SearchResult {
    const { catalog } = this.#speech;
    const all = tokenize(query.toLowerCase());
    const telling = all.filter((word) => !asides.has(word));
    const words = telling.length > 0 ? telling : all;
    // Somebody who types nothing but codes wants their own pages first, the more exact code before the other.
    const own = words.every((word) => codeLike.test(word))
      ? [...words]
          .sort((a, b) => b.length - a.length)
          .map((code) => catalog.enhanced(code) ?? catalog.reply(code))
          .filter((entry) => entry?.code === words.find((word) => word === entry?.code))
          .map((entry) => entry!.id)
      : [];
    const ids = new Set([...own, ...this.#find(words.join(' '))]);
    const rows = [...ids].slice(0, limit).map((id) => rowOf(catalog.entries.get(id)!, this.#speech));
    return { entries: rows };
  }

  /** With all the words; else with all of them, typing errors allowed; else with any. Ids, best first. */
  #find(words: string): string[] {
    const named = words.split(' ');
    const boostDocument = (id: string, term: string) =>
      named.includes(term) && this.#names.get(id)?.has(term) ? ownWords : 1;
    const strict = { boost, boostDocument, prefix, combineWith: 'AND' as const };
    for (const options of [strict, { ...strict, fuzzy }, { ...strict, fuzzy, combineWith: 'OR' as const }]) {
      const found = this.#search.search(words, options);
      if (found.length > 0) return found.map(({ id }) => id);
    }
    return [];
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
