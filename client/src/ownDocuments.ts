// Who writes the read-only documents of our own scheme? The editor admits one provider for a scheme, so this one asks the part
// that the address names (its authority), and hands links on to it as well.
import * as vscode from 'vscode';

export const ownScheme = 'smtp-lens';

/** Of texts of compressed files; such a document is a whole log, not a view of one. */
export const archiveAuthority = 'archive';

/** `mail.log.2.gz` */
const packed = /\.(?:gz|zst|zstd|xz)$/i;

/** A kind of document, for instance the lines of one message. */
export interface OwnDocument {
  provideTextDocumentContent(address: vscode.Uri): Promise<string>;
  provideDocumentLinks(document: vscode.TextDocument): Promise<vscode.DocumentLink[]>;
  /** The document was closed. */
  forget(address: vscode.Uri): void;
  /** Where a row (from 0) of the document stands in a file; nothing for a row of ours, or a kind of document without lines of files. */
  placeInLog?(address: vscode.Uri, row: number): Promise<LogPlace | undefined>;
}

/** A line of a file, from 0. */
export interface LogPlace {
  readonly uri: vscode.Uri;
  readonly line: number;
}

export class OwnDocuments
  implements
    vscode.TextDocumentContentProvider,
    vscode.DocumentLinkProvider,
    vscode.DefinitionProvider,
    vscode.Disposable
{
  private readonly kinds = new Map<string, OwnDocument>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly registrations = vscode.Disposable.from(
    vscode.workspace.registerTextDocumentContentProvider(ownScheme, this),
    vscode.languages.registerDocumentLinkProvider({ scheme: ownScheme }, this),
    vscode.languages.registerDefinitionProvider({ scheme: ownScheme }, this),
    vscode.workspace.onDidCloseTextDocument((document) => {
      // A change of its language is told as closing and opening, too.
      if (vscode.workspace.textDocuments.includes(document)) return;
      const { uri } = document;
      if (uri.scheme === ownScheme) this.kinds.get(uri.authority)?.forget(uri);
    }),
    this.changed,
  );

  /** @param authority of the addresses of this kind; may be empty */
  add(authority: string, kind: OwnDocument): void {
    this.kinds.set(authority, kind);
  }

  /** Where the text of a compressed file is shown, if some kind of document does that; nothing for any other file. */
  unpackedAddress(file: vscode.Uri): vscode.Uri | undefined {
    if (!packed.test(file.path)) return file;
    if (!this.kinds.has(archiveAuthority)) return undefined;
    const query = JSON.stringify({ uri: file.toString() });
    return file.with({
      scheme: ownScheme,
      authority: archiveAuthority,
      path: file.path.replace(packed, ''),
      query,
    });
  }

  /** What the address shows is out of date; the editor asks for it anew. */
  renew(address: vscode.Uri): void {
    this.changed.fire(address);
  }

  dispose(): void {
    this.registrations.dispose();
  }

  async provideTextDocumentContent(address: vscode.Uri): Promise<string> {
    return (await this.kinds.get(address.authority)?.provideTextDocumentContent(address)) ?? '';
  }

  async provideDocumentLinks(document: vscode.TextDocument): Promise<vscode.DocumentLink[]> {
    return (await this.kinds.get(document.uri.authority)?.provideDocumentLinks(document)) ?? [];
  }

  /** From a line that is shown to the same line in its file. */
  async provideDefinition(
    { uri }: vscode.TextDocument,
    { line, character }: vscode.Position,
  ): Promise<vscode.Location | undefined> {
    // The text of a compressed file is a log like any other.
    if (!isView(uri)) return undefined;
    const place = await this.placeInLog(uri, line);
    if (!place || isView(place.uri)) return undefined;
    return new vscode.Location(place.uri, new vscode.Position(place.line, character));
  }

  /** The line of a file that a row shows; the place itself for what is no view. A view may be one of a view. */
  async placeInLog(uri: vscode.Uri, line: number): Promise<LogPlace | undefined> {
    let place: LogPlace | undefined = { uri, line };
    for (let depth = 0; place && isView(place.uri) && depth < 10; depth++)
      place = await this.kinds.get(place.uri.authority)?.placeInLog?.(place.uri, place.line);
    return place;
  }
}

const isView = ({ scheme, authority }: vscode.Uri): boolean =>
  scheme === ownScheme && authority !== archiveAuthority;

/** Links into files, from the places that an answer of the server names. */
export function linksTo(
  file: vscode.Uri,
  links: readonly { line: number; start: number; end: number; target: number }[],
  tooltip: string,
): vscode.DocumentLink[] {
  return links.map(({ line, start, end, target }) => {
    const link = new vscode.DocumentLink(
      new vscode.Range(line, start, line, end),
      file.with({ fragment: `L${target + 1}` }),
    );
    link.tooltip = tooltip;
    return link;
  });
}

/** The file that an address is about; the address of a document that another program made up may hold anything. */
export function fileOf(address: vscode.Uri): vscode.Uri | undefined {
  try {
    const { uri }: { uri?: unknown } = JSON.parse(address.query) ?? {};
    return typeof uri === 'string' ? vscode.Uri.parse(uri, true) : undefined;
  } catch {
    return undefined;
  }
}
