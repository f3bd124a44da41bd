// Which entries of the catalogue know these words? Literals with gaps, indexed by their rarest word: a reply of n words
// costs n look-ups and a few comparisons, whatever the size of the catalogue, and no pattern can run away.
// Deliberately absent: choosing among the candidates by rank (verdict.ts).
import type { Catalog, Entry, Patterned } from '../catalog/catalog.ts';
import { ownRules, type RulePattern } from '../catalog/rules.ts';
import type { Phase } from '../model/attempt.ts';
import { indexPatterns, type PatternIndex, segmentsOf, wordless } from './patternIndex.ts';
import type { Words } from './words.ts';

/** One pattern of an entry, ready to be compared. */
export interface Rule {
  readonly entry: Entry;
  readonly pattern: RulePattern;
  /** ` user unknown `: whole words; between two segments anything may stand. */
  readonly segments: readonly string[];
  /** The segment that holds the word by which the rule is found, and where the word stands in it. */
  readonly anchor: string;
  readonly anchorAt: number;
  /** How much it asks for: longer words and more codes are worth more. */
  readonly weight: number;
  /** Too common to beat a specific code, and compared with names and addresses left out. */
  readonly hint: boolean;
}

/** The codes and the step that a reply came with. */
export interface Context {
  readonly reply: string | null;
  readonly enhanced: string | null;
  readonly phase: Phase | null;
  /** The server that answered; only a user's rule asks for it. */
  readonly host?: string | null;
}

/** Patterns with the index that finds them; each is made ready when a reply first holds its word. */
class Shelf {
  readonly #patterns: readonly Patterned[];
  readonly #byWord: Map<string, readonly number[]>;
  readonly #rules: (Rule | undefined)[] = [];

  constructor(patterns: readonly Patterned[], index: PatternIndex | null) {
    this.#patterns = patterns;
    this.#byWord = new Map(Object.entries(index ?? indexPatterns(patterns.map(({ pattern }) => pattern))));
  }

  /** The numbers of the patterns that are found by this word. */
  under(word: string): readonly number[] | undefined {
    return this.#byWord.get(word);
  }

  /** @param word under which it is found */
  rule(number: number, word: string): Rule {
    return (this.#rules[number] ??= ruleOf(this.#patterns[number], word));
  }
}

/** All patterns of a catalogue; built once, a millisecond or two where the build has written the index. */
export class Matcher {
  readonly #shelves: readonly Shelf[];
  /** Patterns without words, by speaker: they count only where that speaker is known. */
  readonly #byCode = new Map<string, Rule[]>();

  constructor({ patterns, patternIndex, rulePatterns }: Catalog) {
    this.#shelves = [
      new Shelf(patterns, patternIndex),
      ...(rulePatterns.length > 0 ? [new Shelf(rulePatterns, null)] : []),
    ];
    for (const shelf of this.#shelves)
      for (const number of shelf.under(wordless) ?? []) {
        const rule = shelf.rule(number, wordless);
        push(this.#byCode, rule.entry.speaker?.id ?? '', rule);
      }
  }

  /** Every rule that asks for codes alone, whoever's it is. */
  *wordless(): Generator<Rule> {
    for (const rules of this.#byCode.values()) yield* rules;
  }

  /**
   * Every rule that these words and codes satisfy.
   * @param speaker whose wordless rules count: the provider that answered; null when unknown
   */
  candidates(words: Words, context: Context, speaker: string | null): Rule[] {
    const found: Rule[] = [];
    for (let at = 0, index = 0; index < words.list.length; at += words.list[index++].length + 1) {
      const word = words.list[index];
      for (const shelf of this.#shelves)
        for (const number of shelf.under(word) ?? none) {
          const rule = shelf.rule(number, word);
          if (
            holdsAt(rule, words, at) &&
            holdsCodes(rule.pattern, context, rule.hint) &&
            !found.includes(rule) // the word may stand there twice
          )
            found.push(rule);
        }
    }
    for (const id of speaker === null ? [ownRules] : [ownRules, speaker]) {
      for (const rule of this.#byCode.get(id) ?? none)
        if (holdsCodes(rule.pattern, context)) found.push(rule);
    }
    return found;
  }
}

const none: readonly never[] = [];

function push(map: Map<string, Rule[]>, key: string, rule: Rule): void {
  const list = map.get(key);
  if (list) list.push(rule);
  else map.set(key, [rule]);
}

function ruleOf({ entry, pattern }: Patterned, word: string): Rule {
  const segments = segmentsOf(pattern);
  const anchor = segments.find((segment) => segment.includes(` ${word} `)) ?? '';
  const length = segments.reduce((sum, segment) => sum + segment.length - 2, 0);
  const weight =
    length * 10 + weightOfCode(pattern.enhanced) + (pattern.reply ? 50 : 0) + (pattern.phase ? 40 : 0);
  const anchorAt = anchor.indexOf(` ${word} `);
  return { entry, pattern, segments, anchor, anchorAt, weight, hint: pattern.hint === true };
}

/** A code named in full asks for more than a range or a code of any class. */
function weightOfCode(enhanced: string | string[] | undefined): number {
  if (!enhanced) return 0;
  return [enhanced].flat().some((code) => code.includes('-') || code.includes('X')) ? 140 : 150;
}

/** Whether the words are there, one of them the rule's own word with the blank before it at `at`. */
function holdsAt(rule: Rule, words: Words, at: number): boolean {
  // What is left out of the bare words may part what stands together there, so the place says nothing of hints.
  if (rule.hint) return holdsWords(rule, words.bare);
  if (!words.plain.startsWith(rule.anchor, at - rule.anchorAt)) return false;
  return rule.segments.length === 1 || holdsWords(rule, words.plain);
}

function holdsWords(rule: Rule, words: string): boolean {
  let at = 0;
  for (const segment of rule.segments) {
    const found = words.indexOf(segment, at);
    if (found < 0) return false;
    at = found + segment.length - 1; // the closing blank may open the next segment
  }
  return true;
}

/** `mx.example.net` is below `example.net`, and so is `example.net` itself. */
function isBelow(host: string | null | undefined, suffix: string): boolean {
  const name = host?.toLowerCase();
  return name !== undefined && (name === suffix || name.endsWith(`.${suffix}`));
}

/**
 * Whether the codes and the phase that a pattern asks for are there. A phase that is not known contradicts nothing, unless
 * the words alone are only a hint: `access denied` speaks of the sender where it answers MAIL FROM, and nowhere else.
 */
export function holdsCodes(pattern: RulePattern, context: Context, hint = false): boolean {
  if (pattern.host && !isBelow(context.host, pattern.host)) return false;
  if (
    pattern.reply &&
    !some(pattern.reply, (wanted) => context.reply !== null && fitsReply(wanted, context.reply))
  )
    return false;
  if (
    pattern.enhanced &&
    !some(pattern.enhanced, (wanted) => context.enhanced !== null && fitsEnhanced(wanted, context.enhanced))
  )
    return false;
  return (
    !pattern.phase ||
    (context.phase === null ? !hint : some(pattern.phase, (wanted) => wanted === context.phase))
  );
}

const some = <T>(value: T | readonly T[], test: (one: T) => boolean): boolean =>
  Array.isArray(value) ? (value as readonly T[]).some(test) : test(value as T);

/** `550`, or `5yz`. */
const fitsReply = (wanted: string, reply: string): boolean =>
  wanted.endsWith('yz') ? wanted[0] === reply[0] : wanted === reply;

/** `5.7.26`, `X.7.26`, `5.7.X`, `5.7.700-5.7.749`. */
function fitsEnhanced(wanted: string, enhanced: string): boolean {
  const dash = wanted.indexOf('-');
  if (dash > 0) {
    const [low, high, is] = [wanted.slice(0, dash), wanted.slice(dash + 1), enhanced].map((code) =>
      code.split('.'),
    );
    if ((low[0] !== 'X' && low[0] !== is[0]) || low[1] !== is[1]) return false;
    return Number(is[2]) >= Number(low[2]) && Number(is[2]) <= Number(high[2]);
  }
  if (wanted === enhanced) return true;
  if (!wanted.includes('X')) return false;
  const [want, is] = [wanted.split('.'), enhanced.split('.')];
  return want.every((part, index) => part === 'X' || part === is[index]);
}
