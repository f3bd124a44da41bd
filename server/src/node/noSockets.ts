// Stands in for Node's `net` in every bundle (esbuild.mjs). The language-server library can listen on sockets; nothing
// here asks it to, and this way what ships cannot reach a network at all.

function refuse(): never {
  throw new Error('SMTP Lens has no network access; use --stdio or --node-ipc');
}

export const createConnection = refuse;
export const createServer = refuse;
