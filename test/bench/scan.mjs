// How fast is `smtp-lens scan`, as a whole process, and beside the tools that people use today on the same file?
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { isInstalled, median, repeated, root, wholeProcess } from './measure.mjs';

/** Every code that the generator's log may hold, as a person would look for them. */
const codes = String.raw`\b[245]\.[0-9]{1,2}\.[0-9]{1,3}\b|\b[245][0-9][0-9][ -]`;

/** Scans each log; `seconds`, `cpu` and `peak` are medians. @param logs `{ file, bytes, lines, megabytes }` */
export async function measureScan({ cli, logs, folder, times }, report) {
  const output = join(folder, 'scan.ndjson');
  const perLine = [];
  for (const { file, bytes, lines, megabytes } of logs) {
    const runs = await repeated(times, () =>
      wholeProcess(process.execPath, [cli, 'scan', '--format', 'ndjson', file], { output, node: true }),
    );
    const seconds = median(runs.map((run) => run.seconds));
    const cpu = median(runs.map((run) => run.cpu));
    report(
      `scan.${megabytes}`,
      seconds,
      `${Math.round(bytes / 1e6 / seconds)} MB/s, ${Math.round(lines / seconds / 1000)} k lines/s, ${cpu.toFixed(2)} s of processor`,
    );
    report(`scan.${megabytes}.peak`, median(runs.map((run) => run.peak)) / 1e6);
    perLine.push({ megabytes, lines, seconds });
  }
  // What a line costs beyond the start of the process: from the smallest to the middle file, and from there to the largest.
  const slopes = perLine
    .slice(1)
    .map((one, index) => (one.seconds - perLine[index].seconds) / (one.lines - perLine[index].lines));
  if (slopes.length > 1)
    report(
      'scan.flat',
      slopes[slopes.length - 1] / slopes[0],
      `${slopes.map((slope) => `${(slope * 1e6).toFixed(2)} µs`).join(', then ')} a line`,
    );
}

/** The same log as gzip, and by two threads beside one where it is large enough for them. */
export async function measurePacked({ cli, logs, folder, times }, report) {
  const output = join(folder, 'packed.ndjson');
  const { file, bytes, megabytes } = logs.filter((log) => log.megabytes <= 100).at(-1) ?? logs[0];
  const packed = `${file}.gz`;
  if (!existsSync(packed)) await pipeline(createReadStream(file), createGzip(), createWriteStream(packed));
  const runs = await repeated(times, () =>
    wholeProcess(process.execPath, [cli, 'scan', '--format', 'ndjson', packed], { output, node: true }),
  );
  const seconds = median(runs.map((run) => run.seconds));
  report('scan.gz', seconds, `${megabytes} MB of text, ${Math.round(bytes / 1e6 / seconds)} MB/s of it`);
}

/** Programs of others that read the same log. */
const peers = [
  {
    name: 'pflogsumm',
    probe: ['--version'],
    args: (log) => [log],
    does: 'totals of the log',
  },
  {
    name: 'ripgrep',
    command: 'rg',
    probe: ['--version'],
    args: (log) => ['-N', '--no-heading', '-e', codes, log],
    does: 'lines that hold the same codes',
  },
  {
    name: 'lnav',
    probe: ['-V'],
    args: (log) => ['-n', '-c', ';SELECT count(*) FROM syslog_log', log],
    does: 'index and count',
  },
];

/** Runs the peers in turn with ours on one file and reports peer ÷ ours. Says which are not installed. */
export async function measurePeers({ cli, log, bounces, folder, times }, report, remark) {
  const output = join(folder, 'peer.out');
  mkdirSync(join(folder, 'home'), { recursive: true });
  const env = { ...process.env, HOME: join(folder, 'home'), TERM: 'dumb' };
  const ours = (args) => wholeProcess(process.execPath, [cli, 'scan', ...args], { output, node: true });
  for (const { name, command = name, probe, args, does } of peers) {
    if (!isInstalled(command, ...probe)) {
      remark(`${name} is not installed`);
      continue;
    }
    const pairs = await repeated(times, async () => [
      (await wholeProcess(command, args(log.file), { output, env })).seconds,
      (await ours(['--format', 'ndjson', log.file])).seconds,
    ]);
    reportPair(name, pairs, does, report);
  }
  if (!isInstalled('perl', '-MSisimai', '-e', '1')) {
    remark("Perl's Sisimai is not installed");
    return;
  }
  // Version 4 calls it `make`, version 5 `rise`.
  const script =
    'my $all = Sisimai->can("rise") ? Sisimai->rise($ARGV[0]) : Sisimai->make($ARGV[0]); print scalar @$all, "\n"';
  const pairs = await repeated(times, async () => [
    (await wholeProcess('perl', ['-MSisimai', '-e', script, dirname(bounces[0])], { output, env })).seconds,
    (await ours(['--format', 'ndjson', ...bounces])).seconds,
  ]);
  reportPair('sisimai', pairs, `${bounces.length} bounces`, report);
}

function reportPair(name, pairs, does, report) {
  const theirs = median(pairs.map(([their]) => their));
  const ours = median(pairs.map(([, our]) => our));
  // The ratio of each pair, since what disturbs the machine disturbs both of a pair.
  const ratio = median(pairs.map(([their, our]) => their / our));
  report(`against.${name}`, ratio, `${theirs.toFixed(2)} s (${does}) to ${ours.toFixed(2)} s`);
}

/** The saved bounces, read by one process. */
export async function measureBounces({ cli, folder, times }, report) {
  const output = join(folder, 'bounces.ndjson');
  const files = bounceFiles(folder);
  const runs = await repeated(times, () =>
    wholeProcess(process.execPath, [cli, 'scan', '--format', 'ndjson', ...files], { output, node: true }),
  );
  const seconds = median(runs.map((run) => run.seconds));
  report('bounces', files.length / seconds, `${files.length} in ${seconds.toFixed(2)} s, start included`);
}

/** Links to all saved bounces of the tests, in one folder. @returns their paths */
export function bounceFiles(folder) {
  const place = join(folder, 'bounces');
  rmSync(place, { recursive: true, force: true });
  mkdirSync(place, { recursive: true });
  const saved = readdirSync(join(root, 'test'), { recursive: true }).filter((name) => name.endsWith('.eml'));
  return saved.sort().map((name, index) => {
    const link = join(place, `${index}.eml`);
    symlinkSync(join(root, 'test', name), link);
    return link;
  });
}
