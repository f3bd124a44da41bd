// How fast are the engine's single steps, in one process that is warm? Built from the sources for this purpose.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { TextDecoder } from 'node:util';
import { build } from 'esbuild';
import { traffic } from './generate.mjs';
import { median, milliseconds, root } from './measure.mjs';

const parts = `
export { Catalog } from './catalog/catalog.ts';
export { questionOn } from './model/question.ts';
export { messageList } from './features/messageList.ts';
export { createService } from './service.ts';
export { PagedText } from './text/pagedText.ts';
export { Judge } from './verdict/verdict.ts';
`;

async function engine(folder) {
  const outfile = join(folder, 'engine.mjs');
  await build({
    stdin: { contents: parts, resolveDir: join(root, 'server/src/core'), loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    mainFields: ['module', 'main'],
    target: 'es2022',
    outfile,
    logLevel: 'warning',
  });
  return import(outfile);
}

export async function measureEngine({ catalog, folder, times, log }, report) {
  const { Catalog, Judge, questionOn, createService, PagedText, messageList } = await engine(folder);
  const json = readFileSync(catalog, 'utf8');
  report('engine.catalogue', await milliseconds(times, () => new Judge(new Catalog(json))));

  const judge = new Judge(new Catalog(json));
  const replies = distinctReplies(4000);
  let next = 0;
  const each = await milliseconds(times, () => {
    // Every text is new to the judge: no verdict is remembered from another.
    for (const reply of replies) judge.judge(questionOn(`${reply} ${letters(next++)}`, 'postfix'));
  });
  report(
    'engine.match',
    (each / replies.length) * 1000,
    `${replies.length} replies, each with a word of its own`,
  );

  const decode = (bytes, charset) => new TextDecoder(charset).decode(bytes);
  const service = createService(json, { messageHost: { decode } });
  const read = (message) => {
    const steps = service.analyze(PagedText.of(message), 'message');
    for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
  };
  const text = readFileSync(log.file, 'utf8');
  await measureMessages({ service, messageList, text, times, page: (whole) => PagedText.of(whole) }, report);

  const bounce = bounceOf(10_000);
  const many = await milliseconds(times, () => {
    for (let run = 0; run < 50; run++) read(bounce);
  });
  if (read(bounce).report.verdicts.length === 0) throw new Error('the bounce was not understood');
  report('engine.bounce', many / 50, `${bounce.length} bytes, warm`);
  report(
    'engine.message',
    await milliseconds(Math.min(times, 3), () => read(bounceOf(20_000_000))),
    'one attachment',
  );
}

/** All messages of a log with what became of them; then one of them in all its lines; then the lines that failed. */
async function measureMessages({ service, messageList, text, times, page }, report) {
  const megabytes = Math.round(text.length / 1e6);
  const [assembled, followed, selected] = [[], [], []];
  let count = 0;
  for (let run = 0; run < times; run++) {
    // A text of its own for each run: what is known of a page is kept.
    const paged = page(text);
    const analysis = toEnd(service.analyze(paged, 'log'));
    // Once: what is known already would cost nothing.
    const begun = performance.now();
    const { messages } = toEnd(messageList(analysis));
    assembled.push(performance.now() - begun);
    count = messages.length;
    for (let nth = 1; nth <= 5; nth++) {
      const { first: line, id } = messages[Math.floor((count * nth) / 6)];
      const start = performance.now();
      const found = toEnd(service.follow(paged, analysis, { line, character: 0 }));
      followed.push(performance.now() - start);
      if (found?.key !== id) throw new Error(`line ${line} did not lead to ${id}`);
    }
    selected.push(await milliseconds(1, () => toEnd(service.select(analysis, { kind: 'failures' }))));
  }
  report('engine.assemble', median(assembled) / 1000, `${count} messages in ${megabytes} MB`);
  report('engine.follow', median(followed), `worst ${Math.max(...followed).toFixed(0)} ms`);
  report('engine.select', median(selected), 'the lines of all failures');
}

function toEnd(steps) {
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** Words of refusals and deferrals as the generator's servers say them. */
function distinctReplies(count) {
  const found = [];
  for (const line of traffic(3)) {
    const said = / said: (.+?) \(in reply to/.exec(line) ?? /reject: RCPT from \S+ (.+?); from=/.exec(line);
    if (said) found.push(said[1]);
    if (found.length === count) return found;
  }
  return found;
}

/** 27 → `qbb`: a word of letters, since numbers do not tell replies apart. */
function letters(number) {
  let word = 'q';
  for (let rest = number; rest > 0; rest = Math.floor(rest / 26))
    word += String.fromCharCode(97 + (rest % 26));
  return word;
}

/** A report of RFC 3464 that returns a message with an attachment, in all about so many bytes. */
function bounceOf(bytes) {
  const sample = readFileSync(join(root, 'test/samples/bounce-unknown-user.eml'), 'utf8').replaceAll(
    '\r\n',
    '\n',
  );
  const boundary = /boundary="?([^"\s;]+)"?/i.exec(sample)[1];
  const end = sample.lastIndexOf(`--${boundary}--`);
  const line = `${'QUJDREVG'.repeat(9)}\n`;
  const attachment = `--${boundary}\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: base64\n\n`;
  const missing = Math.max(1, Math.ceil((bytes - sample.length - attachment.length) / line.length));
  return sample.slice(0, end) + attachment + line.repeat(missing) + sample.slice(end);
}
