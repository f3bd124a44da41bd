// Forms that servers document or print, one line each in test/corpus/<format>/forms.txt, with what is known of it below the line:
// `=> direction outcome reply enhanced | phase | host | queue id | sender | recipient`, `=> codes …` where the line only quotes
// codes, and nothing where it holds neither. What is not known is a hyphen; `<>` is the null sender.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { initialState, readPage } from '../../../server/src/core/formats/readPage.ts';
import { records } from '../../support/engine.ts';

const corpus = join(import.meta.dirname, '../../corpus');
const folders = readdirSync(corpus).filter((name) => existsSync(join(corpus, name, 'forms.txt')));

/** The lines of a file of forms, each with its key. */
function formsOf(folder: string): { line: string; key: string[] }[] {
  const forms: { line: string; key: string[] }[] = [];
  for (const line of readFileSync(join(corpus, folder, 'forms.txt'), 'utf8').split('\n')) {
    if (line.startsWith('=> ')) forms[forms.length - 1]!.key.push(line.slice(3));
    else if (line !== '' && !line.startsWith('# ')) forms.push({ line, key: [] });
  }
  return forms;
}

/** What is found in each line, in the spelling of the keys. */
function found(text: string): string[][] {
  const rows: string[][] = text.split('\n').map(() => []);
  const senders = new Map<string, string>();
  for (const { record, line, text: raw } of records(text)) {
    if (record.from) senders.set(record.from.queueId, record.from.sender);
    for (const a of record.attempts) {
      const sender = a.sender ?? senders.get(a.queueId ?? '') ?? null;
      const told = [a.direction, a.outcome, a.reply, a.enhanced].map((value) => value ?? '-').join(' ');
      const more = [a.phase, a.host, a.queueId, sender, a.recipient];
      rows[line]!.push([told, ...more.map((value) => (value === '' ? '<>' : (value ?? '-')))].join(' | '));
    }
    if (record.attempts.length === 0 && record.codes.length > 0)
      rows[line]!.push(`codes ${record.codes.map(({ start, end }) => raw.slice(start, end)).join(' ')}`);
  }
  return rows;
}

describe.each(folders)('%s', (folder) => {
  const forms = formsOf(folder);
  const text = forms.map(({ line }) => line).join('\n');

  test('each line says what its key says', () => {
    const told = found(text);
    expect(forms.map(({ line }, index) => [line, ...told[index]!])).toEqual(
      forms.map(({ line, key }) => [line, ...key]),
    );
  });

  test('each line is claimed by its own format, in the order of the file', () => {
    expect(readPage(text, false, initialState, () => {}).counts.formats).toEqual({ [folder]: forms.length });
  });

  test('every code stands where it is said to', () => {
    for (const { record, text: raw } of records(text))
      for (const { start, end, kind } of record.codes)
        expect(raw.slice(start, end)).toMatch(
          kind === 'reply' ? /^[2-5]\d\d$/ : kind === 'enhanced' ? /^#?[245]\.\d{1,3}\.\d{1,3}$/ : /./,
        );
  });
});
