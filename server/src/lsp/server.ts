// What does the server offer, and which of the engine's answers serves which request? Capabilities and registrations,
// nothing else: what is open stands in documents.ts, what goes wrong in guard.ts, what the answers say in core/.
import type {
  CancellationToken,
  CodeLens,
  CodeLensParams,
  Connection,
  InitializeResult,
} from 'vscode-languageserver';
import {
  CodeLensRefreshRequest,
  DidChangeConfigurationNotification,
  ErrorCodes,
  ResponseError,
  TextDocumentSyncKind,
  TextDocuments,
} from 'vscode-languageserver';
import type { Analysis, Service } from '../core/service.ts';
import { createService } from '../core/service.ts';
import type { ClientAbilities } from './client.ts';
import { abilitiesOf, optionsOf } from './client.ts';
import { pulledDiagnostics, pushedDiagnostics } from './diagnostics.ts';
import { pagedDocuments, Readings } from './documents.ts';
import { followAbilities, serveFollowing } from './followHandlers.ts';
import { guarded, guardedEvent, inOneLine } from './guard.ts';
import type { Host } from './host.ts';
import { logAbilities, serveLogs } from './logHandlers.ts';
import { servePages } from './pageHandlers.ts';
import type * as protocol from './protocol.ts';
import {
  codesRequest,
  explainRequest,
  indexRequest,
  occurrencesRequest,
  pageRequest,
  rulesNotification,
  searchRequest,
  statusNotification,
} from './protocol.ts';
import { UserRules } from './rules.ts';
import { serveScans } from './scanHandlers.ts';
import { CurrentSettings, settingsSection } from './settings.ts';
import { StatusReports } from './status.ts';

/** Serves one client until the connection ends. */
export function startServer(connection: Connection, host: Host): void {
  connection.onInitialize((params) => {
    const { catalog, ...options } = optionsOf(params);
    const client = abilitiesOf(params);
    try {
      const { plainText } = client;
      const service = createService(catalog ?? host.readCatalog(), {
        ...options,
        plainText,
        messageHost: host,
      });
      serve(connection, host, client, service, options.settings);
    } catch (error) {
      const message = `SMTP Lens cannot start: ${inOneLine(error)}`;
      return new ResponseError(ErrorCodes.InternalError, message, { retry: false });
    }
    return offerTo(client, options.commandLinks === true);
  });
  connection.listen();
}

function offerTo(client: ClientAbilities, runsCommands: boolean): InitializeResult {
  return {
    serverInfo: { name: 'SMTP Lens' },
    capabilities: {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental },
      hoverProvider: true,
      codeLensProvider: { resolveProvider: false },
      // They run commands of ours and nothing else.
      ...(runsCommands && { codeActionProvider: { codeActionKinds: ['quickfix'] } }),
      documentSymbolProvider: true,
      foldingRangeProvider: true,
      ...logAbilities,
      ...followAbilities,
      ...(client.pullsDiagnostics && {
        diagnosticProvider: {
          identifier: 'smtp-lens',
          interFileDependencies: false,
          workspaceDiagnostics: false,
        },
      }),
    },
  };
}

function serve(
  connection: Connection,
  host: Host,
  client: ClientAbilities,
  service: Service,
  sentSettings: unknown,
): void {
  const { clock } = host;
  const log = (line: string): void => connection.console.error(line);
  const ask = (): Promise<unknown> => connection.workspace.getConfiguration(settingsSection);
  const settings = new CurrentSettings(client.answersSettings ? ask : null, sentSettings);
  const documents = new TextDocuments(pagedDocuments);
  const status = new StatusReports(service, clock, (told) => {
    void connection.sendNotification(statusNotification, told);
  });
  const readings = new Readings(service, clock, {
    progress: (document, done) => status.progress(document, done),
    ready: guardedEvent(log, 'a finished reading', (reading) => {
      status.ready(reading);
      return diagnostics.ready(reading);
    }),
    failed: (document, error) => log(`reading ${document.kind} failed: ${inOneLine(error)}`),
  });
  const parts = { connection, service, readings, settings, log };
  const diagnostics = client.pullsDiagnostics
    ? pulledDiagnostics(parts, client.refreshesDiagnostics)
    : pushedDiagnostics(parts);

  documents.onDidChangeContent(
    guardedEvent(log, 'a changed document', ({ document }) => readings.changed(document)),
  );
  documents.onDidClose(
    guardedEvent(log, 'a closed document', ({ document }) => {
      readings.closed(document.uri);
      status.closed(document.uri);
      return diagnostics.closed(document.uri);
    }),
  );
  documents.listen(connection);

  connection.onInitialized(
    guardedEvent(log, 'the start', async () => {
      if (!client.registersSettings) return;
      await connection.client.register(DidChangeConfigurationNotification.type, { section: settingsSection });
    }),
  );
  connection.onDidChangeConfiguration(
    guardedEvent(log, 'changed settings', async ({ settings: pushed }) => {
      settings.changed(pushed);
      await diagnostics.settingsChanged();
      if (client.refreshesLenses) await connection.sendRequest(CodeLensRefreshRequest.type);
      if (client.refreshesHints) await connection.languages.inlayHint.refresh();
    }),
  );

  // A hover answers from the text alone while the analysis is still under way.
  connection.onHover(
    guarded(log, 'textDocument/hover', null, ({ textDocument: { uri }, position }) => {
      const document = documents.get(uri);
      if (!document) return null;
      return service.hover(document.text, document.kind, readings.analysisOf(document), position, uri);
    }),
  );

  /** For requests about a whole document: they wait for its analysis. */
  const ofDocument = <Params extends { textDocument: { uri: string } }, Result>(
    name: string,
    empty: Result,
    answer: (analysis: Analysis, params: Params) => Result | Promise<Result>,
  ) =>
    guarded<Params, Result>(log, name, empty, async (params: Params, token: CancellationToken) => {
      const reading = await readings.newest(params.textDocument.uri, token);
      return reading ? answer(reading.analysis, params) : empty;
    });

  connection.onCodeLens(
    ofDocument<CodeLensParams, CodeLens[]>(
      'textDocument/codeLens',
      [],
      async (analysis, { textDocument: { uri } }) => service.codeLenses(analysis, uri, await settings.get()),
    ),
  );
  const noCodes: protocol.CodesResult = { rows: [], total: 0, deliveries: {}, truncated: null };
  connection.onRequest(
    codesRequest,
    ofDocument<protocol.CodesParams, protocol.CodesResult>(codesRequest, noCodes, (analysis, { holding }) =>
      service.codes(analysis, holding),
    ),
  );
  const noOccurrences: protocol.OccurrencesResult = { ranges: [], total: 0 };
  connection.onRequest(
    occurrencesRequest,
    ofDocument<protocol.OccurrencesParams, protocol.OccurrencesResult>(
      occurrencesRequest,
      noOccurrences,
      (analysis, { code, entry }) => service.occurrences(analysis, code, entry),
    ),
  );

  const served = { connection, service, documents, readings, settings, clock, log };
  serveLogs(served);
  serveFollowing(served, host);
  servePages(served);
  const scans = serveScans(served, host);

  const rules = new UserRules(connection, service, readings, (texts) => scans.setRules(texts));
  connection.onNotification(
    rulesNotification,
    guardedEvent(log, rulesNotification, (params: protocol.RulesParams) => rules.changed(params)),
  );

  // The reference: no document needed.
  connection.onRequest(
    explainRequest,
    guarded<protocol.ExplainParams, protocol.Explanation | null>(log, explainRequest, null, ({ text }) =>
      service.explain(text),
    ),
  );
  connection.onRequest(
    indexRequest,
    guarded<unknown, protocol.IndexResult>(log, indexRequest, { groups: [] }, () => service.index()),
  );
  const nothing: protocol.SearchResult = { entries: [] };
  connection.onRequest<protocol.SearchResult, never>(
    searchRequest,
    guarded<protocol.SearchParams, protocol.SearchResult>(log, searchRequest, nothing, ({ query, limit }) =>
      service.search(query, limit),
    ),
  );
  connection.onRequest(
    pageRequest,
    guarded<protocol.PageParams, protocol.ReferencePage | null>(log, pageRequest, null, ({ entry }) =>
      service.page(entry),
    ),
  );
}
