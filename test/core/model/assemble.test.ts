// Which lines belong to one message, and which to another that only looks like it?
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lineReader } from '../../../server/src/core/features/lines.ts';
import { keyAt, keysOf, keyUnder, ownIdOf } from '../../../server/src/core/formats/keys.ts';
import { assemble } from '../../../server/src/core/model/assemble.ts';
import { type Message, Timeline } from '../../../server/src/core/model/message.ts';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { finish } from '../../support/engine.ts';

const mail = (words: string) => `Nov  1 00:00:31 mail postfix/${words}`;

/** Numbers, from 1, of the lines of the message that `key` names. */
function linesOf(log: readonly string[], key: string, near = log.findIndex((line) => line.includes(key))) {
  const message = finish(
    assemble(
      PagedText.of(log.join('\n')),
      key,
      near,
      lineReader(() => null),
    ),
  );
  return message.lines.map(({ line }) => line + 1);
}

describe('the keys of a line', () => {
  test.each([
    [mail('smtpd[9]: 283FEFC63F: client=pc.example.org[192.0.2.7]'), '283FEFC63F'],
    [mail('submission/smtpd[9]: 4jYKCj6lzZzF6: client=pc.example.org[192.0.2.7]'), '4jYKCj6lzZzF6'],
    ['2026-11-01 00:00:31 1xVc1q-00001R-23 => u@d.example R=remote T=smtp', '1xVc1q-00001R-23'],
    ['2026-11-01 00:00:31.443 +0100 [844] 10HmbC-000000005vi-0000 Completed', '10HmbC-000000005vi-0000'],
    [
      'Nov  1 00:00:31 mail exim[844]: 1xVc1q-00001R-23 <= a@example.org H=pc [192.0.2.7] P=esmtp',
      '1xVc1q-00001R-23',
    ],
    [
      'Nov  1 00:00:31 mail sendmail[550]: 5A1B2c3d012345: to=<u@d.example>, dsn=2.0.0, stat=Sent',
      '5A1B2c3d012345',
    ],
    ['Nov  1 00:00:31 mail opendkim[9]: 283FEFC63F: DKIM-Signature field added', '283FEFC63F'],
    [mail('smtpd[9]: connect from pc.example.org[192.0.2.7]'), null],
    [
      mail(
        'smtpd[9]: NOQUEUE: reject: RCPT from unknown[192.0.2.7]: 554 5.7.1 <a@b>: Relay access denied; from=<x@y> to=<a@b>',
      ),
      null,
    ],
    [mail('smtpd[9]: warning: hostname pc.example.org does not resolve to address 192.0.2.7'), null],
    [
      'Nov  1 00:00:31 mail smtpd[95]: 32f20cb82666a643 mta delivery evpid=0133b45207a88ab8 from=<a@example.org> to=<u@d> result="Ok"',
      '0133b452',
    ],
    ['just words', null],
  ])('%s', (line, own) => {
    expect(keysOf(line).own).toBe(own);
    if (!line.includes('evpid')) expect(ownIdOf(line)).toBe(own);
  });

  test.each([
    [mail('cleanup[9]: 283FEFC63F: message-id=<1.550@example.org>'), '1.550@example.org', []],
    [mail('cleanup[9]: 283FEFC63F: message-id=<>'), null, []],
    [
      mail('smtp[9]: 283FEFC63F: to=<u@d>, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 77AA88BB99)'),
      null,
      ['77AA88BB99'],
    ],
    [
      mail('local[9]: 283FEFC63F: to=<u@d>, dsn=2.0.0, status=sent (forwarded as 77AA88BB99)'),
      null,
      ['77AA88BB99'],
    ],
    [
      'Nov  1 00:00:31 mail amavis[9]: (00009-01) Passed CLEAN {RelayedInbound}, [192.0.2.7] <a@b> -> <u@d>, Queue-ID: 283FEFC63F, Message-ID: <1.550@example.org>, mail_id: qQ, Hits: -, size: 550, queued_as: 77AA88BB99, 300 ms',
      '1.550@example.org',
      ['283FEFC63F', '77AA88BB99'],
    ],
    [
      '2026-11-01 00:00:31 1xVc1q-00001R-23 <= a@example.org H=pc [192.0.2.7] P=esmtp S=617 id=1.550@example.org',
      '1.550@example.org',
      [],
    ],
    [
      '2026-11-01 00:00:31 1xVc1q-00001R-23 => u@d R=remote T=smtp H=mx [192.0.2.5] C="250 OK id=1xVc1q-00001S-7A"',
      null,
      ['1xVc1q-00001S-7A'],
    ],
  ])('%s names others', (line, messageId, onward) => {
    expect(keysOf(line)).toMatchObject({ messageId, onward });
  });

  test('under the cursor that one, elsewhere the line’s own', () => {
    const line = mail('bounce[9]: 283FEFC63F: sender non-delivery notification: 99AA88BB77');
    expect(keyAt(line, line.indexOf('99AA') + 3)).toBe('99AA88BB77');
    expect(keyAt(line, 3)).toBe('283FEFC63F');
    expect(keyUnder(line, 3)).toBeNull();
    const start = line.indexOf('283F');
    expect(keyUnder(line, start)).toEqual({ key: '283FEFC63F', start, end: start + 10 });
    expect(keyAt('just words', 2)).toBeNull();
  });
});

describe('the lines of a message', () => {
  const log = [
    mail('smtpd[9]: 283FEFC63F: client=pc.example.org[192.0.2.7]'),
    mail('cleanup[9]: 283FEFC63F: message-id=<1@example.org>'),
    mail('smtpd[9]: 1283FEFC63F: client=other.example.org[192.0.2.8]'), // a longer id that ends alike
    mail('qmgr[9]: 283FEFC63F: from=<a@example.org>, size=550, nrcpt=1 (queue active)'),
    'Nov  1 00:00:32 mail amavis[9]: (00009-01) Passed CLEAN, Queue-ID: 283FEFC63F, Message-ID: <1@example.org>, queued_as: 77AA88BB99, 300 ms',
    mail('smtpd[9]: 77AA88BB99: client=localhost[127.0.0.1]'),
    mail('cleanup[9]: 77AA88BB99: message-id=<1@example.org>'),
    mail(
      'smtp[9]: 283FEFC63F: to=<u@d>, relay=127.0.0.1[127.0.0.1]:10024, status=sent (250 2.0.0 from MTA(smtp:[127.0.0.1]:10025): 250 2.0.0 Ok: queued as 77AA88BB99)',
    ),
    mail('qmgr[9]: 283FEFC63F: removed'),
    mail(
      'smtp[9]: 77AA88BB99: to=<u@d>, relay=mx.d[192.0.2.5]:25, dsn=5.1.1, status=bounced (host mx.d[192.0.2.5] said: 550 5.1.1 no)',
    ),
    mail('cleanup[9]: 99AA88BB77: message-id=<2@mail>'),
    mail('bounce[9]: 77AA88BB99: sender non-delivery notification: 99AA88BB77'),
    mail('qmgr[9]: 99AA88BB77: from=<>, size=550, nrcpt=1 (queue active)'),
    mail('qmgr[9]: 77AA88BB99: removed'),
    mail('qmgr[9]: 99AA88BB77: removed'),
  ];
  const all = [1, 2, 4, 5, 6, 7, 8, 9, 10, 12, 14];

  test.each(['283FEFC63F', '77AA88BB99', '1@example.org'])('by %s, across the filter', (key) => {
    expect(linesOf(log, key)).toEqual(all);
  });

  test('a longer message-id that ends alike is another', () => {
    const alike = mail('cleanup[9]: 88AA88BB99: message-id=<x.1@example.org>');
    expect(linesOf([...log, alike], '1@example.org')).toEqual(all);
  });

  test('its bounce is another message; what named it is shown with it', () => {
    expect(linesOf(log, '99AA88BB77')).toEqual([11, 12, 13, 15]);
  });

  test('an id that is used again is another message', () => {
    const again = [...log, ...log.slice(0, 4).map((line) => line.replaceAll('1@', '3@'))];
    expect(linesOf(again, '283FEFC63F', 0)).toEqual(all);
    expect(linesOf(again, '283FEFC63F', 16)).toEqual([16, 17, 19]);
  });

  test('an envelope’s id begins with its message’s (OpenSMTPD)', () => {
    const session = (words: string) => `Nov  1 00:00:31 mail smtpd[95]: 32f20cb82666a643 ${words}`;
    const recorded = [
      session('smtp message msgid=0133b452 size=586 nrcpt=2 proto=ESMTP'),
      session('smtp envelope evpid=0133b45207a88ab8 from=<a@example.org> to=<u@d>'),
      session('mta delivery evpid=0133b452d705b717 from=<a@example.org> to=<v@d> result="Ok" stat="250 ok"'),
      session('mta delivery evpid=0133b453d705b717 from=<a@example.org> to=<v@d> result="Ok" stat="250 ok"'),
    ];
    expect(linesOf(recorded, '0133b452')).toEqual([1, 2, 3]);
  });

  test('a message-id that everybody uses leads nowhere', () => {
    const careless = Array.from({ length: 60 }, (_, n) =>
      mail(`cleanup[9]: 283FEFC${100 + n}: message-id=<same@example.org>`),
    );
    expect(linesOf(careless, '283FEFC120')).toContain(21);
    const message = finish(
      assemble(
        PagedText.of([...careless, mail('qmgr[9]: 283FEFC100: removed')].join('\n')),
        '283FEFC120',
        20,
        lineReader(() => null),
      ),
    ) as Message;
    expect(message.lines.map(({ line }) => line)).not.toContain(60);
  });

  test('across many pages, whatever ends the lines', () => {
    const filler = mail('smtpd[9]: connect from pc.example.org[192.0.2.7]');
    const far = [...log.slice(0, 4), ...Array.from({ length: 12_000 }, () => filler), ...log.slice(4)];
    const moved = all.map((line) => (line > 4 ? line + 12_000 : line));
    expect(linesOf(far, '77AA88BB99')).toEqual(moved);
    const text = PagedText.of(far.join('\r\n'));
    expect(text.pages.length).toBeGreaterThan(3);
    const message = finish(
      assemble(
        text,
        '283FEFC63F',
        0,
        lineReader(() => null),
      ),
    );
    expect(message.lines.map(({ line }) => line + 1)).toEqual(moved);
    expect(message.ids).toEqual(['283FEFC63F', '77AA88BB99']);
  });

  test('of a message to thousands not all, and it says so', () => {
    const many = Array.from({ length: 6_000 }, () =>
      mail('smtp[9]: 283FEFC63F: to=<u@d>, status=sent (250 ok)'),
    );
    const message = finish(
      assemble(
        PagedText.of(many.join('\n')),
        '283FEFC63F',
        0,
        lineReader(() => null),
      ),
    );
    expect(message.truncated).toBe(true);
    expect(message.lines.length).toBeLessThanOrEqual(5_000);
  });
});

describe('on any text', () => {
  const ids = ['283FEFC63F', '77AA88BB99', '1xVc1q-00001R-23'];
  const id = fc.constantFrom(...ids);
  const line = fc.oneof(
    id.map((key) => mail(`smtpd[9]: ${key}: client=pc[192.0.2.7]`)),
    id.map((key) => mail(`qmgr[9]: ${key}: removed`)),
    id.map((key) => mail(`cleanup[9]: ${key}: message-id=<1@example.org>`)),
    fc
      .tuple(id, id)
      .map(([key, next]) => mail(`smtp[9]: ${key}: to=<u@d>, status=sent (250 queued as ${next})`)),
    fc
      .tuple(id, id)
      .map(([key, next]) => mail(`bounce[9]: ${key}: sender non-delivery notification: ${next}`)),
    fc.string({ maxLength: 60 }),
  );

  test('the lines are in order, each once, and each names a key of the message; its own line is among them', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 40 }),
        fc.nat(),
        fc.nat(),
        (lines, at, column) => {
          const text = PagedText.of(lines.join('\n'), { target: 256, cap: 1024 });
          const near = at % text.lineCount;
          const words = text.lineAt(near).text;
          const key = keyAt(words, column % (words.length + 1));
          if (key === null) return;
          const message = finish(
            assemble(
              text,
              key,
              near,
              lineReader(() => null),
            ),
          );
          const numbers = message.lines.map(({ line: number }) => number);
          expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
          if (words.length > 0 && ids.includes(key)) expect(numbers).toContain(near);
          const keys = [key, ...ids, '1@example.org'];
          for (const number of numbers)
            expect(keys.some((one) => text.lineAt(number).text.includes(one))).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('the time between stamps', () => {
  const seconds = (from: string, to: string) => {
    const clock = new Timeline();
    const first = clock.at(from)!;
    return (clock.at(to)! - first) / 1000;
  };
  test.each([
    ['Nov  1 00:00:31', 'Nov  1 00:12:31', 720],
    ['Dec 31 23:59:59', 'Jan  1 00:00:01', 2],
    ['2026-11-01T00:00:31.500000+01:00', '2026-11-01T00:00:32+01:00', 0.5],
    ['2026-10-25T02:59:59+02:00', '2026-10-25T02:00:00+01:00', 1],
    ['2026-11-01 00:00:31.443', '2026-11-01 00:00:32.443', 1],
    ['2026-11-01 00:00:31 +0100', '2026-11-01 00:00:31 +0000', 3600],
  ])('%s → %s', (from, to, wanted) => expect(seconds(from, to)).toBeCloseTo(wanted));

  test('a stamp that is none', () => expect(new Timeline().at('yesterday')).toBeNull());
});
