import type { CatalogFile } from './schema/types.d.ts';

/** The whole catalogue as one object; throws with the file's name on bad JSON. */
export function joinCatalog(): CatalogFile;
/** Writes the joined catalogue to `target`. */
export function buildCatalog(target: string): void;
