// Who writes reports? The list of writers, most specific first; the first that claims a report is taken.
import type { Writer } from './writer.ts';

export const writers: readonly Writer[] = [];
