// Which questions does an editor ask about the lines on its screen, and about one message in a log? Registrations only;
// what the answers say is the engine's affair (core/features).
// Deliberately absent: work before anybody asks. Every handler here can be cancelled and answers with nothing on failure.
import type {
  Connection,
  InlayHint,
  InlayHintParams,
  SemanticTokens,
  SemanticTokensRangeParams,
  ServerCapabilities,
} from 'vscode-languageserver';
import { tokenModifiers, tokenTypes } from '../core/features/semanticTokens.ts';
import type { Service } from '../core/service.ts';
import type { OpenDocument, Readings } from './documents.ts';
import { guarded, type Log } from './guard.ts';
import type { Clock } from './host.ts';
import type { CurrentSettings } from './settings.ts';

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
};

export function serveLogs(parts: LogParts): void {
  serveScreen(parts);
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
