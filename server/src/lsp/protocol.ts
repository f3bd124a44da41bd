// What client and server say to each other beyond LSP. The client imports this file and nothing else of the server;
// so it holds types and names only, no code that runs.
import type { Permanence } from '../core/codes/code.ts';
import type { BounceSummary } from '../core/features/bounceSummary.ts';
import type { CodeRow, CodesResult, OccurrencesResult } from '../core/features/codeList.ts';
import type { DecodedText } from '../core/features/decodedText.ts';
import type { Explanation } from '../core/features/explain.ts';
import type { FollowResult } from '../core/features/follow.ts';
import type { IndexResult, ReferencePage } from '../core/features/reference.ts';
import type { IndexRow } from '../core/features/referenceLinks.ts';
import type { SearchResult } from '../core/features/referenceSearch.ts';
import type { SelectionQuery, SelectionResult } from '../core/features/selection.ts';
import type { FeatureSettings, Severity } from '../core/features/settings.ts';
import type { UnexplainedResult } from '../core/features/unexplained.ts';
import type { ExportFormat } from '../core/scan/exportReport.ts';
import type { ReportFilter } from '../core/scan/reportFilter.ts';
import type { ReportRow } from '../core/scan/reportRows.ts';
import type { ReportView } from '../core/scan/reportView.ts';

export type {
  BounceSummary,
  CodeRow,
  CodesResult,
  DecodedText,
  Explanation,
  ExportFormat,
  FollowResult,
  IndexResult,
  IndexRow,
  OccurrencesResult,
  Permanence,
  ReferencePage,
  ReportFilter,
  ReportRow,
  ReportView,
  SearchResult,
  SelectionQuery,
  Severity,
  UnexplainedResult,
};

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
export interface Settings extends FeatureSettings {
  /** Language ids served besides `maillog`, `eml` and `log`. The client's affair; the server reads what it is sent. */
  readonly languages: string[];
  /** Files of the user's own rules. The client reads them and sends `smtpLens/rules`. */
  readonly rules: { readonly files: string[] };
}

/** `smtpLens/codes`: a row per entry and codes of one open document, success included. */
export const codesRequest = 'smtpLens/codes';
export interface CodesParams {
  textDocument: { uri: string };
  /** Only rows with an occurrence on whose line this stands, or whose recipient it is part of: an address, a host, words. */
  holding?: string;
}
/** `smtpLens/occurrences`: where a row of `smtpLens/codes` occurs, in order of the file. */
export const occurrencesRequest = 'smtpLens/occurrences';
export interface OccurrencesParams {
  textDocument: { uri: string };
  /** `code` and `entry` as in the row. */
  code: string;
  entry: string | null;
}
/** `smtpLens/follow`: all of one message in an open log; null where the position names none. */
export const followRequest = 'smtpLens/follow';
export interface FollowParams {
  textDocument: { uri: string };
  /** A place in a line of the message: on an id that one is followed, elsewhere the line's own. */
  position: { line: number; character: number };
  /** Look in the rotated siblings of the log and in the other open logs too. */
  elsewhere?: boolean;
}
/** `smtpLens/select`: the lines of a filtered view of an open log; null for a saved message. */
export const selectRequest = 'smtpLens/select';
export interface SelectParams extends SelectionQuery {
  textDocument: { uri: string };
}
export interface SelectResult extends SelectionResult {
  /** Of the document: a view of another version would show other lines. */
  version: number;
}
/** `smtpLens/bounceSummary`: all that an open saved message says, on one page; null for a log. */
export const bounceSummaryRequest = 'smtpLens/bounceSummary';
/** In a file of several messages: the number of one, from 0, or a line of it; the first where neither is given. */
export interface BounceSummaryParams {
  textDocument: { uri: string };
  message?: number | null;
  line?: number | null;
}
/** `smtpLens/decodedText`: the readable text of an open saved message's parts; null for a log. */
export const decodedTextRequest = 'smtpLens/decodedText';
/** `smtpLens/unexplained`: the failures of a document that have no known reason, redacted, as a text; null where it is not open. */
export const unexplainedRequest = 'smtpLens/unexplained';
/** `smtpLens/redact`: a document, or ranges of it, with made-up names for people, hosts and ids; the same ones throughout. */
export const redactRequest = 'smtpLens/redact';
/** Parameters of the requests about one open document and nothing else. */
export interface DocumentParams {
  textDocument: { uri: string };
}
export interface RedactParams extends DocumentParams {
  /** In the order of the file; their texts are joined by line ends. null or left out: the whole document. */
  ranges?: { start: { line: number; character: number }; end: { line: number; character: number } }[] | null;
}
export interface RedactResult {
  text: string;
}
/** `smtpLens/explain`: what a code, a reply or a whole log line means, as a person pastes it. Same as `smtp-lens explain`. */
export const explainRequest = 'smtpLens/explain';
export interface ExplainParams {
  text: string;
}
/** `smtpLens/index`: every page of the reference, in the order in which to list them. */
export const indexRequest = 'smtpLens/index';
/** `smtpLens/search`: pages that fit codes, words, product names, typed by a person; best first. */
export const searchRequest = 'smtpLens/search';
export interface SearchParams {
  query: string;
  /** 1–200. */
  limit: number;
}
/** `smtpLens/page`: one page of the reference; null for an id that the catalogue does not know. */
export const pageRequest = 'smtpLens/page';
export interface PageParams {
  entry: string;
}
/** A file that the user asked to be read; the server reads no other. */
export interface FileToRead {
  uri: string;
  /** As it is shown: `mail.log.2.gz`. */
  name: string;
  /** Bytes, packed as it is. */
  size: number;
  /** When it was last written, for stamps without a year. */
  written: { year: number; month: number; day: number } | null;
}
/** `smtpLens/openArchive`: the text of a compressed file, as far as an editor can take it; null where it cannot be read. */
export const openArchiveRequest = 'smtpLens/openArchive';
export interface OpenArchiveParams {
  file: FileToRead;
}
export interface OpenArchiveResult {
  text: string;
  kind: 'log' | 'message';
  /** Sentences that say what is missing. */
  leftOut: string[];
}
/** `smtpLens/rotatedFiles`: those of the same log as `name`, or all by log where it is null, in the order of writing. */
export const rotatedFilesRequest = 'smtpLens/rotatedFiles';
export interface RotatedFilesParams {
  name: string | null;
  /** Of the files in one folder. */
  names: string[];
}
export interface RotatedFilesResult {
  names: string[];
}
/** `smtpLens/scan`: reads files one after the other; answers when all are read or the request is cancelled. */
export const scanRequest = 'smtpLens/scan';
export interface ScanParams {
  /** Given by the client; names the scan in `smtpLens/report`. */
  id: string;
  files: FileToRead[];
}
/** Notification of the server: a scan has come further. */
export const scanProgressNotification = 'smtpLens/scanProgress';
export interface ScanProgressParams {
  id: string;
  /** Number of the file that is being read. */
  file: number;
  /** Of all files, 0–1. */
  done: number;
  bytes: number;
  lines: number;
  finished: boolean;
}
/** Notification of the client: nobody will ask about this scan any more. */
export const scanClosedNotification = 'smtpLens/scanClosed';
export interface ScanClosedParams {
  id: string;
}
/** What a report is about: a scan, or one open document. */
export type ReportOf = { scan: string } | { uri: string; written: FileToRead['written'] };
/** `smtpLens/report`: what a scan or an open document adds up to under a filter; null where there is no such thing. */
export const reportRequest = 'smtpLens/report';
export interface ReportParams {
  of: ReportOf;
  filter: ReportFilter;
}
export interface ReportResult {
  view: ReportView;
  files: ScannedFile[];
  lines: number;
  /** False: stamps have no year, and the one in `timeline` means nothing. */
  yearKnown: boolean;
}
export interface ScannedFile {
  uri: string;
  name: string;
  lines: number;
  /** Sentences; empty where all of it was read. */
  leftOut: string[];
  holdsMail: boolean;
  /** False: nothing of it has been read (yet). */
  reached: boolean;
}
/** `smtpLens/exportReport`: the report under a filter as a text. */
export const exportReportRequest = 'smtpLens/exportReport';
export interface ExportReportParams extends ReportParams {
  format: ExportFormat;
}
export interface ExportReportResult {
  text: string;
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

/** Notification of the client: the user's own rules, all files in place of those sent before. */
export const rulesNotification = 'smtpLens/rules';
export interface RulesParams {
  /** `text` null: the file cannot be read. */
  files: { uri: string; text: string | null }[];
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
/** A part of a file that the client named in a request of its own, for a server that has no disk. */
export const readPieceRequest = 'smtpLens/readPiece';
export interface ReadPieceParams {
  uri: string;
  offset: number;
  length: number;
}
export interface ReadPieceResult {
  /** Base64 of the bytes; null where the file cannot be read. */
  base64: string | null;
  /** Nothing comes behind them. */
  end: boolean;
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
export { commandNames as commands } from '../core/features/commands.ts';
