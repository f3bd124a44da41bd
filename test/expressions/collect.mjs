// Every regular expression that ships: found in the syntax of the sources, so that none is overlooked.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'acorn';
import { transformSync } from 'esbuild';

const root = path.join(import.meta.dirname, '..', '..');

function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) yield* sources(file);
    else if (entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts')) yield file;
  }
}

function* nodes(node) {
  yield node;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value])
      if (child && typeof child.type === 'string') yield* nodes(child);
  }
}

/** Literals with their place, and calls of `RegExp`, which nobody could check. */
export function collectExpressions() {
  const literals = [];
  const made = [];
  for (const folder of ['server/src', 'client/src']) {
    for (const file of sources(path.join(root, folder))) {
      const { code } = transformSync(readFileSync(file, 'utf8'), { loader: 'ts', target: 'es2024' });
      const name = path.relative(root, file);
      for (const node of nodes(parse(code, { ecmaVersion: 'latest', sourceType: 'module' }))) {
        if (node.type === 'Literal' && node.regex)
          literals.push({ file: name, source: node.regex.pattern, flags: node.regex.flags });
        if (
          (node.type === 'NewExpression' || node.type === 'CallExpression') &&
          node.callee.name === 'RegExp'
        )
          made.push(name);
      }
    }
  }
  return { literals, made };
}

/** What an expression is remembered by. */
export const hashOf = ({ source, flags }) =>
  createHash('sha256').update(`${flags} ${source}`).digest('hex').slice(0, 16);
