// Which pages of the reference fit what a person typed: codes, words, names of products, with typing errors?
// Deliberately absent: what a page says (reference.ts).
import MiniSearch from 'minisearch';
import type { Entry, Reason, Speaker } from '../catalog/catalog.ts';
import { type IndexRow, listPages, reasonRow, rowOf, speakerRow } from './referenceLinks.ts';
import type { Speech } from './wording.ts';

export interface SearchResult {
  entries: IndexRow[];
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
/** Of a reason's page and one on the same matter the latter says more. */
const overview = 0.3;
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
    for (const speaker of speech.catalog.speakers)
      this.#names.set(listPages.speaker(speaker.id), new Set(tokenize(speaker.name.toLowerCase())));
    this.#search.addAll([
      ...entries.map(documentOf),
      ...speech.catalog.speakers.map(speakerDocument),
      ...[...speech.catalog.reasons.values()].map(reasonDocument),
    ]);
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
    return { entries: [...ids].slice(0, limit).flatMap((id) => this.#row(id) ?? []) };
  }

  #row(id: string): IndexRow | null {
    const { catalog } = this.#speech;
    const entry = catalog.entries.get(id);
    if (entry) return rowOf(entry, this.#speech);
    const speaker = catalog.speakers.find((one) => listPages.speaker(one.id) === id);
    if (speaker) return speakerRow(speaker);
    const reason = [...catalog.reasons.values()].find((one) => listPages.reason(one.id) === id);
    return reason ? reasonRow(reason) : null;
  }

  /** With all the words; else with all of them, typing errors allowed; else with any. Ids, best first. */
  #find(words: string): string[] {
    const named = words.split(' ');
    const boostDocument = (id: string, term: string) =>
      (named.includes(term) && this.#names.get(id)?.has(term) ? ownWords : 1) *
      (id.startsWith('reason/') ? overview : 1);
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

const noWords = { code: '', speaker: '', keywords: '', text: '', samples: '' };

function speakerDocument({ id, name, keywords, hosts }: Speaker) {
  const words = [name, ...(keywords ?? []), ...(hosts ?? [])].join(' ');
  return { ...noWords, id: listPages.speaker(id), title: name, keywords: words };
}

function reasonDocument({ id, title, meaning }: Reason) {
  return { ...noWords, id: listPages.reason(id), title, keywords: id, text: meaning };
}
