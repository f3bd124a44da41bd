// Does the judge of runs inside VS Code refuse what only looks like a pass? VS Code itself reports 0 for a dead host.

import { describe, expect, test } from 'vitest';
import { extensionHostDeath, judge } from './editor/host/judge.mjs';

const resultsOf = (passed: number, failed: number) =>
  JSON.stringify({
    passed: Array(passed).fill({ title: 'a' }),
    failed: Array(failed).fill({ title: 'b' }),
    skipped: [],
  });

describe('a run inside the extension host', () => {
  test('passes with code 0, a pass and no failure', () => {
    expect(judge({ exitCode: 0, resultsText: resultsOf(3, 0) })).toEqual({ exitCode: 0, why: undefined });
  });

  test.each([
    [
      'the host died, though VS Code said 0',
      { exitCode: 0, death: 'signal: SIGSEGV', resultsText: resultsOf(3, 0) },
    ],
    ['no results were written', { exitCode: 0 }],
    ['the results are cut off', { exitCode: 0, resultsText: resultsOf(3, 0).slice(0, -9) }],
    ['the results are of another shape', { exitCode: 0, resultsText: '{"passed":3}' }],
    ['no test ran', { exitCode: 0, resultsText: resultsOf(0, 0) }],
    ['a test failed, though VS Code said 0', { exitCode: 0, resultsText: resultsOf(3, 1) }],
    ['VS Code said 1, though no test failed', { exitCode: 1, resultsText: resultsOf(3, 0) }],
  ])('fails where %s', (_, run) => {
    const { exitCode, why } = judge(run);
    expect(exitCode).not.toBe(0);
    expect(why).toBeTruthy();
  });
});

describe("the death of an extension host in the server's log", () => {
  const line = (code: string, signal: string) =>
    `[21:03:11] [127.0.0.1][5f2c1e88][ExtensionHostConnection] <4711> Extension Host Process exited with code: ${code}, signal: ${signal}.\n`;

  test.each([
    ['a crash', line('134', 'null')],
    ['a kill', line('null', 'SIGKILL')],
    ['a crash after an ordinary end', line('0', 'null') + line('1', 'null')],
  ])('is seen in %s', (_, log) => {
    expect(extensionHostDeath(log)).toMatch(/^Extension Host Process exited/);
  });

  test('is not seen in an ordinary end', () => {
    expect(extensionHostDeath(line('0', 'null'))).toBeUndefined();
    expect(extensionHostDeath('')).toBeUndefined();
  });
});
