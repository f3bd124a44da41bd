// By which word is each pattern found? The build writes the answer into dist/catalog.json, so that no start splits
// thousands of patterns; a catalogue without it (a test's, the user's rules) is indexed when it is loaded.
// Deliberately absent: comparing (match.ts).
import type { Pattern } from '../catalog/catalog.ts';
import { wordsOf } from './words.ts';

/** Word → the patterns found by it, as numbers in the order of the file: each speaker's, then those of anyone. */
export interface PatternIndex {
  readonly [word: string]: readonly number[];
}

/** Stands for the patterns that have no words: codes of a speaker. */
export const wordless = '';

/** ` user unknown `: whole words; between two segments anything may stand. Empty where a pattern has no text. */
export function segmentsOf(pattern: Pattern): string[] {
  if (!pattern.text) return [];
  return pattern.text
    .split(/<gap>|\.\.\./)
    .map(wordsOf)
    .filter((segment) => segment.trim() !== '');
}

/** Puts each pattern under the word that the fewest patterns have, so that a reply is compared with few. */
export function indexPatterns(patterns: readonly Pattern[]): PatternIndex {
  const words = patterns.map((pattern) =>
    segmentsOf(pattern).flatMap((segment) => segment.trim().split(' ')),
  );
  const frequency = new Map<string, number>();
  for (const list of words)
    for (const word of new Set(list)) frequency.set(word, (frequency.get(word) ?? 0) + 1);
  const index: { [word: string]: number[] } = Object.create(null);
  words.forEach((list, number) => {
    const rarest = list.reduce(
      (best, word) => (best === wordless || frequency.get(word)! < frequency.get(best)! ? word : best),
      wordless,
    );
    (index[rarest] ??= []).push(number);
  });
  return index;
}

/** The patterns of a catalogue's file in the order in which the index counts them. */
export function patternsOf<Entry extends { patterns: Pattern[] }>(file: {
  speakers: readonly { entries: readonly Entry[] }[];
  phrases: readonly Entry[];
}): Pattern[] {
  const entries = [...file.speakers.flatMap((speaker) => speaker.entries), ...file.phrases];
  return entries.flatMap((entry) => entry.patterns);
}
