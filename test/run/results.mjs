// What does a suite answer with, and how is it printed? `{ passed, failed, skipped, secondTry? }`, lists of
// `{ title, message }`; the message of a skipped test is the reason. A suite that ran no test has failed. `secondTry` lists the
// failures of tests that passed when they were run again.

export function noResults() {
  return { passed: [], failed: [], skipped: [] };
}

/** One test that is a whole step, such as the type check. */
export function single(title, message) {
  return message === undefined
    ? { ...noResults(), passed: [{ title }] }
    : { ...noResults(), failed: [{ title, message }] };
}

/** The same results, with a failure added where nothing was run at all. */
export function withoutFalseGreen(results) {
  if (results.passed.length || results.failed.length) return results;
  return { ...results, failed: [{ title: 'the suite as a whole', message: 'it ran no test' }] };
}

/** Prints failures, second tries and skips in full; of passes only their number. */
export function print(name, results, seconds) {
  const { passed, failed, skipped, secondTry = [] } = results;
  const mark = failed.length ? '✗' : '✓';
  console.log(`${mark} ${name}: ${totals([results])} (${seconds.toFixed(1)} s)`);
  for (const { title, message } of failed) console.log(`    ✗ ${title}\n${indented(message)}`);
  for (const { title, message } of secondTry)
    console.log(`    ! passed on the second try only: ${title}\n${indented(message)}`);
  for (const { title, message } of skipped)
    console.log(`    – skipped: ${title}: ${message ?? 'no reason given'}`);
  return passed.length;
}

/** `212 passed, 0 failed`, then `, 3 skipped` and `, 1 on the second try` where there are any. */
export function totals(suites) {
  const count = (list) => suites.reduce((sum, results) => sum + (results[list]?.length ?? 0), 0);
  const more = [
    [count('skipped'), 'skipped'],
    [count('secondTry'), 'on the second try'],
  ];
  const told = more.filter(([number]) => number).map(([number, words]) => `, ${number} ${words}`);
  return `${count('passed')} passed, ${count('failed')} failed${told.join('')}`;
}

function indented(message) {
  const lines = String(message ?? '')
    .trimEnd()
    .split('\n');
  const shown = lines.length > 40 ? [...lines.slice(0, 20), '…', ...lines.slice(-19)] : lines;
  return shown.map((line) => `        ${line}`).join('\n');
}
