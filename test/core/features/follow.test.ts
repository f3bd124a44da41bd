// The life of one message: its story, its document, and what became of a deferral.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { engine, finish } from '../../support/engine.ts';
import { withCursor } from '../../support/marks.ts';

const at = (clock: string, words: string) => `Nov  1 ${clock} mx postfix/${words}`;
const to = (recipient: string, rest: string) =>
  `smtp[9]: 3F283FEFC6: to=<${recipient}>, relay=mx.d.example[192.0.2.5]:25, delay=1, delays=0/0/1/0, ${rest}`;
const greylisted =
  'dsn=4.7.1, status=deferred (host mx.d.example[192.0.2.5] said: 451 4.7.1 Greylisting in action, please come back later (in reply to RCPT TO command))';
const sent = 'dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 77AA88BB99)';
const unknown =
  'dsn=5.1.1, status=bounced (host mx.d.example[192.0.2.5] said: 550 5.1.1 no such user (in reply to RCPT TO command))';
const arrival = [
  at('00:00:01', 'smtpd[9]: 3F283FEFC6: client=pc.example.org[192.0.2.7]'),
  at('00:00:01', 'cleanup[9]: 3F283FEFC6: message-id=<1@example.org>'),
  at('00:00:01', 'qmgr[9]: 3F283FEFC6: from=<a@example.org>, size=999, nrcpt=1 (queue active)'),
];
const other = at('00:00:02', 'smtpd[9]: connect from pc.example.org[192.0.2.7]');
const removed = at('00:12:02', 'qmgr[9]: 3F283FEFC6: removed');

const followed = (lines: readonly string[], line = 0) =>
  finish(engine().follow(PagedText.of(`${lines.join('\n')}\n`), null, { line, character: 0 }))!;

describe('the story', () => {
  test('accepted, deferred, delivered: from where, how often and why, to where, after how long', () => {
    const { story, key } = followed([
      ...arrival,
      at('00:00:02', to('u@d.example', greylisted)),
      at('00:04:02', to('u@d.example', greylisted)),
      at('00:12:01', to('u@d.example', sent)),
      removed,
    ]);
    expect(key).toBe('3F283FEFC6');
    expect(story).toMatch(
      /^Accepted from pc\.example\.org\[192\.0\.2\.7\] at Nov {2}1 00:00:01\. Sender: a@example\.org\. u@d\.example: deferred 2 times \([^()]*\), delivered to mx\.d\.example after 12 min\.$/,
    );
  });

  test.each([
    [greylisted, /: deferred once \(.+\), still waiting where these lines end\.$/],
    [unknown, /: given back to the sender after 1 s \(.+\)\.$/],
    ['dsn=4.0.0, status=expired, returned to sender', /: given up as too old after 1 s\.$/],
    ['dsn=2.0.0, status=sent (delivered to maildir)', /: delivered after 1 s|: delivered to .+ after 1 s/],
  ])('%s', (rest, ending) => {
    expect(followed([...arrival, at('00:00:02', to('u@d.example', rest))]).story).toMatch(ending);
  });

  test('of many recipients the counts', () => {
    const { story } = followed([
      ...arrival,
      ...[1, 2, 3, 4, 5].map((n) => at('00:00:02', to(`u${n}@d.example`, n === 3 ? unknown : sent))),
    ]);
    expect(story).toContain('5 recipients: 4 delivered, 1 bounced.');
    expect(story).not.toContain('u3@d.example');
  });

  test('from this machine, and from a log without times', () => {
    const pickup = at('00:00:01', 'pickup[9]: 3F283FEFC6: uid=0 from=<root>');
    expect(followed([pickup, ...arrival.slice(1)]).story).toMatch(
      /^Handed in on this machine at Nov {2}1 00:00:01\./,
    );
    const timeless = followed(
      [...arrival.slice(1), to('u@d.example', sent)].map((line) => line.replace(/^Nov .{12}/, 'mail: ')),
    );
    expect(timeless.story).toMatch(/^First seen at an unknown time\./);
  });

  test('without an attempt, and of a bounce', () => {
    expect(followed(arrival).story).toContain('No attempt to deliver it stands in this file.');
    const bounce = arrival.map((line) => line.replace('from=<a@example.org>', 'from=<>'));
    expect(followed(bounce).story).toContain('It is a notice without a sender');
  });

  test('an end of the whole message is the end of those who still wait', () => {
    const sendmail = (clock: string, words: string) =>
      `Nov  1 ${clock} mx sendmail[9]: 6ANMVrt2000500: ${words}`;
    const { story } = followed([
      sendmail(
        '00:00:01',
        'from=<a@example.org>, size=550, nrcpts=2, msgid=<1@example.org>, relay=pc.example.org [192.0.2.7]',
      ),
      sendmail(
        '00:00:02',
        'to=<u@d.example>, delay=00:00:01, mailer=esmtp, relay=mx.d.example. [192.0.2.5], dsn=2.0.0, stat=Sent (ok)',
      ),
      sendmail(
        '00:00:02',
        'to=<v@d.example>, delay=00:00:01, mailer=esmtp, relay=mx.d.example. [192.0.2.5], dsn=4.7.1, reply=451 4.7.1 Greylisted, stat=Deferred: 451 4.7.1 Greylisted',
      ),
      sendmail('05:00:01', '6ANMVrt2000502: sender notify: Cannot send message for 5 hours'),
    ]);
    expect(story).toMatch(/^Accepted from pc\.example\.org \[192\.0\.2\.7\]/);
    expect(story).toMatch(/u@d\.example: delivered to mx\.d\.example after 1 s\./);
    expect(story).toMatch(/v@d\.example: deferred once \(.+\), given up as too old after 5 h\./);
    expect(story).not.toContain('the recipient');
  });

  test('names the bounce that it led to', () => {
    const notice = at('00:00:03', 'bounce[9]: 3F283FEFC6: sender non-delivery notification: 99AA88BB77');
    expect(followed([...arrival, at('00:00:02', to('u@d.example', unknown)), notice]).story).toContain(
      'Related messages: 99AA88BB77.',
    );
  });

  test('a line that names no message has none', () => {
    expect(followed([other])).toBeNull();
  });
});

describe('the document', () => {
  const lines = [...arrival, other, at('00:00:02', to('u@d.example', greylisted)), removed];
  const { text, links, lines: ranges, story } = followed(lines, 4);
  const rows = text.split('\n');

  test('holds the story and every line of the message as it stands in the log, and no other', () => {
    const mine = lines.filter((line) => line !== other);
    expect(rows.filter((row) => row !== '' && !row.startsWith('#'))).toEqual(mine);
    const told = rows.slice(1, rows.indexOf('')).map((row) => row.replace(/^# /, ''));
    expect(told.join(' ')).toBe(story);
  });

  test('says how long it waited, and where each part stands', () => {
    expect(rows.filter((row) => row.startsWith('# line'))).toEqual([
      '# line 1',
      '# line 5 · + 1 s',
      '# line 6 · + 12 min',
    ]);
    expect(links.map(({ target }) => target)).toEqual([0, 4, 5]);
    for (const { line, start, end, target } of links)
      expect(rows[line].slice(start, end)).toBe(`line ${target + 1}`);
  });

  test('its ranges are whole lines of the log', () => {
    expect(ranges.map(({ start, end }) => lines[start.line].slice(start.character, end.character))).toEqual(
      lines.filter((line) => line !== other),
    );
  });
});

describe('recorded logs', () => {
  test.each(['postfix/lifecycle/mail.log', 'exim/retries/main.log'])(
    '%s: every message that was deferred has its end, or waits',
    (name) => {
      const log = readFileSync(path.join(import.meta.dirname, '../../corpus', name), 'utf8');
      const text = PagedText.of(log);
      const deferred = log
        .split('\n')
        .flatMap((line, index) => (/status=deferred| == /.test(line) ? [index] : []));
      expect(deferred.length).toBeGreaterThan(5);
      for (const line of deferred.slice(0, 40)) {
        const found = finish(engine().follow(text, null, { line, character: 0 }))!;
        expect(found.story).toMatch(/deferred/);
        expect(found.story).toMatch(/Accepted from|First seen/);
        expect(found.story).not.toMatch(/undefined|NaN|null|after \?/);
        expect(found.lines.some(({ start }) => start.line === line)).toBe(true);
      }
    },
  );
});

describe('in the hover: what became of it', () => {
  const hoverOf = (marked: string) => {
    const { text, line, character } = withCursor(marked);
    const hover = engine().hover(PagedText.of(text), 'log', null, { line, character }, 'file:///mail.log');
    return (hover!.contents as { value: string }).value;
  };
  const first = at('00:00:02', to('u@d.example', greylisted)).replace('451 4', '4‸51 4');

  test.each([
    [[at('00:12:02', to('u@d.example', sent))], 'Later: delivered, 12 min after this attempt.'],
    [
      [at('00:04:02', to('u@d.example', greylisted)), at('01:00:02', to('u@d.example', unknown))],
      'Later: given back to the sender, 1 h after this attempt.',
    ],
    [[at('00:04:02', to('other@d.example', sent))], 'Still waiting at the end of this file.'],
    [
      [at('00:04:02', to('u@d.example', greylisted))],
      'Tried again and deferred, times: 1. Still waiting at the end of this file.',
    ],
  ])('%#', (later, words) => {
    expect(hoverOf([...arrival, first, other, ...later, ''].join('\n'))).toContain(words);
  });

  test('where it left the queue without a word, nothing is said', () => {
    const hover = hoverOf([...arrival, first, removed, ''].join('\n'));
    expect(hover).not.toMatch(/Later|waiting at the end/);
  });

  test('of a delivery or a bounce nothing is said', () => {
    const bounced = at('00:00:02', to('u@d.example', unknown)).replace('550 5', '5‸50 5');
    expect(hoverOf([...arrival, bounced, ''].join('\n'))).not.toMatch(/Later|waiting at the end/);
  });
});
