// Which processes of our language server run on this machine, for tests that end one? Told by /proc, so on Linux only.

import { readdirSync, readFileSync } from 'node:fs';

/** @param isWanted is asked with the parent's number and the command of each: others may run servers of their own */
export function languageServers(isWanted) {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        if (!command.includes('dist/server/node.js')) return false;
        // pid (name) state ppid …
        const status = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) . /s, '');
        return isWanted(Number(status.split(' ')[0]), command);
      } catch {
        // It has ended meanwhile.
        return false;
      }
    });
}
