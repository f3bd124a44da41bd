import { describe, expect, it } from 'vitest';
import { textOf } from '../../../server/src/core/mime/content.ts';
import { readContentType } from '../../../server/src/core/mime/contentType.ts';
import { readFields } from '../../../server/src/core/mime/headers.ts';
import { LineCounter, linesOf } from '../../../server/src/core/mime/lines.ts';
import { messagesIn } from '../../../server/src/core/mime/mailbox.ts';
import { limits, type Part, readParts } from '../../../server/src/core/mime/parts.ts';
import { host } from './support.ts';

const tree = (file: string): Part => readParts(file, 0, file.length).root;
const shape = (part: Part): unknown =>
  part.parts.length > 0 ? [part.content.type, ...part.parts.map(shape)] : part.content.type;
const ends = { LF: '\n', CRLF: '\r\n', CR: '\r' };

describe('lines', () => {
  it('end with LF, CRLF and a bare CR', () => {
    const text = 'a\nb\r\nc\rd\n\re';
    expect(linesOf(text).map((line) => text.slice(line.start, line.end))).toEqual([
      'a',
      'b',
      'c',
      'd',
      '',
      'e',
    ]);
    const counter = new LineCounter(text);
    expect([...text].map((_, at) => counter.lineOf(at))).toEqual([0, 0, 1, 1, 1, 2, 2, 3, 3, 4, 5]);
    expect(new LineCounter(text).lineOf(0)).toBe(0);
  });
});

describe('fields', () => {
  it('are read with their folds, up to the blank line', () => {
    const text = 'From x Mon Mar  2\nSubject: a\n b\nX-Empty:\nStatus : 5.1.1\n\nBody: no';
    const { fields, end } = readFields(text, 0, text.length);
    expect(fields.map((field) => [field.name, text.slice(field.valueStart, field.valueEnd)])).toEqual([
      ['subject', ' a\n b'],
      ['x-empty', ''],
      ['status', ' 5.1.1'],
    ]);
    expect(text.slice(end)).toBe('Body: no');
  });

  it('end at a line that cannot be one', () => {
    const text = 'A: b\nthis is no field\nC: d';
    expect(text.slice(readFields(text, 0, text.length).end)).toBe('this is no field\nC: d');
  });
});

describe('content type', () => {
  it('reads quoted and bare parameters', () => {
    const { type, parameters } = readContentType(
      'Multipart/Report; report-type=delivery-status;\tboundary="a;\\"b" ; x = y (z)',
    );
    expect(type).toBe('multipart/report');
    expect(Object.fromEntries(parameters)).toEqual({
      'report-type': 'delivery-status',
      boundary: 'a;"b',
      x: 'y',
    });
  });
});

describe('parts', () => {
  for (const [name, end] of Object.entries(ends)) {
    it(`are found with ${name}`, () => {
      const file = [
        'Content-Type: multipart/report; boundary=o',
        '',
        'preamble',
        '--o',
        'Content-Type: multipart/alternative; boundary="o-i"',
        '',
        '--o-i',
        '',
        'plain',
        '--o-i',
        'Content-Type: text/html',
        '',
        '<p>html',
        '--o-i--',
        '--o',
        'Content-Type: message/delivery-status',
        '',
        'Status: 5.1.1',
        '',
        '--o--',
        'epilogue',
      ].join(end);
      expect(shape(tree(file))).toEqual([
        'multipart/report',
        ['multipart/alternative', 'text/plain', 'text/html'],
        'message/delivery-status',
      ]);
      const [alternative, report] = tree(file).parts;
      expect(textOf(file, alternative.parts[0], host).text).toBe('plain');
      expect(textOf(file, alternative.parts[1], host).text.trim()).toBe('html');
      expect(textOf(file, report, host).text).toBe(`Status: 5.1.1${end}`);
    });
  }

  it('are found where the boundary is missing, wrong or never closed', () => {
    const body =
      '\n\n--x\nContent-Type: text/plain\n\na\n--x\nContent-Type: message/delivery-status\n\nStatus: 5.1.1\n';
    for (const head of [
      'Content-Type: multipart/mixed',
      'Content-Type: multipart/mixed; boundary=other',
      'Content-Type: multipart/mixed; boundary=x',
    ]) {
      expect(shape(tree(head + body))).toEqual(['multipart/mixed', 'text/plain', 'message/delivery-status']);
    }
    expect(shape(tree(`Subject: lost${body}`))).toEqual([
      'multipart/mixed',
      'text/plain',
      'message/delivery-status',
    ]);
  });

  it('stop at the limits and say so', () => {
    let deep = 'Content-Type: multipart/mixed; boundary=b0\n\n';
    for (let level = 0; level < 1000; level++)
      deep += `--b${level}\nContent-Type: multipart/mixed; boundary=b${level + 1}\n\n`;
    expect(readParts(deep, 0, deep.length).cut.depth).toBe(true);
    const wide = `Content-Type: multipart/mixed; boundary=b\n\n${'--b\n\nx\n'.repeat(limits.parts + 10)}`;
    const { root, cut } = readParts(wide, 0, wide.length);
    expect(cut.parts).toBe(true);
    expect(root.parts.length).toBeLessThan(limits.parts);
    const { cut: none } = readParts('A: b\n\nc', 0, 7);
    expect(none).toEqual({ depth: false, parts: false, fields: false });
  });

  it('decode ISO-2022-JP that travels as it is', () => {
    const file = 'Content-Type: text/plain; charset=iso-2022-jp\n\n\x1b$B%a!<%k\x1b(B 550';
    expect(textOf(file, tree(file), host).text).toBe('メール 550');
  });
});

describe('mbox', () => {
  it('is parted at its separators only', () => {
    const message =
      'From MAILER-DAEMON Mon Mar  2 10:00:04 2026\nSubject: a\n\nFrom here on 10:00 it goes down\n>From x Mon Mar 2 10:00\n\n';
    expect(messagesIn(message + message)).toEqual([
      { start: 0, end: message.length },
      { start: message.length, end: message.length * 2 },
    ]);
    const single = 'Subject: a\n\nFrom b Mon Mar  2 10:00:04 2026\nX: y\n';
    expect(messagesIn(single)).toEqual([{ start: 0, end: single.length }]);
  });
});
