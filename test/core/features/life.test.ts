// Finding one's way by what stands under the cursor: references of codes and people, filtered views, hops, symbols, selections.
import { describe, expect, test } from 'vitest';
import { messageList } from '../../../server/src/core/features/messageList.ts';
import type { SelectionQuery } from '../../../server/src/core/features/selection.ts';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { engine, finish } from '../../support/engine.ts';
import { withCursor } from '../../support/marks.ts';

const at = (clock: string, words: string) => `Nov  1 ${clock} mx postfix/${words}`;
const to = (id: string, recipient: string, rest: string) =>
  `smtp[9]: ${id}: to=<${recipient}>, relay=mx.d.example[192.0.2.5]:25, delay=1, delays=0/0/1/0, ${rest}`;
const unknown =
  'dsn=5.1.1, status=bounced (host mx.d.example[192.0.2.5] said: 550 5.1.1 no such user (in reply to RCPT TO command))';
const later =
  'dsn=4.7.1, status=deferred (host mx.d.example[192.0.2.5] said: 451 4.7.1 Greylisting in action (in reply to RCPT TO command))';
const log = [
  at('00:00:01', 'smtpd[9]: 3F283FEFC6: client=pc.example.org[192.0.2.7]'),
  at('00:00:01', 'qmgr[9]: 3F283FEFC6: from=<u@d.example>, size=550, nrcpt=2 (queue active)'),
  at('00:00:02', to('3F283FEFC6', 'u@d.example', unknown)),
  at('00:00:02', to('3F283FEFC6', 'xu@d.example', later)),
  at(
    '00:05:02',
    to('3F283FEFC6', 'xu@d.example', 'dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 77AA88BB99)'),
  ),
  at('00:05:02', 'bounce[9]: 3F283FEFC6: sender non-delivery notification: 99AA88BB77'),
  at(
    '00:05:03',
    'smtpd[9]: NOQUEUE: reject: RCPT from x.example[192.0.2.8]: 550 5.1.1 <U@d.example>: User unknown; from=<x@y.example> to=<U@d.example> proto=ESMTP helo=<x>',
  ),
  at('00:05:03', 'smtpd[9]: connect from not-mx.d.example[192.0.2.55]'),
];

/** The log with a mark in one of its lines, taken out: the text, its analysis, the place. */
function marked(line: number, find: string) {
  const lines = [...log];
  lines[line] = lines[line]!.replace(find, `${find.slice(0, 2)}‸${find.slice(2)}`);
  const { text, ...position } = withCursor(lines.join('\n'));
  const paged = PagedText.of(text);
  return { text: paged, analysis: finish(engine().analyze(paged, 'log')), position };
}

describe('references', () => {
  test.each<[string, number, string, number[]]>([
    ['of an id: the message', 2, '3F283FEFC6', [0, 1, 2, 3, 4, 5]],
    ['of a word: the message of its line', 3, 'Greylisting', [0, 1, 2, 3, 4, 5]],
    ['of a code: wherever it is the answer', 2, '550 5.1.1', [2, 6]],
    ['of a status: the same', 2, '5.1.1, status', [2, 6]],
    ['of a recipient, in capitals or not, not as a sender, not within another', 2, 'u@d.example', [2, 6]],
    ['of a host, not within another', 2, 'mx.d.example', [2, 3, 4]],
    ['of an address, not within another', 3, '192.0.2.5', [2, 3, 4]],
  ])('%s', (_, line, find, wanted) => {
    const { text, analysis, position } = marked(line, find);
    const ranges = finish(engine().references(text, analysis, position));
    expect(ranges.map(({ start }) => start.line)).toEqual(wanted);
    for (const { start, end } of ranges) {
      expect(start.line).toBe(end.line);
      expect(end.character).toBeGreaterThan(start.character);
    }
  });
});

test('highlights are of addresses and hosts too, codes are left to the editor', () => {
  const lit = (line: number, find: string) => {
    const { text, position } = marked(line, find);
    return engine().highlight(text, position).length;
  };
  expect(lit(2, '3F283FEFC6')).toBe(6);
  expect(lit(3, 'xu@d.example')).toBe(2);
  expect(lit(2, 'mx.d.example')).toBeGreaterThanOrEqual(6);
  expect(lit(2, '550 5.1.1')).toBe(0);
});

describe('a filtered view', () => {
  const selected = (query: SelectionQuery) => {
    const analysis = finish(engine().analyze(PagedText.of(`${log.join('\n')}\n`), 'log'));
    return finish(engine().select(analysis, query));
  };
  test.each<[SelectionQuery, number[], string]>([
    [{ kind: 'failures', direction: 'out' }, [2, 3], 'Only failures of our own deliveries: 2 of 8 lines.'],
    [{ kind: 'failures', direction: 'in' }, [6], 'Only what was refused at our own door: 1 of 8 lines.'],
    [
      { kind: 'failures' },
      [2, 3, 6],
      'Only failures, of our own deliveries and at our own door: 3 of 8 lines.',
    ],
    [{ kind: 'code', value: '550 5.1.1' }, [2, 6], 'Only lines with the code 550 5.1.1: 2 of 8 lines.'],
    [
      { kind: 'code', position: { line: 3, character: 3 } },
      [3],
      'Only lines with the code 451 4.7.1: 1 of 8 lines.',
    ],
    [
      { kind: 'host', position: { line: 3, character: 3 } },
      [2, 3, 4],
      'Only lines that name the host mx.d.example: 3 of 8 lines.',
    ],
    [
      { kind: 'host', position: { line: 0, character: 3 } },
      [0],
      'Only lines that name the host pc.example.org: 1 of 8 lines.',
    ],
    [
      { kind: 'recipient', position: { line: 3, character: 3 } },
      [3, 4],
      'Only lines on the recipient xu@d.example: 2 of 8 lines.',
    ],
  ])('%j', (query, lines, title) => {
    const found = selected(query);
    expect([found.lines, found.title, found.total]).toEqual([lines, title, 8]);
  });

  test('of a line that names none there is none', () => {
    for (const kind of ['code', 'recipient'] as const)
      expect(selected({ kind, position: { line: 0, character: 3 } })).toEqual({
        value: null,
        lines: [],
        total: 8,
        title: '',
      });
  });

  test('a recipient whom qmail names on another line than the outcome', () => {
    const qmail = (words: string) => `@400000006a4f3c1f1a2b3c4d ${words}`;
    const lines = [
      qmail('info msg 93869: bytes 550 from <a@example.org> qp 18695 uid 49491'),
      qmail('starting delivery 1: msg 93869 to remote u@d.example'),
      qmail('delivery 1: success: 192.0.2.5_accepted_message./Remote_host_said:_250_2.0.0_Ok/'),
    ];
    const analysis = finish(engine().analyze(PagedText.of(lines.join('\n')), 'log'));
    expect(finish(engine().select(analysis, { kind: 'recipient', value: 'u@d.example' })).lines).toEqual([
      1, 2,
    ]);
  });
});

describe('hops', () => {
  const next = [
    at('00:05:02', 'smtpd[9]: 77AA88BB99: client=mx.example.org[192.0.2.6]'),
    at(
      '00:05:04',
      'local[9]: 77AA88BB99: to=<xu@d.example>, relay=local, delay=2, delays=0/0/0/2, dsn=2.0.0, status=sent (delivered to maildir)',
    ),
  ];
  const texts = [log, next].map((lines) => PagedText.of(lines.join('\n')));
  const uris = ['file:///a.log', 'file:///b.log'];
  const files = uris.map((uri, n) => ({ uri, name: uri, log: n }));
  const message = (file: number, line: number) => {
    const assembly = engine().beginFollowing(texts[file]!, { line, character: 0 }, files, file, () => null)!;
    do {
      for (const [index, text] of texts.entries()) finish(assembly.search(text, index));
    } while (assembly.advance());
    return assembly.message();
  };
  const { hops } = engine();

  test('begin where the cursor is', () => {
    const item = hops.at(message(0, 3), 0, { line: 3, character: 0 }, uris)!;
    expect(item).toMatchObject({
      name: '3F283FEFC6',
      uri: uris[0],
      detail: 'u@d.example → u@d.example, xu@d.example · 1 delivered · 1 bounced',
    });
    expect(item.selectionRange.start.line).toBe(0);
  });

  test('go on to the queue that took it, in another file, and to its bounce, of which no line is there', () => {
    const steps = hops.from(message(0, 3), '3F283FEFC6', uris);
    expect(
      steps.map(({ item, ranges }) => [
        item.name,
        item.uri,
        item.selectionRange.start.line,
        ranges[0]!.start.line,
      ]),
    ).toEqual([
      ['77AA88BB99', uris[1], 0, 4],
      ['99AA88BB77', uris[0], 5, 5],
    ]);
    expect(steps[1]!.item.detail).toBe('no open file tells of it');
  });

  test('come from the queue before', () => {
    const [step, ...others] = hops.into(message(1, 1), '77AA88BB99', uris);
    expect([step!.item.name, step!.item.uri, others]).toEqual(['3F283FEFC6', uris[0], []]);
    expect(hops.into(message(1, 1), '3F283FEFC6', uris)).toEqual([]);
  });
});

test('symbols of a file: addresses, queue ids and message-ids that hold what was typed, each once', () => {
  const text = PagedText.of(
    [...log, at('00:06:00', 'cleanup[9]: 77AA88BB99: message-id=<550.1@d.example>')].join('\n'),
  );
  const named = (query: string) =>
    finish(engine().workspaceSymbols(text, 'file:///mail.log', query)).map(
      ({ name, kind, location }) => `${name} ${kind} ${'range' in location ? location.range.start.line : ''}`,
    );
  expect(named('@D.EXAMPLE')).toEqual([
    'u@d.example 13 1',
    'xu@d.example 13 3',
    'U@d.example 13 6',
    '550.1@d.example 20 8',
  ]);
  expect(named('3F28')).toEqual(['3F283FEFC6 24 0']);
  expect(named('connect')).toEqual([]);
  expect(named('5')).toEqual([]);
});

test('a selection grows: code, reply, brackets, words of the program, line, message, file', () => {
  const { text, analysis, position } = marked(2, '550 5.1.1');
  const grown: string[] = [];
  for (let one = engine().selectionRange(text, 'log', analysis, position); ; one = one.parent!) {
    const { start, end } = one.range;
    grown.push(
      start.line === end.line
        ? text.lineAt(start.line).text.slice(start.character, end.character)
        : `${start.line}–${end.line}`,
    );
    if (!one.parent) break;
  }
  const words = log[2]!.slice(log[2]!.indexOf('3F'));
  const inside = /\((host .*)\)$/.exec(log[2]!)![1]!;
  expect(grown).toEqual(['550', '550 5.1.1', inside, `(${inside})`, words, log[2], '0–5', '0–7']);
});

test('hints tell how long a message waited for a line, on the screen and from above it', () => {
  const text = PagedText.of(log.join('\n'));
  const hints = (first: number) =>
    engine()
      .inlayHints(text, null, { start: { line: first, character: 0 }, end: { line: 7, character: 0 } })
      .filter(({ position }) => position.character === 15)
      .map(({ position, label }) => [position.line, label]);
  expect(hints(0)).toEqual([[4, '+ 5 min']]);
  expect(hints(4)).toEqual([[4, '+ 5 min']]);
});

test('of a million open messages the list is bounded, and says so', () => {
  const many = Array.from({ length: 3_000 }, (_, n) =>
    at('00:00:02', to(`3F283F${1000 + n}`, `u${n}@d.example`, later)),
  );
  const analysis = finish(engine().analyze(PagedText.of(many.join('\n')), 'log'));
  const { messages, truncated } = finish(messageList(analysis, 1_000));
  expect([messages.length, truncated]).toEqual([1_000, true]);
});

test('dialogues stand in the outline by session, and fold', () => {
  const session = (recipient: string, answer: string) => [
    '220 mx.d.example ESMTP',
    'EHLO pc.example.org',
    '250 mx.d.example',
    'MAIL FROM:<a@example.org>',
    '250 2.1.0 Ok',
    `RCPT TO:<${recipient}>`,
    answer,
    'QUIT',
    '221 2.0.0 Bye',
  ];
  const lines = [
    'Trying 192.0.2.5...',
    ...session('u@d.example', '550 5.1.1 no such user'),
    '',
    ...session('v@d.example', '451 4.7.1 later'),
  ];
  const analysis = finish(engine().analyze(PagedText.of(lines.join('\n')), 'log'));
  const symbols = finish(engine().documentSymbols(analysis));
  expect(symbols.map(({ name, detail, range }) => [name, detail, range.start.line, range.end.line])).toEqual([
    ['mx.d.example', 'a@example.org → u@d.example · 1 bounced', 1, 9],
    ['mx.d.example', 'a@example.org → v@d.example · 1 deferred', 11, 19],
  ]);
  const folds = finish(engine().logFolding(analysis)).map(
    ({ startLine, endLine }) => `${startLine}–${endLine}`,
  );
  expect(folds).toEqual(['1–9', '11–19']);
});

test('a view of a log, which leaves lines out, claims nothing of what happened between or later', () => {
  const text = PagedText.of(log.join('\n'));
  const analysis = finish(engine().analyze(text, 'log'));
  const position = { line: 3, character: log[3]!.indexOf('451') + 1 };
  const hover = (uri: string) =>
    (engine().hover(text, 'log', analysis, position, uri)!.contents as { value: string }).value;
  expect(hover('file:///mail.log')).toContain('Later: ');
  expect(hover('smtp-lens://only/mail.log')).not.toMatch(/Later: |Still waiting/);
  const screen = { start: { line: 0, character: 0 }, end: { line: 7, character: 0 } };
  const waits = (uri: string) =>
    engine()
      .inlayHints(text, analysis, screen, uri)
      .filter(({ label }) => String(label).startsWith('+'));
  expect(waits('file:///mail.log')).toHaveLength(1);
  expect(waits('smtp-lens://only/mail.log')).toEqual([]);
});
