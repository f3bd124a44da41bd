// How large is what people download, and how long do the engine's own tests take?
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { deflateRawSync, gzipSync } from 'node:zlib';
import { listFiles } from '@vscode/vsce';
import { root } from './measure.mjs';

const kilobytes = (bytes) => bytes / 1000;

/** The package is a ZIP file: its size is that of its files, deflated, and about 100 bytes and two names for each. */
export async function measureSizes({ dist }, report) {
  const files = await listFiles({ cwd: root, dependencies: false });
  const packed = files
    .map(
      (file) => deflateRawSync(readFileSync(join(root, file)), { level: 9 }).length + 100 + 2 * file.length,
    )
    .reduce((sum, size) => sum + size, 0);
  report('size.package', packed / 1e6, `${files.length} files, deflated`);
  report(
    'size.catalogue',
    kilobytes(gzipSync(readFileSync(join(dist, 'catalog.json')), { level: 9 }).length),
  );
  for (const name of readdirSync(dist, { recursive: true })
    .filter((file) => file.endsWith('.js'))
    .sort()) {
    const text = readFileSync(join(dist, name));
    report(
      `size.${name}`,
      kilobytes(text.length),
      `${Math.round(kilobytes(gzipSync(text).length))} kB gzipped`,
    );
  }
}

/** Time of the engine's tests as vitest tells it, without its own start. */
export function measureTests(report) {
  const { stdout } = spawnSync(
    process.execPath,
    [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'test/core', '--reporter=json'],
    { cwd: root, encoding: 'utf8', timeout: 300_000, maxBuffer: 1 << 28 },
  );
  const { testResults, numTotalTests } = JSON.parse(stdout.slice(stdout.indexOf('{')));
  const start = Math.min(...testResults.map((file) => file.startTime));
  const end = Math.max(...testResults.map((file) => file.endTime));
  report('tests.engine', (end - start) / 1000, `${numTotalTests} tests`);
}
