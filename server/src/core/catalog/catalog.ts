// Which entry belongs to a code? Loads the one catalogue file that every host hands in and indexes it.
// Deliberately absent: reading the file (the host does), choosing among entries by a reply's words (verdict/).
import type {
  Action,
  CatalogFile,
  EnhancedEntry,
  Evidence,
  Family,
  Pattern,
  Permanence,
  Phase,
  PhraseEntry,
  Reason,
  ReasonId,
  ReplyEntry,
  Source,
  Speaker,
} from '../../../../catalog/schema/types.d.ts';
import { permanenceOf } from '../codes/code.ts';

export type { Action, Pattern, Reason, ReasonId, Source, Speaker };

/** One page of the reference: a reply, an enhanced code of one class, a legacy number, or words. */
export interface Entry {
  readonly id: string;
  readonly kind: 'reply' | 'enhanced' | 'legacy' | 'phrase';
  /** `550`, `5.1.1`; `5yz`, `5.1`, `5` for classes and subjects; empty for words. */
  readonly code: string;
  readonly title: string;
  readonly meaning: string;
  readonly reason: ReasonId;
  readonly permanence: Permanence | null;
  readonly causes: readonly string[];
  readonly actions: readonly Action[];
  readonly notes: readonly string[];
  readonly formerly: readonly string[];
  readonly keywords: readonly string[];
  readonly sources: readonly string[];
  readonly see: readonly string[];
  readonly evidence: Evidence;
  readonly reasonByPhase: Partial<Record<Phase, ReasonId>>;
  readonly readings: readonly { reason: ReasonId; title: string; when: string }[];
  /** The enhanced code that a short form stands for. */
  readonly shortFor: string | null;
  /** The registry's own name of an enhanced code. */
  readonly registeredAs: string | null;
  readonly speaker: Speaker | null;
  readonly patterns: readonly Pattern[];
}

const none: readonly never[] = [];
const noPhases = {};

/** What an entry may leave out, and what the loader knows of it beside its own fields. */
type Given = Pick<
  Entry,
  'id' | 'title' | 'meaning' | 'reason' | 'permanence' | 'actions' | 'sources' | 'evidence'
> &
  Omit<Partial<Entry>, 'kind' | 'speaker'>;

/** Field by field: thousands of entries that are spread into one another take longer than all the rest of a start. */
function made(kind: Entry['kind'], given: Given, speaker: Speaker | null): Entry {
  return {
    id: given.id,
    kind,
    code: given.code ?? '',
    title: given.title,
    meaning: given.meaning,
    reason: given.reason,
    permanence: given.permanence,
    causes: given.causes ?? none,
    actions: given.actions,
    notes: given.notes ?? none,
    formerly: given.formerly ?? none,
    keywords: given.keywords ?? none,
    sources: given.sources,
    see: given.see ?? none,
    evidence: given.evidence,
    reasonByPhase: given.reasonByPhase ?? noPhases,
    readings: given.readings ?? none,
    shortFor: given.shortFor ?? null,
    registeredAs: given.registeredAs ?? null,
    speaker,
    patterns: given.patterns ?? none,
  };
}

/** A pattern and the entry that it leads to. */
export interface Patterned {
  readonly entry: Entry;
  readonly pattern: Pattern;
}

/** The catalogue of `dist/catalog.json`, looked up by code and id. Throws a SyntaxError where the text is not that file. */
export class Catalog {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly reasons: ReadonlyMap<ReasonId, Reason>;
  readonly families: readonly Family[];
  readonly sources: Readonly<Record<string, Source>>;
  readonly speakers: readonly Speaker[];
  /** In the order in which `patternIndex` counts them: each speaker's, then those of anyone. */
  readonly patterns: readonly Patterned[];
  /** Those of the user's own rules. */
  readonly rulePatterns: readonly Patterned[];
  /** Word → numbers of patterns, as the build wrote it; null where the file has none. */
  readonly patternIndex: { readonly [word: string]: readonly number[] } | null;

  /** @param rules what the user's own files say, matched before all else (`readRules`) */
  constructor(json: string, rules: readonly Speaker[] = []) {
    const file = JSON.parse(json) as CatalogFile;
    if (file?.version !== 1 || !Array.isArray(file.reply))
      throw new SyntaxError('This is not a catalogue of version 1.');
    this.sources = file.sources;
    this.families = file.families;
    this.speakers = [...rules, ...file.speakers];
    this.reasons = new Map(file.reasons.map((reason) => [reason.id, reason]));
    this.patternIndex = file.patternIndex ?? null;
    const entries = new Map<string, Entry>();
    const add = (entry: Entry) => entries.set(entry.id, entry);
    for (const entry of file.reply) add(made('reply', entry, null));
    for (const entry of file.enhanced) for (const expanded of expand(entry)) add(expanded);
    for (const entry of file.legacy) add(made('legacy', entry, null));
    const worded = (entry: PhraseEntry, speaker: Speaker | null, into: Patterned[]) => {
      const known = made('phrase', entry, speaker);
      add(known);
      for (const pattern of known.patterns) into.push({ entry: known, pattern });
    };
    const patterns: Patterned[] = [];
    const ruled: Patterned[] = [];
    for (const speaker of rules) for (const entry of speaker.entries) worded(entry, speaker, ruled);
    for (const speaker of file.speakers)
      for (const entry of speaker.entries) worded(entry, speaker, patterns);
    for (const entry of file.phrases) worded(entry, null, patterns);
    this.entries = entries;
    this.patterns = patterns;
    this.rulePatterns = ruled;
  }

  /** The entry of a three-digit reply, else of its class (`reply/4yz`); null for what is no reply number. */
  reply(code: string): Entry | null {
    return (
      this.entries.get(`reply/${code}`) ??
      this.entries.get(`legacy/${code}`) ??
      this.entries.get(`reply/${code[0]}yz`) ??
      null
    );
  }

  /** The entry of an enhanced code, else of its subject (`enhanced/5.1`), else of its class (`enhanced/5`). */
  enhanced(code: string): Entry | null {
    return (
      this.entries.get(`enhanced/${code}`) ??
      this.entries.get(`enhanced/${code.slice(0, 3)}`) ??
      this.entries.get(`enhanced/${code[0]}`) ??
      null
    );
  }

  legacy(code: string): Entry | null {
    return this.entries.get(`legacy/${code}`) ?? null;
  }
}

/** One entry of the file describes a code for several classes: `X.1.1` becomes `enhanced/4.1.1` and `enhanced/5.1.1`. */
function* expand(entry: EnhancedEntry): Generator<Entry> {
  const { classes, name, ...base } = entry;
  for (const [digit, override] of Object.entries(classes)) {
    const code = entry.code.replace('X', digit);
    const permanence = permanenceOf(digit);
    const id = `enhanced/${code}`;
    yield made('enhanced', { ...base, ...override, id, code, permanence, registeredAs: name }, null);
  }
}

/** What a `ReplyEntry` says of its reason in a given phase. */
export function reasonIn(entry: Pick<ReplyEntry, 'reason' | 'reasonByPhase'>, phase: Phase | null): ReasonId {
  return (phase && entry.reasonByPhase?.[phase]) || entry.reason;
}
