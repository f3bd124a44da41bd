// One delivery in everything that carries a syslog line: each must give the same row, and every code where it stands in the
// file, escapes included.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { keysOf } from '../../../server/src/core/formats/keys.ts';
import { deliveries, engine, records } from '../../support/engine.ts';

const message =
  '4A1B2C3D4E: to=<u@d.example>, relay=mx.d.example[192.0.2.5]:25, delay=1.1, delays=0.1/0/0.5/0.5, dsn=5.1.1, status=bounced (host mx.d.example[192.0.2.5] said: 550 5.1.1 <u@d.example>: "u" is unknown (in reply to RCPT TO command))';
const tagged = `postfix/smtp[77]: ${message}`;
const line = `Nov  1 00:00:31 mail ${tagged}`;
const isoLine = `2026-11-01T00:00:31.985219+01:00 mail ${tagged}`;
const dockerTime = '2026-10-31T23:00:32.123456789Z';
const escaped = JSON.stringify(line);
const iso = '2026-11-01T00:00:31.985219+01:00';

/** What carries it, the text, and the stamp that is told. */
const carriers: [name: string, text: string, stamp: string | null][] = [
  ['RFC 3164', line, 'Nov  1 00:00:31'],
  ['RFC 3164 with a priority', `<22>${line}`, 'Nov  1 00:00:31'],
  ['RFC 3164 with a year', `Nov  1 2026 00:00:31 mail ${tagged}`, 'Nov  1 2026 00:00:31'],
  ['the year first', `2026 Nov  1 00:00:31 mail ${tagged}`, 'Nov  1 2026 00:00:31'],
  ['no host', `<22>Nov  1 00:00:31 ${tagged}`, 'Nov  1 00:00:31'],
  ['RFC 3339', isoLine, iso],
  ['RFC 5424', `<22>1 2026-11-01T00:00:31.985219+01:00 mail postfix/smtp 77 - - ${message}`, iso],
  [
    'RFC 5424 with elements',
    `<22>1 2026-11-01T00:00:31.985219+01:00 mail postfix/smtp 77 ID1 [a@1 x="y \\] 550 5.1.1" z="1"][meta sequenceId="42"] ${message}`,
    iso,
  ],
  ['RFC 5424 with a byte order mark', `<22>1 ${iso} mail postfix/smtp 77 - - \ufeff${message}`, iso],
  ['RFC 5424 without a time', `<22>1 - mail postfix/smtp 77 - - ${message}`, null],
  ['RFC 6587', `412 <22>1 ${iso} mail postfix/smtp 77 - - ${message}`, iso],
  ['journalctl -o short-iso', `2026-11-01T00:00:31+0100 mail ${tagged}`, '2026-11-01T00:00:31+0100'],
  ['journalctl -o short-full', `Sun 2026-11-01 00:00:31 CET mail ${tagged}`, '2026-11-01 00:00:31'],
  ['journalctl -o short-full --utc', `Sun 2026-11-01 00:00:31 UTC mail ${tagged}`, '2026-11-01 00:00:31Z'],
  ['journalctl -o short-unix', `1793491231.123456 mail ${tagged}`, '2026-11-01T00:00:31.123Z'],
  ['journalctl -o short-monotonic', `[ 1234.567890] mail ${tagged}`, null],
  ['journalctl -o cat', message, null],
  [
    'journalctl -o json',
    JSON.stringify({
      __REALTIME_TIMESTAMP: '1793491231123456',
      PRIORITY: '6',
      MESSAGE: message,
      SYSLOG_IDENTIFIER: 'postfix/smtp',
    }),
    '2026-11-01T00:00:31.123Z',
  ],
  [
    'journalctl -o export',
    `__CURSOR=s=0a;i=1\n__REALTIME_TIMESTAMP=1793491231123456\n_BOOT_ID=550\nPRIORITY=6\nMESSAGE=${message}\nSYSLOG_IDENTIFIER=postfix/smtp\n_PID=550\n\n`,
    '2026-11-01T00:00:31.123Z',
  ],
  [
    'journalctl -o verbose',
    `Sun 2026-11-01 00:00:31.123456 CET [s=0a;i=1]\n    PRIORITY=6\n    SYSLOG_IDENTIFIER=postfix/smtp\n    MESSAGE=${message}\n`,
    '2026-11-01 00:00:31.123456',
  ],
  ['docker logs -t', `${dockerTime} ${line}`, dockerTime],
  ['docker logs -t of a tag', `${dockerTime} ${tagged}`, dockerTime],
  [
    'docker json-file',
    `{"log":${escaped.slice(0, -1)}\\n","stream":"stderr","time":"${dockerTime}"}`,
    dockerTime,
  ],
  ['docker syslog driver', `Nov  1 00:00:33 host mail/0a1b2c[550]: ${line}`, 'Nov  1 00:00:33'],
  ['Kubernetes CRI', `${dockerTime} stdout F ${line}`, dockerTime],
  ['kubectl logs --prefix', `[pod/mail-0/postfix] ${line}`, 'Nov  1 00:00:31'],
  ['stern', `mail-0 postfix ${line}`, 'Nov  1 00:00:31'],
  ['docker compose', `mail-1  | ${line}`, 'Nov  1 00:00:31'],
  ['docker compose, coloured', `\u001b[36mmail_1  |\u001b[0m ${line}`, 'Nov  1 00:00:31'],
  ['docker compose -t', `mail-1  | ${dockerTime} ${line}`, dockerTime],
  ['logger', `Nov  1 00:00:33 host maillog: ${line}`, 'Nov  1 00:00:33'],
  ['BusyBox', `Nov  1 00:00:31 mail mail.info ${tagged}`, 'Nov  1 00:00:31'],
  ['FreeBSD -vv', `Nov  1 00:00:31 <mail.info> mail ${tagged}`, 'Nov  1 00:00:31'],
  ['AIX', `Nov  1 00:00:31 mail mail:info ${tagged}`, 'Nov  1 00:00:31'],
  ['OpenWrt', `Sun Nov  1 00:00:31 2026 mail.info ${tagged}`, 'Nov  1 2026 00:00:31'],
  ['Solaris', `Nov  1 00:00:31 mail postfix/smtp[77]: [ID 197553 mail.info] ${message}`, 'Nov  1 00:00:31'],
  [
    'rsyslog, repeated',
    `Nov  1 00:00:31 mail postfix/smtp[77]: message repeated 2 times: [ ${message}]`,
    'Nov  1 00:00:31',
  ],
  ['grep', `/var/log/mail.log.1:${line}`, 'Nov  1 00:00:31'],
  ['grep -n', `mail.log:17:${isoLine}`, iso],
  ['cat -n', `    17\t${line}`, 'Nov  1 00:00:31'],
  ['quoted in a mail', `> ${line}`, 'Nov  1 00:00:31'],
  [
    'Logstash',
    JSON.stringify({ '@timestamp': dockerTime, message: line, host: { name: 'mail' } }),
    dockerTime,
  ],
  [
    'Filebeat, read',
    JSON.stringify({ '@timestamp': dockerTime, process: { name: 'postfix/smtp', pid: 550 }, message }),
    dockerTime,
  ],
  [
    'Vector',
    JSON.stringify({
      appname: 'postfix/smtp',
      facility: 'mail',
      message,
      procid: 550,
      timestamp: dockerTime,
    }),
    dockerTime,
  ],
  ['Fluentd', JSON.stringify({ host: 'mail', ident: 'postfix/smtp', pid: '550', message }), null],
  [
    'rsyslog',
    JSON.stringify({ timereported: iso, 'syslog-tag': 'postfix/smtp[550]:', msg: ` ${message}` }),
    iso,
  ],
  [
    'GELF',
    JSON.stringify({
      version: '1.1',
      host: 'mail',
      short_message: tagged,
      timestamp: 1793491231.5,
      level: 6,
    }),
    '2026-11-01T00:00:31.500Z',
  ],
  [
    'CloudWatch',
    JSON.stringify({ '@timestamp': '2026-11-01 00:00:31.123', '@message': line }),
    '2026-11-01 00:00:31.123',
  ],
  [
    'JSON in JSON',
    JSON.stringify({ log: `${JSON.stringify({ program: 'postfix/smtp', message })}\n`, time: dockerTime }),
    dockerTime,
  ],
  [
    'CSV with names',
    `"timestamp","source","program","message"\n"${dockerTime}","mail","postfix/smtp[77]","${message.replaceAll('"', '""')}"`,
    dockerTime,
  ],
  ['CSV without names', `"${dockerTime}","mail","${line.replaceAll('"', '""')}"`, dockerTime],
  ['Splunk', `_time,host,_raw\n${dockerTime},mail,"${line.replaceAll('"', '""')}"`, dockerTime],
  ['tabs', `${dockerTime}\tmail\t${tagged}`, dockerTime],
];

test.each(carriers)('%s', (_name, text, stamp) => {
  const [row, ...more] = deliveries(text);
  expect(more).toEqual([]);
  const { queueId, recipient, host, outcome, reply, enhanced, phase } = row!.attempt;
  expect([queueId, recipient, host, outcome, reply, enhanced, phase]).toEqual([
    '4A1B2C3D4E',
    'u@d.example',
    'mx.d.example',
    'bounced',
    '550',
    '5.1.1',
    'RCPT TO',
  ]);
  expect(row!.attempt.text).toBe('550 5.1.1 <u@d.example>: "u" is unknown');
  const [{ record, text: raw }] = records(text).filter((one) => one.record.attempts.length > 0) as [
    ReturnType<typeof records>[number],
  ];
  expect(record.format).toBe('postfix');
  expect(record.codes.map(({ start, end }) => raw.slice(start, end))).toEqual(['5.1.1', '550', '5.1.1']);
  expect(raw.slice(record.at.start, record.at.end)).toBe('status=bounced');
  expect(record.stamp).toBe(stamp);
});

test('a code behind an escaped character stands where the file has it', () => {
  const text =
    '{"SYSLOG_IDENTIFIER":"postfix/smtp","MESSAGE":"4A1B2C3D4E: to=<u@d.example>, relay=mx[192.0.2.5]:25, dsn=5.1.1, status=bounced (host mx[192.0.2.5] said: 5\\u00350 5.1.1 \\"\\u00e4\\" 550 5.1.1 no)"}';
  const [{ record }] = records(text) as [ReturnType<typeof records>[number]];
  expect(record.codes.map(({ start, end }) => text.slice(start, end))).toEqual([
    '5.1.1',
    '5\\u00350',
    '5.1.1',
    '550',
    '5.1.1',
  ]);
});

test('other servers in a container: Exim, Dovecot, qmail', () => {
  const docker = (log: string) => JSON.stringify({ log: `${log}\n`, stream: 'stdout', time: dockerTime });
  const rows = (text: string) =>
    deliveries(text).map(({ attempt: a }) => [a.writer, a.outcome, a.reply, a.enhanced, a.host].join(' '));
  expect(
    rows(
      docker(
        '2026-11-01 00:00:31 1xVWQc-00002N-0O ** u@d.example R=dnslookup T=remote_smtp H=mx.d.example [192.0.2.5]: SMTP error from remote mail server after RCPT TO:<u@d.example>: 550-5.1.1 The\\n550 5.1.1 end',
      ),
    ),
  ).toEqual(['exim bounced 550 5.1.1 mx.d.example']);
  expect(
    rows(
      docker(
        'Nov 01 00:00:31 lmtp(u@d.example)<1><x>: Error: sieve: msgid=<1@e>: redirect action: failed to redirect message to <v@e.example>: smtp(192.0.2.5:25): RCPT TO failed: 550 5.1.1 unknown (permanent failure)',
      ),
    ),
  ).toEqual(['dovecot bounced 550 5.1.1 192.0.2.5']);
  expect(
    rows(
      `mail-1  | starting delivery 5: msg 77 to remote u@d.example\nmail-1  | delivery 5: failure: 192.0.2.5_does_not_like_recipient./Remote_host_said:_550_5.1.1_no/Giving_up_on_192.0.2.5./`,
    ),
  ).toEqual(['qmail bounced 550 5.1.1 192.0.2.5']);
});

test('dma keeps its queue id where others keep a process id', () => {
  const line = (MESSAGE: string) =>
    JSON.stringify({ SYSLOG_IDENTIFIER: 'dma', SYSLOG_PID: '1881f9.56113d33e9a0', _PID: '550', MESSAGE });
  const text = [
    '<u@d.example> trying delivery',
    'remote delivery to mx.d.example [192.0.2.5] failed after RCPT TO: 550 5.1.1 unknown',
  ].map(line);
  const [{ attempt }] = deliveries(text.join('\n')) as [ReturnType<typeof deliveries>[number]];
  expect([attempt.queueId, attempt.recipient, attempt.host]).toEqual([
    '1881f9.56113d33e9a0',
    'u@d.example',
    'mx.d.example',
  ]);
});

test('a carried line names its keys', () => {
  for (const [, text] of carriers.filter(([name]) => !/CSV|Splunk|export|verbose/.test(name)))
    expect([text, keysOf(text).own]).toEqual([text, '4A1B2C3D4E']);
});

test('a carried line is explained as the line that it carries', () => {
  for (const [name, text] of carriers.filter(([, one]) => !one.includes('\n')))
    expect([name, engine().explain(text)]).toEqual([
      name,
      expect.objectContaining({
        reply: '550',
        enhanced: '5.1.1',
        permanence: 'permanent',
        reason: 'unknown-user',
      }),
    ]);
});

const corpus = join(import.meta.dirname, '../../corpus');

/** Recorded logs and forms of servers whose lines stand by themselves in a container's output. */
const recorded = readdirSync(corpus, { recursive: true, encoding: 'utf8' })
  .filter((name) =>
    /^(?:postfix|exim|sendmail|opensmtpd|courier|dovecot|dma|msmtp|qmail|haraka|nullmailer)\//.test(name),
  )
  .filter((name) => /\.(?:log|txt)$/.test(name));

const wraps: [name: string, wrap: (line: string) => string][] = [
  ['json-file', (line) => JSON.stringify({ log: `${line}\n`, stream: 'stdout', time: dockerTime })],
  ['CRI', (line) => `${dockerTime} stdout F ${line}`],
  ['compose', (line) => `mail-1  | ${line}`],
  ['the message of a CSV', (line) => `"${dockerTime}","mail","${line.replaceAll('"', '""')}"`],
];

test.each(wraps)('every recorded line says the same in %s', (_name, wrap) => {
  for (const name of recorded) {
    const lines = readFileSync(join(corpus, name), 'utf8')
      .split('\n')
      .filter((one) => one !== '' && !one.startsWith('=> ') && !one.startsWith('# '));
    const told = (text: string) =>
      records(text).flatMap(({ record, line: at, text: raw }) => [
        ...record.attempts.map((attempt) => ({ at, ...attempt })),
        ...record.codes.map(({ start, end }) => ({ at, code: raw.slice(start, end) })),
      ]);
    expect([name, told(lines.map(wrap).join('\n'))]).toEqual([name, told(lines.join('\n'))]);
  }
});
