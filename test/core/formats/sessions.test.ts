// Logs that write several SMTP dialogues line by line: which reply answers which command, for whom, and is nothing lost at a page's end?
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type EntryState, initialState, readPage } from '../../../server/src/core/formats/readPage.ts';
import type { Attempt } from '../../../server/src/core/model/attempt.ts';
import { asRow, deliveries, records } from '../../support/engine.ts';

const corpus = join(import.meta.dirname, '../../corpus');

const head =
  '#Log-type: SMTP Send Protocol Log\n#Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context\n';

/** An Exchange send log: `< 220 mx ESMTP` is what the other server said; a digit before the mark names the session. */
function sent(...lines: string[]): string {
  const rows = lines.map((line, index) => {
    const [, session = '0', mark, words] = /^(\d)?([<>*+-]) ?(.*)$/.exec(line)!;
    const data = mark === '*' ? `,"${words}"` : `"${words.replaceAll('"', '""')}",`;
    return `2026-11-23T22:00:00.${String(550 + index)}Z,Internet,08DE2A1F55C0D55${session},${index},192.0.2.25:55101,198.51.100.11:25,${mark},${data}`;
  });
  return `${head}${rows.join('\n')}\n`;
}

/** `<recipient> outcome reply enhanced phase` */
const told = (text: string) =>
  deliveries(text).map(
    ({ attempt: a }) => `<${a.recipient ?? ''}> ${a.outcome} ${a.reply} ${a.enhanced} ${a.phase}`,
  );

describe('an Exchange send log', () => {
  test('two sessions in turn', () => {
    expect(
      told(
        sent(
          '1< 220 mx1.example.net ESMTP',
          '2< 220 mx2.example.net ESMTP',
          '1> MAIL FROM:<s@example.org>',
          '2> MAIL FROM:<s@example.org>',
          '1< 250 2.1.0 Ok',
          '1> RCPT TO:<a@example.net>',
          '2< 250 2.1.0 Ok',
          '2> RCPT TO:<b@example.net>',
          '2< 550 5.1.1 no such user',
          '1< 450 4.2.0 Greylisted',
        ),
      ),
    ).toEqual(['<b@example.net> bounced 550 5.1.1 RCPT TO', '<a@example.net> deferred 450 4.2.0 RCPT TO']);
  });

  test('a refused sender takes the recipients along that were sent with it; their own replies are consequences', () => {
    expect(
      told(
        sent(
          '< 220 mx ESMTP',
          '> MAIL FROM:<s@example.org>',
          '> RCPT TO:<a@example.net>',
          '> RCPT TO:<b@example.net>',
          '> DATA',
          '< 553 5.1.8 Sender address rejected',
          '< 503 5.5.1 MAIL first',
          '< 503 5.5.1 MAIL first',
          '< 503 5.5.1 MAIL first',
        ),
      ),
    ).toEqual(['<a@example.net> bounced 553 5.1.8 MAIL FROM', '<b@example.net> bounced 553 5.1.8 MAIL FROM']);
  });

  test('a refused sender without recipients is told once, for nobody', () => {
    const text = sent(
      '< 220 mx ESMTP',
      '> MAIL FROM:<s@example.org>',
      '< 550 5.7.1 Your access has been rejected',
      '> RCPT TO:<a@example.net>',
      '< 503 5.5.1 MAIL first',
    );
    expect(told(text)).toEqual(['<> bounced 550 5.7.1 MAIL FROM']);
    expect(deliveries(text)[0].attempt.sender).toBe('s@example.org');
  });

  test('the next message of the session starts anew', () => {
    expect(
      told(
        sent(
          '< 220 mx ESMTP',
          '> MAIL FROM:<s@example.org>',
          '< 451 4.7.1 later',
          '> RSET',
          '< 250 2.0.0 Ok',
          '> MAIL FROM:<t@example.org>',
          '< 250 2.1.0 Ok',
          '> RCPT TO:<a@example.net>',
          '< 250 2.1.5 Ok',
          '> DATA',
          '< 354 go on',
          '< 250 2.0.0 Ok: queued as 4T4D1F8',
        ),
      ),
    ).toEqual(['<> deferred 451 4.7.1 MAIL FROM', '<a@example.net> delivered 250 2.0.0 end of DATA']);
  });

  test('chunks: only the last one ends the message', () => {
    expect(
      told(
        sent(
          '< 220 mx ESMTP',
          '> MAIL FROM:<s@example.org>',
          '> RCPT TO:<a@example.net>',
          '< 250 2.1.0 Ok',
          '< 250 2.1.5 Ok',
          '> BDAT 550',
          '< 250 2.6.0 CHUNK received OK, 550 octets',
          '> BDAT 421 LAST',
          '> QUIT',
          '< 250 2.6.0 Queued mail for delivery',
          '< 221 2.0.0 Bye',
        ),
      ),
    ).toEqual(['<a@example.net> delivered 250 2.6.0 end of DATA']);
  });

  test('a greeting that refuses names no recipient, and keeps its codes and words', () => {
    const text = sent('< 554 5.7.1 mx.example.net: your address is listed at bl.example', '> QUIT');
    expect(told(text)).toEqual([]);
    expect(records(text).map(({ record }) => record.text)).toEqual([
      '554 5.7.1 mx.example.net: your address is listed at bl.example',
    ]);
  });

  test('what another of our own servers takes is on its way, not delivered', () => {
    const dialogue = sent(
      '< 220 ex2 ESMTP',
      '> MAIL FROM:<s@example.org>',
      '< 250 2.1.0 Ok',
      '> RCPT TO:<a@example.org>',
      '< 250 2.1.5 Ok',
      '> DATA',
      '< 354 go on',
      '< 250 2.6.0 Queued mail for delivery',
    );
    const intra = dialogue.replaceAll(',Internet,', ',Intra-Organization SMTP Send Connector,');
    expect(told(intra)).toEqual(['<a@example.org> relayed 250 2.6.0 end of DATA']);
    expect(told(dialogue.replaceAll(':25,', ':475,'))).toEqual([
      '<a@example.org> relayed 250 2.6.0 end of DATA',
    ]);
    expect(told(dialogue)).toEqual(['<a@example.org> delivered 250 2.6.0 end of DATA']);
  });

  test('the message is named by its RecordId, as in the tracking log', () => {
    const text = sent(
      '* sending message with RecordId 421550 and InternetMessageId <1@example.org>',
      '> RCPT TO:<a@example.net>',
      '< 550 5.1.1 no such user',
    );
    expect(deliveries(text).map(({ attempt }) => attempt.queueId)).toEqual(['421550']);
  });

  test('what the passwords and the message hold is no command', () => {
    expect(
      told(
        sent(
          '< 220 mx ESMTP',
          '> AUTH LOGIN',
          '< 334 VXNlcm5hbWU6',
          '> RCPT TO:<no@example.net>',
          '< 334 UGFzc3dvcmQ6',
          '> ***',
          '< 235 2.7.0 Ok',
          '> MAIL FROM:<s@example.org>',
          '< 250 2.1.0 Ok',
          '> RCPT TO:<a@example.net>',
          '< 250 2.1.5 Ok',
          '> DATA',
          '< 354 go on',
          '> RCPT TO:<no@example.net>',
          '< 552 5.3.4 too big',
        ),
      ),
    ).toEqual(['<a@example.net> bounced 552 5.3.4 end of DATA']);
  });
});

describe('a line out of its log', () => {
  const line = (mark: string, words: string) =>
    `2026-07-20T21:12:06.270Z,EX1\\Default Frontend EX1,08DA4F7C11473A60,9,192.0.2.1:25,192.0.2.2:53722,${mark},${words},`;

  test('a failed login is told as what it is', () => {
    const [delivery] = deliveries(line('>', '535 5.7.3 Authentication unsuccessful'));
    expect(asRow(delivery)).toBe('in rejected 535 5.7.3 permanent login');
    expect(delivery.attempt).toMatchObject({ phase: 'AUTH', host: '192.0.2.2', recipient: null });
  });

  test('a refusal without its command is told for nobody', () => {
    expect(told(line('>', '550 5.1.10 RESOLVER.ADR.RecipientNotFound'))).toEqual([
      '<> rejected 550 5.1.10 null',
    ]);
  });

  test.each([
    '421 4.4.1 Connection timed out',
    '500 5.3.3 Unrecognized command',
    '221 2.0.0 Bye',
    '250 2.1.0 Ok',
  ])('%s refuses nobody', (words) => {
    expect(told(line('>', words))).toEqual([]);
  });
});

test.each([
  ['exchange-tracking/MSGTRK20261123-1.LOG', 'exchange-tracking'],
  ['exchange-tracking/MSGTRK20261123-2.LOG', 'exchange-tracking'],
  ['exchange-agents/AgentLog20261123-1.LOG', 'exchange-agents'],
  ['exchange-protocol/RECV20261123-2.LOG', 'exchange-protocol'],
])('lines of %s without the header tell the same', (file, format) => {
  const text = readFileSync(join(corpus, file), 'utf8').replaceAll('\r\n', '\n');
  const bare = text
    .split('\n')
    .filter((line) => !line.startsWith('#'))
    .join('\n');
  const rows = (log: string) => deliveries(log).map(({ attempt }) => attempt);
  expect(rows(bare).length).toBeGreaterThan(0);
  expect(rows(bare)).toEqual(rows(text));
  expect(new Set(records(bare).map(({ record }) => record.format))).toEqual(new Set([format]));
});

test('Exchange 2010 tracks without a network message id', () => {
  const line =
    '2026-11-23T22:00:02.280Z,192.0.2.25,EX1,,EX1,,,DSN,FAIL,550421,<1@example.org>,u@d.example,550 5.1.1 no such user,38663,1,,,Minutes,s@e.example,s@e.example,';
  expect(told(line)).toEqual(['<u@d.example> bounced 550 5.1.1 null']);
});

test('an inline wrapper gives way to what it passes on, in doubled quotation marks too', () => {
  const header = `#Fields: date-time,source-context,event-id,recipient-address,recipient-status,sender-address,a,b,c\n`;
  const row = `2026-11-23T22:00:00.550Z,,DEFER,a@example.net,"{LED=451 4.4.0 Primary target IP address responded with: ""421 4.2.1 Unable to connect."" Attempted failover};{FQDN=mx.example.net}",<>,,,\n`;
  const [delivery] = deliveries(header + row);
  expect(asRow(delivery).split(' ').slice(0, 4).join(' ')).toBe('out deferred 421 4.2.1');
  expect(delivery.attempt).toMatchObject({ sender: '', host: 'mx.example.net' });
  expect(delivery.attempt.text).toContain('with: "421 4.2.1');
});

test('a reply of several lines of which the log keeps the first ends with the next command', () => {
  const log = (mark: string, words: string) =>
    `198.51.100.61 [00000A1C] Mon, 23 Nov 2026 22:01:42 +0100 ${mark} ${words}\n`;
  const text =
    log('>>>', '220 mail.example.org ESMTP') +
    log('<<<', 'EHLO x') +
    log('>>>', '250-mail.example.org Hello x') +
    log('<<<', 'MAIL From:<s@example.net>') +
    log('>>>', '250 2.1.0 Sender ok') +
    log('<<<', 'RCPT To:<a@example.org>') +
    log('>>>', '550 5.1.1 unknown');
  expect(told(text)).toEqual(['<a@example.org> rejected 550 5.1.1 RCPT TO']);
});

test('MDaemon knows for whom a connection was opened', () => {
  const text =
    'Mon 2026-11-23 22:00:07: Session 4576; child 2\n' +
    'Mon 2026-11-23 22:00:07: *  To: boss@busy.example.com\n' +
    'Mon 2026-11-23 22:00:07: Attempting SMTP connection to [198.51.100.53:25]\n' +
    'Mon 2026-11-23 22:00:07: <-- 554 5.7.1 go away\n' +
    'Mon 2026-11-23 22:00:09: Session 4577; child 2\n' +
    'Mon 2026-11-23 22:00:09: Attempting SMTP connection to [198.51.100.53:25]\n' +
    'Mon 2026-11-23 22:00:09: <-- 421 4.3.2 too many sessions\n';
  expect(told(text)).toEqual(['<boss@busy.example.com> bounced 554 5.7.1 connect']);
});

/** Every attempt of a text that is read in pages of so many lines, under the state that the page before left. */
function inPages(text: string, size: number): Attempt[] {
  const lines = text.split('\n');
  const found: Attempt[] = [];
  let state: EntryState = initialState;
  for (let at = 0; at < lines.length; at += size)
    state = readPage(`${lines.slice(at, at + size).join('\n')}\n`, false, state, ({ attempts }) =>
      found.push(...attempts),
    ).exit;
  return found;
}

const folders = [
  ...['axigen', 'communigate', 'domino', 'exchange-2003-tracking', 'exchange-agents', 'exchange-protocol'],
  ...['exchange-tracking', 'gwia', 'hmailserver', 'icewarp', 'iis-smtp', 'kerio', 'mailenable', 'mdaemon'],
  ...['barracuda', 'message-trace', 'mimecast', 'smartermail', 'surgemail', 'xmail', 'zimbra'],
];

test.each(folders)('%s reads the same whatever the pages', (folder) => {
  const logs = readdirSync(join(corpus, folder)).filter((name) => /\.(?:log|csv)$/i.test(name));
  expect(logs.length).toBeGreaterThan(0);
  for (const log of logs) {
    const text = readFileSync(join(corpus, folder, log), 'utf8').replaceAll('\r\n', '\n');
    const whole = inPages(text, Number.MAX_SAFE_INTEGER);
    expect(whole.length).toBeGreaterThan(0);
    expect(inPages(text, 1)).toEqual(whole);
    expect(inPages(text, 3)).toEqual(whole);
  }
});

test.each([
  ['mercury.log', ['550', '5.1.1']],
  ['argosoft.log', ['550', '5.7.1']],
  ['activmail.log', ['550', '5.1.1']],
])('the generic reader finds the replies of %s', (file, codes) => {
  const found = records(readFileSync(join(corpus, 'generic', file), 'utf8'));
  expect(found.map(({ record }) => record.format)).toEqual(['generic']);
  expect(found.flatMap(({ record }) => record.codes.map(({ code }) => code))).toEqual(codes);
});
