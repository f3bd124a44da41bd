// How does the server get at the bytes of a file that the user asked to be read? By itself where its host can, else in
// pieces from the client. Nothing is read that no request names.
import type { Connection } from 'vscode-languageserver';
import type { Bytes } from '../input/archive.ts';
import { isFault } from '../input/fault.ts';
import type { Host } from './host.ts';
import { type FileToRead, type ReadPieceParams, type ReadPieceResult, readPieceRequest } from './protocol.ts';

const pieceBytes = 1024 * 1024;

/** What could not be read at all, with a sentence for people. */
export class Unreadable extends Error {}

export class FileBytes {
  constructor(
    private readonly connection: Pick<Connection, 'sendRequest'>,
    private readonly host: Host,
  ) {}

  /** The bytes of a file, unpacked; its errors are `Fault`s and `Unreadable`s. */
  of(file: FileToRead): AsyncGenerator<Uint8Array> {
    return this.host.unpack(this.raw(file));
  }

  raw({ uri }: FileToRead): Bytes {
    return readable(this.host.readFile?.(uri) ?? this.fromClient(uri));
  }

  private async *fromClient(uri: string): AsyncGenerator<Uint8Array> {
    for (let offset = 0; ; ) {
      const params: ReadPieceParams = { uri, offset, length: pieceBytes };
      const { base64, end } = await this.connection.sendRequest<ReadPieceResult>(readPieceRequest, params);
      if (base64 === null) throw new Unreadable(uri);
      const bytes = this.host.fromBase64(base64);
      offset += bytes.length;
      if (bytes.length > 0) yield bytes;
      if (end || bytes.length === 0) return;
    }
  }
}

/** An error of the system is none of the reader's words. */
async function* readable(bytes: Bytes): AsyncGenerator<Uint8Array> {
  try {
    yield* bytes;
  } catch (error) {
    if (isFault(error) || error instanceof Unreadable) throw error;
    throw new Unreadable((error as Error).message);
  }
}
