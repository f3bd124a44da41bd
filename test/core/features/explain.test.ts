// Is the answer to a pasted text the one that a postmaster would give? A table read through by hand: codes alone and in odd
// dress, whole replies, lines of logs with and without their heads, errors of programs.
// Deliberately absent: the command line around it (test/node/cli.test.ts).
import { describe, expect, test } from 'vitest';
import type { Explanation } from '../../../server/src/core/features/explain.ts';
import { engine } from '../../support/engine.ts';

const explain = (text: string) => engine().explain(text);

/** reply, enhanced code, permanence, reason, entry, confidence; `-` for null. */
const asRow = ({ reply, enhanced, permanence, reason, entry, confidence }: Explanation) =>
  [reply, enhanced, permanence, reason, entry, confidence].map((part) => part ?? '-').join(' ');

const pasted: [answer: string, text: string][] = [
  // a number alone: a reply first, a short form where no reply has it, a library's number where no reply can
  ['553 - permanent unknown reply/553 code', '553'],
  ['550 - permanent unknown reply/550 code', '550'],
  ['552 - permanent unknown reply/552 code', '552'],
  ['554 - permanent policy reply/554 code', '554'],
  ['511 - permanent unknown-user legacy/511 code', '511'],
  ['571 - permanent policy legacy/571 code', '571'],
  ['- - - connection legacy/101 code', '101'],
  ['- - - connection legacy/111 code', '111'],
  ['605 - - recipient-restricted reply/605 code', '605'],
  ['400 4.4.7 temporary expired enhanced/4.4.7 code', '400 4.4.7 Message delayed'],
  ['- - - unknown - -', '999'],
  // punctuation around it
  ['- 5.1.1 permanent unknown-user enhanced/5.1.1 code', '5.1.1.'],
  ['- 5.1.0 permanent unknown-user enhanced/5.1.0 code', '#5.1.0'],
  ['- 5.1.1 permanent unknown-user enhanced/5.1.1 code', '(#5.1.1)'],
  ['550 - permanent unknown reply/550 code', '[550]'],
  ['550 - permanent unknown reply/550 code', '<550>'],
  ['550 - permanent unknown reply/550 code', '"550"'],
  ['550 - permanent unknown reply/550 code', '550,'],
  ['550 - permanent unknown reply/550 code', '550-'],
  ['550 5.1.1 permanent unknown-user enhanced/5.1.1 code', '550/5.1.1'],
  ['550 5.1.1 permanent unknown-user enhanced/5.1.1 code', '5.1.1 550'],
  ['550 - permanent unknown reply/550 code', 'what is 550?'],
  ['550 - permanent unknown reply/550 code', 'SMTP error 550'],
  ['550 - permanent unknown reply/550 code', '(550)'],
  // classes and subjects
  ['- - temporary unknown reply/4yz class', '4yz'],
  ['- - permanent unknown reply/5yz class', '5xx'],
  ['- - permanent unknown enhanced/5 class', '5'],
  ['- - permanent unknown-user enhanced/5.1 code', '5.1'],
  ['- - permanent policy enhanced/5.7 code', '5.7.x'],
  ['- - permanent unknown-user enhanced/5.1.1 code', 'X.1.1'],
  ['- - permanent policy enhanced/5.7 code', 'x.7'],
  ['- - - unknown - -', '5.x.1'],
  // both codes
  ['550 5.7.26 permanent sender-auth enhanced/5.7.26 code', '550 5.7.26'],
  ['550 5.1.0 permanent unknown-user enhanced/5.1.0 code', '550 #5.1.0'],
  ['401 4.1.3 temporary unknown-user enhanced/4.1.3 code', '401 4.1.3'],
  ['550 4.7.1 permanent policy enhanced/4.7.1 code', '550 4.7.1'],
  // ranges that Microsoft alone uses, and numbers that nobody has registered
  ['- 5.7.606 permanent blocklist exchange-online/banned-address code', '5.7.606'],
  ['- 5.7.649 permanent blocklist exchange-online/banned-address code', '5.7.649'],
  ['- 4.7.500 temporary reputation exchange-online/suspicious-activity code', '4.7.500'],
  ['- 4.7.699 temporary reputation exchange-online/suspicious-activity code', '4.7.699'],
  ['- 4.7.850 temporary reputation exchange-online/suspicious-activity code', '4.7.850'],
  ['- 4.7.899 temporary reputation exchange-online/suspicious-activity code', '4.7.899'],
  ['- 5.7.700 permanent reputation exchange-online/tenant-blocked code', '5.7.700'],
  ['- 5.7.749 permanent reputation exchange-online/tenant-blocked code', '5.7.749'],
  ['- 5.7.900 permanent policy exchange-online/mail-flow-rule code', '5.7.900'],
  ['- 5.7.999 permanent policy exchange-online/mail-flow-rule code', '5.7.999'],
  ['- 5.7.51 permanent policy exchange-online/partner-connector-does-not-match code', '5.7.51'],
  [
    '530 5.7.57 permanent login exchange-online/device-not-logged-in code',
    '530 5.7.57 Client not authenticated',
  ],
  ['- 5.7.777 permanent policy enhanced/5.7 code', '5.7.777'],
  ['- 5.1.999 permanent unknown-user enhanced/5.1 code', '5.1.999'],
  ['- 5.9.9 permanent unknown enhanced/5 class', '5.9.9'],
  ['550 5.8.1 permanent unknown reply/550 code', '550 5.8.1 no'],
  // what is no code
  ['- - - unknown - -', 'port 587'],
  ['- - - unknown - -', 'size=552000'],
  ['- - - unknown - -', '192.0.2.550'],
  ['- - - unknown - -', 'http://example.com/550'],
  ['- - - unknown - -', '1.2.3.4'],
  ['- - - unknown - -', '2026-11-01'],
  ['- - - unknown - -', 'hello world'],
  // words that decide against the number
  [
    '450 4.2.1 temporary rate-limit phrase/too-fast phrase',
    '450 4.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages from being delivered.',
  ],
  ['550 - permanent unknown-user phrase/user-unknown phrase', 'no such user 550'],
  [
    '550 5.4.1 permanent unknown-user exchange-online/blocked-at-the-edge exact',
    '550 5.4.1 Recipient address rejected: Access denied. [BN8NAM11FT012.eop-nam11.prod.protection.outlook.com]',
  ],
  [
    '451 4.7.500 temporary rate-limit exchange-online/server-busy exact',
    '451 4.7.500 Server busy. Please try again later from [192.0.2.1]. (S77719)',
  ],
  [
    '535 5.7.139 permanent login exchange-online/basic-authentication-ended exact',
    '535 5.7.139 Authentication unsuccessful, basic authentication is disabled',
  ],
  [
    '550 5.7.30 permanent login exchange-online/basic-authentication-ended exact',
    '550 5.7.30 Basic authentication is not supported for Client Submission.',
  ],
  // several lines
  [
    '550 5.1.1 permanent unknown-user gmail/no-such-user exact',
    "550-5.1.1 The email account that you tried to reach does not exist. Please try\n550-5.1.1 double-checking the recipient's email address for typos or\n550 5.1.1 unnecessary spaces. https://support.google.com/mail/?p=NoSuchUser a1-2 - gsmtp",
  ],
  ['553 - permanent sender-rejected reply/553 code', 'MAIL FROM:<a@b.example>\n553 sorry'],
  ['550 - permanent unknown-user reply/550 code', 'RCPT TO:<u@d.example>\n550 no'],
  [
    '552 5.2.2 permanent mailbox-full phrase/mailbox-full phrase',
    'Final-Recipient: rfc822; u@d.example\nAction: failed\nStatus: 5.2.2\nDiagnostic-Code: smtp; 552 5.2.2 mailbox full',
  ],
  // lines of logs without what stands before their words; a host or an address named like a cause decides nothing
  [
    '550 5.1.1 permanent unknown-user phrase/user-unknown phrase',
    'postfix/smtp[77]: 4B1C2D3E4F: to=<u@d.example>, relay=relay.d.example[192.0.2.1]:25, delay=1, delays=0.1/0/0.5/0.4, dsn=5.1.1, status=bounced (host relay.d.example[192.0.2.1] said: 550 5.1.1 <u@d.example>: User unknown (in reply to RCPT TO command))',
  ],
  [
    '450 4.0.0 temporary unknown reply/450 code',
    '4B1C2D3E4F: to=<spam@virus.example>, relay=blocked.d.example[192.0.2.1]:25, delay=1, delays=0.1/0/0.5/0.4, dsn=4.0.0, status=deferred (host blocked.d.example[192.0.2.1] said: 450 <spam@virus.example>: no)',
  ],
  [
    '- 4.4.1 temporary connection postfix/connection-timed-out exact',
    'to=<u@d.example>, relay=none, delay=30, delays=0/0/30/0, dsn=4.4.1, status=deferred (connect to d.example[192.0.2.9]:25: Connection timed out)',
  ],
  [
    '554 5.7.1 permanent relay-denied postfix/relay-access-denied exact',
    'NOQUEUE: reject: RCPT from unknown[192.0.2.9]: 554 5.7.1 <a@b.example>: Relay access denied; from=<x@y.example> to=<a@b.example> proto=ESMTP helo=<spam>',
  ],
  [
    '250 2.0.0 success delivered reply/250 code',
    'mail-1  | Nov  1 00:00:31 mx postfix/smtp[77]: 4B1C2D3E4F: to=<u@d.example>, relay=mx.d.example[192.0.2.1]:25, delay=1, delays=0/0/1/0, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 1)',
  ],
  [
    '550 5.1.1 permanent unknown-user phrase/user-unknown phrase',
    '** u@d.example R=dnslookup T=remote_smtp H=relay.d.example [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<u@d.example>: 550 5.1.1 No such user',
  ],
  [
    '451 4.7.1 temporary greylisting phrase/greylisted phrase',
    '1nXyzA-000abc-00 == u@d.example R=dnslookup T=remote_smtp defer (-44) H=mx.d.example [192.0.2.1]: SMTP error from remote mail server after RCPT TO:<u@d.example>: 451 4.7.1 Greylisting',
  ],
  [
    '- - permanent relay-denied exim/relay-not-permitted exact',
    'H=(x) [192.0.2.9] F=<a@b.example> rejected RCPT <c@d.example>: relay not permitted',
  ],
  [
    '- - temporary sender-rejected exim/sender-callout-deferred exact',
    '2026-11-01 00:00:31 H=(x) [192.0.2.9] F=<a@b.example> temporarily rejected RCPT <c@d.example>: Could not complete sender verify callout',
  ],
  [
    '- 5.1.1 permanent unknown-user phrase/user-unknown phrase',
    'to=<u@d.example>, delay=00:00:01, xdelay=00:00:01, mailer=esmtp, pri=120000, relay=relay.d.example. [192.0.2.1], dsn=5.1.1, stat=User unknown',
  ],
  [
    '550 5.1.1 permanent unknown-user phrase/user-unknown phrase',
    'delivery 5: failure: 192.0.2.1_does_not_like_recipient./Remote_host_said:_550_5.1.1_User_unknown/Giving_up_on_192.0.2.1./',
  ],
  [
    '- - temporary unknown reply/4yz class',
    '2026-11-01 00:00:31 H=(x) [192.0.2.9] F=<a@b.example> temporarily rejected RCPT <c@d.example>',
  ],
  // programs and libraries
  [
    '550 5.1.1 permanent unknown-user phrase/user-unknown phrase',
    "smtplib.SMTPRecipientsRefused: {'u@d.example': (550, b'5.1.1 User unknown')}",
  ],
  [
    '535 5.7.8 permanent login phrase/login-failed phrase',
    'Expected response code "250" but got code "535", with message "535 5.7.8 Authentication failed"',
  ],
  ['- - - connection nodemailer/econnection phrase', 'connect ECONNREFUSED 192.0.2.1:587'],
  ['- - - connection phrase/connection-failed phrase', 'ECONNREFUSED 192.0.2.1:25'],
  ['- - - dns-routing phrase/dns-trouble phrase', 'getaddrinfo ENOTFOUND smtp.example.com'],
  ['- - - connection legacy/111 code', 'Connection refused (111)'],
  ['- - - connection legacy/111 code', 'Socket error code 10061'],
  ['- - - connection legacy/101 code', 'SMTP Error 101, cannot open SMTP stream'],
];

test.each(pasted)('%s: %s', (answer, text) => {
  expect(asRow(explain(text))).toBe(answer);
});

describe('what is told beside the answer', () => {
  test('a lone 553 names what it can be', () => {
    const reasons = explain('553').alternatives.map(({ reason }) => reason);
    expect(reasons).toEqual(expect.arrayContaining(['unknown-user', 'sender-rejected', 'relay-denied']));
  });

  test.each([
    ['511', 'enhanced/5.1.1'],
    ['571', 'enhanced/5.7.1'],
  ])('%s: no reply of any standard, and what it is short for', (number, entry) => {
    const { notes, alternatives } = explain(number);
    expect(notes.filter((note) => note.startsWith(`No standard has ${number} as a reply`))).toHaveLength(1);
    expect(notes.filter((note) => note.includes('No standard has'))).toHaveLength(1);
    expect(alternatives[0].entry).toBe(entry);
  });

  test('a class that contradicts the reply, and a number that no registry has', () => {
    expect(explain('550 4.7.1').notes[0]).toBe(
      'The server contradicts itself: 550 is final, 4.7.1 is not. The three-digit reply decides.',
    );
    expect(explain('5.7.777').notes[0]).toContain('5.7.777 is not in the registry');
    expect(explain('550 5.1.1').notes.join()).not.toContain('registry');
  });

  test('why this and nothing else, where more than a number decided', () => {
    expect(explain('550 no such user').notes.at(-1)).toBe('Why this answer: the text says “no such user”.');
    expect(explain('5.7.606').notes.at(-1)).toBe(
      'Why this answer: only Exchange Online is known to use 5.7.606.',
    );
    expect(explain('550 5.1.1').notes.join()).not.toContain('Why this answer');
  });

  test('a number that cannot be a code', () => {
    expect(explain('999').notes[0]).toContain('No code begins with 9');
    expect(explain('6.1.1').notes[0]).toContain('No code begins with 6');
    expect(explain('hello').notes).toEqual([]);
  });

  test('X.1.1 has the page of the failure for good first, the other beside it', () => {
    expect(explain('X.1.1').alternatives.map(({ entry }) => entry)).toEqual(['enhanced/4.1.1']);
  });

  test('who else uses a number for something else', () => {
    const { entry, alternatives } = explain('5.7.30');
    expect(entry).toBe('enhanced/5.7.30');
    expect(alternatives.map(({ entry: id, why }) => `${id}: ${why}`)).toEqual([
      'exchange-online/basic-authentication-ended: Exchange Online uses 5.7.30 for this',
      'gmail/dkim-not-passed: Gmail uses 5.7.30 for this',
    ]);
    expect(explain('4.2.1').alternatives.map(({ reason }) => reason)).toEqual(['rate-limit']);
  });

  test('the provider only where it is known to speak', () => {
    expect(explain('5.7.606').provider).toBeNull();
    expect(explain('550 5.4.1 Recipient address rejected: Access denied.').provider).toBe('Exchange Online');
    expect(explain('554 5.7.1 <u@d.example>: Recipient address rejected: Access denied').provider).toBeNull();
  });
});
