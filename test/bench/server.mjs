// How long does an editor wait for the language server? Spoken to over standard input and output, as any editor does;
// every time includes the transport.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import protocol from 'vscode-languageserver/node';
import { random } from './generate.mjs';
import { median, percentile, probe } from './measure.mjs';

const capabilities = {
  textDocument: { hover: { contentFormat: ['markdown', 'plaintext'] }, publishDiagnostics: {} },
};

/** A server process and the editor's end of the connection. */
class Editor {
  static async start(file) {
    const editor = new Editor();
    const start = performance.now();
    editor.process = spawn(process.execPath, ['--expose-gc', '-r', probe, file, '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit', 'pipe'],
    });
    editor.told = createInterface({ input: editor.process.stdio[3] });
    editor.client = protocol.createMessageConnection(
      new protocol.StreamMessageReader(editor.process.stdout),
      new protocol.StreamMessageWriter(editor.process.stdin),
    );
    editor.diagnosed = new Map();
    editor.client.onNotification('textDocument/publishDiagnostics', ({ uri, diagnostics }) =>
      editor.diagnosed.get(uri)?.(diagnostics),
    );
    editor.client.listen();
    await editor.ask('initialize', { processId: process.pid, rootUri: null, capabilities });
    await editor.client.sendNotification('initialized', {});
    editor.startMilliseconds = performance.now() - start;
    return editor;
  }

  ask(method, params) {
    return this.client.sendRequest(method, params);
  }

  /** Opens a document; milliseconds until its diagnostics are there. */
  async open(uri, text) {
    const start = performance.now();
    const diagnosed = new Promise((resolve) => this.diagnosed.set(uri, resolve));
    const textDocument = { uri, languageId: 'maillog', version: 1, text };
    await this.client.sendNotification('textDocument/didOpen', { textDocument });
    if ((await diagnosed).length === 0) throw new Error('the first diagnostics are empty');
    return performance.now() - start;
  }

  /** Inserts text; milliseconds until a hover asked for right behind it is answered. */
  async change(uri, version, position, text, hoverAt) {
    const start = performance.now();
    const contentChanges = [{ range: { start: position, end: position }, text }];
    await this.client.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges,
    });
    await this.ask('textDocument/hover', { textDocument: { uri }, position: hoverAt });
    return performance.now() - start;
  }

  /** Bytes after a garbage collection: `heapUsed`, `external`, `rss`, and the `peak` of `rss` so far. */
  async memory() {
    const answer = once(this.told, 'line');
    this.process.kill('SIGUSR2');
    return JSON.parse((await answer)[0]);
  }

  async end() {
    const gone = once(this.process, 'exit');
    await this.ask('shutdown');
    await this.client.sendNotification('exit');
    await gone;
    this.client.dispose();
  }
}

/** First diagnostics of each log in a fresh server; then, on the largest, everything that a person does in it. */
export async function measureServer({ server, logs, times, strokes }, report) {
  const starts = [];
  for (const { file, megabytes } of logs) {
    const text = readFileSync(file, 'utf8');
    const first = [];
    for (let run = 0; run < times; run++) {
      const editor = await Editor.start(server);
      starts.push(editor.startMilliseconds);
      first.push((await editor.open('file:///mail.log', text)) / 1000);
      await editor.end();
    }
    report(`server.${megabytes}.diagnostics`, median(first), `worst ${Math.max(...first).toFixed(2)} s`);
  }
  report('server.start', median(starts));
  const largest = logs[logs.length - 1];
  await work(server, readFileSync(largest.file, 'utf8'), strokes, report);
}

async function work(server, text, strokes, report) {
  const uri = 'file:///mail.log';
  const editor = await Editor.start(server);
  const idle = await editor.memory();
  await editor.open(uri, text);
  const full = await editor.memory();
  const grown = full.heapUsed + full.external - idle.heapUsed - idle.external;
  report(
    'server.memory',
    grown / text.length,
    `${inMegabytes(grown)} of heap and buffers for ${inMegabytes(text.length)} of text; resident ${inMegabytes(full.rss)}, peak ${inMegabytes(full.peak)}`,
  );
  const places = codesIn(text, strokes);
  const hovers = [];
  for (const position of places) {
    const start = performance.now();
    const hover = await editor.ask('textDocument/hover', { textDocument: { uri }, position });
    hovers.push(performance.now() - start);
    if (!hover) throw new Error(`no hover at ${JSON.stringify(position)}`);
  }
  report(
    'server.hover',
    percentile(hovers, 0.99),
    `p50 ${median(hovers).toFixed(1)} ms, ${hovers.length} hovers`,
  );

  const lenses = [];
  for (let run = 0; run < 20; run++) {
    const start = performance.now();
    await editor.ask('textDocument/codeLens', { textDocument: { uri } });
    lenses.push(performance.now() - start);
  }
  report('server.lens', median(lenses));

  const lineCount = text.split('\n').length - 1;
  let version = 1;
  // Between keystrokes the reading of the one before goes on, as it does under a person's hands.
  const edit = async (position, words, hoverAt, pauses) => {
    const taken = [];
    for (let run = 0; run < strokes; run++) {
      taken.push(await editor.change(uri, ++version, position(run), words, hoverAt(run)));
      await pause(pauses[run % pauses.length]);
    }
    return taken;
  };
  const middle = { line: Math.floor(lineCount / 2), character: 0 };
  const edits = await edit(
    () => middle,
    'x',
    () => places[0],
    [0, 20, 130, 150],
  );
  report('server.edit', percentile(edits, 0.99), `p50 ${median(edits).toFixed(1)} ms, ${edits.length} edits`);
  const lines = `${text.split('\n', 100).join('\n')}\n`;
  const appends = await edit(
    (run) => ({ line: lineCount + run * 100, character: 0 }),
    lines,
    (run) => ({ line: lineCount + run * 100, character: 0 }),
    [0, 20, 130, 150],
  );
  report(
    'server.append',
    percentile(appends, 0.99),
    `p50 ${median(appends).toFixed(1)} ms, ${appends.length} appends`,
  );
  await editor.end();
}

/** Positions of codes spread over the text: the digits behind `dsn=`. */
function codesIn(text, count) {
  const lines = text.split('\n');
  const next = random(7);
  const places = [];
  while (places.length < count) {
    const line = Math.floor(next() * lines.length);
    const at = lines[line].indexOf('dsn=');
    if (at > 0) places.push({ line, character: at + 5 });
  }
  return places;
}

const inMegabytes = (bytes) => `${Math.round(bytes / 1e6)} MB`;
