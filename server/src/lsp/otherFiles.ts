// Which files beside the open one may tell of the same message, and what stands in them? The rotated siblings of the log, which
// the client lists and reads, and the other open logs. Nothing is asked of the client before a person asks for it.
// Deliberately absent: the disk (the client has it), and what is looked for (followHandlers.ts).
import type { CancellationToken, Connection } from 'vscode-languageserver';
import type { SearchedFile } from '../core/service.ts';
import { PagedText } from '../core/text/pagedText.ts';
import { siblingsOf } from '../core/text/siblings.ts';
import { textOf } from '../input/text.ts';
import type { OpenDocument } from './documents.ts';
import type { Host } from './host.ts';
import {
  type ListFilesParams,
  type ListFilesResult,
  listFilesRequest,
  type ReadFileParams,
  type ReadFileResult,
  readFileRequest,
} from './protocol.ts';

/** Texts that are kept for the next round, in UTF-16 units; more is read again. */
const mostKept = 128_000_000;
/** Of a longer file, unpacked, the rest is not looked at; bytes. */
const mostOfOne = 256_000_000;

/** Why a file was not looked at, or not to its end. */
export type Missing = 'unreadable' | 'partly';

/** The files of one search. Drop it when the search is over. */
export class OtherFiles {
  readonly files: readonly SearchedFile[];
  /** Index of the file that was asked about. */
  readonly asked: number;
  readonly missing = new Map<number, Missing>();
  readonly #parts: FileParts;
  readonly #open: ReadonlyMap<string, OpenDocument>;
  readonly #kept = new Map<number, PagedText>();
  #size = 0;

  private constructor(
    files: readonly SearchedFile[],
    asked: number,
    open: ReadonlyMap<string, OpenDocument>,
    parts: FileParts,
  ) {
    this.files = files;
    this.asked = asked;
    this.#open = open;
    this.#parts = parts;
  }

  /** @param open the documents that are open */
  static async of(
    document: OpenDocument,
    open: readonly OpenDocument[],
    parts: FileParts,
    token: CancellationToken,
  ): Promise<OtherFiles> {
    const logs = open.filter(({ kind, uri }) => kind === 'log' && !isOurs(uri));
    const files: SearchedFile[] = [];
    const taken = new Set<string>();
    for (const [log, one] of [document, ...logs].entries()) {
      const file = fileOf(one.uri);
      if (taken.has(file)) continue;
      for (const uri of await siblings(file, parts, token)) {
        if (taken.has(uri)) continue;
        taken.add(uri);
        files.push({ uri, name: nameOf(uri), log });
      }
    }
    const asked = files.findIndex(({ uri }) => uri === fileOf(document.uri));
    const known = new Map([document, ...logs].map((each) => [fileOf(each.uri), each]));
    return new OtherFiles(files, asked, known, parts);
  }

  /** The text of a file; null where it cannot be read. */
  async text(file: number, token: CancellationToken): Promise<PagedText | null> {
    const { uri } = this.files[file]!;
    const kept = this.#open.get(uri)?.text ?? this.#kept.get(file);
    if (kept) return kept;
    if (this.missing.get(file) === 'unreadable') return null;
    const params: ReadFileParams = { uri };
    const { connection, host } = this.#parts;
    const { base64 } = await connection.sendRequest<ReadFileResult>(readFileRequest, params, token);
    const read = base64 === null ? null : await textOf(host.fromBase64(base64), host, mostOfOne);
    if (!read) {
      this.missing.set(file, 'unreadable');
      return null;
    }
    if (!read.whole) this.missing.set(file, 'partly');
    const text = PagedText.of(read.text);
    if (this.#size + text.length <= mostKept) {
      this.#kept.set(file, text);
      this.#size += text.length;
    }
    return text;
  }
}

export interface FileParts {
  readonly connection: Connection;
  readonly host: Host;
}

/** The addresses of a log's files in the order of writing, itself among them. */
async function siblings(uri: string, parts: FileParts, token: CancellationToken): Promise<string[]> {
  // file:///var/log/mail.log   vscode-vfs://github/a/b/mail.log?ref=main
  const match = /^([^?#]*\/)([^/?#]+)((?:[?#].*)?)$/.exec(uri);
  if (!match) return [uri];
  const [, folder, name, rest] = match;
  const params: ListFilesParams = { uri: folder! };
  let names: string[] = [];
  try {
    ({ names } = await parts.connection.sendRequest<ListFilesResult>(listFilesRequest, params, token));
  } catch {
    // A client that lists no folders: the file stands alone.
  }
  const own = decoded(name!);
  return siblingsOf(own, names).map((one) =>
    one === own ? uri : `${folder}${encodeURIComponent(one)}${rest}`,
  );
}

function nameOf(uri: string): string {
  const path = uri.split(/[?#]/, 1)[0]!;
  return decoded(path.slice(path.lastIndexOf('/') + 1));
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** A text of ours repeats lines of a file; that of a compressed file is one itself. */
export const isOurs = (uri: string): boolean => uri.startsWith('smtp-lens:') && !uri.startsWith(archive);

const archive = 'smtp-lens://archive/';

/** The file that a document shows: what is in an archive is shown under an address of its own, which names the file. */
function fileOf(uri: string): string {
  if (!uri.startsWith(archive)) return uri;
  try {
    const named: unknown = JSON.parse(decodeURIComponent(/\?([^#]*)/.exec(uri)?.[1] ?? '')).uri;
    return typeof named === 'string' ? named : uri;
  } catch {
    return uri;
  }
}
