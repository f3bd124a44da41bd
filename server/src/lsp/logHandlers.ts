// Which questions does an editor ask about the lines on its screen, and about one message in a log? Registrations only;
// what the answers say is the engine's affair (core/features).
// Deliberately absent: work before anybody asks. Every handler here can be cancelled and answers with nothing on failure.
import type {
  CancellationToken,
  Connection,
  DocumentHighlight,
  DocumentHighlightParams,
  DocumentLink,
  DocumentLinkParams,
  FoldingRange,
  FoldingRangeParams,
  InlayHint,
  InlayHintParams,
  Location,
  Range,
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
import type { FollowParams, FollowResult } from './protocol.ts';
import { followRequest } from './protocol.ts';
import type { CurrentSettings } from './settings.ts';
import { workInSlices } from './slices.ts';

export interface LogParts {
  readonly connection: Connection;
  readonly service: Service;
  readonly documents: { get(uri: string): OpenDocument | undefined };
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
        return service.inlayHints(document.text, readings.analysisOf(document), range);
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

  connection.onRequest(
    followRequest,
    inLog<FollowParams, FollowResult | null>(followRequest, null, (document, { position }) =>
      service.follow(document.text, readings.analysisOf(document), position),
    ),
  );
  connection.onDefinition(
    inLog<TextDocumentPositionParams, Location | null>(
      'textDocument/definition',
      null,
      function* (document, { position }) {
        const range = yield* service.definition(document.text, readings.analysisOf(document), position);
        return range && { uri: document.uri, range };
      },
    ),
  );
  connection.onReferences(
    inLog<TextDocumentPositionParams, Location[]>(
      'textDocument/references',
      [],
      function* (document, { position }) {
        const ranges: Range[] = yield* service.references(
          document.text,
          readings.analysisOf(document),
          position,
        );
        return ranges.map((range) => ({ uri: document.uri, range }));
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

/** The result of `steps`, or `empty` as soon as nobody wants it any more. */
export function inSlices<Result>(
  steps: Generator<number, Result>,
  clock: Clock,
  token: CancellationToken,
  empty: Result,
): Promise<Result> {
  return new Promise((resolve, reject) => {
    const stop = workInSlices(steps, clock, {
      progress: () => {},
      finished: (result) => settle(() => resolve(result)),
      failed: (error) => settle(() => reject(error)),
    });
    const cancelled = token.onCancellationRequested(() => {
      stop();
      settle(() => resolve(empty));
    });
    const settle = (answer: () => void): void => {
      cancelled.dispose();
      answer();
    };
  });
}
