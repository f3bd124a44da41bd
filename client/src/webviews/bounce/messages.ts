// What the summary of a bounce and its panel say to each other. Both sides check what they are handed: a message is `unknown`
// until one of the guards below has looked at it. Types and guards only.
import type { BounceSummary } from '../../../../server/src/lsp/protocol';

export type { BounceSummary };
export type Card = BounceSummary['recipients'][number];
export type Fact = BounceSummary['message'][number];
export type Way = BounceSummary['ways'][number];
export type CheckedField = BounceSummary['checks'][number];
export type Place = Card['range'];

/** The words of the page, translated by the panel; `{0}` stands for a number or a name. */
export interface Words {
  kinds: { [kind in BounceSummary['kind']]: string };
  permanence: { permanent: string; temporary: string; success: string };
  outcomes: { [outcome: string]: string };
  recipients: string;
  nobody: string;
  over: string;
  actions: string;
  causes: string;
  alternatives: string;
  details: string;
  reply: string;
  code: string;
  host: string;
  provider: string;
  time: string;
  retryUntil: string;
  sources: string;
  explain: string;
  show: string;
  showLine: string;
  message: string;
  ownMessage: string;
  report: string;
  allReport: string;
  field: string;
  value: string;
  meaning: string;
  ways: { returned: string; message: string };
  wayTotal: string;
  hop: string;
  server: string;
  from: string;
  wait: string;
  date: string;
  chart: string;
  encrypted: string;
  plain: string;
  checks: { returned: string; message: string };
  check: string;
  result: string;
  domain: string;
  texts: string;
  allText: string;
  line: string;
  lines: string;
  leftOut: string;
  listCodes: string;
  copyRedacted: string;
  /** `{0}` of `{1}` */
  place: string;
  chooseMessage: string;
  previous: string;
  next: string;
  reading: string;
  unreachable: string;
  retry: string;
}

export type ToPage =
  | { type: 'words'; words: Words; uri: string; file: string }
  | { type: 'summary'; summary: BounceSummary }
  | { type: 'unreachable' };

export type ToPanel =
  | { type: 'ready'; message: number | null }
  | { type: 'refresh' }
  | { type: 'message'; message: number }
  | { type: 'go'; line: number; character: number; endLine: number; endCharacter: number }
  | { type: 'explain'; entry: string }
  | { type: 'external'; url: string }
  | { type: 'command'; name: 'text' | 'codes' | 'redacted' };

/** What the page keeps for itself over a reload of the window. */
export interface PageState {
  uri: string;
  /** Which message of the file is shown, from 0; null before the first is drawn. */
  message: number | null;
  scroll: number;
  /** Sections that the reader opened or closed, by their name. */
  open: { [section: string]: boolean };
}

export function isToPanel(message: unknown): message is ToPanel {
  const { type, line, character, endLine, endCharacter, entry, url, name, ...rest } = (message ?? {}) as {
    [field: string]: unknown;
  };
  switch (type) {
    case 'ready':
      return rest.message === null || isCount(rest.message);
    case 'refresh':
      return true;
    case 'message':
      return isCount(rest.message);
    case 'go':
      return [line, character, endLine, endCharacter].every(isCount);
    case 'explain':
      return typeof entry === 'string' && entry.length <= 200;
    case 'external':
      return typeof url === 'string';
    case 'command':
      return name === 'text' || name === 'codes' || name === 'redacted';
    default:
      return false;
  }
}

const isCount = (number: unknown): number is number =>
  typeof number === 'number' && Number.isInteger(number) && number >= 0;

export function isToPage(message: unknown): message is ToPage {
  const type = (message as { type?: unknown } | null)?.type;
  return type === 'words' || type === 'summary' || type === 'unreachable';
}

/** @returns what was kept, made whole; null where it is not ours */
export function asPageState(kept: unknown): PageState | null {
  const { uri, message, scroll, open } = (kept ?? {}) as { [field: string]: unknown };
  if (typeof uri !== 'string') return null;
  const opened =
    open && typeof open === 'object'
      ? Object.entries(open).filter((pair): pair is [string, boolean] => typeof pair[1] === 'boolean')
      : [];
  return {
    uri,
    message: isCount(message) ? message : null,
    scroll: typeof scroll === 'number' ? scroll : 0,
    open: Object.fromEntries(opened.slice(0, 500)),
  };
}
