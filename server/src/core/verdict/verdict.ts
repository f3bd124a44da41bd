// What does this reply mean here: who said it, at which step, in which direction, with which words and codes?
// The order of decision: the logged outcome says whether it is over; the innermost cause says why; words before numbers.
// Deliberately absent: finding codes (codes/), prose about this file (features/).
import { type Catalog, type Entry, type ReasonId, reasonIn } from '../catalog/catalog.ts';
import { ownRules } from '../catalog/rules.ts';
import { type Permanence, permanenceOf, saysOnlyItsClass, withoutClass } from '../codes/code.ts';
import { readReply } from '../codes/reply.ts';
import type { Phase } from '../model/attempt.ts';
import type { Question } from '../model/question.ts';
import { type Context, holdsCodes, Matcher, type Rule } from './match.ts';
import { type Identity, Speakers } from './speaker.ts';
import { fingerprint, Words } from './words.ts';

/** How sure: the provider's or server's own words; known words of an unknown speaker; only the codes; only the first digit. */
export type Confidence = 'exact' | 'phrase' | 'code' | 'class';

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

/** Ranks by who speaks: a provider's own words beat a server's, these beat anyone's (catalog/README.md). */
const rank = { provider: 40_000, ownServer: 30_000, otherServer: 20_000, anyone: 10_000 } as const;

/** A server's words count in another's mouth only where they are a phrase: about fifteen characters. */
const phraseWeight = 150;

/** A provider's words count away from its hosts only where they are a sentence: about twenty characters. */
const sentenceWeight = 200;

/** Enhanced codes that providers and servers reuse for unrelated things: a hint in the words says more. */
const reused = new Set([
  'X.7.1',
  'X.7.0',
  'X.2.0',
  'X.2.1',
  'X.4.0',
  'X.4.1',
  'X.1.0',
  'X.3.0',
  'X.5.0',
  'X.6.0',
  'X.0.0',
  'X.4.4',
  'X.5.4',
  'X.5.1',
  // Gmail, Yahoo and Exchange Online say other things with these than the registry (catalog/providers).
  'X.1.8',
  'X.7.2',
  'X.7.9',
  'X.7.12',
  'X.7.13',
  'X.7.14',
  'X.7.23',
  'X.7.24',
  'X.7.27',
  'X.7.29',
  'X.7.30',
]);

/** Pairs in which the reply is the more precise half (RFC 4954 §6; Exchange stamps X.7.3 on failed logins). */
const replyDecides: { readonly [reply: string]: RegExp } = {
  '530': /^X\.7\.[34]$/,
  '534': /^X\.7\.[34]$/,
  '535': /^X\.7\.[34]$/,
  '504': /^X\.7\.[34]$/,
};

/** Replies that speak of the login whatever the number beside them is: `530 5.7.57`, `535 5.7.139`. */
const aboutLogin = new Set(['530', '534', '535', '538']);

export class Judge {
  readonly #catalog: Catalog;
  readonly #matcher: Matcher;
  readonly #speakers: Speakers;
  readonly #hasRules: boolean;
  readonly #memory = new Map<string, Verdict>();

  constructor(catalog: Catalog) {
    this.#catalog = catalog;
    this.#matcher = new Matcher(catalog);
    this.#speakers = new Speakers(catalog);
    this.#hasRules = catalog.speakers.some((speaker) => speaker.id === ownRules);
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
    const found: Found[] = this.#byOwnRules(question, words);
    const hinted: Found[] = []; // words that prove little, after what any layer says plainly
    const weak: Found[] = []; // numbers that say little, after all words
    for (let layer = question.layers.length - 1; layer >= 0; layer--) {
      const text = question.text.slice(question.layers[layer], question.layers[layer + 1]);
      if (text === '' && question.text !== '') continue; // where nothing was said the code alone decides
      const said = text.length === question.text.length ? words : new Words(text);
      // Whom a server quotes is told by the words alone; without a mark they may be its own wording of what it met.
      const speaker = (layer > 0 ? this.#speakers.identify(null, said) : null) ?? identity;
      const lists = { found, hinted, weak };
      this.#look(question, layer, text, said, speaker?.speaker.id ?? null, speaker !== null, lists);
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
    if (best?.decidedBy === 'enhanced' && !provider) found.push(...this.#usersOf(question));
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

  /** What the user's own rules say of the whole of it; they come before everything else. */
  #byOwnRules(question: Question, words: Words): Found[] {
    if (!this.#hasRules) return [];
    return this.#matcher
      .candidates(words, question, null)
      .filter((rule) => rule.entry.speaker?.id === ownRules)
      .sort((a, b) => b.weight - a.weight)
      .map((rule) => this.#byText(rule, null, ownRules));
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
    const found = this.#byReply(permanence === 'temporary' ? '4yz' : '5yz', null);
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

  /** Adds what one layer of a quotation says, best first: plain words and precise codes apart from hints and coarse numbers. */
  #look(
    question: Question,
    layer: number,
    text: string,
    said: Words,
    provider: string | null,
    known: boolean,
    { found, hinted, weak }: { found: Found[]; hinted: Found[]; weak: Found[] },
  ): void {
    const outermost = layer === 0;
    const codes = question.layers.length === 1 ? null : readReply(text, 0, text.length);
    const reply = codes ? (codes.reply ?? (outermost ? question.reply : null)) : question.reply;
    const enhanced = codes
      ? (codes.enhanced ?? (outermost ? question.status : null))
      : (question.enhanced ?? question.status);
    const context = { reply, enhanced, phase: outermost ? question.phase : null, host: null };
    const byStatus = enhanced
      ? ((known ? null : this.#byOnlyUser(enhanced, context)) ?? this.#byEnhanced(enhanced, reply))
      : null;
    const byReply = reply ? this.#byReply(reply, context.phase) : null;
    const words = this.#byWords(question, said, context, provider, known);
    const borrowed = words.borrowed.map((one) => this.#asWordsOfAnyone(one, byStatus, byReply));
    // A number that is in no registry says no more than its subject; words and precise replies say more.
    const statusSays =
      byStatus && !byStatus.general && !byStatus.bySubject && !reused.has(withoutClass(enhanced!));
    found.push(...words.strong);
    // All four answer AUTH there, though 504 by itself may be about any option.
    if (byReply && enhanced && replyDecides[reply!]?.test(withoutClass(enhanced)))
      found.push({ ...byReply, reason: byReply.reason === 'protocol' ? 'login' : byReply.reason });
    if (statusSays) found.push(byStatus);
    hinted.push(...words.hints, ...borrowed);
    if (byReply && byStatus?.bySubject && aboutLogin.has(reply!)) weak.push(byReply);
    if (byStatus && !byStatus.general && !statusSays) weak.push(byStatus);
    if (byReply) weak.push(byReply);
    if (byStatus?.general) weak.push(byStatus);
  }

  /** What the words say, each list best first: sentences, words that prove little, and sentences of providers that did not speak. */
  #byWords(question: Question, words: Words, context: Context, provider: string | null, known: boolean) {
    const rules = this.#matcher.candidates(words, context, provider);
    const own = question.direction === 'in' || question.reply === null ? question.writer : null;
    const ranked = rules
      .map((rule) => ({ rule, rank: this.#rankOf(rule, provider, known, own) }))
      .filter((one) => one.rank > 0)
      .sort((a, b) => b.rank - a.rank);
    const pick = (test: (rule: Rule) => boolean) =>
      ranked.filter((one) => test(one.rule)).map((one) => this.#byText(one.rule, provider, own));
    const isBorrowed = ({ entry }: Rule) =>
      entry.speaker?.kind === 'provider' && entry.speaker.id !== provider;
    return {
      strong: pick((rule) => !rule.hint && !isBorrowed(rule)),
      hints: pick((rule) => rule.hint && !isBorrowed(rule)),
      borrowed: pick(isBorrowed),
    };
  }

  /** 0 where the rule must not be used: a provider's words at another provider's host. */
  #rankOf(rule: Rule, provider: string | null, known: boolean, own: string | null): number {
    const speaker = rule.entry.speaker;
    const weight = Math.min(rule.weight, 9_999);
    if (!speaker) return rank.anyone + weight;
    if (speaker.id === ownRules) return 0; // the user's rules have been asked before
    if (speaker.id === provider) return rank.provider + weight;
    if (speaker.kind === 'provider') return !known && rule.weight >= sentenceWeight ? weight : 0;
    if (speaker.id === own) return rank.ownServer + weight;
    // What another server says in a word or two (`unknown user`) is anybody's word, and the common phrases have it.
    return speaker.kind !== 'server' || rule.weight >= phraseWeight ? rank.otherServer + weight : 0;
  }

  /** A provider's sentence from a server that is not known to be its: the reason holds, the provider's page would claim too much. */
  #asWordsOfAnyone(found: Found, byStatus: Found | null, byReply: Found | null): Found {
    const entry = (byStatus && !byStatus.general ? byStatus : (byReply ?? byStatus))?.entry ?? found.entry;
    const name = found.entry.speaker?.name;
    return { ...found, entry, exact: false, why: name ? `${name} says it in these words` : found.why };
  }

  #byText(rule: Rule, provider: string | null, own: string | null): Found {
    const { entry } = rule;
    const exact = entry.speaker !== null && (entry.speaker.id === provider || entry.speaker.id === own);
    return {
      entry,
      reason: entry.reason,
      confidence: exact ? 'exact' : 'phrase',
      decidedBy: 'text',
      exact,
      general: false,
      why: `the text says “${rule.pattern.text ?? rule.pattern.enhanced ?? rule.pattern.reply}”`,
    };
  }

  #byEnhanced(code: string, reply: string | null): Found | null {
    const entry = this.#catalog.enhanced(code);
    if (!entry) return null;
    const restricted = reply === '550' && /^5\.7\.1[23]$/.test(code); // 550 5.7.12: not a password matter (corrections of Exchange Online)
    const exactCode = entry.code === code;
    return {
      entry,
      reason: restricted ? 'recipient-restricted' : entry.reason,
      confidence: exactCode || entry.code.length > 1 ? 'code' : 'class',
      decidedBy: 'enhanced',
      exact: false,
      general: saysOnlyItsClass(code) || entry.code.length === 1,
      bySubject: !exactCode,
      why: `${code} is ${exactCode ? 'the code given' : 'not registered; its subject is known'}`,
    };
  }

  /** A number that is in no registry and that only some providers are known to send: theirs is the best reading there is. */
  #byOnlyUser(code: string, context: Context): Found | null {
    if (this.#catalog.enhanced(code)?.code === code) return null;
    const [first] = this.#usersOf(context);
    return first ? { ...first, why: `only ${first.entry.speaker?.name} is known to use ${code}` } : null;
  }

  /** Providers that use this enhanced code in a sense of their own, whatever the words. */
  #usersOf(context: Context): Found[] {
    return [...this.#matcher.wordless()]
      .filter((rule) => rule.pattern.enhanced && !rule.pattern.reply && holdsCodes(rule.pattern, context))
      .map(({ entry }) => ({
        entry,
        reason: entry.reason,
        confidence: 'code',
        decidedBy: 'enhanced',
        exact: false,
        general: false,
        why: `${entry.speaker?.name} uses ${context.enhanced} for this`,
      }));
  }

  #byReply(code: string, phase: Phase | null): Found | null {
    const entry = this.#catalog.reply(code);
    if (!entry) return null;
    const ofClass = entry.code.endsWith('yz');
    return {
      entry,
      reason: reasonIn(entry, phase),
      confidence: ofClass ? 'class' : 'code',
      decidedBy: 'reply',
      exact: false,
      general: ofClass,
      why: `${code} is the reply given`,
    };
  }
}

interface Found {
  readonly entry: Entry;
  readonly reason: ReasonId;
  readonly confidence: Confidence;
  readonly decidedBy: 'text' | 'enhanced' | 'reply' | 'outcome';
  readonly exact: boolean;
  /** Says no more than its class. */
  readonly general: boolean;
  /** The code is in no registry; only its subject is known. */
  readonly bySubject?: boolean;
  readonly why: string;
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
