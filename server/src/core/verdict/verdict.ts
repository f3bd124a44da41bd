// What does this reply mean here: who said it, at which step, in which direction, with which words and codes?
// The order of decision: the logged outcome says whether it is over; the innermost cause says why; words before numbers.
// Deliberately absent: what words and numbers say by themselves (evidence.ts), finding codes (codes/), prose (features/).
import type { Catalog, Entry, ReasonId } from '../catalog/catalog.ts';
import { ownRules } from '../catalog/rules.ts';
import { type Permanence, permanenceOf, saysOnlyItsClass } from '../codes/code.ts';
import type { Phase } from '../model/attempt.ts';
import type { Question } from '../model/question.ts';
import { type Confidence, Evidence, type Found } from './evidence.ts';
import { type Identity, Speakers } from './speaker.ts';
import { fingerprint, Words } from './words.ts';

export type { Confidence } from './evidence.ts';

export interface Alternative {
  readonly entry: Entry;
  readonly title: string;
  readonly reason: ReasonId;
  readonly why: string;
}

export interface Verdict {
  readonly reason: ReasonId;
  readonly permanence: Permanence | null;
  readonly entry: Entry | null;
  readonly confidence: Confidence | null;
  /** Name of the provider that spoke: `Gmail`. */
  readonly provider: string | null;
  /** What decided: `text`, `enhanced`, `reply`, `outcome`. */
  readonly decidedBy: 'text' | 'enhanced' | 'reply' | 'outcome' | null;
  /** Why this and nothing else: `the text says “user unknown”`; null where nothing was found. */
  readonly why: string | null;
  readonly alternatives: readonly Alternative[];
}

/** Reuses verdicts of replies that differ only in addresses and numbers; cleared when it has grown to this many. */
const remembered = 8192;

export class Judge {
  readonly #catalog: Catalog;
  readonly #evidence: Evidence;
  readonly #speakers: Speakers;
  readonly #hasRules: boolean;
  readonly #memory = new Map<string, Verdict>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
    this.#speakers = new Speakers(catalog);
    this.#hasRules = catalog.speakers.some((speaker) => speaker.id === ownRules);
    this.#evidence = new Evidence(catalog, this.#hasRules);
  }

  /** Never throws; where nothing fits, `entry` and `confidence` are null and the reason is `unknown`. */
  judge(question: Question): Verdict {
    const { reply, enhanced, status, phase, host, outcome, direction, writer, permanence = '' } = question;
    const provider = direction === 'out' ? (this.#speakers.byHost(host)?.id ?? '') : '';
    const through = outcome === 'delivered' || outcome === 'relayed'; // then its words do not matter
    const words = through ? '' : fingerprint(question.text);
    // A rule may ask for the host; without rules a host counts by its provider, and by being known at all.
    const where = this.#hasRules ? `${provider} ${host}` : provider || (host === null ? '' : '-');
    const key = `${reply}${enhanced}${status}${phase}${outcome}${direction}${writer}${permanence}${where}|${words}`;
    const known = this.#memory.get(key);
    if (known) return known;
    const verdict = this.#decide(question);
    if (this.#memory.size >= remembered) this.#memory.clear();
    this.#memory.set(key, verdict);
    return verdict;
  }

  #decide(question: Question): Verdict {
    const permanence = permanenceIn(question);
    if (question.outcome === 'delivered' || question.outcome === 'relayed')
      return this.#success(question, permanence);
    const words = new Words(question.text);
    const identity = question.direction === 'out' ? this.#speakerOf(question, words) : null;
    const provider = identity?.speaker ?? null;
    const found: Found[] = this.#evidence.ownRules(question, words);
    const hinted: Found[] = []; // words that prove little, after what any layer says plainly
    const weak: Found[] = []; // numbers that say little, after all words
    for (let layer = question.layers.length - 1; layer >= 0; layer--) {
      const text = question.text.slice(question.layers[layer], question.layers[layer + 1]);
      if (text === '' && question.text !== '') continue; // where nothing was said the code alone decides
      const said = text.length === question.text.length ? words : new Words(text);
      // Whom a server quotes is told by the words alone; without a mark they may be its own wording of what it met.
      const speaker = (layer > 0 ? this.#speakers.identify(null, said) : null) ?? identity;
      const voice = { provider: speaker?.speaker.id ?? null, known: speaker !== null };
      this.#evidence.look(question, layer, text, said, voice, { found, hinted, weak });
    }
    found.push(...hinted, ...weak);
    const best =
      found.find((candidate) => candidate.entry.speaker?.id === ownRules) ??
      this.#givenUp(question, found) ??
      found.find((candidate) => candidate.reason !== 'unknown') ??
      (question.outcome === 'expired' ? this.#expired() : undefined) ??
      found.find((candidate) => !candidate.general) ??
      found[0] ??
      this.#stated(question);
    const speaker =
      provider ??
      (best?.decidedBy === 'text' && best.exact && best.entry.speaker?.kind === 'provider'
        ? best.entry.speaker
        : null);
    // Where the number alone decided and nobody is known to have spoken, others may mean something else by it.
    if (best?.decidedBy === 'enhanced' && !provider) found.push(...this.#evidence.usersOf(question));
    if (!best)
      return {
        reason: 'unknown',
        permanence,
        entry: null,
        confidence: null,
        provider: speaker?.name ?? null,
        decidedBy: null,
        why: null,
        alternatives: [],
      };
    return {
      reason: best.reason,
      permanence,
      entry: best.entry,
      confidence: best.confidence,
      provider: speaker?.name ?? null,
      decidedBy: best.decidedBy,
      why: best.why,
      alternatives: alternativesTo(best, found, this.#catalog, question.phase),
    };
  }

  #speakerOf({ host, writer, reply, layers }: Question, words: Words): Identity | null {
    const identity = this.#speakers.identify(host, words);
    if (identity || host !== null || layers.length > 1) return identity;
    const speaker = this.#speakers.byReport(writer, reply);
    return speaker && { speaker, by: 'report' };
  }

  #success(question: Question, permanence: Permanence | null): Verdict {
    const { enhanced, reply, status } = question;
    const precise = enhanced && !saysOnlyItsClass(enhanced) ? this.#catalog.enhanced(enhanced) : null;
    const entry =
      precise ??
      (reply && this.#catalog.reply(reply)) ??
      ((enhanced ?? status) ? this.#catalog.enhanced((enhanced ?? status)!) : null);
    const provider = this.#speakers.byHost(question.host);
    return {
      reason: 'delivered',
      permanence,
      entry: entry || null,
      confidence: entry ? 'code' : null,
      provider: provider?.name ?? null,
      decidedBy: 'outcome',
      why: 'the log says that it was accepted',
      alternatives: [],
    };
  }

  /**
   * Given back because the time was over: the report says so itself (X.4.7), or no connection held until the server gave up.
   * What was met on the way is another possibility, not the end.
   */
  #givenUp({ outcome, enhanced, status }: Question, found: readonly Found[]): Found | undefined {
    if (outcome !== 'bounced' && outcome !== 'expired') return undefined;
    const said = (enhanced ?? status)?.slice(1) === '.4.7';
    const cause = found.find((candidate) => candidate.reason !== 'unknown');
    const unanswered = outcome === 'expired' && cause?.decidedBy === 'text' && cause.reason === 'connection';
    // RFC 3463 §3.5: where the actual problem is known, it is worth more than X.4.7.
    const known = cause?.decidedBy === 'text' && cause.reason === 'dns-routing';
    if ((!said && !unanswered) || known) return undefined;
    return found.find((candidate) => candidate.reason === 'expired') ?? this.#expired();
  }

  /** Exim's `temporarily rejected` and nothing else: the class of the reply is known, though not the reply. */
  #stated({ permanence }: Question): Found | undefined {
    if (permanence !== 'temporary' && permanence !== 'permanent') return undefined;
    const found = this.#evidence.byReply(permanence === 'temporary' ? '4yz' : '5yz', null);
    return found ? { ...found, confidence: 'class', why: 'the log says so in words' } : undefined;
  }

  /** `status=expired, returned to sender` with no other cause named. */
  #expired(): Found | undefined {
    const entry = this.#catalog.enhanced('5.4.7');
    return entry
      ? {
          entry,
          reason: 'expired',
          confidence: 'code',
          decidedBy: 'outcome',
          exact: false,
          general: false,
          why: 'the queue time was over',
        }
      : undefined;
  }
}

/** The logged outcome first, then the reply, then the enhanced code (RFC 5321 §4.3.2: the first digit is what counts). */
function permanenceIn({ outcome, reply, enhanced, status, permanence }: Question): Permanence | null {
  switch (outcome) {
    case 'delivered':
    case 'relayed':
      return 'success';
    case 'deferred':
      return 'temporary';
    case 'bounced':
    case 'expired':
    case 'suppressed':
      return 'permanent';
    default:
      return reply ? permanenceOf(reply) : (permanence ?? permanenceOf(enhanced ?? status));
  }
}

/** What else it could be: the readings of the entry and its other phases, then what else was found; never one reason twice. */
function alternativesTo(
  best: Found,
  found: readonly Found[],
  catalog: Catalog,
  phase: Phase | null,
): Alternative[] {
  const alternatives: Alternative[] = [];
  const seen = new Set<string>([best.reason, 'unknown', 'delivered']);
  const add = (entry: Entry, reason: ReasonId, title: string, why: string) => {
    if (seen.has(reason) || alternatives.length >= 5) return;
    seen.add(reason);
    alternatives.push({ entry, reason, title, why });
  };
  const { entry } = best;
  for (const reading of entry.readings) add(entry, reading.reason, reading.title, reading.when);
  if (phase === null && best.decidedBy === 'reply') {
    for (const [step, reason] of Object.entries(entry.reasonByPhase))
      add(entry, reason, catalog.reasons.get(reason)?.title ?? reason, `where it answers ${step}`);
  }
  // Where words or a precise code decided, the default reading of a coarser number is no other possibility.
  if (!best.exact)
    for (const other of found)
      if (other.decidedBy !== 'reply' || best.decidedBy === 'reply')
        add(other.entry, other.reason, other.entry.title, other.why);
  return alternatives;
}
