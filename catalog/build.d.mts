import type { CatalogFile } from './schema/types.d.ts';

/** The whole catalogue as one object; throws with the file's name on bad JSON. */
export function joinCatalog(): CatalogFile;
/** All schemas as one that refers to nothing outside itself; throws where two definitions have one name. */
export function joinSchema(): object;
/** Writes the joined catalogue to `target`, and its schema beside it. */
export function buildCatalog(target: string, more?: Partial<CatalogFile>): void;
