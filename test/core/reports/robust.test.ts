import { readdirSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileNamed, read } from './support.ts';

const files = readdirSync(new URL('../../corpus/reports/', import.meta.url)).filter((name) =>
  /\.(?:eml|mbox)$/.test(name),
);
const texts = files.map((name) => fileNamed(`reports/${name}`));

/** How many mutated reports were read. */
let mutated = 0;

/** Nothing throws, and no code is told that is not there. */
function holds(text: string): void {
  mutated++;
  const started = performance.now();
  const reading = read(text);
  expect(performance.now() - started).toBeLessThan(1000);
  const lines = text.split(/\r\n|\r|\n/).length;
  for (const code of reading.codes) {
    expect(code.line).toBeLessThan(lines);
    if (code.start !== null)
      expect(
        text
          .slice(code.start, code.end!)
          .replace(/=[0-9A-F]{2}/gi, (hex) => String.fromCharCode(Number.parseInt(hex.slice(1), 16)))
          .replace(/^#|=\s*|<[^>]*>|[\r\n]\s*/g, ''),
      ).toBe(code.code);
  }
  for (const { at } of reading.recipients) {
    expect(at.start).toBeGreaterThanOrEqual(0);
    expect(at.end).toBeLessThanOrEqual(text.length);
  }
}

describe('mutated reports', () => {
  it('cut off anywhere', () => {
    for (const text of texts) for (let end = 0; end < text.length; end += 151) holds(text.slice(0, end));
  });

  it('cut at the front', () => {
    for (const text of texts) for (let start = 0; start < text.length; start += 211) holds(text.slice(start));
  });

  it('with characters changed, boundaries broken, lines taken out', () => {
    fc.assert(
      fc.property(
        fc.nat(texts.length - 1),
        fc.array(fc.tuple(fc.nat(8000), fc.integer({ min: 0, max: 3 }), fc.nat(255)), { maxLength: 12 }),
        (which, changes) => {
          let text = texts[which];
          for (const [place, sort, value] of changes) {
            const at = place % text.length;
            if (sort === 0) text = text.slice(0, at) + String.fromCharCode(value) + text.slice(at + 1);
            else if (sort === 1) text = text.slice(0, at) + text.slice(at + (value % 40));
            else if (sort === 2) text = text.replace(/\n--([^\n]*)/, `\n-${value}-$1`);
            else text = text.slice(0, at) + text.slice(at, at + value) + text.slice(at);
          }
          holds(text);
        },
      ),
      { numRuns: 750 },
    );
  });

  it('a thousand of them and more', () => expect(mutated).toBeGreaterThan(1000));
});

describe('monsters', () => {
  const bounce = 'Return-Path: <>\nFrom: MAILER-DAEMON@example.org\nSubject: Undelivered Mail\n';
  const repeat = (words: string, size: number) => words.repeat(Math.ceil(size / words.length));
  const mega = 5_000_000;
  const monsters: { readonly [name: string]: string } = {
    'a head line of 5 MB': `${bounce}X-Long: ${repeat('a@b 550 5.1.1 ', mega)}\n\nx`,
    'a subject of 5 MB': `From: MAILER-DAEMON@x\nSubject: ${repeat('=?utf-8?Q?Undelivered ', mega)}\n\nx`,
    'a content type of 5 MB': `${bounce}Content-Type: multipart/report; ${repeat('a="b"; ', mega)}\n\nx`,
    'a line of 5 MB': `${bounce}\n${repeat('said: (550 <a@b.example>: ', mega)}`,
    'at signs': `${bounce}\n${repeat('@', mega)}`,
    'open tags': `${bounce}Content-Type: text/html\n\n${repeat('<p>&lt;a@b&gt;<style', mega)}`,
    'blank lines': `${bounce}\n${repeat('\r\n', mega)}`,
    blanks: `${bounce}\n${repeat(' ', mega)}`,
    'equals signs': `${bounce}Content-Transfer-Encoding: quoted-printable\n\n${repeat('=\n=5', mega)}`,
    boundaries: `${bounce}Content-Type: multipart/mixed; boundary=b\n\n${repeat('--b\n', mega)}`,
    'parts 1,000 deep': Array.from(
      { length: 1000 },
      (_, level) => `Content-Type: multipart/mixed; boundary=b${level}\n\n--b${level}\n`,
    ).join(''),
    'a report of 50,000 recipients': `${bounce}Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n${repeat('Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n', mega)}`,
    'an mbox of 40,000 messages': repeat(
      `From x Mon Mar  2 10:00:04 2026\n${bounce}\n<a@b.example>: 550 no\n\n`,
      mega,
    ),
    'a diagnostic of 5 MB': `${bounce}Content-Type: message/delivery-status\n\nFinal-Recipient: rfc822; a@b.example\nDiagnostic-Code: smtp; ${repeat("550 5.1.0 - a ('", mega)}`,
  };
  for (const [name, text] of Object.entries(monsters)) {
    it(`${name}: within a second`, { timeout: 5000 }, () => {
      const start = performance.now();
      const reading = read(text);
      expect(performance.now() - start).toBeLessThan(1000);
      expect(reading.codes.length).toBeLessThan(20_000);
    });
  }

  it('say what was left out', () => {
    expect(read(monsters['parts 1,000 deep']).leftOut).toEqual([
      'Parts nested more than 20 deep were not read.',
    ]);
    expect(read(monsters['a line of 5 MB']).leftOut).toEqual([
      'Of a text of more than 512 kB only the beginning was read.',
    ]);
    expect(read(monsters['an mbox of 40,000 messages']).leftOut).toEqual([
      'Only the first 1000 messages of this file were read.',
    ]);
    expect(read(monsters['a report of 50,000 recipients']).leftOut).toContain(
      'Of a report with more than 2000 recipients only the first were read.',
    );
  });
});
