// Is a redacted bounce read as before, line for line, and do names, subjects and the returned message's words vanish?
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { Redactor } from '../../../server/src/core/features/redact.ts';
import { redactMessage } from '../../../server/src/core/features/redactMessage.ts';
import { readReport } from '../../../server/src/core/reports/readReport.ts';
import { engine } from '../../support/engine.ts';

const redacted = (text: string): string =>
  redactMessage(text, new Redactor(engine().speech.catalog), engine());

/** What must stay: kinds, codes and answers with their lines. */
function answers(text: string): string[] {
  const { kinds, codes, recipients } = readReport(text, engine().messageHost);
  return [
    kinds.join(' '),
    ...codes.map(({ code, line }) => `${code} in line ${line}`),
    ...recipients.map(({ attempt, line }) => {
      const { reason, permanence } = engine().judge.judge(attempt);
      return `${attempt.outcome} ${attempt.reply} ${attempt.enhanced} ${reason} ${permanence} in line ${line}`;
    }),
  ];
}

const lineCount = (text: string): number => text.split(/\r\n|\n|\r/).length;

/** A bounce with a secret in each place where people write. */
const bounce = (encoding: 'quoted-printable' | 'base64' | '7bit', notice: string): string => `Return-Path: <>
From: Mail Delivery System <MAILER-DAEMON@mail.acme.com>
To: Jane Roe <jane.roe@acme.com>
Subject: Undeliverable: the secret
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: ${encoding}

${notice}
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.acme.com

Final-Recipient: rfc822; john.doe@secret-customer.org
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 <john.doe@secret-customer.org>: User unknown

--b
Content-Type: message/rfc822

From: "Jane Roe" <jane.roe@acme.com>
To: John <john.doe@secret-customer.org>
Subject: the secret
	plan
Content-Type: multipart/mixed; boundary=c

--c
Content-Type: text/plain

Dear John, the password is 550-5.7.1.
--c
Content-Type: application/pdf; name="secret.pdf"
Content-Transfer-Encoding: base64

c2VjcmV0IHBsYW5z
--c--

--b--
`;

const words =
  'Your message to john.doe@secret-customer.org was not delivered.\n<john.doe@secret-customer.org>: host mx.secret-customer.org[198.18.7.7] said: 550 5.1.1 User unknown\n';

const quoted = words
  .replaceAll('customer.org was', 'cust=\nomer.org w=C3=A4s')
  .replace('5.1.1 User', '5.=\n1.1 User');

describe('every place where people write', () => {
  test.each([
    ['7bit', bounce('7bit', words)],
    ['quoted-printable', bounce('quoted-printable', quoted)],
    ['base64', bounce('base64', Buffer.from(words).toString('base64').replace(/.{60}/g, '$&\n'))],
  ])('%s', (encoding, text) => {
    const result = redacted(text);
    expect(answers(text).at(-1)).toMatch(/^bounced 550 5\.1\.1 unknown-user permanent/);
    expect(answers(result)).toEqual(answers(text));
    expect(lineCount(result)).toBe(lineCount(text));
    const decoded =
      result + Buffer.from(/base64\n\n([\w+/=\n]+)\n--b/.exec(result)?.[1] ?? '', 'base64').toString();
    for (const secret of [
      'john',
      'jane',
      'Jane',
      'acme',
      'customer',
      'secret',
      'plan',
      'Dear',
      '198.18',
      '5.7.1',
    ])
      expect(decoded, encoding).not.toContain(secret);
    expect(result).toContain('Subject: Undeliverable: xxx xxxxxx');
    expect(result).toContain('xxxx xxxx, xxx xxxxxxxx');
    expect(result).not.toContain('c2VjcmV0');
  });

  test('one name stands for one thing in every part, encoded or not', () => {
    const result = redacted(bounce('quoted-printable', quoted));
    const [recipient] = /(?<=rfc822; )\S+/.exec(result)!;
    expect(recipient).toMatch(/^user\d+@host\d+\.example$/);
    expect(result.split(recipient).length - 1).toBeGreaterThanOrEqual(4);
  });

  test('who is no person stays: the notice would not be known without', () => {
    expect(redacted(bounce('7bit', words))).toMatch(
      /^From: Mail Delivery System <MAILER-DAEMON@host\d+\.example>$/m,
    );
  });

  test('a returned message that is glued to the text', () => {
    const text = `From: MAILER-DAEMON@mail.acme.com\nSubject: failure notice\n\nHi. This is the qmail-send program at mail.acme.com.\n\n<john@customer.org>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 no such user\n\n--- Below this line is a copy of the message.\n\nReturn-Path: <jane@acme.com>\nSubject: the secret\n\nDear John, call 550 1234.\n`;
    const result = redacted(text);
    expect(answers(result)).toEqual(answers(text));
    expect(result).toContain('--- Below this line is a copy of the message.');
    for (const secret of ['Dear', 'secret', '1234', 'jane', 'john']) expect(result).not.toContain(secret);
  });

  test('a folded subject keeps its lines, one in another script its kind', () => {
    const folded = bounce('7bit', words).replace(
      'Undeliverable: the secret',
      'Undeliverable: the\n secret\n plan',
    );
    expect(lineCount(redacted(folded))).toBe(lineCount(folded));
    expect(answers(redacted(folded))).toEqual(answers(folded));
    const german = bounce('7bit', words).replace(
      'Undeliverable: the secret',
      '=?utf-8?Q?Unzustellbar:_Gr=C3=BC=C3=9Fe_geheim?=',
    );
    expect(redacted(german)).toContain('Subject: Unzustellbar: xxxxx xxxxxx');
  });
});

test('all samples and recorded bounces read as before, with as many lines', () => {
  const root = path.join(import.meta.dirname, '../..');
  const files = ['samples', 'corpus'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.eml'))
      .map((name) => path.join(root, folder, name)),
  );
  expect(files.length).toBeGreaterThan(50);
  const wrong: string[] = [];
  for (const file of files) {
    const text = readFileSync(file, 'utf8');
    const result = redacted(text);
    if (lineCount(result) !== lineCount(text)) wrong.push(`${file}: lines`);
    if (answers(result).join('\n') !== answers(text).join('\n')) wrong.push(`${file}: answers`);
  }
  expect(wrong).toEqual([]);
}, 60_000);

test('whatever is broken: as many lines, and no failure', () => {
  const whole = bounce('quoted-printable', quoted);
  for (let cut = 0; cut < whole.length; cut += 97) {
    for (const text of [whole.slice(0, cut), whole.slice(cut), whole.slice(0, cut).replaceAll('=', '==')])
      expect(lineCount(redacted(text))).toBe(lineCount(text));
  }
});
