// *Show Only …*: a log without the lines that one does not want to see, as a read-only document of our own scheme. The server
// says which lines; they are taken from the editor's own text, so that nothing large travels. Every line leads back to the log.
// Deliberately absent: which line is a failure, or names a host (the server knows).
import * as vscode from 'vscode';
import {
  type SelectionQuery,
  type SelectParams,
  type SelectResult,
  selectRequest,
} from '../../server/src/lsp/protocol';
import { type LogPlace, type OwnDocument, type OwnDocuments, ownScheme } from './ownDocuments';
import type { Server } from './server';

const authority = 'only';

/** Editors underline every link; of more lines only Go to Definition leads back. */
const mostLinks = 5_000;

/** A log that grows while it is read is asked about again. */
const mostTries = 5;

/** What the address of a view holds. */
interface Source extends SelectionQuery {
  uri: string;
  version: number;
}

interface View {
  readonly text: string;
  /** Rows of the head, before the first line of the log. */
  readonly head: number;
  /** Numbers of the lines, in order. */
  readonly lines: readonly number[];
}

export class FilteredLogs implements OwnDocument {
  private readonly known = new Map<string, View>();

  constructor(
    private readonly server: Server,
    documents: OwnDocuments,
  ) {
    documents.add(authority, this);
  }

  forget(address: vscode.Uri): void {
    this.known.delete(address.toString());
  }

  /**
   * Opens a view of a log beside it.
   * @param query with a `position` where the line there says what to look for
   */
  async open(log: vscode.Uri, query: SelectionQuery): Promise<void> {
    const document = await vscode.workspace.openTextDocument(log);
    const made = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Looking for the lines to show'),
        cancellable: true,
      },
      (_progress, token) => this.make(document, query, token),
    );
    if (!made) return;
    const { view, value } = made;
    if (value === null) {
      void vscode.window.showInformationMessage(nothingNamed(query.kind));
      return;
    }
    const { position: _position, ...rest } = query;
    const source: Source = { ...rest, value, uri: log.toString(), version: document.version };
    const address = vscode.Uri.from({
      scheme: ownScheme,
      authority,
      path: `/${nameOf(log, query.kind, value)}`,
      query: JSON.stringify(source),
    });
    this.known.set(address.toString(), view);
    const shown = await vscode.workspace.openTextDocument(address);
    await vscode.languages.setTextDocumentLanguage(shown, 'maillog');
    await vscode.window.showTextDocument(shown, { preview: true });
  }

  async provideTextDocumentContent(address: vscode.Uri): Promise<string> {
    return (await this.view(address))?.text ?? '';
  }

  async provideDocumentLinks({ uri }: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    const view = await this.view(uri);
    const source = sourceOf(uri);
    if (!view || !source) return [];
    const log = vscode.Uri.parse(source.uri);
    const number = new Intl.NumberFormat(vscode.env.language);
    return view.lines.slice(0, mostLinks).map((line, at) => {
      // The first characters are the stamp, or as good.
      const row = view.head + at;
      const link = new vscode.DocumentLink(
        new vscode.Range(row, 0, row, 15),
        log.with({ fragment: `L${line + 1}` }),
      );
      link.tooltip = vscode.l10n.t('Show line {0} of the log', number.format(line + 1));
      return link;
    });
  }

  async placeInLog(address: vscode.Uri, row: number): Promise<LogPlace | undefined> {
    const view = await this.view(address);
    const source = sourceOf(address);
    const line = view?.lines[row - view.head];
    return source && line !== undefined ? { uri: vscode.Uri.parse(source.uri), line } : undefined;
  }

  private async view(address: vscode.Uri): Promise<View | undefined> {
    const known = this.known.get(address.toString());
    const source = sourceOf(address);
    if (known || !source) return known;
    const { uri, version: _version, ...query } = source;
    const made = await this.make(await vscode.workspace.openTextDocument(vscode.Uri.parse(uri)), query);
    if (made?.view) this.known.set(address.toString(), made.view);
    return made?.view;
  }

  private async make(
    document: vscode.TextDocument,
    query: SelectionQuery,
    token?: vscode.CancellationToken,
  ): Promise<{ view: View; value: string | null } | undefined> {
    const params: SelectParams = { ...query, textDocument: { uri: document.uri.toString() } };
    for (let tries = 0; tries < mostTries; tries++) {
      const found = await this.server
        .ask<SelectResult | null>(selectRequest, params, token)
        .catch((error: unknown) => {
          if (!token?.isCancellationRequested) throw error;
          return null;
        });
      if (!found || token?.isCancellationRequested) return undefined;
      if (found.version !== document.version && tries < mostTries - 1) continue;
      return { view: viewOf(document, found), value: found.value };
    }
    return undefined;
  }
}

function viewOf(document: vscode.TextDocument, { title, lines }: SelectResult): View {
  const kept = lines.filter((line) => line < document.lineCount);
  const head = [`# ${title}`];
  if (kept.length > mostLinks)
    head.push(
      `# ${vscode.l10n.t('The stamps of the first {0} lines are links into the log; from the others Go to Definition leads there.', new Intl.NumberFormat(vscode.env.language).format(mostLinks))}`,
    );
  head.push('');
  const rows = kept.map((line) => document.lineAt(line).text);
  return { text: `${[...head, ...rows].join('\n')}\n`, head: head.length, lines: kept };
}

function nothingNamed(kind: SelectionQuery['kind']): string {
  switch (kind) {
    case 'code':
      return vscode.l10n.t('This line holds no code.');
    case 'host':
      return vscode.l10n.t('This line names no host.');
    default:
      return vscode.l10n.t('This line names no recipient.');
  }
}

/** `mail.log — mx.d.example`: what the tab is called. */
function nameOf(log: vscode.Uri, kind: SelectionQuery['kind'], value: string): string {
  const name = log.path.split('/').pop() || 'log';
  const what = kind === 'failures' ? vscode.l10n.t('failures') : value;
  return `${name} — ${what}`.replace(/[^\p{L}\p{N}@.=+ —_-]/gu, '_').slice(0, 100);
}

const kinds: readonly string[] = ['failures', 'code', 'host', 'recipient'] satisfies SelectionQuery['kind'][];

/** The address of a document that another program made up may hold anything. */
function sourceOf(address: vscode.Uri): Source | undefined {
  try {
    const source: Partial<Source> | null = JSON.parse(address.query);
    if (typeof source?.uri !== 'string' || !kinds.includes(source.kind ?? '')) return undefined;
    const { uri, kind, value, direction } = source;
    return {
      uri,
      version: source.version ?? 0,
      kind: kind!,
      ...(typeof value === 'string' && value !== '' && { value }),
      ...((direction === 'in' || direction === 'out') && { direction }),
    };
  } catch {
    return undefined;
  }
}
