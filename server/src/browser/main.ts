// dist/server/browser.js: the language server as a web worker. Node's server loads this file too, for what both need
// (esbuild.mjs); then nothing is started here.
if ('WorkerGlobalScope' in globalThis) void import('./worker.ts');

export {};
