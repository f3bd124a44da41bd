// node test/expressions/check.mjs: asks recheck about every expression that checked.json does not know, and writes what it
// says there. Run it after adding or changing an expression; the test only compares.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { check } from 'recheck';
import { collectExpressions, hashOf } from './collect.mjs';

const file = path.join(import.meta.dirname, 'checked.json');
const known = JSON.parse(readFileSync(file, 'utf8'));
const checked = {};
for (const expression of collectExpressions().literals) {
  const hash = hashOf(expression);
  if (checked[hash]) continue;
  const { source, flags } = expression;
  // recheck's grammar ends before the v flag; the sets that we write mean the same under u.
  checked[hash] =
    known[hash] ?? resultOf(await check(source, flags.replace('v', 'u'), { timeout: 20_000 }), expression);
}
const sorted = Object.fromEntries(Object.entries(checked).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(file, `${JSON.stringify(sorted, null, 1)}\n`);
const bad = Object.values(sorted).filter(({ status }) => status !== 'safe');
for (const { status, complexity, file: where, source } of bad)
  console.log(`${status} ${complexity ?? ''} ${where}: ${source}`);
console.log(`${Object.keys(sorted).length} expressions, ${bad.length} not proved linear`);

function resultOf({ status, complexity, error }, { source, flags, file: where }) {
  const told =
    status === 'unknown'
      ? (error?.kind ?? 'unknown')
      : complexity?.type === 'polynomial'
        ? `polynomial ${complexity.degree}`
        : complexity?.type;
  return { status, complexity: told, file: where, source, flags };
}
