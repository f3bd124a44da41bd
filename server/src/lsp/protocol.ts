// What client and server say to each other beyond LSP. The client imports this file and nothing else of the server;
// so it holds types and names only, no code that runs.
import type { Range } from 'vscode-languageserver-types';

export type Permanence = 'success' | 'temporary' | 'permanent';

/** `initializationOptions` of the initialize request; all optional, so that any editor may leave them out. */
export interface InitializationOptions {
  /** The text of `dist/catalog.json`. A host that can read its own files (Node) needs none; a web worker does. */
  catalog?: string;
  /** The client runs the `smtpLens.*` commands, so hovers may carry links to them and lenses may use them. */
  commandLinks?: boolean;
  /** Translations of the interface's strings (the contents of an `l10n/bundle.l10n.<language>.json`). */
  messages?: { [english: string]: string };
  /** Settings, for clients without `workspace/configuration`. */
  settings?: Partial<Settings>;
}

/** The section `smtpLens` of the settings, as `workspace/configuration` hands it over. */
export interface Settings {
  /** Language ids served besides `maillog`, `eml` and `log`. The client's affair; the server reads what it is sent. */
  languages: string[];
  diagnostics: {
    enabled: boolean;
    /** At most so many per file, 1–1000. */
    maximum: number;
    /** Default severity by class of failure. */
    severity: { ours: Severity; permanent: Severity; temporary: Severity; refused: Severity };
    /** Severity by reason (`mailbox-full`), which wins over the class. */
    severityByReason: { [reason: string]: Severity };
  };
  codeLens: {
    enabled: boolean;
    /** At most so many per file, 1–1000. */
    maximum: number;
  };
}

export type Severity = 'error' | 'warning' | 'information' | 'hint' | 'off';

/** `smtpLens/codes`: a row per entry and codes of one open document, success included. */
export const codesRequest = 'smtpLens/codes';
export interface CodesParams {
  textDocument: { uri: string };
}
export interface CodesResult {
  rows: CodeRow[];
  /** How many occurrences the rows add up to. */
  total: number;
  /** How many deliveries ended how: `delivered`, `deferred`, `bounced`, `rejected` … */
  deliveries: { [outcome: string]: number };
  /** A sentence where something was left out, else null. */
  truncated: string | null;
}
export interface CodeRow {
  /** For `550 5.1.1 <a@b>` this is `550 5.1.1`; empty where the failure carries no code. */
  code: string;
  /** Entry id in the catalogue, null where nothing explains it. */
  entry: string | null;
  title: string;
  reason: string;
  /** The reason in words, for people. */
  reasonTitle: string;
  permanence: Permanence | null;
  /** Provider or server whose words they are ("Gmail"), null where unknown. */
  provider: string | null;
  count: number;
  /** Distinct recipients. */
  recipients: number;
  /** The first occurrence's code (or words). */
  first: Range;
  last: Range;
}

/** `smtpLens/occurrences`: where a row of `smtpLens/codes` occurs, in order of the file. */
export const occurrencesRequest = 'smtpLens/occurrences';
export interface OccurrencesParams {
  textDocument: { uri: string };
  /** `code` and `entry` as in the row. */
  code: string;
  entry: string | null;
}
export interface OccurrencesResult {
  ranges: Range[];
  /** How many there are in all; more than `ranges` when a limit was reached (10,000). */
  total: number;
}

/** `smtpLens/explain`: what a code, a reply or a whole log line means, as a person pastes it. Same as `smtp-lens explain`. */
export const explainRequest = 'smtpLens/explain';
export interface ExplainParams {
  text: string;
}
export interface Explanation {
  version: 1;
  input: string;
  reply: string | null;
  enhanced: string | null;
  permanence: Permanence | null;
  reason: string;
  entry: string | null;
  title: string;
  meaning: string;
  causes: string[];
  actions: { who: string; do: string }[];
  notes: string[];
  sources: { title: string; url: string | null }[];
  provider: string | null;
  confidence: 'exact' | 'phrase' | 'code' | 'class' | null;
  alternatives: { entry: string; title: string; reason: string; why: string }[];
}

/** `smtpLens/index`: every page of the reference, in the order in which to list them. */
export const indexRequest = 'smtpLens/index';
export interface IndexResult {
  /** A heading ("Replies", "Enhanced status codes", "Gmail") and its pages. */
  groups: { title: string; entries: IndexRow[] }[];
}
export interface IndexRow {
  entry: string;
  /** `550`, `5.1.1`; empty for an entry known by its words. */
  code: string;
  title: string;
  reason: string;
  reasonTitle: string;
  permanence: Permanence | null;
}

/** `smtpLens/search`: pages that fit codes, words, product names, typed by a person; best first. */
export const searchRequest = 'smtpLens/search';
export interface SearchParams {
  query: string;
  /** 1–200. */
  limit: number;
}
export interface SearchResult {
  entries: IndexRow[];
}

/** `smtpLens/page`: one page of the reference; null for an id that the catalogue does not know. */
export const pageRequest = 'smtpLens/page';
export interface PageParams {
  entry: string;
}
export interface ReferencePage {
  entry: string;
  code: string;
  title: string;
  /** `Permanent failure`, `Temporary failure` …, in words. */
  permanence: Permanence | null;
  reason: string;
  reasonTitle: string;
  /** Whose words: `Gmail`, null for the standard's. */
  speaker: string | null;
  /** How sure we are, as a sentence. */
  evidence: string;
  meaning: string;
  causes: string[];
  actions: { who: string; whoTitle: string; do: string }[];
  notes: string[];
  /** What the 2010 reference said and no longer holds. */
  formerly: string[];
  /** Replies that it is recognised by. */
  samples: string[];
  /** Other readings: reason by phase or product. */
  readings: { title: string; reasonTitle: string; when: string }[];
  see: IndexRow[];
  sources: { title: string; publisher: string; url: string | null }[];
}

/** Notification of the server: the analysis of a document is ready for this version, or has come further. */
export const statusNotification = 'smtpLens/status';
export interface StatusParams {
  uri: string;
  version: number;
  /** `reading`: under way, `done` 0–1; `ready`; `silent`: holds no mail, nothing is shown. */
  state: 'reading' | 'ready' | 'silent';
  done: number;
  kind: 'log' | 'message';
  lines: number;
  /** Occurrences of codes, and failures without a code. */
  codes: number;
  /** Sentences that say what was left out and why; empty when nothing was. */
  leftOut: string[];
}

/** Requests of the server to the client: files beside the open one. The server itself reads none. */
export const readFileRequest = 'smtpLens/readFile';
export interface ReadFileParams {
  uri: string;
}
export interface ReadFileResult {
  /** Base64 of the bytes; null where the file cannot be read. */
  base64: string | null;
}
export const listFilesRequest = 'smtpLens/listFiles';
export interface ListFilesParams {
  /** Folder. */
  uri: string;
}
export interface ListFilesResult {
  names: string[];
}

/** Commands that the server's links and lenses name; the client runs them. */
export const commands = {
  /** Arguments: entry id. Opens the page of the reference. */
  openReference: 'smtpLens.openReference',
  /** Arguments: uri, code, entry (as in `CodeRow`). Shows where they all are. */
  showAll: 'smtpLens.showAll',
  /** Arguments: uri. Opens the list of codes. */
  listCodes: 'smtpLens.listCodes',
  /** Arguments: text or none. */
  lookUp: 'smtpLens.lookUpCode',
} as const;
