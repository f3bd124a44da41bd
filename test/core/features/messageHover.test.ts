// What does the reader of a saved bounce learn on the fields of the report, on hops, on checks of the sender and filters' marks?
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { engine, finish } from '../../support/engine.ts';

/** The hover where `marked` has its `‸`, as paragraphs without Markdown. */
function hoverAt(marked: string): string[] | null {
  const at = marked.indexOf('‸');
  if (at < 0) throw new Error('no ‸ in the text');
  const paged = PagedText.of(marked.replace('‸', ''));
  const analysis = finish(engine().analyze(paged, 'message'));
  const hover = engine().hover(paged, 'message', analysis, paged.positionAt(at), 'file:///a.eml');
  if (!hover) return null;
  return (hover.contents as { value: string }).value.replace(/[\\*]/g, '').split('\n\n');
}

/** A delayed or failed report with a returned head; `replace` puts the cursor. */
const bounce = (
  cursor: string,
  { reply = '550 5.7.26 rejected by DMARC policy for news.example.org', received = '' } = {},
): string => {
  const text = `Received: by mail.example.org (Postfix) id EB45380; Mon, 23 Nov 2026 21:41:23 +0000 (UTC)
Authentication-Results: mx.example.net; spf=none smtp.helo=mail.example.org
From: MAILER-DAEMON@example.org
Subject: Undelivered Mail Returned to Sender
Content-Type: multipart/report; report-type=delivery-status; boundary=b

--b
Content-Type: text/plain

<u@bigmail.example>: host mx.bigmail.example[203.0.113.26] said: ${reply}

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org
X-Postfix-Queue-ID: DAD147E
Arrival-Date: Mon, 23 Nov 2026 21:41:23 +0000 (UTC)

Final-Recipient: rfc822; u@bigmail.example
Original-Recipient: rfc822;alias@example.org
Action: failed
Status: 5.0.0
Remote-MTA: dns; mx.bigmail.example
Diagnostic-Code: smtp; ${reply}
Last-Attempt-Date: Mon, 23 Nov 2026 23:41:23 +0000 (UTC)
Will-Retry-Until: Fri, 27 Nov 2026 23:41:23 +0000 (UTC)

--b
Content-Type: message/rfc822

Return-Path: <news@news.example.org>
${received}Authentication-Results: mail.example.org; dkim=none; spf=pass smtp.mailfrom=a@lists.example.org; dmarc=fail (p=REJECT) header.from=news.example.org
Received-SPF: softfail (mail.example.org: domain of transitioning a@d.example) client-ip=192.0.2.25; envelope-from="a@d.example";
ARC-Seal: i=2; a=rsa-sha256; d=list.example.org; s=k1; cv=fail; b=abc
DKIM-Signature: v=1; a=rsa-sha256; d=news.example.org; s=k1; b=abc
X-Spam-Status: Yes, score=7.2 required=5.0 tests=BAYES_99,HTML_MESSAGE
	autolearn=no version=3.4.6
X-Forefront-Antispam-Report: CIP:192.0.2.25;CTRY:DE;SCL:5;IPV:NLI;SFV:SPM;CAT:HPHISH;
X-MS-Exchange-Organization-SCL: -1
Subject: News

Action: failed
--b--
`;
  if (!text.includes(cursor)) throw new Error(`"${cursor}" is not in the text`);
  return text.replace(cursor, `‸${cursor}`);
};

describe('on fields of the report', () => {
  test.each([
    [
      'Action: f',
      'Action',
      'failed: it has given up. The message did not reach this recipient and will not be tried again.',
    ],
    [
      'Return-Path: <news',
      'Return-Path',
      'The sender on the envelope: notices about this message go there, whatever From says.',
    ],
    ['Reporting-MTA', 'Reporting-MTA', 'The server that wrote this report: it gave up, or is still trying.'],
    ['Status:', 'Status', 'It names a class and nothing else. Read Diagnostic-Code for the cause.'],
    ['Diagnostic-Code:', 'Diagnostic-Code', 'smtp: these are the words of the other server.'],
    ['Last-Attempt', 'Last-Attempt-Date', 'That is 2 h after the message arrived there.'],
    ['Will-Retry', 'Will-Retry-Until', 'That is 4 d after the last attempt that the report names.'],
    [
      'Final-Recipient',
      'Final-Recipient',
      'It differs from the address that the sender wrote: the message was forwarded or an alias was applied.',
    ],
    [
      'X-Postfix-Queue',
      'X-Postfix-Queue-ID',
      'The queue id of the message at the reporting server. Search for it in that server’s mail log.',
    ],
  ])('%s', (cursor, label, line) => {
    const hover = hoverAt(bounce(cursor))!;
    expect(hover[0]).toBe(label);
    expect(hover).toContain(line);
  });

  test('a code keeps its own hover: the answer comes before the field', () => {
    expect(hoverAt(bounce('5.0.0'))![0]).toMatch(/^550 5\.7\.26 — /);
  });

  test('what is only text has none: the returned message’s own words, the notice’s words', () => {
    expect(hoverAt(bounce('Action: failed\n--b'))).toBeNull();
    expect(hoverAt(bounce('host mx.big'))).toBeNull();
    expect(hoverAt(bounce('Subject: News'))).toBeNull();
  });

  test('a word that the standard does not know is named', () => {
    const text = bounce('Action: failed').replace('failed', 'gone');
    expect(hoverAt(text)).toContain(
      '“gone” is none of the words that the standard knows (failed, delayed, delivered, relayed, expanded).',
    );
  });

  test('a report in quoted-printable, one behind text, and one without blank lines', () => {
    const encoded = bounce('Action: f').replace(
      'Content-Type: message/delivery-status',
      'Content-Type: message/delivery-status\nContent-Transfer-Encoding: quoted-printable',
    );
    expect(hoverAt(encoded)![0]).toBe('Action');
    const bare =
      'From: MAILER-DAEMON@example.org\nSubject: Returned mail\n\nWords.\n\nReporting-MTA: dns; a.example\nFinal-Recipient: rfc822; u@d.example\nAct‸ion: delayed\nStatus: 4.4.1\nWill-Retry-Until: Fri, 27 Nov 2026 23:41:23 +0000\n';
    expect(hoverAt(bare)).toEqual([
      'Action',
      'What the reporting server did about this recipient.',
      'delayed: the message is still waiting there and will be tried again. Nothing is lost yet.',
      'It will be tried until Fri, 27 Nov 2026 23:41:23 +0000.',
    ]);
  });

  test('a notice’s own head', () => {
    const notice = 'Return-Path: <>\nAuto-Submitted: auto-replied\nFrom: MAILER-DAEMON@a.example\n\nx\n';
    expect(hoverAt(`‸${notice}`)).toContain(
      'It is empty, as in every notice: nobody gets a notice about a notice.',
    );
    expect(hoverAt(notice.replace('Auto', '‸Auto'))).toContain(
      'auto-replied: a program answered another message, as notices and absence notes do.',
    );
  });

  test('complaints and read receipts', () => {
    const arf =
      'Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeed‸back-Type: abuse\nUser-Agent: X/1\nVersion: 1\n--b--\n';
    expect(hoverAt(arf)).toContain(
      'abuse: a recipient marked the message as spam. Take the recipient off the list.',
    );
    const mdn =
      'Content-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\nContent-Type: message/disposition-notification\n\nFinal-Recipient: rfc822; u@d.example\nDispo‸sition: automatic-action/MDN-sent-automatically; deleted\n--b--\n';
    expect(hoverAt(mdn)).toContain(
      'deleted: the message was deleted, perhaps unread. The program did this by itself.',
    );
  });
});

describe('on hops', () => {
  const hops = (third: string, second: string) => ({
    received: `Received: from relay.example.org (relay.example.org [192.0.2.30])
	by mail.example.org (Postfix) with ESMTPS id DAD147E
	for <u@bigmail.example>; ${third}
Received: from [10.20.0.14] (unknown [10.20.0.14])
	by relay.example.org (Postfix) with ESMTPA id 7EBEC3AE; ${second}
`,
  });

  test('who, by whom, how, when, and the wait', () => {
    const received = hops('Mon, 23 Nov 2026 21:41:23 +0000 (UTC)', 'Mon, 23 Nov 2026 22:31:23 +0100');
    expect(hoverAt(bounce('from relay', received))).toEqual([
      'Received — Hop 2 of 2',
      'mail.example.org took the message from relay.example.org (192.0.2.30). The connection was encrypted (TLS).',
      'At Mon, 23 Nov 2026 21:41:23 +0000 (UTC). That is 10 min after the hop before it. The message waited at relay.example.org, or on the way from there.',
      'Its id there is DAD147E; search for it in the log of mail.example.org.',
    ]);
    const first = hoverAt(bounce('from [10', received))!;
    expect(first[0]).toBe('Received — Hop 1 of 2');
    expect(first[1]).toBe(
      'relay.example.org took the message from [10.20.0.14]. No name was found for its address, or none that leads back to it. The line names no encryption for this hop. The client had logged in.',
    );
    expect(first[2]).toContain('This is the first hop that left a line.');
    expect(first.at(-1)).toContain('may be invented');
  });

  test('a clock that is wrong, and a date that says too little', () => {
    const skewed = hops('Mon, 23 Nov 2026 21:41:20 +0000', 'Mon, 23 Nov 2026 21:41:23 +0000');
    expect(hoverAt(bounce('from relay', skewed))![2]).toContain(
      'That is 3 s before the time of the hop before it: the clock of one of the two servers is wrong.',
    );
    const bare = hops('Mon, 23 Nov 2026 21:41:20', 'Mon, 23 Nov 2026 21:41:23 +0000');
    expect(hoverAt(bounce('from relay', bare))![2]).toContain('How long it took cannot be told');
  });
});

describe('on checks of the sender', () => {
  test('what failed, why, and that the refusal is about it', () => {
    const [title, ...lines] = hoverAt(bounce('Authentication-Results: mail'))!;
    expect(title).toBe('Authentication-Results — Checked by mail.example.org');
    expect(lines).toEqual([
      'DKIM none: the message was not signed.',
      'SPF pass (lists.example.org): the domain allows this server to send for it.',
      'DMARC fail (news.example.org): neither SPF nor DKIM speaks for the domain of the From address. The domain asks that such messages be refused.',
      'What passed was for lists.example.org, but the From address is at news.example.org. For DMARC the two must belong together.',
      'The refusal is about these checks. The server that refused made them anew; its own result counts, this one shows where to look.',
    ]);
  });

  test('where the refusal has another reason, it need not matter', () => {
    const other = bounce('Received-SPF', { reply: '550 5.1.1 <u@bigmail.example>: no such user' });
    const lines = hoverAt(other)!;
    expect(lines[1]).toBe(
      'SPF softfail (d.example): the domain does not expect this server, but does not forbid it either (~all).',
    );
    expect(lines.at(-1)).toBe(
      'The reason given for the refusal is another one, so this need not matter for it.',
    );
  });

  test('at the head of the notice it is about the notice', () => {
    expect(hoverAt(bounce('Authentication-Results: mx'))!.at(-1)).toContain(
      'This is how the notice itself was checked',
    );
  });

  test('ARC and DKIM', () => {
    expect(hoverAt(bounce('ARC-Seal'))).toContain(
      'cv=fail: the notes of the forwarding servers are broken, so nobody can rely on them.',
    );
    expect(hoverAt(bounce('DKIM-Sig'))![1]).toBe(
      'news.example.org signed the message. Its key stands in the DNS at k1._domainkey.news.example.org.',
    );
  });
});

test('a head that the notice quotes in its text', () => {
  const text = `From: MAILER-DAEMON@example.org
Subject: failure notice

<u@d.example>:
192.0.2.1 does not like recipient.
Remote host said: 550 5.1.1 no such user

--- Below this line is a copy of the message.

Return-Path: <a@example.org>
Rec‸eived: from a (a.example.org [192.0.2.7])
  by mail.example.org with SMTP; 2 Mar 2026 10:00:00 -0000
Subject: x

Received: only words
`;
  expect(hoverAt(text)![0]).toBe('Received — Hop 1 of 1');
  expect(hoverAt(text.replace('‸', '').replace('Received: only', 'Rec‸eived: only'))).toBeNull();
});

describe('on filters’ marks', () => {
  test('SpamAssassin', () => {
    expect(hoverAt(bounce('X-Spam-Status'))!.slice(1)).toEqual([
      'SpamAssassin took the message for spam. 7.2 points; from 5.0 on it counts as spam.',
      'What it found: BAYES_99, HTML_MESSAGE.',
    ]);
  });

  test('Microsoft', () => {
    expect(hoverAt(bounce('X-Forefront'))!.slice(1)).toEqual([
      'CIP: the connection came from 192.0.2.25 (DE).',
      'SCL 5: taken for spam.',
      'SFV SPM: the filter took it for spam.',
      'CAT HPHISH: surely phishing.',
      'IPV NLI: the address is on no list of known senders.',
    ]);
    expect(hoverAt(bounce('X-MS-Exchange-Organization-SCL'))![1]).toContain(
      'SCL -1: the message was not filtered',
    );
  });
});

test('no place of any sample makes it fail, broken or not', () => {
  const samples = new URL('../../samples/', import.meta.url);
  let shown = 0;
  for (const name of readdirSync(samples).filter((one) => one.endsWith('.eml'))) {
    const whole = readFileSync(new URL(name, samples), 'utf8');
    for (const text of [whole, whole.slice(0, whole.length * 0.6), whole.replaceAll(':', ': ;(=')]) {
      const paged = PagedText.of(text);
      const analysis = finish(engine().analyze(paged, 'message'));
      for (let line = 0; line < paged.lineCount; line += 3)
        if (engine().hover(paged, 'message', analysis, { line, character: 4 }, 'file:///a.eml')) shown++;
    }
  }
  expect(shown).toBeGreaterThan(50);
});

describe('on what cannot be read as it stands', () => {
  const packed = `From: a@example.org
Subject: =?utf-8?B?R3LDvMOfZQ==?=
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: base64

SGFsbG8gR3LDvMOfZSwKCjU1MCA1LjEuMSBubyBzdWNoIHVzZXIK
`;

  test('a field in encoded words says how it reads', () => {
    expect(hoverAt(packed.replace('Subject', 'Sub‸ject'))).toEqual(['Subject', 'Grüße']);
  });

  test('a packed body shows its text, and the way to all of it', () => {
    const [title, ...lines] = hoverAt(packed.replace('SGFs', 'SG‸Fs'))!;
    expect(title).toBe('The text that is packed here');
    expect(lines.slice(0, 2)).toEqual(['Hallo Grüße,', '550 5.1.1 no such user']);
    expect(hoverAt(packed.replace('text/plain', 'image/png').replace('SGFs', 'SG‸Fs'))).toBeNull();
  });
});

test('Microsoft’s rule numbers in a reply', () => {
  const hover = hoverAt(
    bounce('Diagnostic-Code', {
      reply:
        '550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [x.prod.protection.outlook.com]',
    }),
  )!;
  expect(hover.at(-1)).toMatch(/^AS\(201806281\): Microsoft turned the address away at its edge/);
});
