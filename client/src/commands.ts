// Which commands are there, and what does each run? One table; package.json names the same ones (a test compares).
// The commands that links and lenses of the server name are in here too.
import * as vscode from 'vscode';
import { commands as named } from '../../server/src/lsp/protocol';
import { type Archives, isArchiveName } from './archives';
import { copyRedacted } from './copyRedacted';
import type { DecodedTexts } from './decoded';
import type { FilteredLogs } from './filtered';
import type { FollowedMessages } from './follow';
import { lookUpCode } from './lookUp';
import type { OwnDocuments } from './ownDocuments';
import type { Scanner } from './scan';
import type { Served } from './served';
import type { Server } from './server';
import { showAll } from './showAll';
import { fileWithoutEditor, isTooLarge, offerCommandLine, offerScan } from './tooLarge';
import type { UnexplainedReplies } from './unexplained';
import type { BouncePanels } from './webviews/bounce/panel';
import type { CodesPanels } from './webviews/codes/panel';
import type { ReferencePanels } from './webviews/reference/panel';
import type { ReportPanels } from './webviews/report/panel';

export interface Parts {
  /** `dist/cli.js` of this extension. */
  cli: vscode.Uri;
  server: Server;
  served: Served;
  codes: CodesPanels;
  reference: ReferencePanels;
  followed: FollowedMessages;
  filtered: FilteredLogs;
  documents: OwnDocuments;
  bounce: BouncePanels;
  decoded: DecodedTexts;
  unexplained: UnexplainedReplies;
  archives: Archives;
  reports: ReportPanels;
  scanner: Scanner;
}

/** Arguments come from links in documents and from other extensions: nothing about them is certain. */
type Run = (parts: Parts, ...given: unknown[]) => unknown;

export const commandTable: { readonly [id: string]: Run } = {
  [named.listCodes]: (parts, uri) => listCodes(parts, uri),
  [named.report]: (parts, uri) => report(parts, uri),
  'smtpLens.scanFile': ({ scanner }, uri, uris) => scanner.scanFiles(chosenFiles(uri, uris)),
  'smtpLens.scanFolder': ({ scanner }, uri) => scanner.scanFolder(asUri(uri)),
  'smtpLens.openArchive': ({ archives }, uri) => openArchive(archives, asUri(uri)),
  'smtpLens.browseReference': ({ reference }) => reference.open(),
  'smtpLens.referenceBack': ({ reference }) => reference.step(-1),
  'smtpLens.referenceForward': ({ reference }) => reference.step(1),
  [named.lookUp]: ({ server, reference }, text) =>
    lookUpCode(server, reference, typeof text === 'string' ? text : selectedText()),
  'smtpLens.restartServer': ({ server }) => server.restart(),
  'smtpLens.showOutput': ({ server }) => server.output.show(),
  [named.openReference]: ({ reference }, entry) =>
    reference.open(typeof entry === 'string' ? entry : undefined),
  [named.showAll]: ({ server }, uri, code, entry) => {
    const of = asUri(uri);
    if (of && typeof code === 'string')
      return showAll(server, of, code, typeof entry === 'string' ? entry : null);
  },
  [named.followMessage]: (parts, uri, line, column) => follow(parts, placeOf(uri, line, column), false),
  [named.followEverywhere]: (parts, uri, line, column) => follow(parts, placeOf(uri, line, column), true),
  'smtpLens.showOnlyFailures': (parts, direction) => showOnlyFailures(parts, direction),
  'smtpLens.showOnlyCode': (parts, value) => showOnly(parts, 'code', value),
  'smtpLens.showOnlyHost': (parts, value) => showOnly(parts, 'host', value),
  'smtpLens.showOnlyRecipient': (parts, value) => showOnly(parts, 'recipient', value),
  [named.showBounceSummary]: (parts, uri, message) =>
    onSavedMessage(parts, uri, (of) => parts.bounce.openAt(of, messageIn(of, message))),
  [named.showDecodedText]: (parts, uri) => onSavedMessage(parts, uri, (of) => parts.decoded.open(of)),
  [named.openLintRule]: ({ cli }, rule) => openLintRule(cli, typeof rule === 'string' ? rule : ''),
  'smtpLens.listUnexplained': (parts, uri) => listUnexplained(parts, uri),
  'smtpLens.copyRedacted': (parts) => copyRedacted(parts, null),
  'smtpLens.copyFileRedacted': (parts, uri) => copyRedacted(parts, fileInQuestion(uri) ?? null),
};

export function registerCommands(parts: Parts): vscode.Disposable[] {
  return Object.entries(commandTable).map(([id, run]) =>
    vscode.commands.registerCommand(id, (...given: unknown[]) => run(parts, ...given)),
  );
}

/** A place that a link names, or where the cursor is. */
interface Place {
  uri: vscode.Uri;
  line: number;
  column: number;
}

function placeOf(uri?: unknown, line?: unknown, column?: unknown): Place | undefined {
  const of = asUri(uri);
  if (of && typeof line === 'number' && typeof column === 'number') return { uri: of, line, column };
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { active } = editor.selection;
  return { uri: editor.document.uri, line: active.line, column: active.character };
}

/** In a text of ours the message is looked for in the log that the line is of. */
async function follow(
  { followed, documents }: Parts,
  place: Place | undefined,
  elsewhere: boolean,
): Promise<void> {
  if (!place) return sayNoLog();
  const { uri, line } = (await documents.placeInLog(place.uri, place.line)) ?? place;
  await followed.open(uri, line, place.column, elsewhere);
}

async function showOnly(
  { filtered, cli }: Parts,
  kind: 'code' | 'host' | 'recipient',
  value: unknown,
): Promise<void> {
  const place = placeOf();
  if (!place) return sayNoLog(cli);
  const position = { line: place.line, character: place.column };
  await filtered.open(
    place.uri,
    typeof value === 'string' && value !== '' ? { kind, value } : { kind, position },
  );
}

/** Ours, or those at our own door: what is wrong at one is none of the other's. */
async function showOnlyFailures({ filtered, cli }: Parts, given: unknown): Promise<void> {
  const place = placeOf();
  if (!place) return sayNoLog(cli);
  const choices = [
    {
      label: vscode.l10n.t('Our own deliveries'),
      detail: vscode.l10n.t('What other servers, or our own mailboxes, did not take from us'),
      direction: 'out' as const,
    },
    {
      label: vscode.l10n.t('At our own door'),
      detail: vscode.l10n.t('What we refused to take from others'),
      direction: 'in' as const,
    },
    { label: vscode.l10n.t('Both'), detail: '', direction: null },
  ];
  const direction = given === 'out' || given === 'in' ? given : undefined;
  const chosen =
    direction === undefined
      ? (await vscode.window.showQuickPick(choices, { placeHolder: vscode.l10n.t('Which failures?') }))
          ?.direction
      : direction;
  if (chosen !== undefined) await filtered.open(place.uri, { kind: 'failures', direction: chosen });
}

/** Where no editor is in front: none at all, or a file that VS Code keeps to itself for its size. */
async function sayNoLog(cli?: vscode.Uri): Promise<void> {
  const uri = fileWithoutEditor();
  if (cli && uri && (await isTooLarge(uri))) return offerCommandLine(uri, cli);
  void vscode.window.showInformationMessage(vscode.l10n.t('Open a mail log first.'));
}

/** The page about the rules for bounces, which ships with the extension. @param cli a file of the extension's `dist` */
async function openLintRule(cli: vscode.Uri, rule: string): Promise<void> {
  const page = vscode.Uri.joinPath(cli, '..', '..', 'docs', 'lint.md');
  const fragment = rule.replace(/[^a-z-]/g, '');
  await vscode.commands.executeCommand('markdown.showPreview', page.with({ fragment }));
}

/** The file that a menu or a link names, else that of the editor in front. */
function fileInQuestion(given: unknown): vscode.Uri | undefined {
  return asUri(given) ?? vscode.window.activeTextEditor?.document.uri ?? fileWithoutEditor();
}

/** Does something with the saved message in question; says what is missing where it is none. */
async function onSavedMessage(parts: Parts, given: unknown, run: (of: vscode.Uri) => unknown): Promise<void> {
  const uri = await savedMessage(parts, given);
  if (uri) await run(uri);
}

/** The message of the file that a lens names, else the one at the cursor; null where the file is not in front. */
function messageIn(uri: vscode.Uri, message: unknown): { message: number } | { line: number } | null {
  if (typeof message === 'number') return { message };
  const editor = vscode.window.activeTextEditor;
  return editor?.document.uri.toString() === uri.toString() ? { line: editor.selection.active.line } : null;
}

async function savedMessage({ cli, server }: Parts, given: unknown): Promise<vscode.Uri | undefined> {
  const uri = fileInQuestion(given);
  if (uri && (await isTooLarge(uri))) {
    await offerCommandLine(uri, cli);
    return undefined;
  }
  const document = uri && (await vscode.workspace.openTextDocument(uri));
  if (document && (document.languageId === 'eml' || /\.eml$/i.test(document.uri.path))) {
    await server.start();
    return uri;
  }
  const asMessage = vscode.l10n.t('Read as Saved Message');
  const answer = await vscode.window.showInformationMessage(
    document
      ? vscode.l10n.t('This file is not marked as a saved message (.eml).')
      : vscode.l10n.t('Open a saved message (.eml) first.'),
    ...(document ? [asMessage] : []),
  );
  if (!document || answer !== asMessage) return undefined;
  await vscode.languages.setTextDocumentLanguage(document, 'eml');
  await server.start();
  return uri;
}

async function listCodes(parts: Parts, given: unknown): Promise<void> {
  const uri = await readable(
    parts,
    given,
    vscode.l10n.t('Open a mail log or a saved message first, then list its codes.'),
  );
  if (uri) parts.codes.open(uri);
}

/** Of an open document; a file that VS Code keeps to itself, and a packed one, are scanned. */
async function listUnexplained(parts: Parts, given: unknown): Promise<void> {
  const uri = await readable(parts, given, vscode.l10n.t('Open a mail log or a saved message first.'));
  if (uri) await parts.unexplained.open(uri);
}

async function report(parts: Parts, given: unknown): Promise<void> {
  const asked = fileInQuestion(given);
  if (asked && (isArchiveName(asked) || (await isTooLarge(asked)))) return parts.scanner.scanFiles([asked]);
  const uri = await readable(parts, given, vscode.l10n.t('Open a mail log or a saved message first.'));
  if (uri) parts.reports.open(uri);
}

/** The document in question, once the server reads it; says what is missing where it does not. */
async function readable(
  { cli, server, served, scanner }: Parts,
  given: unknown,
  nothing: string,
): Promise<vscode.Uri | undefined> {
  const uri = fileInQuestion(given);
  if (!uri) {
    void vscode.window.showInformationMessage(nothing);
    return undefined;
  }
  if (await isTooLarge(uri)) {
    await offerScan(uri, cli, scanner);
    return undefined;
  }
  const document = await vscode.workspace.openTextDocument(uri);
  await server.start();
  if (!served.has(uri) && !served.admits(document)) {
    const asLog = vscode.l10n.t('Read as Mail Log');
    const answer = await vscode.window.showInformationMessage(
      vscode.l10n.t('SMTP Lens does not read files of the language “{0}”.', document.languageId),
      asLog,
    );
    if (answer !== asLog) return undefined;
    await vscode.languages.setTextDocumentLanguage(document, 'maillog');
  }
  return uri;
}

/** What is chosen in the explorer, else the file of the tab in front; none where there is neither. */
function chosenFiles(given: unknown, all: unknown): vscode.Uri[] {
  const several = Array.isArray(all) ? all.filter((one): one is vscode.Uri => one instanceof vscode.Uri) : [];
  if (several.length > 0) return several;
  const uri = asUri(given);
  return uri ? [uri] : [];
}

async function openArchive(archives: Archives, given: vscode.Uri | undefined): Promise<void> {
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  const inFront = input instanceof vscode.TabInputText && isArchiveName(input.uri) ? input.uri : undefined;
  const chosen =
    given ??
    inFront ??
    (
      await vscode.window.showOpenDialog({
        openLabel: vscode.l10n.t('Open'),
        filters: {
          [vscode.l10n.t('Compressed files')]: ['gz', 'zst', 'xz'],
          [vscode.l10n.t('All files')]: ['*'],
        },
      })
    )?.[0];
  if (chosen) await archives.open(chosen);
}

/** A uri as a menu (`Uri`), a link or a lens (string) hands it over. */
function asUri(given: unknown): vscode.Uri | undefined {
  if (given instanceof vscode.Uri) return given;
  return typeof given === 'string' && given !== '' ? vscode.Uri.parse(given) : undefined;
}

/** What is selected in the editor, if it could be a code or a reply. */
function selectedText(): string {
  const editor = vscode.window.activeTextEditor;
  const text = editor ? editor.document.getText(editor.selection).trim() : '';
  return text.length <= 1000 && /\d/.test(text) ? text : '';
}
