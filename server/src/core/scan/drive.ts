// How is a log of any size read from its pieces, by one reader or by several at once? Pieces are handed out in order and
// taken back in order; one that was read under a wrong guess of what came before it is read again, so that the answer
// is the same however many readers there are. Deliberately absent: where pieces come from, and threads (node/).
import type { LogAssembly } from './assembly.ts';
import { type ChunkEntry, type ChunkReading, sameEntry } from './chunk.ts';

/** A run of whole lines in UTF-8, or the rest of a line longer than a piece. */
export interface LogPiece {
  readonly bytes: Uint8Array;
  readonly startsMidLine: boolean;
  /** To be called when the bytes are needed no more, where they stand in memory that is used again. */
  readonly release?: () => void;
}

/** A piece to be read. */
export interface ChunkTask extends Omit<LogPiece, 'release'> {
  readonly entry: ChunkEntry;
  /** Number, from 1, of its first line. */
  readonly firstLine: number;
}

export interface ChunkReaders {
  /** How many can be at work at once. */
  readonly count: number;
  read(task: ChunkTask): ChunkReading | Promise<ChunkReading>;
}

interface UnderWay {
  readonly task: ChunkTask;
  readonly reading: ChunkReading | Promise<ChunkReading>;
  readonly release: (() => void) | undefined;
}

/** So many wrong guesses in a row, and each piece waits for the one before it. */
const patience = 3;

/**
 * Reads a log to its end, or until `onChunk` answers false (asked behind each chunk). Throws what `pieces` throws, when
 * all that came before has been added.
 */
export async function driveLog(
  pieces: AsyncIterable<LogPiece>,
  readers: ChunkReaders,
  assembly: LogAssembly,
  onChunk: (bytes: number) => boolean | Promise<boolean> = () => true,
): Promise<void> {
  const underWay: UnderWay[] = [];
  let line = assembly.nextLine(false);
  let wrong = 0;

  const takeFirst = async (): Promise<boolean> => {
    const { task, reading, release } = underWay.shift()!;
    const { startsMidLine, bytes } = task;
    let found = await reading;
    if (!sameEntry(task.entry, assembly.exit)) {
      wrong++;
      found = await readers.read({ ...task, entry: assembly.exit });
    } else wrong = 0;
    assembly.add(found, startsMidLine, bytes.length);
    release?.();
    return onChunk(bytes.length);
  };

  const atOnce = (): number => (readers.count === 1 ? 0 : wrong < patience ? readers.count * 2 : 0);
  try {
    for await (const { bytes, startsMidLine, release } of pieces) {
      // One reader is done with a piece before the next is there, and has counted its lines.
      if (readers.count === 1) line = assembly.nextLine(false);
      const firstLine = startsMidLine ? line - 1 : line;
      const task = { bytes, startsMidLine, entry: assembly.exit, firstLine };
      underWay.push({ task, reading: readers.read(task), release });
      if (readers.count > 1) line = firstLine + linesOf(bytes);
      while (underWay.length > atOnce()) if (!(await takeFirst())) return;
    }
  } finally {
    // Also where the file turned out to be damaged: what was read of it counts.
    while (underWay.length > 0) if (!(await takeFirst())) break;
    await Promise.allSettled(underWay.map(({ reading }) => reading));
  }
}

const CR = 0x0d;
const LF = 0x0a;

/** Lines that begin in these bytes, or go on: as `readPage` counts them. */
function linesOf(bytes: Uint8Array): number {
  let count = 0;
  for (let at = bytes.indexOf(LF); at >= 0; at = bytes.indexOf(LF, at + 1)) count++;
  for (let at = bytes.indexOf(CR); at >= 0; at = bytes.indexOf(CR, at + 1)) if (bytes[at + 1] !== LF) count++;
  const last = bytes[bytes.length - 1];
  return last === LF || last === CR ? count : count + 1;
}
