// Dialogues in the manner of each program (recorded ones: corpus/dialogue), and what only looks like one.
import { describe, expect, test } from 'vitest';
import { analyzeLog } from '../../../server/src/core/analyze.ts';
import { initialState, readPage } from '../../../server/src/core/formats/readPage.ts';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { asRow, deliveries, engine, finish, records } from '../../support/engine.ts';

/** `recipient direction outcome reply enhanced permanence reason phase` */
const rows = (lines: readonly string[]): string[] =>
  deliveries(`${lines.join('\n')}\n`).map(
    (row) => `${row.attempt.recipient} ${asRow(row)} ${row.attempt.phase}`,
  );
const codes = (lines: readonly string[]): string[] =>
  records(`${lines.join('\n')}\n`).flatMap(({ record }) => record.codes.map(({ code }) => code!));

const refusal = ['u@d.example out bounced 550 5.1.1 permanent unknown-user RCPT TO'];

describe('the marks of programs', () => {
  test.each<[program: string, lines: string[]]>([
    [
      'PEAR Net_SMTP',
      [
        'DEBUG: Recv: 220 mx.example ESMTP',
        'DEBUG: Send: MAIL FROM:<s@e.example>',
        'DEBUG: Recv: 250 ok',
        'DEBUG: Send: RCPT TO:<u@d.example>',
        'DEBUG: Recv: 550 5.1.1 no such user',
      ],
    ],
    [
      'tshark',
      [
        '   10 0.100000 198.51.100.11 → 192.0.2.25 SMTP 96 S: 250-mx.example | PIPELINING | SIZE 550',
        '   11 0.123456 192.0.2.25 → 198.51.100.11 SMTP 96 C: MAIL FROM:<s@e.example> | RCPT TO:<u@d.example>',
        '   12 0.123456 198.51.100.11 → 192.0.2.25 SMTP 80 S: 250 ok',
        '   13 0.123456 198.51.100.11 → 192.0.2.25 SMTP 96 S: 550 5.1.1 no such user',
      ],
    ],
    [
      'MailKit',
      [
        'Connected to smtp://mx.example:25/?starttls=when-available',
        'S: 220 mx.example ESMTP',
        'C: EHLO me',
        'S: 250 ok',
        'C: MAIL FROM:<s@e.example> SIZE=550',
        'S: 250 ok',
        'C: RCPT TO:<u@d.example>',
        'S: 550 5.1.1 no such user',
      ],
    ],
    [
      'sendmail -v',
      [
        'u@d.example... Connecting to mx.example. via esmtp...',
        '220 mx.example ESMTP',
        '>>> EHLO me.example',
        '250 mx.example',
        '>>> MAIL From:<s@e.example>',
        '250 ok',
        '>>> RCPT To:<u@d.example>',
        '550 5.1.1 no such user',
        '>>> QUIT',
        '221 bye',
      ],
    ],
    [
      'ssmtp -v',
      [
        '[<-] 220 mx.example ESMTP',
        '[->] HELO me',
        '[<-] 250 mx.example',
        '[->] MAIL FROM:<s@e.example>',
        '[<-] 250 ok',
        '[->] RCPT TO:<u@d.example>',
        '[<-] 550 5.1.1 no such user',
      ],
    ],
    [
      'PHPMailer in a syslog',
      [
        'Nov  1 00:00:31 web php[12]: CLIENT -> SERVER: RCPT TO:<u@d.example>',
        'Nov  1 00:00:31 web php[12]: SERVER -> CLIENT: 550 5.1.1 no such user',
      ],
    ],
    [
      'tcpflow -c',
      [
        '198.051.100.011.00025-192.000.002.025.45678: 220 mx.example ESMTP',
        '192.000.002.025.45678-198.051.100.011.00025: EHLO me.example',
        '198.051.100.011.00025-192.000.002.025.45678: 250-mx.example',
        '250 SIZE 550',
        '192.000.002.025.45678-198.051.100.011.00025: MAIL FROM:<s@e.example>',
        '198.051.100.011.00025-192.000.002.025.45678: 250 ok',
        '192.000.002.025.45678-198.051.100.011.00025: RCPT TO:<u@d.example>',
        '198.051.100.011.00025-192.000.002.025.45678: 550 5.1.1 no such user',
      ],
    ],
    ['PHPMailer 5', ['CLIENT -> SMTP: RCPT TO:<u@d.example>', 'SMTP -> FROM SERVER:550 5.1.1 no such user']],
    ['CheckTLS', ['[000.064]  --> RCPT TO:<u@d.example>', '[000.264] <-- 550 5.1.1 no such user']],
    [
      'small letters',
      [
        'helo me.example',
        '250 ok',
        'mail from: s@e.example',
        '250 ok',
        'rcpt to: u@d.example',
        '550 5.1.1 no such user',
      ],
    ],
  ])('%s', (_, lines) => {
    expect(rows(lines)).toEqual(refusal);
  });
});

test('the listing of RFC 5321, appendix D.1', () => {
  const lines = [
    'S: 220 d.example Simple Mail Transfer Service Ready',
    'C: EHLO e.example',
    'S: 250-d.example greets e.example',
    'S: 250 HELP',
    'C: MAIL FROM:<s@e.example>',
    'S: 250 OK',
    'C: RCPT TO:<a@d.example>',
    'S: 250 OK',
    'C: RCPT TO:<b@d.example>',
    'S: 550 No such user here',
    'C: DATA',
    'S: 354 Start mail input; end with <CRLF>.<CRLF>',
    'C: Blah blah blah...',
    'C: .',
    'S: 250 OK',
    'C: QUIT',
    'S: 221 d.example Service closing transmission channel',
  ].map((line) => `      ${line}`);
  expect(rows(lines)).toEqual([
    'b@d.example out bounced 550  permanent unknown-user RCPT TO',
    'a@d.example out delivered 250  success delivered end of DATA',
  ]);
  expect(codes(lines)).toEqual(['220', '250', '250', '250', '250', '550', '354', '250', '221']);
  expect(deliveries(lines.join('\n'))[0].attempt.host).toBe('d.example');
});

describe('what a reply answers', () => {
  test('LMTP answers the end of the data for each recipient', () => {
    expect(
      rows([
        'LHLO me',
        '250 ok',
        'MAIL FROM:<s@e.example>',
        '250 ok',
        'RCPT TO:<a@d.example>',
        '250 ok',
        'RCPT TO:<b@d.example>',
        '250 ok',
        'DATA',
        '354 go',
        'x',
        '.',
        '250 2.0.0 saved',
        '552 5.2.2 over quota',
      ]),
    ).toEqual([
      'a@d.example out delivered 250 2.0.0 success delivered end of DATA',
      'b@d.example out bounced 552 5.2.2 permanent mailbox-full end of DATA',
    ]);
  });

  test('only the last chunk of BDAT ends the message', () => {
    expect(
      rows([
        'C: MAIL FROM:<s@e.example>',
        'S: 250 ok',
        'C: RCPT TO:<a@d.example>',
        'S: 250 ok',
        'C: BDAT 1000',
        'S: 250 ok',
        'C: BDAT 86 LAST',
        'S: 554 5.6.0 broken',
      ]),
    ).toEqual(['a@d.example out bounced 554 5.6.0 permanent content-format end of DATA']);
  });

  test('several messages in a session, and one given up', () => {
    expect(
      rows([
        'C: MAIL FROM:<s@e.example>',
        'S: 250 ok',
        'C: RCPT TO:<a@d.example>',
        'S: 250 ok',
        'C: RSET',
        'S: 250 ok',
        'C: MAIL FROM:<>',
        'S: 250 ok',
        'C: RCPT TO:<b@d.example>',
        'S: 250 ok',
        'C: DATA',
        'S: 354 go',
        'S: 250 2.0.0 queued',
      ]),
    ).toEqual(['b@d.example out delivered 250 2.0.0 success delivered end of DATA']);
  });

  test('a refused sender is no delivery, but its step is known', () => {
    const lines = ['C: MAIL FROM:<s@e.example>', 'S: 553 no', 'C: QUIT', 'S: 221 bye'];
    expect(rows(lines)).toEqual([]);
    expect(records(lines.join('\n'))[0].record.asked?.phase).toBe('MAIL FROM');
  });

  test('connections by their names do not mix', () => {
    expect(
      rows([
        '[2026-11-27 01:44:15] DEBUG [one] C: RCPT TO:<a@d.example>',
        '[2026-11-27 01:44:15] DEBUG [two] C: RCPT TO:<b@d.example>',
        '[2026-11-27 01:44:15] DEBUG [two] S: 550 5.1.1 no such user',
        '[2026-11-27 01:44:15] DEBUG [one] S: 452 4.2.2 over quota',
      ]),
    ).toEqual([
      'b@d.example out bounced 550 5.1.1 permanent unknown-user RCPT TO',
      'a@d.example out deferred 452 4.2.2 temporary mailbox-full RCPT TO',
    ]);
  });

  test('the server is the one that was called, else the name that it gives itself', () => {
    const host = (lines: string[]) => deliveries(lines.join('\n'))[0].attempt.host;
    const rest = [
      '220 inner.example ESMTP',
      'EHLO me.example',
      '250 inner.example',
      'RCPT TO:<u@d.example>',
      '550 5.1.1 no',
    ];
    expect(host(rest)).toBe('inner.example');
    expect(host(['Trying 192.0.2.5...', 'Connected to mx.example.', ...rest])).toBe('mx.example');
    expect(host(['RCPT TO:<u@d.example>', '550 5.1.1 no'])).toBeNull();
  });

  test('a login is never told', () => {
    const lines = [
      'C: AUTH LOGIN',
      'S: 334 VXNlcm5hbWU6',
      'C: YW5uYQ==',
      'S: 334 UGFzc3dvcmQ6',
      'C: c2VjcmV0',
      'S: 535 5.7.8 no',
    ];
    expect(JSON.stringify(records(lines.join('\n')).map(({ record }) => record))).not.toMatch(
      /YW5uYQ|c2VjcmV0/,
    );
    const { exit } = readPage(
      'AUTH PLAIN AGFubmEAc2VjcmV0\n',
      false,
      readPage('EHLO me\n', false, initialState, () => {}).exit,
      () => {},
    );
    expect(JSON.stringify(exit)).not.toContain('AGFubmEAc2VjcmV0');
  });

  test('what was asked on one page is answered on the next', () => {
    const { exit } = readPage('C: RCPT TO:<u@d.example>\nS: 550-5.1.1 no\n', false, initialState, () => {});
    const found: string[] = [];
    readPage('S: 550 5.1.1 such user\n', false, exit, ({ attempts }) =>
      found.push(...attempts.map(({ text }) => text)),
    );
    expect(found).toEqual(['550-5.1.1 no 550 5.1.1 such user']);
  });
});

describe('what is no dialogue', () => {
  test.each<[name: string, lines: string[]]>([
    [
      'curl -v over HTTP',
      ['> GET /550 HTTP/1.1', '> Host: example.net', '< HTTP/1.1 404 Not Found', '< 450 bytes'],
    ],
    [
      'curl -v over FTP',
      [
        '* Connected to ftp.example.net (192.0.2.9) port 21',
        '> USER anonymous',
        '< 331 password please',
        '< 550 Failed to open file',
      ],
    ],
    ['a patch', ['> 550 lines', '< 451 lines', '<<<<<<< HEAD', '>>>>>>> 5.1.1']],
    ['a listing', ['S: 404', 'C: 550 EUR', 'DATA', '550 rows']],
    ['a quoted mail', ['> 500 people came', '> 250 of them late']],
    [
      'words behind a dialogue',
      ['C: EHLO me', 'S: 250 ok', ...Array.from({ length: 201 }, () => 'nothing'), '550 rows'],
    ],
  ])('%s', (name, lines) => {
    expect(codes(lines)).toEqual(name === 'words behind a dialogue' ? ['250'] : []);
    expect(rows(lines)).toEqual([]);
  });
});

test('a reply of three lines, told again by the debug output, is one failure', () => {
  const text = [
    "send: 'rcpt TO:<u@d.example>\\r\\n'",
    "reply: b'550-5.1.1 no\\r\\n'",
    "reply: b'550-5.1.1 such\\r\\n'",
    "reply: b'550 5.1.1 user\\r\\n'",
    "reply: retcode (550); Msg: b'5.1.1 no\\n5.1.1 such\\n5.1.1 user'",
    "smtplib.SMTPRecipientsRefused: {'u@d.example': (550, b'5.1.1 no\\n5.1.1 such\\n5.1.1 user')}",
  ].join('\n');
  const { pages } = finish(analyzeLog(PagedText.of(text), engine().judge));
  const counts = pages.flatMap(({ summary }) => [...summary.groups.values()].map(({ count }) => count));
  expect(counts).toEqual([1]);
  expect(codes(text.split('\n')).length).toBeGreaterThan(8);
});
