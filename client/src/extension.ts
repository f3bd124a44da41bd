// What runs in VS Code, whichever host it is: the parts, and how they hang together. The hosts (node/main.ts,
// browser/main.ts) say how a server is started; everything else is the same for both.
import * as vscode from 'vscode';
import { Archives } from './archives';
import { registerCommands } from './commands';
import { DecodedTexts } from './decoded';
import { FilteredLogs } from './filtered';
import { FollowedMessages } from './follow';
import { OwnDocuments } from './ownDocuments';
import { Rules } from './rules';
import { Scanner } from './scan';
import { Served } from './served';
import { type Host, Server } from './server';
import { Status } from './status';
import { UnexplainedReplies } from './unexplained';
import { BouncePanels } from './webviews/bounce/panel';
import { CodesPanels } from './webviews/codes/panel';
import { ReferencePanels } from './webviews/reference/panel';
import { ReportPanels } from './webviews/report/panel';

/** Sets everything up; the server itself starts with the first document that it is to read. */
export function start(context: vscode.ExtensionContext, host: Host): void {
  const served = new Served();
  const server = new Server(host, served);
  const documents = new OwnDocuments();
  const archives = new Archives(server, documents);
  const status = new Status(server, served, archives);
  const reference = new ReferencePanels(context.extensionUri, server);
  const codes = new CodesPanels(context.extensionUri, server, status, reference);
  const followed = new FollowedMessages(server, documents);
  const filtered = new FilteredLogs(server, documents);
  const decoded = new DecodedTexts(server, documents);
  const unexplained = new UnexplainedReplies(server, documents);
  const bounce = new BouncePanels(context.extensionUri, server, reference);
  context.subscriptions.push(served, server, status, reference, codes, bounce, documents, decoded);
  const reports = new ReportPanels({ extension: context.extensionUri, server, reference, archives });
  const scanner = new Scanner(server, reports);
  context.subscriptions.push(new Rules(server), reports);
  const cli = vscode.Uri.joinPath(context.extensionUri, 'dist', 'cli.js');
  const parts = {
    cli,
    server,
    served,
    codes,
    reference,
    followed,
    filtered,
    documents,
    bounce,
    decoded,
    unexplained,
    archives,
    reports,
    scanner,
  };
  context.subscriptions.push(...registerCommands(parts));

  // Once it runs, the library listens to documents by itself; until then these look out for the first one.
  let started = false;
  const begin = (needed: boolean) => {
    if (needed && !started) void server.start();
    started ||= needed;
  };
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument((document) => begin(!started && served.admits(document))),
    vscode.workspace.onDidChangeTextDocument((event) => begin(!started && served.becomesMail(event))),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (!event.affectsConfiguration('smtpLens.languages') || !served.readSettings()) return;
      if (started) void server.restart();
      else begin(vscode.workspace.textDocuments.some((document) => served.admits(document)));
    }),
  );
  begin(vscode.workspace.textDocuments.some((document) => served.admits(document)));
}
