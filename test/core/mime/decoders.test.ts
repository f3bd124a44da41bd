import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64 } from '../../../server/src/core/mime/base64.ts';
import { decodeEncodedWords } from '../../../server/src/core/mime/encodedWords.ts';
import { htmlToText } from '../../../server/src/core/mime/html.ts';
import { MappedText, onOneLine } from '../../../server/src/core/mime/mappedText.ts';
import { decodeQuotedPrintable } from '../../../server/src/core/mime/quotedPrintable.ts';
import { host, rawOf } from './support.ts';

const quoted = (file: string, charset: string | null = 'utf-8') =>
  decodeQuotedPrintable(file, 0, file.length, charset, host);

/** Encodes bytes as quoted-printable, each one either way, with soft breaks where `breaks` says so. */
function encode(bytes: Uint8Array, escaped: readonly boolean[], breaks: readonly boolean[]): string {
  let text = '';
  bytes.forEach((byte, index) => {
    const plain = byte > 0x20 && byte < 0x7f && byte !== 0x3d && !escaped[index % escaped.length];
    text += plain ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    if (breaks[index % breaks.length]) text += '=\r\n';
  });
  return text;
}

describe('quoted-printable', () => {
  it('joins a code that a soft line break parts, and points at all of it', () => {
    for (const end of ['\n', '\r\n', '\r']) {
      const file = `said: 55=${end}0 5.1=${end}.0 no =3D user`;
      const decoded = quoted(file);
      expect(decoded.text).toBe('said: 550 5.1.0 no = user');
      expect(rawOf(file, decoded, '550')).toBe(`55=${end}0`);
      expect(rawOf(file, decoded, '5.1.0')).toBe(`5.1=${end}.0`);
    }
  });

  it('ends a range before a soft break that follows it', () => {
    const file = 'a 550=\n 5.1.1';
    expect(rawOf(file, quoted(file), '550')).toBe('550');
  });

  it('keeps what is malformed, and characters that the editor has decoded', () => {
    expect(quoted('5=5 =ZZ =').text).toBe('5=5 =ZZ ');
    expect(quoted('Empfänger =C3=A4 \ufffd').text).toBe('Empfänger ä \ufffd');
  });

  it('decodes other charsets; digits keep their places between them', () => {
    const file = 'Empf=E4nger: 550 5.1.1';
    expect(quoted(file, 'iso-8859-1').text).toBe('Empfänger: 550 5.1.1');
    const japanese = '=1B$B%a!<%k=1B(B 550 =83=81'; // ISO-2022-JP between escapes
    const decoded = quoted(japanese, 'iso-2022-jp');
    expect(decoded.text.startsWith('メール 550 ')).toBe(true);
    expect(rawOf(japanese, decoded, '550')).toBe('550');
    expect(rawOf(file, quoted(file, 'no-such-charset'), '5.1.1')).toBe('5.1.1');
  });

  it('decodes what was encoded, and every character lies where its bytes are', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', maxLength: 60 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
        fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
        (text, escaped, breaks) => {
          const file = encode(new TextEncoder().encode(text), escaped, breaks);
          const decoded = quoted(file);
          expect(decoded.text).toBe(
            new TextDecoder('utf-8', { ignoreBOM: true }).decode(new TextEncoder().encode(decoded.text)),
          );
          if (text.charCodeAt(0) !== 0xfeff)
            expect(decoded.text.replace(/\ufeff/g, '')).toBe(
              new TextDecoder().decode(new TextEncoder().encode(text)).replace(/\ufeff/g, ''),
            );
          let last = 0;
          for (let at = 0; at < decoded.text.length; at++) {
            expect(decoded.startOf(at)).toBeGreaterThanOrEqual(last);
            expect(decoded.endOf(at)).toBeGreaterThan(decoded.startOf(at));
            last = decoded.startOf(at);
            const c = decoded.text[at];
            if (c > ' ' && c < '\x7f')
              expect(quoted(file.slice(decoded.startOf(at), decoded.endOf(at))).text).toBe(c);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('base64', () => {
  it('decodes what was encoded, with lines and without', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.integer({ min: 1, max: 20 }), (bytes, width) => {
        const text = Buffer.from(bytes).toString('base64');
        const folded = text.replace(new RegExp(`.{${width}}`, 'g'), '$&\r\n');
        expect([...decodeBase64(text)]).toEqual([...bytes]);
        expect([...decodeBase64(folded)]).toEqual([...bytes]);
      }),
      { numRuns: 200 },
    );
  });

  it('bears a missing end and foreign characters', () => {
    expect(new TextDecoder().decode(decodeBase64('NTUwIDUuMS4x!!'))).toBe('550 5.1.1');
    expect(new TextDecoder().decode(decodeBase64('NTUwID'))).toBe('550 ');
  });
});

describe('encoded words', () => {
  it('decodes both encodings and joins neighbours', () => {
    expect(decodeEncodedWords('=?utf-8?Q?Unzustellbar:_Gr=C3=BC=C3=9Fe?=', host)).toBe('Unzustellbar: Grüße');
    expect(decodeEncodedWords('a =?utf-8?B?w6Q=?= =?iso-8859-1*de?q?=F6?= b', host)).toBe('a äö b');
    expect(decodeEncodedWords('=?no?x?y?= =?utf-8?B', host)).toBe('=?no?x?y?= =?utf-8?B');
  });
});

describe('HTML', () => {
  const text = (html: string) => htmlToText(MappedText.raw(html, 0, html.length));

  it('gives lines, characters and places', () => {
    const html =
      '<html><style>p{width:550px}</style><p>A &lt;b@c&gt;<br>said&nbsp;<b>550</b> 5.1<i>.1</i></p><!-- 421 --><td>x';
    const plain = text(html);
    expect(plain.text).toBe('A <b@c>\nsaid 550 5.1.1\nx'.replace('\nx', '\nx'));
    expect(rawOf(html, plain, '550')).toBe('550');
    expect(rawOf(html, plain, '5.1.1')).toBe('5.1<i>.1');
    expect(rawOf(html, plain, '<b@c>')).toBe('&lt;b@c&gt;');
  });

  it('passes over a quoted `>`, knows the letters of Latin-1 by name, and leaves what it does not know', () => {
    expect(
      text('<a title="5.7.1 > 550">Empf&auml;nger&nbsp;unbekannt</a> &szlig;&eacute;&Uuml; &bogus; &#8364;')
        .text,
    ).toBe('Empfänger unbekannt ßéÜ &bogus; €');
  });

  it('a quote that nobody closes hides no more than its tag', () => {
    expect(text('<a title="x>550 5.1.1 no such user</a>').text).toBe('550 5.1.1 no such user');
    const html = '<p>A <a title="x>550 5.1.1</a> no <b id=\'y>421</b> user';
    expect(text(html).text).toBe('A 550 5.1.1 no 421 user');
    expect(rawOf(html, text(html), '421')).toBe('421');
  });

  it('keeps an address that was written as if it were a tag', () => {
    expect(text('<p>Not delivered to <b@example.net>, mailbox full</p>').text.trim()).toBe(
      'Not delivered to <b@example.net>, mailbox full',
    );
  });

  it('bears what is broken', () => {
    expect(text('a < b & c <p <b>x').text).toContain('a < b & c');
    expect(text('a<style>b').text).toBe('a');
    expect(text('a<!-- b').text).toBe('a');
    expect(text('&#x41;&#66;&#99999999;&bogus;').text).toBe('AB\ufffd&bogus;');
  });
});

describe('onOneLine', () => {
  it('turns each fold into one blank and keeps the places', () => {
    const file = 'smtp;\r\n 550\r\n\t5.1.1 no\n user \r\n';
    const line = onOneLine(MappedText.raw(file, 0, file.length));
    expect(line.text).toBe('smtp; 550 5.1.1 no user');
    expect(rawOf(file, line, '5.1.1')).toBe('5.1.1');
    expect(rawOf(file, line, '550 5.1.1')).toBe('550\r\n\t5.1.1');
  });

  it('has no place for text that has none', () => {
    const line = onOneLine(MappedText.placeless('a\nb', 7));
    expect(line.text).toBe('a b');
    expect(line.span(2, 3)).toBeNull();
    expect(line.startOf(2)).toBe(7);
  });
});
