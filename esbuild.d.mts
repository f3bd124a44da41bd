import type { BuildOptions } from 'esbuild';

/** One esbuild call each; `outdir` is the caller's. */
export const bundles: (BuildOptions & { entryPoints: { [name: string]: string } })[];
