// What do the words and the numbers of a reply say, each by itself? Candidates, best first within their list.
// Deliberately absent: which of them decides, and whether it is over (verdict.ts).
import { type Catalog, type Entry, type ReasonId, reasonIn } from '../catalog/catalog.ts';
import { ownRules } from '../catalog/rules.ts';
import { saysOnlyItsClass, withoutClass } from '../codes/code.ts';
import { readReply } from '../codes/reply.ts';
import type { Phase } from '../model/attempt.ts';
import type { Question } from '../model/question.ts';
import { type Context, holdsCodes, Matcher, type Rule } from './match.ts';
import type { Words } from './words.ts';

/** How sure: the provider's or server's own words; known words of an unknown speaker; only the codes; only the first digit. */
export type Confidence = 'exact' | 'phrase' | 'code' | 'class';

export interface Found {
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

/** What was found: words and precise codes, words that prove little, numbers that say little. */
export interface Findings {
  readonly found: Found[];
  readonly hinted: Found[];
  readonly weak: Found[];
}

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

/** Who speaks in a layer of a quotation: the provider's id, and whether anybody is known to. */
export interface Voice {
  readonly provider: string | null;
  readonly known: boolean;
}

export class Evidence {
  readonly #catalog: Catalog;
  readonly #matcher: Matcher;
  readonly #hasRules: boolean;

  constructor(catalog: Catalog, hasRules: boolean) {
    this.#catalog = catalog;
    this.#matcher = new Matcher(catalog);
    this.#hasRules = hasRules;
  }

  /** What the user's own rules say of the whole of it; they come before everything else. */
  ownRules(question: Question, words: Words): Found[] {
    if (!this.#hasRules) return [];
    return this.#matcher
      .candidates(words, question, null)
      .filter((rule) => rule.entry.speaker?.id === ownRules)
      .sort((a, b) => b.weight - a.weight)
      .map((rule) => this.#byText(rule, null, ownRules));
  }

  /** Adds what one layer of a quotation says, best first: plain words and precise codes apart from hints and coarse numbers. */
  look(
    question: Question,
    layer: number,
    text: string,
    said: Words,
    { provider, known }: Voice,
    { found, hinted, weak }: Findings,
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
    const byReply = reply ? this.byReply(reply, context.phase) : null;
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
    const [first] = this.usersOf(context);
    return first ? { ...first, why: `only ${first.entry.speaker?.name} is known to use ${code}` } : null;
  }

  /** Providers that use this enhanced code in a sense of their own, whatever the words. */
  usersOf(context: Context): Found[] {
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

  byReply(code: string, phase: Phase | null): Found | null {
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
