// What is measured, what is wanted of it, and from where on is it a fault? A goal without a gate is only reported.
// Machines are noisy: a gate is missed where the median is beyond it by more than the slack.

export const slack = 1.25;

/** `more`: the larger the better. Units: s, ms, µs, MB, kB, × (a ratio), /s. */
export const goals = {
  'scan.1': { what: 'scan --format ndjson, 1 MB', unit: 's' },
  'scan.1.peak': { what: 'peak memory of that', unit: 'MB' },
  'scan.10': { what: 'scan --format ndjson, 10 MB', unit: 's' },
  'scan.10.peak': { what: 'peak memory of that', unit: 'MB' },
  'scan.45': { what: 'scan --format ndjson, 45 MB, whole process', unit: 's', goal: 0.45, gate: 1.0 },
  'scan.45.peak': { what: 'peak memory of that', unit: 'MB', goal: 300 },
  'scan.2000': { what: 'scan --format ndjson, 2 GB, two threads', unit: 's', goal: 16.7 },
  'scan.2000.peak': { what: 'peak memory of that', unit: 'MB', goal: 300 },
  'scan.gz': { what: 'scan --format ndjson of a log packed by gzip', unit: 's' },
  'scan.flat': { what: 'cost of a line in the largest log ÷ in a small one', unit: '×', goal: 1.2 },
  bounces: { what: 'saved bounces as one process', unit: '/s' },
  'against.pflogsumm': { what: 'pflogsumm ÷ ours, 45 MB', unit: '×', goal: 6, more: true },
  'against.ripgrep': { what: 'ripgrep for the same codes ÷ ours', unit: '×', more: true },
  'against.lnav': { what: 'lnav -n, index and count ÷ ours', unit: '×', more: true },
  'against.sisimai': { what: "Perl's Sisimai ÷ ours, the same bounces", unit: '×', goal: 10, more: true },
  'server.start': { what: 'server: start to the answer of initialize', unit: 'ms' },
  'server.1.diagnostics': { what: 'server, 1 MB: didOpen to first diagnostics', unit: 's' },
  'server.10.diagnostics': { what: 'server, 10 MB: didOpen to first diagnostics', unit: 's' },
  'server.45.diagnostics': {
    what: 'server, 45 MB: didOpen to first diagnostics',
    unit: 's',
    goal: 1.5,
    gate: 2.5,
  },
  'server.hover': { what: 'hover round trip, p99', unit: 'ms', goal: 5, gate: 15 },
  'server.edit': {
    what: 'edit in the middle to the next answered hover, p99',
    unit: 'ms',
    goal: 30,
    gate: 100,
  },
  'server.append': {
    what: '100 lines appended to the next answered hover, p99',
    unit: 'ms',
    goal: 30,
    gate: 100,
  },
  'server.lens': { what: 'code lens request', unit: 'ms' },
  'server.memory': { what: 'memory above an idle server ÷ the text', unit: '×', goal: 4, gate: 6 },
  'engine.catalogue': { what: 'catalogue: parse and build', unit: 'ms', goal: 20 },
  'engine.match': { what: 'one reply against the whole catalogue', unit: 'µs', goal: 20 },
  'engine.bounce': { what: 'a bounce of 10 kB', unit: 'ms', goal: 2 },
  'engine.message': { what: 'a message of 20 MB with an attachment', unit: 'ms', goal: 300 },
  'engine.assemble': { what: 'assembling all messages of the largest log', unit: 's', goal: 1 },
  'engine.follow': { what: 'then following one of them', unit: 'ms', goal: 50 },
  'engine.select': { what: 'finding the lines of a filtered view', unit: 'ms' },
  'size.package': { what: '.vsix', unit: 'MB', goal: 1, gate: 1.2, slack: 1 },
  'size.catalogue': { what: 'the catalogue in it, gzipped', unit: 'kB', goal: 350 },
  'tests.engine': { what: 'tests of the engine', unit: 's', goal: 1 },
};

/** @returns `goal`, `gate` (between the two), `missed`, or empty where nothing is wanted */
export function judged(id, value) {
  const { goal, gate, more = false, slack: own = slack } = goals[id] ?? {};
  if (goal === undefined) return '';
  if (more ? value >= goal : value <= goal) return 'goal';
  if (gate === undefined) return 'no';
  return (more ? value >= gate / own : value <= gate * own) ? 'gate' : 'missed';
}

export function inUnits(value, unit) {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  return unit === '×' ? `${value.toFixed(digits)} ×` : `${value.toFixed(digits)} ${unit}`;
}
