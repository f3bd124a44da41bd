// Which entries of the catalogue know these words? Literals with gaps, indexed by their rarest word: a reply of n words
// costs n look-ups and a few comparisons, whatever the size of the catalogue, and no pattern can run away.
// Deliberately absent: choosing among the candidates by rank (verdict.ts).
import type { Catalog, Entry } from '../catalog/catalog.ts';
import { ownRules, type RulePattern } from '../catalog/rules.ts';
import type { Phase } from '../model/attempt.ts';
import { wordsOf } from './words.ts';

/** One pattern of an entry, ready to be compared. */
export interface Rule {
  readonly entry: Entry;
  readonly pattern: RulePattern;
  /** ` user unknown `: whole words; between two segments anything may stand. */
  readonly segments: readonly string[];
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

/** All patterns of a catalogue; built once, a few milliseconds. */
export class Matcher {
  readonly #byWord = new Map<string, Rule[]>();
  /** Patterns without words, by speaker: they count only where that speaker is known. */
  readonly #byCode = new Map<string, Rule[]>();
  readonly rules: readonly Rule[];

  constructor(catalog: Catalog) {
    const rules: Rule[] = [];
    const frequency = new Map<string, number>();
    for (const entry of catalog.entries.values()) {
      for (const pattern of entry.patterns) {
        const rule = ruleOf(entry, pattern);
        rules.push(rule);
        for (const word of new Set(rule.segments.flatMap(wordsIn)))
          frequency.set(word, (frequency.get(word) ?? 0) + 1);
      }
    }
    for (const rule of rules) {
      const words = rule.segments.flatMap(wordsIn);
      if (words.length === 0) push(this.#byCode, rule.entry.speaker?.id ?? '', rule);
      else
        push(
          this.#byWord,
          words.reduce((rarest, word) => (frequency.get(word)! < frequency.get(rarest)! ? word : rarest)),
          rule,
        );
    }
    this.rules = rules;
  }

  /**
   * Every rule that these words and codes satisfy.
   * @param words as `wordsOf` gives them
   * @param bare the same as `wordsWithoutNames` gives them, for hints
   * @param speaker whose wordless rules count: the provider that answered; null when unknown
   */
  candidates(words: string, bare: string, context: Context, speaker: string | null): Rule[] {
    const found: Rule[] = [];
    const seen = new Set<string>();
    for (let at = 1; at < words.length; ) {
      const end = words.indexOf(' ', at);
      if (end < 0) break;
      const word = words.slice(at, end);
      at = end + 1;
      if (seen.has(word)) continue;
      seen.add(word);
      const rules = this.#byWord.get(word);
      if (rules)
        for (const rule of rules)
          if (holdsWords(rule, rule.hint ? bare : words) && holdsCodes(rule.pattern, context))
            found.push(rule);
    }
    for (const id of speaker === null ? [ownRules] : [ownRules, speaker]) {
      for (const rule of this.#byCode.get(id) ?? []) if (holdsCodes(rule.pattern, context)) found.push(rule);
    }
    return found;
  }
}

function push(map: Map<string, Rule[]>, key: string, rule: Rule): void {
  const list = map.get(key);
  if (list) list.push(rule);
  else map.set(key, [rule]);
}

function ruleOf(entry: Entry, pattern: RulePattern): Rule {
  const segments = pattern.text
    ? pattern.text
        .split(/<gap>|\.\.\./)
        .map(wordsOf)
        .filter((segment) => segment.trim() !== '')
    : [];
  const length = segments.reduce((sum, segment) => sum + segment.length - 2, 0);
  const weight =
    length * 10 + weightOfCode(pattern.enhanced) + (pattern.reply ? 50 : 0) + (pattern.phase ? 40 : 0);
  return { entry, pattern, segments, weight, hint: pattern.hint === true };
}

/** A code named in full asks for more than a range or a code of any class. */
function weightOfCode(enhanced: string | string[] | undefined): number {
  if (!enhanced) return 0;
  return [enhanced].flat().some((code) => code.includes('-') || code.includes('X')) ? 140 : 150;
}

const wordsIn = (segment: string): string[] => segment.trim().split(' ');

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

/** Whether the codes and the phase that a pattern asks for are there. A phase that is not known contradicts nothing. */
export function holdsCodes(pattern: RulePattern, context: Context): boolean {
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
    !pattern.phase || context.phase === null || some(pattern.phase, (wanted) => wanted === context.phase)
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
