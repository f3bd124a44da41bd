// What is wrong with a file that could be read only in part, or not at all? The sentence is made where it is shown.

export type ArchiveKind = 'gzip' | 'zstd' | 'xz' | 'bzip2';

export type FaultKind =
  | 'truncated' // ends before its end
  | 'damaged'
  | 'bomb' // expands beyond all measure
  | 'unsupported'; // a kind that cannot be read here

export class Fault extends Error {
  constructor(
    readonly kind: FaultKind,
    readonly archive: ArchiveKind,
    /** Bytes that were unpacked by then; told for `bomb`. */
    readonly bytes = 0,
  ) {
    super(`${archive}: ${kind}`);
  }
}

/** Also one that another bundle made, which has a class of its own. */
export const isFault = (error: unknown): error is Fault =>
  error instanceof Error && 'archive' in error && 'kind' in error;

export const fault = (kind: FaultKind, archive: ArchiveKind, bytes?: number): Fault =>
  new Fault(kind, archive, bytes);

/** English → the reader's language, `{0}` … filled in. */
type Translate = (sentence: string, ...values: (string | number)[]) => string;

/** `The gzip archive ends too early; it was read as far as it goes.` */
export function faultSentence({ kind, archive, bytes }: Fault, t: Translate): string {
  switch (kind) {
    case 'truncated':
      return t('The {0} archive ends too early; it was read only in part, as far as it goes.', archive);
    case 'damaged':
      return t('The {0} archive is damaged; it was read only in part, up to there.', archive);
    case 'bomb':
      return t(
        'The {0} archive expands to more than 500 times its size; it was read only in part, the first {1} MiB.',
        archive,
        Math.floor(bytes / 1024 / 1024),
      );
    case 'unsupported':
      return t('It is compressed with {0}, which cannot be read here; decompress it first.', archive);
  }
}
