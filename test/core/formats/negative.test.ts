// Logs that are no mail logs (web servers, kernels, sshd, cron, databases, firewalls, applications): no code and no delivery.
// Half of their numbers look like codes.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { records } from '../../support/engine.ts';

const folder = join(import.meta.dirname, '../../corpus/negative');
const logs = readdirSync(folder).filter((name) => /\.(?:log|jsonl|txt)$/.test(name));

test.each(logs)('%s holds no code', (name) => {
  const wrong = records(readFileSync(join(folder, name), 'utf8'))
    .filter(({ record }) => record.codes.length > 0 || record.attempts.length > 0)
    .map(({ record, line, text }) => `${line + 1} ${record.format}: ${text}`);
  expect(wrong).toEqual([]);
});

test('there are enough lines to prove it', () => {
  const lines = logs.map((name) => readFileSync(join(folder, name), 'utf8').split('\n').length - 1);
  expect(lines.reduce((sum, count) => sum + count, 0)).toBeGreaterThan(500);
});
