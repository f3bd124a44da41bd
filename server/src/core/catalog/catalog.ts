// Which entry belongs to a code? Loads the one catalogue file that every host hands in and indexes it.
// Deliberately absent: reading the file (the host does), choosing among entries by a reply's words (verdict/).
import type {
  Action,
  CatalogFile,
  EnhancedEntry,
  Evidence,
  Family,
  LegacyEntry,
  Pattern,
  Permanence,
  Phase,
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

const blank = {
  causes: [],
  notes: [],
  formerly: [],
  keywords: [],
  see: [],
  reasonByPhase: {},
  readings: [],
  shortFor: null,
  registeredAs: null,
  speaker: null,
  patterns: [],
} as const;

/** The catalogue of `dist/catalog.json`, looked up by code and id. Throws a SyntaxError where the text is not that file. */
export class Catalog {
  readonly entries: ReadonlyMap<string, Entry>;
  readonly reasons: ReadonlyMap<ReasonId, Reason>;
  readonly families: readonly Family[];
  readonly sources: Readonly<Record<string, Source>>;
  readonly speakers: readonly Speaker[];

  /** @param rules what the user's own files say, matched before all else (`readRules`) */
  constructor(json: string, rules: readonly Speaker[] = []) {
    const file = JSON.parse(json) as CatalogFile;
    if (file?.version !== 1 || !Array.isArray(file.reply))
      throw new SyntaxError('This is not a catalogue of version 1.');
    this.sources = file.sources;
    this.families = file.families;
    this.speakers = [...rules, ...file.speakers];
    this.reasons = new Map(file.reasons.map((reason) => [reason.id, reason]));
    const entries = new Map<string, Entry>();
    const add = (entry: Entry) => entries.set(entry.id, entry);
    for (const entry of file.reply) add({ ...blank, ...entry, kind: 'reply' });
    for (const entry of file.enhanced) for (const expanded of expand(entry)) add(expanded);
    for (const entry of file.legacy) add(fromLegacy(entry));
    for (const speaker of this.speakers)
      for (const entry of speaker.entries) add({ ...blank, ...entry, kind: 'phrase', code: '', speaker });
    for (const entry of file.phrases) add({ ...blank, ...entry, kind: 'phrase', code: '' });
    this.entries = entries;
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
    yield {
      ...blank,
      ...base,
      ...override,
      id: `enhanced/${code}`,
      kind: 'enhanced',
      code,
      permanence: permanenceOf(digit),
      registeredAs: name,
    };
  }
}

function fromLegacy(entry: LegacyEntry): Entry {
  return { ...blank, ...entry, kind: 'legacy', shortFor: entry.shortFor ?? null };
}

/** What a `ReplyEntry` says of its reason in a given phase. */
export function reasonIn(entry: Pick<ReplyEntry, 'reason' | 'reasonByPhase'>, phase: Phase | null): ReasonId {
  return (phase && entry.reasonByPhase?.[phase]) || entry.reason;
}
