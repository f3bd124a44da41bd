// npm run bench: measures, prints a table, writes out/bench.json. Ends with 1 where a gate is missed by more than its slack.
//   node test/bench/run.mjs [--quick] [--against] [--sizes 1,10,45,2000] [--only scan,server,engine,sizes] [--keep]
//   --quick    fewer runs and no log above 10 MB; under a minute     --against  beside other tools, where they are installed
//   --keep     writes the table into docs/performance.md
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { arch, cpus, loadavg, platform } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureEngine } from './engine.mjs';
import { writeLog } from './generate.mjs';
import { goals, inUnits, judged } from './goals.mjs';
import { root } from './measure.mjs';
import { bounceFiles, measureBounces, measurePacked, measurePeers, measureScan } from './scan.mjs';
import { measureServer } from './server.mjs';
import { measureSizes, measureTests } from './sizes.mjs';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    against: { type: 'boolean', default: false },
    keep: { type: 'boolean', default: false },
    sizes: { type: 'string' },
    only: { type: 'string', default: 'scan,server,engine,sizes' },
  },
});
const times = options.quick ? 3 : 5;
const sizes = (options.sizes ?? (options.quick ? '1,10' : '1,10,45')).split(',').map(Number);
const parts = new Set(options.only.split(','));
const folder = join(root, 'out/bench');
const dist = join(root, 'dist');
mkdirSync(folder, { recursive: true });

const loadBefore = loadavg()[0];
const rows = [];
const remarks = [];
const report = (id, value, note = '') => {
  const { what = id.replace(/^size\./, 'dist/'), unit = 'kB', goal, gate } = goals[id] ?? {};
  rows.push({ id, what, value, unit, goal, gate, ok: judged(id, value), note });
  console.error(`  ${what}: ${inUnits(value, unit)}${note && ` (${note})`}`);
};
const remark = (words) => remarks.push(words);

build();
const logs = sizes.map((megabytes) => logOf(megabytes));
const shared = { cli: join(dist, 'cli.js'), folder, times };
if (parts.has('scan')) {
  await measureScan({ ...shared, logs }, report);
  await measurePacked({ ...shared, logs }, report);
  await measureBounces(shared, report);
}
if (options.against)
  await measurePeers({ ...shared, log: logs[logs.length - 1], bounces: bounceFiles(folder) }, report, remark);
if (parts.has('server')) {
  const inEditor = logs.filter(({ megabytes }) => megabytes <= 50);
  const server = join(dist, 'server/node.js');
  await measureServer({ server, logs: inEditor, times, strokes: options.quick ? 100 : 300 }, report);
}
if (parts.has('engine'))
  await measureEngine(
    {
      ...shared,
      catalog: join(dist, 'catalog.json'),
      log: logs.filter(({ megabytes }) => megabytes <= 50).pop(),
    },
    report,
  );
if (parts.has('sizes')) {
  await measureSizes({ dist }, report);
  if (!options.quick) measureTests(report);
}

const machine = {
  node: process.version,
  system: `${platform()} ${arch()}`,
  processor: cpus()[0]?.model ?? 'unknown',
  cores: cpus().length,
  load: [loadBefore, loadavg()[0]].map((load) => load.toFixed(1)),
  date: new Date().toISOString().slice(0, 10),
  runs: times,
};
writeFileSync(join(root, 'out/bench.json'), `${JSON.stringify({ machine, rows, remarks }, null, 1)}\n`);
const table = tableOf(rows);
console.log(`${table}\n\n${words(machine)}`);
for (const one of remarks) console.log(`Not measured: ${one}.`);
if (options.keep) keep();
const missed = rows.filter(({ ok }) => ok === 'missed');
for (const { what } of missed) console.log(`Gate missed: ${what}`);
process.exitCode = missed.length > 0 ? 1 : 0;

/** Builds where nothing is built; warns where the sources are newer. */
function build() {
  if (!existsSync(join(dist, 'cli.js')) || !existsSync(join(dist, 'catalog.json')))
    spawnSync(process.execPath, ['esbuild.mjs'], { cwd: root, stdio: 'inherit' });
  const built = statSync(join(dist, 'cli.js')).mtimeMs;
  const newer = readdirSync(join(root, 'server/src'), { recursive: true }).filter(
    (file) => file.endsWith('.ts') && statSync(join(root, 'server/src', file)).mtimeMs > built,
  );
  if (newer.length > 0) remark(`${newer.length} sources that are newer than dist/ (npm run build)`);
}

/** The same seed gives the same log; it is kept for the next run. */
function logOf(megabytes) {
  const file = join(folder, `postfix-${megabytes}.log`);
  if (!existsSync(file)) writeLog(file, megabytes, 1);
  const bytes = statSync(file).size;
  return { file, bytes, lines: Math.round(bytes * linesPerByte(file)), megabytes };
}

/** Lines are counted in the first megabyte and taken for the rest. */
function linesPerByte(file) {
  const head = readFileSync(file, { encoding: 'latin1' }).slice(0, 1_000_000);
  return (head.split('\n').length - 1) / head.length;
}

function tableOf(list) {
  const limit = (value, unit) => (value === undefined ? '' : inUnits(value, unit));
  return [
    '| what | measured | goal | gate | ok | |',
    '| --- | ---: | ---: | ---: | --- | --- |',
    ...list.map(
      ({ what, value, unit, goal, gate, ok, note }) =>
        `| ${what} | ${inUnits(value, unit)} | ${limit(goal, unit)} | ${limit(gate, unit)} | ${ok} | ${note} |`,
    ),
  ].join('\n');
}

function words({ date, node, system, processor, cores, load, runs }) {
  return `Taken on ${date} with Node ${node}, ${system}, ${processor}, ${cores} cores, load ${load.join(' to ')}; medians of ${runs}.`;
}

/** Puts the table between the marks in docs/performance.md. */
function keep() {
  const file = join(root, 'docs/performance.md');
  const [start, end] = ['<!-- measured -->', '<!-- /measured -->'];
  const text = readFileSync(file, 'utf8');
  const lines = [words(machine), '', table, '', ...remarks.map((one) => `Not measured: ${one}.`)].join('\n');
  writeFileSync(
    file,
    `${text.slice(0, text.indexOf(start) + start.length)}\n${lines.trimEnd()}\n${text.slice(text.indexOf(end))}`,
  );
}
