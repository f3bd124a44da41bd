// Everything that an editor, the command line or a web page can ask the engine: this file is its table of contents.
import type {
  CallHierarchyItem,
  CodeAction,
  CodeLens,
  Diagnostic,
  DocumentHighlight,
  DocumentLink,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  Position,
  Range,
  SelectionRange,
  SemanticTokens,
  WorkspaceSymbol,
} from 'vscode-languageserver-types';
import { type Analysis, analyzeLog, analyzeMessage } from './analyze.ts';
import { Catalog } from './catalog/catalog.ts';
import { type RuleProblem, readRules } from './catalog/rules.ts';
import { type BounceSummary, bounceSummary } from './features/bounceSummary.ts';
import { hopAt, hopsFrom, hopsInto, type Step } from './features/callHierarchy.ts';
import { codeActions } from './features/codeActions.ts';
import { codeLenses } from './features/codeLenses.ts';
import { type CodesResult, codes, type OccurrencesResult, occurrences } from './features/codeList.ts';
import { type DecodedText, decodedText } from './features/decodedText.ts';
import { deferralOutcomes } from './features/deferralOutcomes.ts';
import { definition } from './features/definition.ts';
import { diagnostics } from './features/diagnostics.ts';
import { documentLinks } from './features/documentLinks.ts';
import { type Explanation, explain } from './features/explain.ts';
import { folding } from './features/folding.ts';
import {
  beginFollowing,
  type FollowResult,
  follow,
  type Searched,
  type SearchedFile,
  tell,
} from './features/follow.ts';
import { highlight } from './features/highlight.ts';
import { hoverLine, hoverMessage } from './features/hover.ts';
import { inlayHints } from './features/inlayHints.ts';
import { messageAt } from './features/messageAt.ts';
import { messageFolding } from './features/messageFolding.ts';
import { messageLinks } from './features/messageLinks.ts';
import { messageSymbols } from './features/messageSymbols.ts';
import { laterOf } from './features/outcome.ts';
import { redactDocument } from './features/redactDocument.ts';
import { type IndexResult, index, page, type ReferencePage } from './features/reference.ts';
import { ReferenceSearch, type SearchResult } from './features/referenceSearch.ts';
import { references } from './features/references.ts';
import type { MessageChoice } from './features/reportOfMessage.ts';
import { type SelectionQuery, type SelectionResult, selectLines } from './features/selection.ts';
import { logSelection, messageSelection } from './features/selectionRanges.ts';
import { semanticTokens } from './features/semanticTokens.ts';
import type { FeatureSettings } from './features/settings.ts';
import { type DocumentStatus, statusOf } from './features/status.ts';
import { documentSymbols } from './features/symbols.ts';
import { type UnexplainedResult, unexplained } from './features/unexplained.ts';
import type { Speech } from './features/wording.ts';
import { workspaceSymbols } from './features/workspaceSymbols.ts';
import { initialState, readPage } from './formats/readPage.ts';
import { translator } from './l10n.ts';
import type { Assembly } from './model/assemble.ts';
import type { Attempt, LogRecord } from './model/attempt.ts';
import type { DeferralTotals } from './model/deferrals.ts';
import type { Message } from './model/message.ts';
import type { MessageHost } from './reports/readReport.ts';
import type { PagedText } from './text/pagedText.ts';
import { Judge } from './verdict/verdict.ts';

export type DocumentKind = 'log' | 'message';
export type {
  Analysis,
  BounceSummary,
  CodesResult,
  DecodedText,
  DeferralTotals,
  DocumentStatus,
  Explanation,
  FeatureSettings,
  FollowResult,
  IndexResult,
  OccurrencesResult,
  ReferencePage,
  SearchedFile,
  SearchResult,
  SelectionResult,
};

export interface ServiceOptions {
  /** English sentence → translated sentence. */
  readonly messages?: { readonly [english: string]: string };
  /** The client runs `smtpLens.*` commands behind links. */
  readonly commandLinks?: boolean;
  /** Hovers in plain text, for clients that show no Markdown. */
  readonly plainText?: boolean;
  /** Decodes character sets; the host has a TextDecoder, the engine none. */
  readonly messageHost?: MessageHost;
}

export interface Service {
  /** The parts that the command line needs one by one. */
  readonly judge: Judge;
  readonly speech: Speech;
  readonly messageHost: MessageHost;
  /**
   * Takes the user's rules, one text per file, in place of those before; every analysis made by then is out of date.
   * @returns the mistakes of each file, in the order of `texts`
   */
  setRules(texts: readonly string[]): RuleProblem[][];
  /** Analyses a document page by page, reusing what `previous` has of the same pages; yields the share done (0–1). */
  analyze(text: PagedText, kind: DocumentKind, previous?: Analysis): Generator<number, Analysis>;
  /** Answers from the page alone; facts about the file are added where the analysis is there. */
  hover(
    text: PagedText,
    kind: DocumentKind,
    analysis: Analysis | null,
    position: Position,
    uri: string,
  ): Hover | null;
  diagnostics(analysis: Analysis, uri: string, settings: FeatureSettings): Diagnostic[];
  /** The outline: a message's parts, or a log's messages. Yields the share done. */
  documentSymbols(analysis: Analysis): Generator<number, DocumentSymbol[]>;
  /** What leads on from the problems under the cursor. */
  codeActions(diagnostics: readonly Diagnostic[]): CodeAction[];
  /** What can be folded in a message; of a log `logFolding` tells. */
  foldingRanges(text: PagedText, kind: DocumentKind): FoldingRange[];
  codeLenses(analysis: Analysis, uri: string, settings: FeatureSettings): CodeLens[];
  /** All of one message in a log: its lines and its story; null where the position names none. Yields the share done. */
  follow(
    text: PagedText,
    analysis: Analysis | null,
    position: Position,
  ): Generator<number, FollowResult | null>;
  /** The same in several files, whose texts the caller hands over in turn; null where the position names none. */
  beginFollowing(
    text: PagedText,
    position: Position,
    files: readonly SearchedFile[],
    asked: number,
    analysisOf: (text: PagedText) => Analysis | null,
  ): Assembly | null;
  /** What was found in several files. */
  tellMessage(message: Message, searched: Searched): Generator<number, FollowResult>;
  /** The hop (queue id) of a message that a place in one of several files names, and its neighbours. */
  readonly hops: {
    at(message: Message, file: number, position: Position, uris: readonly string[]): CallHierarchyItem | null;
    into(message: Message, id: string, uris: readonly string[]): Step[];
    from(message: Message, id: string, uris: readonly string[]): Step[];
  };
  /** Addresses, queue ids and message-ids of a file that hold `query`. Yields the share done. */
  workspaceSymbols(text: PagedText, uri: string, query: string): Generator<number, WorkspaceSymbol[]>;
  /** What a selection at a position grows to. */
  selectionRange(
    text: PagedText,
    kind: DocumentKind,
    analysis: Analysis | null,
    position: Position,
  ): SelectionRange;
  /** The lines of a filtered view of a log. Yields the share done. */
  select(analysis: Analysis, query: SelectionQuery): Generator<number, SelectionResult>;
  /** Where the message under a position begins. */
  definition(text: PagedText, analysis: Analysis | null, position: Position): Generator<number, Range | null>;
  /** The lines of the message, the recipient or the host under a position, the places of a code. */
  references(text: PagedText, analysis: Analysis | null, position: Position): Generator<number, Range[]>;
  /** The other places of the id under a position, near it. */
  highlight(text: PagedText, position: Position): DocumentHighlight[];
  /** Web addresses and RFCs in what a saved report says. */
  messageLinks(analysis: Analysis): DocumentLink[];
  /** Web addresses and RFCs in a log. */
  documentLinks(text: PagedText): Generator<number, DocumentLink[]>;
  /** How the deferrals of a log ended, added up. Yields the share done. */
  deferralOutcomes(analysis: Analysis): Generator<number, DeferralTotals>;
  /** Runs of lines of a log that say much the same. */
  logFolding(analysis: Analysis): Generator<number, FoldingRange[]>;
  /** The codes in a range; of a log without its analysis too, of a message only with it. */
  semanticTokens(
    text: PagedText,
    kind: DocumentKind,
    analysis: Analysis | null,
    range: Range,
  ): SemanticTokens;
  /** The reasons behind the codes in a range of a log, and, unless it is a view of another, the waits behind its stamps. */
  inlayHints(text: PagedText, analysis: Analysis | null, range: Range, uri?: string): InlayHint[];
  /** @param holding only rows with an occurrence that holds this */
  codes(analysis: Analysis, holding?: string): CodesResult;
  occurrences(analysis: Analysis, code: string, entry: string | null): OccurrencesResult;
  /** All that a saved message says, on one page; null for a log. */
  bounceSummary(analysis: Analysis, choice?: MessageChoice): BounceSummary | null;
  /** The readable text of a saved message's parts, as a document. */
  decodedText(text: PagedText): DecodedText;
  /** The document, or ranges of it, with made-up names for people, hosts and ids. Yields the share done. */
  redact(text: PagedText, kind: DocumentKind, ranges: readonly Range[] | null): Generator<number, string>;
  status(analysis: Analysis): DocumentStatus;
  /** The failures that have no known reason, redacted; yields the share done. */
  unexplained(analysis: Analysis): Generator<number, UnexplainedResult>;
  explain(text: string): Explanation;
  index(): IndexResult;
  search(query: string, limit: number): SearchResult;
  page(entry: string): ReferencePage | null;
}

/** @param catalogJson the text of `dist/catalog.json`; throws a SyntaxError where it is something else. */
export function createService(catalogJson: string, options: ServiceOptions = {}): Service {
  const t = translator(options.messages);
  let speech: Speech = { catalog: new Catalog(catalogJson), t };
  let judge = new Judge(speech.catalog);
  const display = { markdown: !options.plainText, commandLinks: options.commandLinks === true };
  const messageHost = options.messageHost ?? { decode: () => null };
  let reference: ReferenceSearch | undefined;
  const service: Service = {
    get judge() {
      return judge;
    },
    get speech() {
      return speech;
    },
    messageHost,
    setRules(texts) {
      const reasons = new Set<string>(speech.catalog.reasons.keys());
      const read = texts.map((text) => readRules(text, reasons, t));
      const entries = read.flatMap(({ speaker }, file) =>
        speaker.entries.map((entry) => ({ ...entry, id: entry.id.replace('/', `/${file + 1}.`) })),
      );
      const rules = entries.length > 0 ? [{ ...read[0].speaker, entries }] : [];
      speech = { catalog: new Catalog(catalogJson, rules), t };
      judge = new Judge(speech.catalog);
      reference = undefined;
      return read.map(({ problems }) => problems);
    },
    *analyze(text, kind, previous) {
      return kind === 'log'
        ? yield* analyzeLog(text, judge, previous)
        : analyzeMessage(text, judge, messageHost);
    },
    hover(text, kind, analysis, position, uri) {
      const context = { judge, speech, display, uri, messageHost };
      if (kind === 'log') return hoverLog(text, analysis, position, context);
      return hoverMessage(
        text,
        text.offsetAt(position),
        analysis ?? analyzeMessage(text, judge, messageHost),
        context,
      );
    },
    diagnostics: (analysis, uri, settings) => diagnostics(analysis, uri, settings, speech, messageHost),
    codeActions: (diagnostics) => codeActions(diagnostics, speech),
    *documentSymbols(analysis) {
      return analysis.kind === 'message'
        ? messageSymbols(analysis, messageHost, speech)
        : yield* documentSymbols(analysis, speech);
    },
    foldingRanges: (text, kind) => (kind === 'message' ? messageFolding(text, messageHost) : []),
    codeLenses: (analysis, uri, settings) => codeLenses(analysis, uri, settings, speech, messageHost),
    follow: (text, analysis, position) => follow(text, analysis, position, judge, speech),
    beginFollowing,
    tellMessage: (message, searched) => tell(message, searched, judge, speech),
    hops: {
      at: (message, file, { line, character }, uris) => hopAt(message, file, line, character, uris, speech),
      into: (message, id, uris) => hopsInto(message, id, uris, speech),
      from: (message, id, uris) => hopsFrom(message, id, uris, speech),
    },
    workspaceSymbols,
    selectionRange: (text, kind, analysis, position) =>
      kind === 'message'
        ? messageSelection(text, messageFolding(text, messageHost), position)
        : logSelection(text, analysis, position),
    select: (analysis, query) => selectLines(analysis, query, speech),
    *definition(text, analysis, position) {
      const message = yield* messageAt(text, analysis, position);
      return message && definition(text, message);
    },
    references,
    highlight,
    messageLinks: (analysis) => messageLinks(analysis, messageHost),
    documentLinks,
    deferralOutcomes,
    logFolding: folding,
    semanticTokens,
    inlayHints: (text, analysis, range, uri = '') =>
      inlayHints(text, analysis, range, judge, speech, !isView(uri)),
    codes: (analysis, holding) => codes(analysis, statusOf(analysis, speech).leftOut, speech, holding),
    occurrences,
    bounceSummary: (analysis, choice) => bounceSummary(analysis, messageHost, speech, choice),
    decodedText: (text) => decodedText(text, messageHost, speech),
    redact: (text, kind, ranges) => redactDocument(text, kind, ranges, service, speech),
    status: (analysis) => statusOf(analysis, speech),
    unexplained: (analysis) => unexplained(analysis, judge, speech),
    explain: (text) => explain(text, judge, speech),
    index: () => index(speech),
    search: (query, limit) => (reference ??= new ReferenceSearch(speech)).search(query, limit),
    page: (entry) => page(entry, speech),
  };
  return service;
}

/** A read-only text of the client's that repeats lines of a file: a followed message, a filtered log; not an unpacked file. */
const isView = (uri: string): boolean =>
  uri.startsWith('smtp-lens:') && !uri.startsWith('smtp-lens://archive/');

/** Reads the page of the position again up to its line, rather than keep a record of every line. */
function hoverLog(
  text: PagedText,
  analysis: Analysis | null,
  position: Position,
  context: Parameters<typeof hoverLine>[5],
): Hover | null {
  const line = text.lineAt(position.line);
  const pageIndex = text.pageIndexAt(line.start);
  const read = text.pages[pageIndex];
  const known = analysis?.pages[pageIndex];
  const entry = known?.page === read ? known.entry : initialState;
  const wanted = position.line - text.pageFirstLine(pageIndex);
  let found: LogRecord | null = null;
  readPage(
    read.text,
    read.startsMidLine,
    entry,
    (record, number) => {
      if (number === wanted) found = record;
    },
    wanted,
  );
  // A view of a log leaves lines out, and what became of a message may stand on one of them.
  const later = isView(context.uri)
    ? () => null
    : (attempt: Attempt) => laterOf(text, analysis, position.line, attempt, context.speech);
  return hoverLine(found, line.text, position.line, position.character, analysis, { ...context, later });
}
