// Which questions does an editor ask about a document as a whole: a saved message's summary and its text, anything without its
// names? Registrations only; what the answers say is the engine's
// affair (core/features).
import type { CodeAction, CodeActionParams } from 'vscode-languageserver';
import { guarded } from './guard.ts';
import type { LogParts } from './logHandlers.ts';
import {
  type BounceSummary,
  type BounceSummaryParams,
  bounceSummaryRequest,
  type DecodedText,
  type DocumentParams,
  decodedTextRequest,
  type RedactParams,
  type RedactResult,
  redactRequest,
  type UnexplainedResult,
  unexplainedRequest,
} from './protocol.ts';
import { inSlices } from './slices.ts';

export function servePages({ connection, service, documents, readings, clock, log }: LogParts): void {
  connection.onRequest(
    bounceSummaryRequest,
    guarded<BounceSummaryParams, BounceSummary | null>(
      log,
      bounceSummaryRequest,
      null,
      async ({ textDocument: { uri }, message, line }, token) => {
        const reading = await readings.newest(uri, token);
        return reading && service.bounceSummary(reading.analysis, { message, line });
      },
    ),
  );
  connection.onRequest(
    decodedTextRequest,
    guarded<DocumentParams, DecodedText | null>(
      log,
      decodedTextRequest,
      null,
      ({ textDocument: { uri } }) => {
        const document = documents.get(uri);
        return document?.kind === 'message' ? service.decodedText(document.text) : null;
      },
    ),
  );
  connection.onRequest<UnexplainedResult | null, never>(
    unexplainedRequest,
    guarded<DocumentParams, UnexplainedResult | null>(
      log,
      unexplainedRequest,
      null,
      async ({ textDocument: { uri } }, token) => {
        const reading = await readings.newest(uri, token);
        return (
          reading &&
          inSlices<UnexplainedResult | null>(service.unexplained(reading.analysis), clock, token, null)
        );
      },
    ),
  );
  connection.onCodeAction(
    guarded<CodeActionParams, CodeAction[]>(log, 'textDocument/codeAction', [], ({ context }) =>
      service.codeActions(context.diagnostics),
    ),
  );
  connection.onRequest(
    redactRequest,
    guarded<RedactParams, RedactResult | null>(
      log,
      redactRequest,
      null,
      async ({ textDocument: { uri }, ranges }, token) => {
        const document = documents.get(uri);
        if (!document) return null;
        const text = await inSlices<string | null>(
          service.redact(document.text, document.kind, ranges ?? null),
          clock,
          token,
          null,
        );
        return text === null ? null : { text };
      },
    ),
  );
}
