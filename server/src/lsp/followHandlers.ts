// What happened to one message, here and in other files: *Follow Message*, the hops of the call hierarchy, and where an id or an
// address stands in what is open. Registrations, and the rounds of a search through several files.
// Deliberately absent: which files those are (otherFiles.ts) and what is said of them (core/features/follow.ts).
import type {
  CallHierarchyIncomingCall,
  CallHierarchyIncomingCallsParams,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CallHierarchyOutgoingCallsParams,
  CallHierarchyPrepareParams,
  CancellationToken,
  ServerCapabilities,
  WorkspaceSymbol,
  WorkspaceSymbolParams,
} from 'vscode-languageserver';
import type { Analysis, SearchedFile } from '../core/service.ts';
import type { PagedText } from '../core/text/pagedText.ts';
import type { OpenDocument } from './documents.ts';
import { guarded } from './guard.ts';
import type { Host } from './host.ts';
import type { LogParts } from './logHandlers.ts';
import { isOurs, type Missing, OtherFiles } from './otherFiles.ts';
import { type FollowParams, type FollowResult, followRequest } from './protocol.ts';
import { inSlices } from './slices.ts';

export const followAbilities: ServerCapabilities = {
  callHierarchyProvider: true,
  workspaceSymbolProvider: { resolveProvider: false },
};

/** An editor lists a few dozen. */
const mostSymbols = 200;

export function serveFollowing(parts: LogParts, host: Host): void {
  const { connection, service, documents, readings, clock, log } = parts;
  const openLog = (uri: string): OpenDocument | null => {
    const document = documents.get(uri);
    return document?.kind === 'log' ? document : null;
  };
  const analysisOf = (text: PagedText): Analysis | null => {
    const document = documents.all().find((each) => each.text === text);
    return document ? readings.analysisOf(document) : null;
  };

  connection.onRequest(
    followRequest,
    guarded<FollowParams, FollowResult | null>(log, followRequest, null, (params, token) => {
      const document = openLog(params.textDocument.uri);
      if (!document) return null;
      if (params.elsewhere) return followElsewhere(document, params, token);
      const steps = service.follow(document.text, readings.analysisOf(document), params.position);
      return inSlices(steps, clock, token, null);
    }),
  );

  async function followElsewhere(
    document: OpenDocument,
    { position }: FollowParams,
    token: CancellationToken,
  ): Promise<FollowResult | null> {
    const others = await OtherFiles.of(document, documents.all(), { connection, host }, token);
    const { files, asked, missing } = others;
    const assembly = service.beginFollowing(document.text, position, files, asked, analysisOf);
    if (!assembly) return null;
    do {
      for (const file of files.keys()) {
        const text = await others.text(file, token);
        if (token.isCancellationRequested) return null;
        if (text) await inSlices(assembly.search(text, file), clock, token, undefined);
      }
    } while (!token.isCancellationRequested && assembly.advance());
    const leftOut = sentencesOn(files, missing, service.speech.t);
    const told = service.tellMessage(assembly.message(), { files, asked, leftOut });
    return inSlices(told, clock, token, null);
  }

  /** The message of a place, looked for in all open logs. */
  async function inOpenLogs(uri: string, line: number, character: number, token: CancellationToken) {
    const document = openLog(uri);
    if (!document) return null;
    const logs = documents.all().filter((each) => each.kind === 'log' && !isOurs(each.uri));
    const open = logs.includes(document) ? logs : [document, ...logs];
    const files = open.map((each, log): SearchedFile => ({ uri: each.uri, name: each.uri, log }));
    const asked = open.indexOf(document);
    const position = { line, character };
    const assembly = service.beginFollowing(document.text, position, files, asked, analysisOf);
    if (!assembly) return null;
    do {
      for (const [file, { text }] of open.entries())
        await inSlices(assembly.search(text, file), clock, token, undefined);
    } while (!token.isCancellationRequested && assembly.advance());
    return { message: assembly.message(), asked, uris: open.map((each) => each.uri) };
  }

  connection.languages.callHierarchy.onPrepare(
    guarded<CallHierarchyPrepareParams, CallHierarchyItem[] | null>(
      log,
      'textDocument/prepareCallHierarchy',
      null,
      async ({ textDocument: { uri }, position }, token) => {
        const found = await inOpenLogs(uri, position.line, position.character, token);
        const item = found && service.hops.at(found.message, found.asked, position, found.uris);
        return item ? [item] : null;
      },
    ),
  );
  /** The message of a hop that the editor hands back. */
  const ofItem = async ({ data }: CallHierarchyItem, token: CancellationToken) => {
    const { uri, line, id } = (data ?? {}) as { uri?: unknown; line?: unknown; id?: unknown };
    if (typeof uri !== 'string' || typeof line !== 'number' || typeof id !== 'string') return null;
    const column = documents.get(uri)?.text.lineAt(line).text.indexOf(id) ?? 0;
    const found = await inOpenLogs(uri, line, Math.max(0, column), token);
    return found && { ...found, id };
  };
  connection.languages.callHierarchy.onIncomingCalls(
    guarded<CallHierarchyIncomingCallsParams, CallHierarchyIncomingCall[]>(
      log,
      'callHierarchy/incomingCalls',
      [],
      async ({ item }, token) => {
        const found = await ofItem(item, token);
        if (!found) return [];
        const steps = service.hops.into(found.message, found.id, found.uris);
        return steps.map(({ item: from, ranges }) => ({ from, fromRanges: ranges }));
      },
    ),
  );
  connection.languages.callHierarchy.onOutgoingCalls(
    guarded<CallHierarchyOutgoingCallsParams, CallHierarchyOutgoingCall[]>(
      log,
      'callHierarchy/outgoingCalls',
      [],
      async ({ item }, token) => {
        const found = await ofItem(item, token);
        if (!found) return [];
        const steps = service.hops.from(found.message, found.id, found.uris);
        return steps.map(({ item: to, ranges }) => ({ to, fromRanges: ranges }));
      },
    ),
  );

  connection.onWorkspaceSymbol(
    guarded<WorkspaceSymbolParams, WorkspaceSymbol[]>(
      log,
      'workspace/symbol',
      [],
      async ({ query }, token) => {
        const symbols: WorkspaceSymbol[] = [];
        for (const { uri, text } of documents.all()) {
          if (isOurs(uri) || token.isCancellationRequested || symbols.length >= mostSymbols) continue;
          symbols.push(...(await inSlices(service.workspaceSymbols(text, uri, query), clock, token, [])));
        }
        return symbols.slice(0, mostSymbols);
      },
    ),
  );
}

/** What could not be looked at, by name: nothing is left out without a word. */
function sentencesOn(
  files: readonly SearchedFile[],
  missing: ReadonlyMap<number, Missing>,
  t: LogParts['service']['speech']['t'],
): string[] {
  const named = (what: Missing): string =>
    [...missing].flatMap(([file, why]) => (why === what ? [files[file]!.name] : [])).join(', ');
  const [unreadable, partly] = [named('unreadable'), named('partly')];
  return [
    ...(unreadable
      ? [t('Not looked into, because they cannot be read here or are too large: {0}.', unreadable)]
      : []),
    ...(partly ? [t('Looked into only in part, because they are damaged or too large: {0}.', partly)] : []),
  ];
}
