// Is a redacted file read as the original is? Every file of the corpus, redacted as the command line and the editor do it: the same
// codes, outcomes and reasons at the same lines.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { verdictsOn } from '../../server/src/core/analyze.ts';
import { looksLikeMessage } from '../../server/src/core/mime/looksLikeMessage.ts';
import { readReport } from '../../server/src/core/reports/readReport.ts';
import { PagedText } from '../../server/src/core/text/pagedText.ts';
import { redactFile } from '../../server/src/node/redact.ts';
import { engine, finish, records } from '../support/engine.ts';

const folders = ['../corpus', '../samples', '../editor/fixtures'].map((name) =>
  path.join(import.meta.dirname, name),
);

/** Logs and messages; not their keys, scripts and settings. */
const files = folders
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => path.join(folder, name)),
  )
  .filter((name) => /\.(?:log|eml|mbox|csv|txt|out|ndjson|jsonl|json)$|\/(?:mainlog|maillog)$/.test(name))
  .filter((name) => !/expected[^/]*\.json$/.test(name))
  .sort();

const redacted = (text: string, kind: 'log' | 'message') =>
  finish(engine().redact(PagedText.of(text), kind, null));

/** Everything that must stay, a line each. */
function answersOf(text: string, kind: 'log' | 'message'): string[] {
  const { judge, messageHost } = engine();
  if (kind === 'message') {
    const { kinds, codes, recipients } = readReport(text, messageHost);
    return [
      kinds.join(' '),
      ...codes.map(({ line, code }) => `${line + 1} ${code}`),
      ...recipients.map(({ line, attempt }) => {
        const { reason, permanence } = judge.judge(attempt);
        const { outcome, reply, enhanced } = attempt;
        return [line + 1, outcome, reply, enhanced, permanence, reason].join(' ');
      }),
    ];
  }
  return records(text).map(({ record, line }) => {
    const verdicts = verdictsOn(record, judge);
    const attempts = record.attempts.map(({ direction, outcome, reply, enhanced }, index) =>
      [direction, outcome, reply, enhanced, verdicts[index].permanence, verdicts[index].reason].join(' '),
    );
    return `${line + 1} ${record.codes.map(({ code }) => code).join(' ')} | ${attempts.join(' | ')}`;
  });
}

describe('a redacted file reads as before', () => {
  test('there are files of every format', () => {
    expect(files.length).toBeGreaterThan(100);
  });

  test.each(files.map((file) => [path.relative(folders[0], file), file]))('%s', (_, file) => {
    const text = readFileSync(file, 'utf8');
    const kind = looksLikeMessage(text, file) ? 'message' : 'log';
    const after = redacted(text, kind);
    expect(after.split(/\r\n|\n|\r/)).toHaveLength(text.split(/\r\n|\n|\r/).length);
    expect(answersOf(after, kind)).toEqual(answersOf(text, kind));
    // The corpus was recorded among hosts of these names; what is no mail keeps them.
    if (!file.includes('negative')) expect(after).not.toMatch(/\w\.example\.(?:org|net|com)\b/);
  });
});

test('the command line writes what the editor copies', async () => {
  const file = path.join(folders[1], 'mail.log');
  const parts: string[] = [];
  await redactFile(file, engine(), { write: (text: string) => parts.push(text) } as never);
  expect(parts.join('')).toBe(redacted(readFileSync(file, 'utf8'), 'log'));
});
