// Keys that only one program writes: qmail's numbers, amavis' passes, Exchange's ids; and messages across files.
import { describe, expect, test } from 'vitest';
import { beginFollowing, type SearchedFile, tell } from '../../../server/src/core/features/follow.ts';
import { lineReader } from '../../../server/src/core/features/lines.ts';
import { keyAt, keysOf, stampOfLine } from '../../../server/src/core/formats/keys.ts';
import { assemble } from '../../../server/src/core/model/assemble.ts';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { engine, finish } from '../../support/engine.ts';

/** Numbers, from 1, of the lines of the message that a line (from 1) names. */
function linesFrom(log: readonly string[], line: number): number[] {
  const text = PagedText.of(log.join('\n'));
  const key = keyAt(log[line - 1]!, 0)!;
  return finish(
    assemble(
      text,
      key,
      line - 1,
      lineReader(() => null),
    ),
  ).lines.map((one) => one.line + 1);
}

describe('qmail uses its numbers again', () => {
  const at = (words: string) => `@400000006a4f3c1f1a2b3c4d ${words}`;
  const one = (msg: number, delivery: number, recipient: string) => [
    at(`new msg ${msg}`),
    at(`info msg ${msg}: bytes 550 from <a@example.org> qp 18695 uid 49491`),
    at(`starting delivery ${delivery}: msg ${msg} to remote ${recipient}`),
    at('status: local 0/10 remote 1/20'),
    at(`delivery ${delivery}: success: 192.0.2.5_accepted_message./Remote_host_said:_250_2.0.0_Ok/`),
    at(`end msg ${msg}`),
  ];
  const log = [
    ...one(93869, 1, 'u@d.example'),
    ...one(93870, 2, 'v@d.example'),
    ...one(93869, 1, 'w@d.example'),
  ];

  test.each([
    [1, [1, 2, 3, 5, 6]],
    [5, [1, 2, 3, 5, 6]],
    [9, [7, 8, 9, 11, 12]],
    [17, [13, 14, 15, 17, 18]],
  ])('from line %i', (line, wanted) => expect(linesFrom(log, line)).toEqual(wanted));

  test('its deferral is followed by hover too, though the outcome names no message', () => {
    const lines = [
      at('info msg 93869: bytes 550 from <a@example.org> qp 18695 uid 49491'),
      at('starting delivery 1: msg 93869 to remote u@d.example'),
      at("delivery 1: deferral: Sorry,_I_wasn't_able_to_establish_an_SMTP_connection._(#4.4.1)/"),
      at('starting delivery 2: msg 93869 to remote u@d.example').replace('6a4f3c1f', '6a4f3d1f'),
      at('delivery 2: success: 192.0.2.5_accepted_message./Remote_host_said:_250_2.0.0_Ok/').replace(
        '6a4f3c1f',
        '6a4f3d1f',
      ),
    ];
    const later = (count: number) => {
      const text = PagedText.of(lines.slice(0, count).join('\n'));
      const analysis = finish(engine().analyze(text, 'log'));
      const position = { line: 2, character: lines[2]!.indexOf('#4.4.1') + 2 };
      const hover = engine().hover(text, 'log', analysis, position, 'file:///current')!;
      return (hover.contents as { value: string }).value;
    };
    expect(later(5)).toContain('Later: delivered, 4 min 16 s after this attempt.');
    expect(later(4)).toContain('Still waiting at the end of this file.');
  });

  test('an outline tells its messages apart', () => {
    const analysis = finish(engine().analyze(PagedText.of(log.join('\n')), 'log'));
    const symbols = finish(engine().documentSymbols(analysis));
    expect(symbols.map(({ name, range }) => [name, range.start.line, range.end.line])).toEqual([
      ['93869', 0, 5],
      ['93870', 6, 11],
      ['93869', 12, 17],
    ]);
  });

  test('its story names the recipient, which stands on another line than the outcome', () => {
    const { story } = finish(
      engine().follow(PagedText.of(log.join('\n')), null, { line: 16, character: 0 }),
    )!;
    expect(story).toMatch(/w@d\.example: delivered to 192\.0\.2\.5 after 0 s\.$/);
  });
});

describe('amavis', () => {
  const mail = (words: string) => `Nov  1 00:00:31 mail ${words}`;
  const log = [
    mail('postfix/smtpd[9]: 283FEFC63F: client=pc.example.org[192.0.2.7]'),
    mail(
      'amavis[9]: (00009-01) ESMTP [127.0.0.1]:10024 /var/lib/amavis/tmp/a: <a@example.org> -> <u@d.example>',
    ),
    mail(
      'amavis[9]: (00009-02) ESMTP [127.0.0.1]:10024 /var/lib/amavis/tmp/b: <b@example.org> -> <v@d.example>',
    ),
    mail(
      'amavis[9]: (00009-01) Passed CLEAN {RelayedInbound}, <a@example.org> -> <u@d.example>, Queue-ID: 283FEFC63F, Message-ID: <1@example.org>, queued_as: 77AA88BB99, 300 ms',
    ),
    mail('postfix/smtpd[9]: 77AA88BB99: client=localhost[127.0.0.1]'),
    mail(
      'amavis[9]: (00009-01) ESMTP [127.0.0.1]:10024 /var/lib/amavis/tmp/c: <c@example.org> -> <w@d.example>',
    ),
  ];
  test.each([1, 2, 5])('its pass belongs to the message, from line %i', (line) => {
    expect(linesFrom(log, line)).toEqual([1, 2, 4, 5]);
  });
});

test('stamps that no frame has', () => {
  expect(stampOfLine('Mon Nov 23 22:55:24 2026 Info: MID 15232 ready 550 bytes')).toBe(
    'Nov 23 2026 22:55:24',
  );
  expect(stampOfLine('@400000006a4f3c1f1a2b3c4d end msg 93869')).toMatch(/^2026-\d\d-\d\dT.+Z$/);
  expect(stampOfLine('2026-11-01T00:00:31.270Z,EX1,08DA4F7C11473A60,9,,,>,250 Ok,')).toBe(
    '2026-11-01T00:00:31.270Z',
  );
  expect(stampOfLine('MID 15232 ready')).toBeNull();
});

describe('Exchange', () => {
  test('a row of message tracking names the internal id and the message-id', () => {
    const row =
      '2026-11-01T00:00:31.270Z,192.0.2.7,mx.d.example,192.0.2.5,EX1,08DA4F7C;250 2.0.0 Ok,Outbound,SMTP,SEND,38654705664,<1@example.org>,5a0e,u@d.example,250 2.1.5 Ok,550,1,,,Subject,a@example.org,a@example.org,,Originating,,,,S:x=y';
    expect(keysOf(row)).toMatchObject({ own: '38654705664', messageId: '1@example.org' });
  });

  test('a session in a protocol log names what it took in', () => {
    const row =
      '2026-11-01T00:00:31.270Z,EX1\\Default,08DA4F7C11473A60,19,192.0.2.5:25,192.0.2.7:53722,>,"250 2.6.0 <1@example.org> [InternalId=38654705664, Hostname=EX1.example.org] 1234 bytes in 0.1, 12 KB/sec Queued mail for delivery",';
    expect(keysOf(row)).toMatchObject({
      own: '08DA4F7C11473A60',
      messageId: '1@example.org',
      onward: ['38654705664'],
    });
  });
});

describe('a message across files', () => {
  const mx = (clock: string, words: string) => `Nov  ${clock} mx postfix/${words}`;
  const rotated = [
    mx('1 23:59:01', 'smtpd[9]: 283FEFC63F: client=pc.example.org[192.0.2.7]'),
    mx('1 23:59:01', 'cleanup[9]: 283FEFC63F: message-id=<1@example.org>'),
    mx(
      '1 23:59:02',
      'smtp[9]: 283FEFC63F: to=<u@d.example>, relay=mx.d.example[192.0.2.5]:25, delay=1, delays=0/0/1/0, dsn=4.7.1, status=deferred (host mx.d.example[192.0.2.5] said: 451 4.7.1 later)',
    ),
  ];
  const current = [
    mx(
      '2 00:11:02',
      'smtp[9]: 283FEFC63F: to=<u@d.example>, relay=mx.d.example[192.0.2.5]:25, delay=721, delays=720/0/1/0, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 77AA88BB99)',
    ),
    mx('2 00:11:03', 'qmgr[9]: 283FEFC63F: removed'),
  ];
  // The next hop's log names the year and a zone.
  const next = [
    '2026-10-01T00:00:00+01:00 d postfix/smtpd[9]: 77AA88BB99: client=other.example[192.0.2.8]',
    '2026-10-01T00:00:01+01:00 d postfix/qmgr[9]: 77AA88BB99: removed',
    '2026-11-02T00:11:02+01:00 d postfix/smtpd[9]: 77AA88BB99: client=mx.example.org[192.0.2.6]',
    '2026-11-02T00:11:04+01:00 d postfix/local[9]: 77AA88BB99: to=<u@d.example>, relay=local, delay=2, delays=0/0/0/2, dsn=2.0.0, status=sent (delivered to maildir)',
    '2026-11-02T00:11:04+01:00 d postfix/qmgr[9]: 77AA88BB99: removed',
  ];
  const texts = [rotated, current, next].map((lines) => PagedText.of(lines.join('\n')));
  const files: SearchedFile[] = [
    { uri: 'file:///mail.log.1', name: 'mail.log.1', log: 0 },
    { uri: 'file:///mail.log', name: 'mail.log', log: 0 },
    { uri: 'file:///d.log', name: 'd.log', log: 1 },
  ];

  function followed(asked: number, line: number) {
    const assembly = beginFollowing(texts[asked]!, { line, character: 0 }, files, asked, () => null)!;
    do {
      for (const [file, text] of texts.entries()) finish(assembly.search(text, file));
    } while (assembly.advance());
    const searched = { files, asked, leftOut: ['Not looked into: x.gz.'] };
    return finish(tell(assembly.message(), searched, engine().judge, engine().speech));
  }

  test.each([
    [0, 1],
    [1, 0],
    [2, 3],
  ])(
    'from file %i: its lines in order of time, its story, the use of an id that is nearest by the clock',
    (asked, line) => {
      const { story, text, links } = followed(asked, line);
      expect(story).toMatch(/^Accepted from pc\.example\.org\[192\.0\.2\.7\] at Nov {2}1 23:59:01\./);
      expect(story).toMatch(/u@d\.example: deferred once \([^()]*\), delivered after 12 min/);
      expect(story).toContain('Looked for in 3 files: mail.log.1, mail.log, d.log. Not looked into: x.gz.');
      expect(story).toContain('they are compared as they stand');
      const written = text.split('\n').filter((row) => row !== '' && !row.startsWith('#'));
      expect(written).toEqual([...rotated, current[0], next[2], current[1], next[3], next[4]]);
      expect(links.map(({ uri, target }) => [uri ?? files[asked]!.uri, target])).toEqual([
        ['file:///mail.log.1', 0],
        ['file:///mail.log.1', 2],
        ['file:///mail.log', 0],
        ['file:///d.log', 2],
        ['file:///mail.log', 1],
        ['file:///d.log', 3],
      ]);
    },
  );
});
