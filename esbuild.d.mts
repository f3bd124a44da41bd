import type { BuildOptions } from 'esbuild';

/** One esbuild call each; `outdir` is the caller's. */
export const bundles: (BuildOptions & { entryPoints: { [name: string]: string } })[];

/** What the build adds to dist/catalog.json so that no start has to make it. */
export function patternIndex(): Promise<{ readonly [word: string]: readonly number[] }>;
