// What do the files of catalog/ hold? Read once, for the tests beside this file. Deliberately absent: any check.
// Every problem that a test reports names the file and the entry, so that the writer of data need not search.
import { readFileSync } from 'node:fs';
import { catalogFiles, idOf } from '../../catalog/schema/order.mjs';
import type {
  Action,
  EnhancedEntry,
  Family,
  Prose,
  Reason,
  ReasonId,
  Source,
  Speaker,
} from '../../catalog/schema/types.d.ts';
import { type Question, questionOn } from '../../server/src/core/model/question.ts';

export const readJson = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8'));

/** Path below catalog/, and the parsed content. */
export const files = catalogFiles().map((path) => ({ path, content: readJson(`catalog/${path}`) }));

/** One entry as the tests see it: whatever kind it is, with the file that it stands in. */
export interface Told extends Partial<Prose> {
  file: string;
  /** The id, or the code of an enhanced entry; what a report calls it. */
  name: string;
  reason?: ReasonId;
  sources: string[];
  see?: string[];
  formerly?: string[];
  keywords?: string[];
  evidence?: string;
  patterns?: { text?: string; sample: string }[];
  readings?: { title: string; when: string; reason: ReasonId }[];
  classes?: EnhancedEntry['classes'];
  actions: Action[];
}

const folders = ['providers', 'servers', 'filters', 'blocklists', 'clients'];

/** The files of one speaker each. */
export const speakers = files
  .filter(({ path }) => folders.includes(path.split('/')[0] ?? ''))
  .map(({ path, content }) => ({ path, speaker: content as Speaker }));

/** Every entry of every file. */
export const entries: Told[] = files.flatMap(({ path, content }) => {
  const list = (content as { entries?: Told[] }).entries ?? [];
  return list.map((entry) => ({ ...entry, file: path, name: idOf(entry as { id?: string }) }));
});

export const { families, reasons } = readJson('catalog/reasons.json') as {
  families: Family[];
  reasons: Reason[];
};
export const sources = readJson('catalog/sources.json') as Record<string, Source>;
export const enhanced = (readJson('catalog/codes/enhanced.json') as { entries: EnhancedEntry[] }).entries;

/** The ids that an entry is found by: `X.1.1` with classes 4 and 5 is `enhanced/4.1.1` and `enhanced/5.1.1`. */
export function idsOf(entry: Told): string[] {
  if (!entry.classes) return [entry.name];
  return Object.keys(entry.classes).map((digit) => `enhanced/${entry.name.replace('X', digit)}`);
}

/** `codes/reply.json, reply/550: <what>`. */
export const problem = (entry: Told, what: string) => `catalog/${entry.file}, ${entry.name}: ${what}`;

/** Who would say a sample: a provider answers from its host; any other program writes the line itself. */
export function asked({ speaker }: { speaker: Speaker | null }, sample: string): Question {
  if (speaker?.kind === 'provider')
    return questionOn(sample, null, `mx.${speaker.hosts?.[0] ?? 'example.net'}`);
  return questionOn(sample, speaker && speaker.kind !== 'blocklist' ? speaker.id : null);
}
