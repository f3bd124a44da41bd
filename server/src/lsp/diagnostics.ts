// How do diagnostics reach the client? It pulls them where it can, else they are pushed when a reading is ready.
// What they say is the engine's affair (core/features/diagnostics.ts).
import type { CancellationToken, Connection, DocumentDiagnosticReport } from 'vscode-languageserver';
import { DocumentDiagnosticReportKind } from 'vscode-languageserver';
import type { Service } from '../core/service.ts';
import type { Reading, Readings } from './documents.ts';
import { guarded, type Log } from './guard.ts';
import { isOurs } from './otherFiles.ts';
import type { CurrentSettings } from './settings.ts';

export interface DiagnosticsDelivery {
  ready(reading: Reading): Promise<void>;
  closed(uri: string): Promise<void>;
  settingsChanged(): Promise<void>;
}

interface Parts {
  connection: Connection;
  service: Pick<Service, 'diagnostics'>;
  readings: Readings;
  settings: CurrentSettings;
  log: Log;
}

/** Answers the client's questions. After a change of the settings it is asked to ask again, where it can be. */
export function pulledDiagnostics(parts: Parts, refreshes: boolean): DiagnosticsDelivery {
  const { connection, service, readings, settings } = parts;

  const report = async (
    uri: string,
    previous: string | undefined,
    token: CancellationToken,
  ): Promise<DocumentDiagnosticReport> => {
    const reading = isOurs(uri) ? null : await readings.newest(uri, token);
    if (!reading) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
    const resultId = `${reading.id}.${settings.revision}`;
    if (previous === resultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    const items = service.diagnostics(reading.analysis, uri, await settings.get());
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items };
  };
  const empty: DocumentDiagnosticReport = { kind: DocumentDiagnosticReportKind.Full, items: [] };
  connection.languages.diagnostics.on(
    guarded(parts.log, 'textDocument/diagnostic', empty, (params, token) =>
      report(params.textDocument.uri, params.previousResultId, token),
    ),
  );
  return {
    ready: async () => {},
    closed: async () => {},
    settingsChanged: async () => {
      if (refreshes) await connection.languages.diagnostics.refresh();
    },
  };
}

/** Sends them of its own accord. */
export function pushedDiagnostics({ connection, service, readings, settings }: Parts): DiagnosticsDelivery {
  const send = async (reading: Reading): Promise<void> => {
    const { uri, version } = reading.document;
    if (isOurs(uri)) return;
    const diagnostics = service.diagnostics(reading.analysis, uri, await settings.get());
    // The settings may have taken a while to come; a newer version has its own turn.
    if (readings.isNewest(reading)) await connection.sendDiagnostics({ uri, version, diagnostics });
  };
  return {
    ready: send,
    closed: (uri) => connection.sendDiagnostics({ uri, diagnostics: [] }),
    settingsChanged: async () => {
      await Promise.all(readings.all().map(send));
    },
  };
}
