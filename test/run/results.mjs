// What does a suite answer with, and how is it printed? `{ passed, failed, skipped }`, lists of
// `{ title, message }`; the message of a skipped test is the reason. A suite that ran no test has failed.

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

/** Prints failures and skips in full; of passes only their number. */
export function print(name, results, seconds) {
  const { passed, failed, skipped } = results;
  const mark = failed.length ? '✗' : '✓';
  console.log(`${mark} ${name}: ${totals([results])} (${seconds.toFixed(1)} s)`);
  for (const { title, message } of failed) console.log(`    ✗ ${title}\n${indented(message)}`);
  for (const { title, message } of skipped)
    console.log(`    – skipped: ${title}: ${message ?? 'no reason given'}`);
  return passed.length;
}

/** `212 passed, 0 failed`, and `, 3 skipped` where there are any. */
export function totals(suites) {
  const count = (list) => suites.reduce((sum, results) => sum + results[list].length, 0);
  const skipped = count('skipped');
  return `${count('passed')} passed, ${count('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`;
}

function indented(message) {
  const lines = String(message ?? '')
    .trimEnd()
    .split('\n');
  const shown = lines.length > 40 ? [...lines.slice(0, 20), '…', ...lines.slice(-19)] : lines;
  return shown.map((line) => `        ${line}`).join('\n');
}
