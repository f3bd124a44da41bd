// Loaded before a measured Node process (`node -r probe.cjs …`): tells what it used on file descriptor 3, one line of JSON each time.
// At the end of the process without being asked; on SIGUSR2 after a garbage collection (needs `--expose-gc`).
const { writeSync } = require('node:fs');

function tell(kind) {
  const { user, system } = process.cpuUsage();
  const { heapUsed, external, rss } = process.memoryUsage();
  const peak = process.resourceUsage().maxRSS * 1024;
  const cpu = (user + system) / 1e6;
  try {
    writeSync(3, `${JSON.stringify({ kind, cpu, heapUsed, external, rss, peak })}\n`);
  } catch {
    // Nobody listens: the process does its work all the same.
  }
}

process.on('exit', () => tell('end'));
if (globalThis.gc)
  process.on('SIGUSR2', () => {
    globalThis.gc();
    tell('collected');
  });
