// Does the cheap look admit every log that a format was made for, and nothing that is no mail? A document that it turns away is never
// sent to the server, so whatever a format could read there would stay dark.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { holdsMail, type Lines } from '../../client/src/content.ts';
import { formats } from '../../server/src/core/formats/index.ts';

const corpus = path.join(import.meta.dirname, '..', 'corpus');

function logsBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const file = path.join(folder, name);
    if (statSync(file).isDirectory()) return name === 'bounces' ? [] : logsBelow(file);
    return /\.(?:log|jsonl|csv)$|^forms\.txt$/i.test(name) ? [path.relative(corpus, file)] : [];
  });
}

function linesOf(file: string): Lines {
  const lines = readFileSync(path.join(corpus, file), 'utf8').split(/\r\n|\n|\r/);
  return { lineCount: lines.length, lineAt: (line) => ({ text: lines[line] }) };
}

const named = new Set(formats.map(({ id }) => id));
const folders = readdirSync(corpus).filter((name) => named.has(name));

describe.each(folders)('%s', (folder) => {
  test.each(logsBelow(path.join(corpus, folder)))('%s holds mail', (file) => {
    expect(holdsMail(linesOf(file))).toBe(true);
  });
});

test.each(logsBelow(path.join(corpus, 'negative')))('%s holds none', (file) => {
  expect(holdsMail(linesOf(file))).toBe(false);
});

test('a web server of IIS writes the same header as its SMTP service', () => {
  const lines = [
    '#Software: Microsoft Internet Information Services 10.0',
    '#Fields: date time s-ip cs-method cs-uri-stem cs-uri-query s-port cs-username c-ip sc-status time-taken',
    '2026-11-23 22:00:00 192.0.2.25 GET /mail/550 - 443 - 198.51.100.61 500 421',
  ];
  expect(holdsMail({ lineCount: lines.length, lineAt: (line) => ({ text: lines[line] }) })).toBe(false);
});
