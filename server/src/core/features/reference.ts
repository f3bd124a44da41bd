// The code reference: a page per entry, per reason and per speaker, and the list of all pages.
// Deliberately absent: how a page looks (client/src/webviews/reference), and the search (referenceSearch.ts).
import type { Action, Entry, Reason, Speaker } from '../catalog/catalog.ts';
import type { Permanence } from '../codes/code.ts';
import {
  codePagesOf,
  type IndexRow,
  listPages,
  type PageGroup,
  reasonRow,
  rowOf,
  saidWith,
  speakerRow,
} from './referenceLinks.ts';
import { reasonTitle, type Speech, shortForm, whoWord } from './wording.ts';

export interface IndexResult {
  /** A heading ("Replies", "Enhanced status codes", "Gmail") and its pages. */
  groups: PageGroup[];
}

export interface ReferencePage {
  entry: string;
  code: string;
  title: string;
  permanence: Permanence | null;
  reason: string;
  reasonTitle: string;
  speaker: string | null;
  /** Pages of the reason and of the speaker; null on those pages themselves, and where nobody in particular speaks. */
  reasonPage: string | null;
  speakerPage: string | null;
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
  /** Pages that belong to this one, under headings: who says something of their own with this code, all with this reason. */
  groups: PageGroup[];
  sources: { title: string; publisher: string; url: string | null }[];
}

/** Every page: replies, enhanced codes, short forms and library numbers, then each speaker's, then common words. */
export function index(speech: Speech): IndexResult {
  const { catalog, t } = speech;
  const all = [...catalog.entries.values()];
  const pages = (title: string, rows: IndexRow[]) => ({ title, entries: [], rows });
  const groups = [
    pages(t('Reasons'), [...catalog.reasons.values()].map(reasonRow)),
    { title: t('Replies (three digits)'), entries: all.filter((entry) => entry.kind === 'reply') },
    {
      title: t('Enhanced status codes'),
      entries: all.filter((entry) => entry.kind === 'enhanced').sort(byNumbers),
    },
    { title: t('Short forms and error numbers'), entries: all.filter((entry) => entry.kind === 'legacy') },
    ...catalog.speakers.map((speaker) => ({
      title: speaker.name,
      entries: all.filter((entry) => entry.speaker?.id === speaker.id),
      rows: [{ ...speakerRow(speaker), title: t('About {0}', speaker.name) }],
    })),
    {
      title: t('Words that any server may say'),
      entries: all.filter((entry) => entry.kind === 'phrase' && !entry.speaker),
    },
  ];
  return {
    groups: groups
      .map(({ title, entries, ...more }) => ({
        title,
        entries: [...('rows' in more ? more.rows : []), ...entries.map((entry) => rowOf(entry, speech))],
      }))
      .filter((group) => group.entries.length > 0),
  };
}

/** 5.1.2 before 5.1.10. */
function byNumbers(a: Entry, b: Entry): number {
  const [x, y] = [a, b].map((entry) => entry.code.split('.').map(Number));
  return x[0] - y[0] || (x[1] ?? -1) - (y[1] ?? -1) || (x[2] ?? -1) - (y[2] ?? -1);
}

/** One page, or null where the catalogue has no such entry. */
export function page(id: string, speech: Speech): ReferencePage | null {
  const { catalog } = speech;
  const entry = catalog.entries.get(id);
  if (entry) return entryPage(entry, speech);
  for (const reason of catalog.reasons.values())
    if (id === listPages.reason(reason.id)) return reasonPage(reason, speech);
  for (const speaker of catalog.speakers)
    if (id === listPages.speaker(speaker.id)) return speakerPage(speaker, speech);
  return null;
}

function entryPage(entry: Entry, speech: Speech): ReferencePage {
  const { catalog, t } = speech;
  const rows = (entries: readonly Entry[]) => entries.map((other) => rowOf(other, speech));
  const related = relatedTo(entry, speech);
  const beside = (others: readonly Entry[]) => rows(others.filter((other) => !related.includes(other)));
  return {
    ...rowOf(entry, speech),
    reasonPage: entry.reason === 'unknown' ? null : listPages.reason(entry.reason),
    speakerPage: entry.speaker ? listPages.speaker(entry.speaker.id) : null,
    evidence: evidenceOf(entry, speech),
    meaning: entry.meaning,
    causes: [...entry.causes],
    actions: actionsOf(entry.actions, speech),
    notes: [...shortForm(entry, t), ...entry.notes],
    formerly: [...entry.formerly],
    samples: entry.patterns.map((pattern) => pattern.sample),
    readings: readingsOf(entry, speech),
    see: rows(related),
    groups: filled([
      {
        title: t('Who sends it, and for what'),
        entries: entry.code ? rows(saidWith(entry.code, catalog)) : [],
      },
      {
        title: t('Codes that it comes with'),
        entries: entry.code ? [] : beside(codePagesOf(entry, catalog)),
      },
    ]),
    sources: sourcesOf(entry.sources, speech),
  };
}

/** All that has one reason, and what to do about any of it. */
function reasonPage(reason: Reason, speech: Speech): ReferencePage {
  const { catalog, t } = speech;
  const all = [...catalog.entries.values()].filter((entry) => entry.reason === reason.id);
  const rows = (kinds: readonly Entry['kind'][]) =>
    all.filter(({ kind }) => kinds.includes(kind)).map((entry) => rowOf(entry, speech));
  return {
    ...blankPage,
    ...reasonRow(reason),
    meaning: reason.meaning,
    actions: actionsOf(reason.actions, speech),
    notes:
      reason.kind === 'hard'
        ? [t('When it is permanent, the address itself is bad: take it off lists.')]
        : [],
    groups: filled([
      { title: t('Codes'), entries: rows(['reply', 'enhanced', 'legacy']) },
      { title: t('Words of servers and providers'), entries: rows(['phrase']) },
    ]),
  };
}

/** All that one provider, server or filter says, and how it is known. */
function speakerPage(speaker: Speaker, speech: Speech): ReferencePage {
  const { t } = speech;
  const own = [...speech.catalog.entries.values()].filter((entry) => entry.speaker?.id === speaker.id);
  const knownBy = [
    ...(speaker.hosts?.length ? [t('Known by the names of its hosts: {0}.', some(speaker.hosts))] : []),
    ...(speaker.markers?.length
      ? [t('Known by words that nobody else writes: {0}.', some(speaker.markers))]
      : []),
  ];
  return {
    ...blankPage,
    ...speakerRow(speaker),
    meaning: t('{0} says the following in words or codes of its own.', speaker.name),
    notes: knownBy,
    groups: filled([{ title: speaker.name, entries: own.map((entry) => rowOf(entry, speech)) }]),
    sources: sourcesOf(speaker.sources ?? [], speech),
  };
}

const blankPage = {
  reasonPage: null,
  speakerPage: null,
  evidence: '',
  causes: [],
  actions: [],
  notes: [],
  formerly: [],
  samples: [],
  readings: [],
  see: [],
  groups: [],
  sources: [],
};

const filled = (groups: readonly PageGroup[]) => groups.filter(({ entries }) => entries.length > 0);

/** The first of a long list. */
const some = (list: readonly string[]) => list.slice(0, 8).join(', ') + (list.length > 8 ? ' …' : '');

const actionsOf = (actions: readonly Action[], { t }: Speech) =>
  actions.map((action) => ({ ...action, whoTitle: whoWord(action.who, null, t) }));

const sourcesOf = (ids: readonly string[], { catalog }: Speech) =>
  ids
    .map((source) => catalog.sources[source])
    .filter((source) => source)
    .map(({ title, publisher, url }) => ({ title, publisher, url }));

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
