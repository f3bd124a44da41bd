// When is a document analysed, with what to build on, and who gets the result? The clock here turns by hand.
import { describe, expect, it } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver/node';
import type { Analysis } from '../../server/src/core/service.ts';
import type { PagedText } from '../../server/src/core/text/pagedText.ts';
import { pagedDocuments, type Reading, Readings } from '../../server/src/lsp/documents.ts';

/** Stands for an analysis: which text, and what it was built on. */
interface FakeAnalysis {
  text: string;
  previous: string | null;
}
const fake = (reading: Reading | null | undefined) =>
  reading?.analysis as unknown as FakeAnalysis | undefined;

function start(steps = 3) {
  const tasks: (() => void)[] = [];
  const pauses: (() => void)[] = [];
  const begun: string[] = [];
  const ready: string[] = [];
  const failures: unknown[] = [];
  let time = 0;
  const service = {
    *analyze(text: PagedText, _kind: string, previous?: Analysis): Generator<number, Analysis> {
      begun.push(text.toString());
      for (let step = 1; step <= steps; step++) yield step / steps;
      if (text.toString() === 'bad') throw new Error('cannot read this');
      const built: FakeAnalysis = {
        text: text.toString(),
        previous: (previous as unknown as FakeAnalysis)?.text ?? null,
      };
      return built as unknown as Analysis;
    },
  };
  const clock = {
    // Every look at the clock takes so long that a slice is one step.
    now: () => (time += 100),
    soon: (task: () => void) => void tasks.push(task),
    later: (_milliseconds: number, task: () => void) => void pauses.push(task),
  };
  const readings = new Readings(service, clock, {
    progress: () => {},
    ready: (reading) => ready.push(fake(reading)!.text),
    failed: (_document, error) => failures.push(error),
  });
  const run = (turns = 1000) => {
    for (let turn = 0; turn < turns && tasks.length; turn++) tasks.shift()!();
  };
  const pause = () => {
    for (const task of pauses.splice(0)) task();
  };
  return { readings, run, pause, begun, ready, failures };
}

const open = (text: string) => pagedDocuments.create('file:///mail.log', 'maillog', 1, text);
const edit = (document: ReturnType<typeof open>, text: string) =>
  pagedDocuments.update(document, [{ text }], document.version + 1);

describe('pagedDocuments', () => {
  it('takes whole and incremental changes, in their order', () => {
    const place = { line: 0, character: 1 };
    const changed = pagedDocuments.update(
      open('old'),
      [
        { text: 'abc' },
        { range: { start: place, end: place }, text: '-' },
        { range: { start: place, end: place }, text: '+' },
      ],
      2,
    );
    expect(changed.text.toString()).toBe('a+-bc');
    expect(changed.version).toBe(2);
  });

  it('knows a message by its language or its name', () => {
    const kind = (uri: string, languageId: string) => pagedDocuments.create(uri, languageId, 1, '').kind;
    expect(kind('file:///a/mail.log', 'log')).toBe('log');
    expect(kind('file:///a/b', 'eml')).toBe('message');
    expect(kind('file:///a/B.EML', 'plaintext')).toBe('message');
    expect(kind('vscode-vfs://github/a/b.eml?ref=main', 'plaintext')).toBe('message');
    expect(kind('file:///a/b.eml.log', 'plaintext')).toBe('log');
  });
});

describe('Readings', () => {
  it('reads once and answers everybody who waits', async () => {
    const { readings, run, begun } = start();
    const document = open('one');
    readings.changed(document);
    const answers = Promise.all([readings.newest(document.uri), readings.newest(document.uri)]);
    expect(readings.analysisOf(document)).toBeNull();
    run();
    const [first, second] = await answers;
    expect(fake(first)).toEqual({ text: 'one', previous: null });
    expect(second).toBe(first);
    expect(await readings.newest(document.uri)).toBe(first);
    expect(readings.analysisOf(document)).toBe(first!.analysis);
    expect(begun).toEqual(['one']);
  });

  it('builds on the reading before, and answers with the newest only', async () => {
    const { readings, run, ready } = start();
    const one = open('one');
    readings.changed(one);
    run();
    const two = edit(one, 'two');
    readings.changed(two);
    const answer = readings.newest(one.uri);
    run(2);
    readings.changed(edit(two, 'three'));
    run();
    expect(fake(await answer)).toEqual({ text: 'three', previous: 'one' });
    expect(ready).toEqual(['one', 'three']);
    expect(readings.analysisOf(two)).toBeNull();
  });

  it('reads a changed document after a pause, once for all changes in it', () => {
    const { readings, run, pause, begun } = start();
    let document = open('0');
    readings.changed(document);
    run();
    for (let change = 1; change <= 5; change++) {
      document = edit(document, `${change}`);
      readings.changed(document);
      run();
    }
    expect(begun).toEqual(['0']);
    pause();
    run();
    expect(begun).toEqual(['0', '5']);
    readings.changed(edit(document, '6'));
    readings.closed(document.uri);
    pause();
    run();
    expect(begun).toEqual(['0', '5']);
  });

  it('does not let anybody wait for the pause', async () => {
    const { readings, run, pause, begun } = start();
    const document = open('0');
    readings.changed(document);
    run();
    readings.changed(edit(document, '1'));
    const answer = readings.newest(document.uri);
    run();
    expect(fake(await answer)?.text).toBe('1');
    pause();
    run();
    expect(begun).toEqual(['0', '1']);
  });

  it('finishes a first reading in spite of changes, and builds on it', async () => {
    const { readings, run, begun, ready } = start();
    let document = open('0');
    readings.changed(document);
    const answer = readings.newest(document.uri);
    for (let change = 1; change <= 5; change++) {
      run(1);
      document = edit(document, `${change}`);
      readings.changed(document);
    }
    run();
    expect(begun).toEqual(['0', '5']);
    expect(ready).toEqual(['5']);
    expect(fake(await answer)).toEqual({ text: '5', previous: '0' });
  });

  it('stops and answers null when the document is closed', async () => {
    const { readings, run, ready } = start();
    const document = open('one');
    readings.changed(document);
    const answer = readings.newest(document.uri);
    readings.closed(document.uri);
    expect(await answer).toBeNull();
    run();
    expect(ready).toEqual([]);
    expect(await readings.newest(document.uri)).toBeNull();
    expect(readings.all()).toEqual([]);
  });

  it('lets go of the one who cancels, and reads on for the others', async () => {
    const { readings, run } = start();
    const document = open('one');
    readings.changed(document);
    const source = new CancellationTokenSource();
    const impatient = readings.newest(document.uri, source.token);
    const patient = readings.newest(document.uri);
    source.cancel();
    expect(await impatient).toBeNull();
    run();
    expect(fake(await patient)?.text).toBe('one');
  });

  it('does not build on a reading of another kind', async () => {
    const { readings, run } = start();
    const document = open('one');
    readings.changed(document);
    run();
    readings.changed({ ...document, kind: 'message' });
    run();
    expect(fake(await readings.newest(document.uri))).toEqual({ text: 'one', previous: null });
  });

  it('answers null for what cannot be analysed, and tries again after a change', async () => {
    const { readings, run, failures } = start();
    const document = open('bad');
    readings.changed(document);
    const answer = readings.newest(document.uri);
    run();
    expect(await answer).toBeNull();
    expect(await readings.newest(document.uri)).toBeNull();
    expect(failures).toHaveLength(1);
    readings.changed(edit(document, 'good'));
    run();
    expect(fake(await readings.newest(document.uri))?.text).toBe('good');
  });
});
