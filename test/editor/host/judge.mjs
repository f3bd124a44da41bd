// When has a run inside the extension host passed?
// VS Code reports exit code 0 when the extension host dies in the middle of a suite. So a pass needs proof:
// no word of a death in the server's log, and a results file, written by the suite at its end, that holds
// at least one pass and no failure. Absent on purpose: reading files and ending processes.

/**
 * The line in the server's log that tells of an extension host that died, or undefined.
 * For `<1:00:00> Extension Host Process exited with code: null, signal: SIGSEGV.` this is the part from
 * `Extension Host Process` on; an exit with code 0 and no signal is the ordinary end.
 */
export function extensionHostDeath(serverLog) {
  for (const [line, code, signal] of serverLog.matchAll(
    // [12:01:07] [127.0.0.1][5f2c1e88][ExtensionHostConnection] <4711> Extension Host Process exited with code: 134, signal: null.
    /Extension Host Process exited with code: (\w+), signal: (\w+)/g,
  )) {
    if (code !== '0' || signal !== 'null') return line;
  }
  return undefined;
}

/**
 * The verdict on a run of the suite.
 * @param exitCode what VS Code reported
 * @param death the line of `extensionHostDeath`, if any
 * @param resultsText the results file's text, or undefined where there is none
 * @returns `{ exitCode, why }`: `why` is undefined where the run passed
 */
export function judge({ exitCode, death, resultsText }) {
  if (death) return { exitCode: 5, why: `the extension host died (${death})` };
  const results = parse(resultsText);
  if (!results)
    return { exitCode: exitCode || 6, why: 'the suite wrote no results, so it did not reach its end' };
  if (results.failed.length) return { exitCode: exitCode || 1, why: `${results.failed.length} tests failed` };
  if (!results.passed.length) return { exitCode: exitCode || 6, why: 'no test passed' };
  if (exitCode !== 0) return { exitCode, why: `VS Code ended with code ${exitCode}` };
  return { exitCode: 0, why: undefined };
}

function parse(text) {
  try {
    const results = JSON.parse(text ?? '');
    return Array.isArray(results.passed) && Array.isArray(results.failed) ? results : undefined;
  } catch {
    return undefined;
  }
}
