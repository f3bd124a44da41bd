// What the code reference and its panel say to each other. Both sides check what they are handed: a message is
// `unknown` until one of the guards below has looked at it. Types and guards only.
import type { IndexResult, IndexRow, ReferencePage } from '../../../../server/src/lsp/protocol';

export type { IndexRow, ReferencePage };

/** The words of the page, translated by the panel; `{0}` stands for a number or a name. */
export interface Words {
  title: string;
  search: string;
  searchHint: string;
  back: string;
  forward: string;
  list: string;
  pages: string;
  found: string;
  foundNothing: string;
  foundNothingHint: string;
  welcome: string;
  welcomeHint: string;
  missing: string;
  unreachable: string;
  retry: string;
  permanence: { permanent: string; temporary: string; success: string };
  reason: string;
  speaker: string;
  meaning: string;
  actions: string;
  causes: string;
  readings: string;
  notes: string;
  formerly: string;
  samples: string;
  moreSamples: string;
  see: string;
  sources: string;
}

export type ToPage =
  | { type: 'words'; words: Words; groups: IndexResult['groups'] }
  | { type: 'results'; query: string; entries: IndexRow[] }
  | { type: 'page'; entry: string; page: ReferencePage | null }
  /** The panel was asked for this page, from a hover for instance. */
  | { type: 'show'; entry: string }
  /** Back (-1) or forward. */
  | { type: 'step'; by: -1 | 1 }
  | { type: 'unreachable' };

export type ToPanel =
  | { type: 'ready' }
  | { type: 'search'; query: string }
  | { type: 'page'; entry: string }
  | { type: 'external'; url: string };

/** What the page keeps for itself over a reload of the window: the pages read, and which of them is shown. */
export interface PageState {
  trail: string[];
  at: number;
  query: string;
}

export function isToPanel(message: unknown): message is ToPanel {
  const { type, query, entry, url } = (message ?? {}) as { [field: string]: unknown };
  if (type === 'ready') return true;
  if (type === 'search') return typeof query === 'string' && query.length <= 2000;
  if (type === 'page') return typeof entry === 'string' && entry.length <= 200;
  return type === 'external' && typeof url === 'string';
}

export function isToPage(message: unknown): message is ToPage {
  const type = (message as { type?: unknown } | null)?.type;
  return ['words', 'results', 'page', 'show', 'step', 'unreachable'].includes(String(type));
}

/** @returns what was kept, made whole */
export function asPageState(kept: unknown): PageState {
  const { trail, at, query } = (kept ?? {}) as { [field: string]: unknown };
  const entries = Array.isArray(trail) ? trail.filter((entry) => typeof entry === 'string').slice(-100) : [];
  const place = typeof at === 'number' && Number.isInteger(at) ? at : entries.length - 1;
  return {
    trail: entries,
    at: Math.max(-1, Math.min(entries.length - 1, place)),
    query: typeof query === 'string' ? query : '',
  };
}
