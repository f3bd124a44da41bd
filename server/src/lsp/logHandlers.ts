// Which questions does an editor ask about the lines on its screen, and about one message in a log? Registrations only;
// what the answers say is the engine's affair (core/features).
// Deliberately absent: work before anybody asks. Every handler here can be cancelled and answers with nothing on failure.
import type {
  Connection,
  DocumentHighlight,
  DocumentHighlightParams,
  DocumentLink,
  DocumentLinkParams,
  DocumentSymbol,
  DocumentSymbolParams,
  FoldingRange,
  FoldingRangeParams,
  InlayHint,
  InlayHintParams,
  Location,
  Range,
  SelectionRange,
  SelectionRangeParams,
  SemanticTokens,
  SemanticTokensRangeParams,
  ServerCapabilities,
  TextDocumentPositionParams,
} from 'vscode-languageserver';
import { tokenModifiers, tokenTypes } from '../core/features/semanticTokens.ts';
import type { Service } from '../core/service.ts';
import type { OpenDocument, Readings } from './documents.ts';
import { guarded, type Log } from './guard.ts';
import type { Clock } from './host.ts';
import { isOurs } from './otherFiles.ts';
import { type SelectParams, type SelectResult, selectRequest } from './protocol.ts';
import type { CurrentSettings } from './settings.ts';
import { inSlices } from './slices.ts';

export interface LogParts {
  readonly connection: Connection;
  readonly service: Service;
  readonly documents: { get(uri: string): OpenDocument | undefined; all(): OpenDocument[] };
  readonly readings: Readings;
  readonly settings: CurrentSettings;
  readonly clock: Clock;
  readonly log: Log;
}

/** Semantic tokens by range only: a whole file of 45 MB is never coloured at once. */
export const logAbilities: ServerCapabilities = {
  semanticTokensProvider: {
    legend: { tokenTypes: [...tokenTypes], tokenModifiers: [...tokenModifiers] },
    range: true,
    full: false,
  },
  inlayHintProvider: { resolveProvider: false },
  definitionProvider: true,
  referencesProvider: true,
  documentHighlightProvider: true,
  documentLinkProvider: { resolveProvider: false },
  selectionRangeProvider: true,
};

export function serveLogs(parts: LogParts): void {
  serveScreen(parts);
  serveMessages(parts);
}

/** What lies on the screen: answered from the text alone, so that it never waits for the analysis of a log. */
function serveScreen({ connection, service, documents, readings, settings, log }: LogParts): void {
  const noTokens: SemanticTokens = { data: [] };
  connection.languages.semanticTokens.onRange(
    guarded<SemanticTokensRangeParams, SemanticTokens>(
      log,
      'textDocument/semanticTokens/range',
      noTokens,
      async ({ textDocument: { uri }, range }, token) => {
        const document = documents.get(uri);
        if (!document) return noTokens;
        if (document.kind === 'log')
          return service.semanticTokens(document.text, 'log', readings.analysisOf(document), range);
        const reading = await readings.newest(uri, token);
        return reading
          ? service.semanticTokens(reading.document.text, 'message', reading.analysis, range)
          : noTokens;
      },
    ),
  );
  connection.languages.inlayHint.on(
    guarded<InlayHintParams, InlayHint[]>(
      log,
      'textDocument/inlayHint',
      [],
      async ({ textDocument: { uri }, range }, token) => {
        const { inlayHints } = await settings.get();
        const document = documents.get(uri);
        if (!inlayHints.enabled || document?.kind !== 'log' || token.isCancellationRequested) return [];
        return service.inlayHints(document.text, readings.analysisOf(document), range, uri);
      },
    ),
  );
}

/** One message of a log: its lines are looked for in slices, so that the client is heard meanwhile. */
function serveMessages({ connection, service, documents, readings, clock, log }: LogParts): void {
  /** Handles a question about a log with work that takes a while. */
  const inLog = <Params extends { textDocument: { uri: string } }, Result>(
    name: string,
    empty: Result,
    work: (document: OpenDocument, params: Params) => Generator<number, Result>,
  ) =>
    guarded<Params, Result>(log, name, empty, (params, token) => {
      const document = documents.get(params.textDocument.uri);
      return document?.kind === 'log' ? inSlices(work(document, params), clock, token, empty) : empty;
    });

  connection.onDefinition(
    inLog<TextDocumentPositionParams, Location | null>(
      'textDocument/definition',
      null,
      function* (document, { position }) {
        // A text of ours leads back to the file, by the client.
        if (isOurs(document.uri)) return null;
        const range = yield* service.definition(document.text, readings.analysisOf(document), position);
        return range && { uri: document.uri, range };
      },
    ),
  );
  // Of a code, a recipient, a host the analysis tells; it is waited for.
  connection.onReferences(
    guarded<TextDocumentPositionParams, Location[]>(
      log,
      'textDocument/references',
      [],
      async ({ textDocument: { uri }, position }, token) => {
        if (documents.get(uri)?.kind !== 'log') return [];
        const reading = await readings.newest(uri, token);
        if (!reading) return [];
        const { document, analysis } = reading;
        const ranges = await inSlices(
          service.references(document.text, analysis, position),
          clock,
          token,
          [] as Range[],
        );
        return ranges.map((range) => ({ uri: document.uri, range }));
      },
    ),
  );
  connection.onRequest<SelectResult | null, never>(
    selectRequest,
    guarded<SelectParams, SelectResult | null>(
      log,
      selectRequest,
      null,
      async ({ textDocument: { uri }, ...query }, token) => {
        if (documents.get(uri)?.kind !== 'log') return null;
        const reading = await readings.newest(uri, token);
        const found =
          reading && (await inSlices(service.select(reading.analysis, query), clock, token, null));
        return found && { ...found, version: reading.document.version };
      },
    ),
  );
  connection.onSelectionRanges(
    guarded<SelectionRangeParams, SelectionRange[]>(
      log,
      'textDocument/selectionRange',
      [],
      ({ textDocument: { uri }, positions }) => {
        const document = documents.get(uri);
        if (!document) return [];
        const analysis = readings.analysisOf(document);
        return positions.map((position) =>
          service.selectionRange(document.text, document.kind, analysis, position),
        );
      },
    ),
  );
  connection.onDocumentLinks(
    guarded<DocumentLinkParams, DocumentLink[]>(
      log,
      'textDocument/documentLink',
      [],
      async ({ textDocument: { uri } }, token) => {
        const document = documents.get(uri);
        if (document?.kind === 'log') return inSlices(service.documentLinks(document.text), clock, token, []);
        const reading = await readings.newest(uri, token);
        return reading ? service.messageLinks(reading.analysis) : [];
      },
    ),
  );
  connection.onDocumentSymbol(
    guarded<DocumentSymbolParams, DocumentSymbol[]>(
      log,
      'textDocument/documentSymbol',
      [],
      async ({ textDocument: { uri } }, token) => {
        const reading = await readings.newest(uri, token);
        return reading ? inSlices(service.documentSymbols(reading.analysis), clock, token, []) : [];
      },
    ),
  );
  // A message's parts are told by its text; the runs of a log by its analysis.
  connection.onFoldingRanges(
    guarded<FoldingRangeParams, FoldingRange[]>(
      log,
      'textDocument/foldingRange',
      [],
      async ({ textDocument: { uri } }, token) => {
        const document = documents.get(uri);
        if (document?.kind === 'message') return service.foldingRanges(document.text, 'message');
        const reading = await readings.newest(uri, token);
        return reading ? inSlices(service.logFolding(reading.analysis), clock, token, []) : [];
      },
    ),
  );
  connection.onDocumentHighlight(
    guarded<DocumentHighlightParams, DocumentHighlight[]>(
      log,
      'textDocument/documentHighlight',
      [],
      ({ textDocument: { uri }, position }) => {
        const document = documents.get(uri);
        return document?.kind === 'log' ? service.highlight(document.text, position) : [];
      },
    ),
  );
}
