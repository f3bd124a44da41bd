// What the report and its panel say to each other. Both sides check what they are handed: a message is `unknown` until one of
// the guards below has looked at it. Types and guards only.
import type {
  ExportFormat,
  ReportFilter,
  ReportResult,
  ReportRow,
  ReportView,
} from '../../../../server/src/lsp/protocol';

export type { ExportFormat, ReportFilter, ReportResult, ReportRow, ReportView };

/** The lists of a filter; time is apart. */
export const facets = ['outcomes', 'reasons', 'codes', 'hosts', 'domains', 'senders', 'recipients'] as const;
export type Facet = (typeof facets)[number];

/** The words of the page, translated by the panel; `{0}` stands for a number or a name. */
export interface Words {
  title: string;
  scanning: string;
  stop: string;
  stopped: string;
  notReached: string;
  lost: string;
  again: string;
  reading: string;
  unreachable: string;
  empty: string;
  emptyHint: string;
  noMatch: string;
  summary: string;
  files: string;
  noMail: string;
  filters: string;
  noFilter: string;
  clear: string;
  remove: string;
  only: string;
  from: string;
  to: string;
  export: string;
  timeline: string;
  timelineHint: string;
  asTable: string;
  time: string;
  bar: string;
  withoutTime: string;
  outcomes: { [outcome: string]: string };
  facets: { [facet in Facet]: string };
  waits: string;
  waitsHint: string;
  sampled: string;
  parts: [string, string, string, string];
  part: string;
  median: string;
  percent: string;
  longest: string;
  slowest: string;
  recipient: string;
  host: string;
  total: string;
  deferrals: string;
  deferralsHint: string;
  ends: { [end: string]: string };
  unexplained: string;
  said: string;
  unexplainedHint: string;
  nothingUnexplained: string;
  name: string;
  code: string;
  reason: string;
  permanence: { permanent: string; temporary: string; success: string; unknown: string };
  count: string;
  failed: string;
  first: string;
  line: string;
  lineIn: string;
  actions: string;
  explain: string;
  others: string;
  atLeast: string;
  more: string;
  seconds: string;
}

export interface Progress {
  /** 0–1. */
  done: number;
  file: string;
  lines: number;
}

export type ToPage =
  | { type: 'words'; words: Words; of: PageState['of']; name: string }
  | { type: 'report'; result: ReportResult; progress: Progress | null; stopped: boolean }
  | { type: 'progress'; progress: Progress | null }
  /** The server that held the scan is gone. */
  | { type: 'lost' }
  | { type: 'unreachable' };

export type ToPanel =
  | { type: 'ready'; filter: ReportFilter }
  | { type: 'filter'; filter: ReportFilter }
  | { type: 'refresh' }
  | { type: 'stop' }
  | { type: 'again' }
  | { type: 'go'; file: number; line: number }
  | { type: 'explain'; entry: string }
  | { type: 'export'; format: ExportFormat };

/** What the page keeps for itself over a reload of the window. */
export interface PageState {
  /** One open document, or the files of a scan. */
  of: { uri: string } | { files: string[] };
  filter: ReportFilter;
  scroll: number;
}

type Fields = { [field: string]: unknown };

export function isToPanel(message: unknown): message is ToPanel {
  const { type, filter, file, line, entry, format } = (message ?? {}) as Fields;
  switch (type) {
    case 'ready':
    case 'filter':
      return typeof filter === 'object' && filter !== null;
    case 'refresh':
    case 'stop':
    case 'again':
      return true;
    case 'go':
      return Number.isInteger(file) && Number.isInteger(line);
    case 'explain':
      return typeof entry === 'string';
    case 'export':
      return format === 'csv' || format === 'json' || format === 'markdown';
    default:
      return false;
  }
}

export function isToPage(message: unknown): message is ToPage {
  const type = (message as { type?: unknown } | null)?.type;
  return (
    type === 'words' || type === 'report' || type === 'progress' || type === 'lost' || type === 'unreachable'
  );
}

/** Any JSON as a filter: what makes no sense is left out. */
export function asFilter(kept: unknown): ReportFilter {
  const raw = (kept ?? {}) as Fields;
  const lists = facets.flatMap((facet) => {
    const list = raw[facet];
    const texts = Array.isArray(list) ? list.filter((item) => typeof item === 'string') : [];
    return texts.length > 0 ? [[facet, texts] as const] : [];
  });
  return {
    ...Object.fromEntries(lists),
    ...(typeof raw.from === 'number' && { from: raw.from }),
    ...(typeof raw.to === 'number' && { to: raw.to }),
  };
}

/** @returns what was kept, made whole; null where it is not ours */
export function asPageState(kept: unknown): PageState | null {
  const { of, filter, scroll } = (kept ?? {}) as Fields;
  const { uri, files } = (of ?? {}) as Fields;
  const rest = { filter: asFilter(filter), scroll: typeof scroll === 'number' ? scroll : 0 };
  if (typeof uri === 'string') return { of: { uri }, ...rest };
  const texts = Array.isArray(files) ? files.filter((file) => typeof file === 'string') : [];
  return texts.length > 0 ? { of: { files: texts }, ...rest } : null;
}
