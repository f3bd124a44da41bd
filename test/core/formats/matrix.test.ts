// Every sample against every format: a line is claimed by the format that it was made for, and by no other.
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { FormatState } from '../../../server/src/core/formats/format.ts';
import { emptyFrame, readFrame } from '../../../server/src/core/formats/frame.ts';
import { formats } from '../../../server/src/core/formats/index.ts';

const corpus = join(import.meta.dirname, '../../corpus');

/** Logs below a folder: recorded ones and samples, not bounces, scripts and keys. */
function logsBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return name === 'bounces' ? [] : logsBelow(path);
    return /\.(?:log|jsonl|csv)$/i.test(name) ? [path] : [];
  });
}

/** How many lines each format claims, as if it were the only one. */
function claims(path: string): { [format: string]: number } {
  const counts: { [format: string]: number } = {};
  const frame = emptyFrame();
  const states = formats.map((): FormatState => ({}));
  for (const line of readFileSync(path, 'utf8').split(/\r\n|\n|\r/)) {
    const framed = readFrame(line, frame);
    formats.forEach((format, index) => {
      const claimed = framed
        ? format.claimsProgram?.(frame.program) === true
        : format.claimsLine?.(line, states[index]) === true;
      if (!claimed) return;
      counts[format.id] = (counts[format.id] ?? 0) + 1;
      format.read(line, frame, states[index]);
    });
  }
  return counts;
}

/** A library shows its dialogue, and then says how it failed. */
const alsoIn: { readonly [path: string]: readonly string[] | undefined } = {
  'dialogue/javamail.log': ['javamail'],
  'dialogue/nodemailer.log': ['nodemailer'],
  'dialogue/phpmailer.log': ['php-mail'],
  'dialogue/phpmailer-html.log': ['php-mail'],
  // Of the lines without a recipient.
  'exim-message-log/msglog.log': ['exim'],
};

const withCorpus = formats.filter((format) => existsSync(join(corpus, format.id)));

test('every format has a corpus', () => {
  expect(formats.filter((format) => !withCorpus.includes(format)).map(({ id }) => id)).toEqual([]);
});

test.each(
  withCorpus.flatMap(({ id }) =>
    logsBelow(join(corpus, id)).map((path) => [path.slice(corpus.length + 1), id]),
  ),
)('%s is claimed by %s alone', (path, id) => {
  const own = Object.keys(claims(join(corpus, path))).filter((claimer) => !alsoIn[path]?.includes(claimer));
  expect(own).toEqual([id]);
});

test('logs that are no mail logs are claimed by nobody', () => {
  const claimed = logsBelow(join(corpus, 'negative')).map((path) => [
    path.slice(corpus.length + 1),
    claims(path),
  ]);
  expect(claimed.filter(([, counts]) => Object.keys(counts).length > 0)).toEqual([]);
});

test('every format names its documentation', () => {
  for (const format of formats) expect(format.documentation).toMatch(/^https:\/\//);
});
