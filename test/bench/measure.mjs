// How is one thing measured? Medians, percentiles, and whole processes with what they used.
// Deliberately absent: what is measured (scan.mjs, server.mjs, engine.mjs, sizes.mjs) and what is good enough (goals.mjs).
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');
export const probe = join(import.meta.dirname, 'probe.cjs');

/** The value that so large a part (0–1) of `values` does not exceed. */
export function percentile(values, part) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)];
}

export const median = (values) => percentile(values, 0.5);

/** Calls `run` once to warm up and then `times` times; gives back what it answered. */
export async function repeated(times, run) {
  await run();
  const results = [];
  for (let index = 0; index < times; index++) results.push(await run());
  return results;
}

/** Milliseconds that `work` takes, median of `times`. */
export async function milliseconds(times, work) {
  const taken = await repeated(times, async () => {
    const start = performance.now();
    await work();
    return performance.now() - start;
  });
  return median(taken);
}

/**
 * Runs a program to its end with its output in a file.
 * @param {{ output: string, node?: boolean, env?: object }} how `node`: one of ours, which tells what it used
 * @returns seconds of the whole process; for ours also processor seconds and the peak of its memory in bytes
 */
export async function wholeProcess(command, args, { output, node = false, env = process.env }) {
  const out = openSync(output, 'w');
  const start = performance.now();
  const child = spawn(command, node ? ['-r', probe, ...args] : args, {
    stdio: ['ignore', out, 'pipe', 'pipe'],
    env,
  });
  let errors = '';
  let told = '';
  child.stderr.on('data', (data) => {
    errors += data;
  });
  child.stdio[3].on('data', (data) => {
    told += data;
  });
  let seconds = 0;
  child.on('exit', () => {
    seconds = (performance.now() - start) / 1000;
  });
  const [code, failure] = await new Promise((resolve) => {
    child.on('error', (error) => resolve([-1, error]));
    child.on('close', (status) => resolve([status, null]));
  });
  closeSync(out);
  if (failure) throw failure;
  // 1 is the answer of `scan` for a log with failures.
  if (code !== 0 && !(node && code === 1))
    throw new Error(`${command} ${args.join(' ')} ended with ${code}: ${errors}`);
  return { seconds, ...(node && JSON.parse(told)) };
}

/** Whether a program can be run here. */
export function isInstalled(command, ...args) {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}
