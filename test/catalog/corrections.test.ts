// Does the verdict keep to what an experienced postmaster corrected in the tables: who decides, which defaults changed, which
// words mean something else than they seem to, and whose words must be known at all?
import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../server/src/core/model/attempt.ts';
import { questionOn } from '../../server/src/core/model/question.ts';
import { engine } from '../support/engine.ts';
import { reasons } from './catalogue.ts';

const reasonOf = (text: string) => engine().explain(text).reason;

describe('who decides whether it is tried again', () => {
  const judged = (text: string, outcome: Outcome | null) =>
    engine().judge.judge({ ...questionOn(text, 'postfix'), outcome }).permanence;

  test.each<[string, Outcome | null, string]>([
    ['554 5.7.1 mx.example.com refused', 'deferred', 'temporary'], // a greeting with 5yz is put off
    ['535 5.7.8 Error: authentication failed', 'deferred', 'temporary'], // so is our own login at a relay
    ['450 4.2.2 mailbox full', 'expired', 'permanent'],
    ['450 5.2.3 too big', null, 'temporary'], // the reply before the enhanced code
    ['552 4.2.2 mailbox full', null, 'permanent'],
    ['5.1.1 unknown', null, 'permanent'],
  ])('%s, %s: %s', (text, outcome, permanence) => expect(judged(text, outcome)).toBe(permanence));
});

test('hard bounces are three reasons and no other', () => {
  expect(reasons.filter(({ kind }) => kind === 'hard').map(({ id }) => id)).toEqual([
    'unknown-user',
    'unknown-domain',
    'mailbox-disabled',
  ]);
});

describe('defaults of codes', () => {
  test.each([
    ['4.7.1', 'policy'],
    ['450', 'unknown'],
    ['451', 'unknown'],
    ['450 try again', 'unknown'],
    ['451 Greylisted', 'greylisting'],
    ['451 4.7.1 Service unavailable - try again later', 'system'],
    ['4.2.0', 'system'],
    ['5.2.0', 'unknown'],
    ['4.2.1', 'mailbox-disabled'],
    ['5.4.1', 'unknown-user'],
    ['5.4.4', 'unknown-domain'],
    ['4.4.5', 'system'],
    ['5.4.5', 'rate-limit'],
    ['5.3.2', 'policy'],
    ['530 5.7.4 x', 'login'],
    ['534 5.7.3 x', 'login'],
    ['535 5.7.3 x', 'login'],
    ['504 5.7.4 Unrecognized authentication type', 'login'],
    ['4.7.4', 'tls'],
    ['454 x', 'login'],
    ['454 4.7.1 <a@b.example>: Relay access denied', 'relay-denied'],
    ['454 TLS not available', 'tls'],
    ['521 x', 'policy'],
    ['556 x', 'unknown-domain'],
    ['551 User not local; please try <new@example.net>', 'unknown-user'],
    ['551 User not local', 'relay-denied'],
    ['MAIL FROM:<a@b.example>\n553 no', 'sender-rejected'],
    ['MAIL FROM:<a@b.example>\n501 no', 'sender-rejected'],
    ['421', 'system'],
    ['552', 'unknown'],
    ['550 5.7.12 x', 'recipient-restricted'],
    ['550 5.7.13 x', 'recipient-restricted'],
    ['535 5.7.13 Account disabled', 'login'],
    ['400 4.4.7 Message delayed', 'expired'],
    ['605', 'recipient-restricted'],
  ])('%s: %s', (text, reason) => expect(reasonOf(text)).toBe(reason));
});

describe('words that mean something else than they seem to', () => {
  test.each([
    [
      '450 4.1.1 <u@d.example>: Recipient address rejected: unverified address: Address verification in progress',
      'greylisting',
    ],
    [
      '450 4.1.1 <u@d.example>: Recipient address rejected: undeliverable address: no mailbox',
      'unknown-user',
    ],
    [
      '556 5.1.10 <u@d.example>: Recipient address rejected: Domain d.example does not accept mail (nullMX)',
      'unknown-domain',
    ],
    ['DNSBL rank 7 for [192.0.2.1]:1234', 'blocklist'],
    ['maildir delivery failed: error writing message: Disk quota exceeded', 'mailbox-full'],
    ['maildir delivery failed: create maildir file: No space left on device', 'system'],
    ['user unknown. Command output: procmail', 'unknown-user'],
    ['stat=Service unavailable', 'unknown'],
    ['Name server: mx.example.net: no data known', 'unknown-domain'],
    ['554 mail server permanently rejected message (#5.3.0)', 'policy'],
    ['SMTPSEND.DNS.MxLoopback; DNS records for this domain are configured in a loop', 'loop'],
    [
      '550 5.2.0 STOREDRV.Submission.Exception:SendAsDeniedException.MapiExceptionSendAsDenied',
      'sender-rejected',
    ],
    [
      '554 5.2.0 STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded',
      'mailbox-full',
    ],
    ['432 4.3.2 STOREDRV.Deliver; recipient thread limit exceeded', 'rate-limit'],
    ['TLS is required, but host mx.example.com[192.0.2.1] refused to start TLS: 454 no', 'tls'],
    [
      "550 5.7.1 [192.0.2.1] The IP you're using to send mail is not authorized to send email directly to our servers. - gsmtp",
      'policy',
    ],
    ['534-5.7.9 Application-specific password required. - gsmtp', 'login'],
    ['451 5.7.3 Cannot achieve Exchange Server authentication', 'login'],
    ['554 Message not allowed - [PH01] Email not accepted for policy reasons.', 'policy'],
    ['550 permanent failure for one or more recipients (user@example.com:blocked)', 'policy'],
    [
      '550 permanent failure for one or more recipients (user@example.com:550 5.1.1 User unknown)',
      'unknown-user',
    ],
    ['554 IB108', 'sender-dns'],
    ['552 IB705', 'malware'],
    ['554 IB103 Connection refused', 'blocklist'],
    ['550 see mail.i.ua/err/4', 'mailbox-full'],
    ['550 see mail.i.ua/err/2', 'unknown-user'],
    ['550 5.5.0 Service unavailable', 'system'],
    ["#5.5.0 smtp;553 sorry, that domain isn't in my list of allowed rcpthosts (#5.7.1)", 'relay-denied'],
    [
      '421 4.7.28 Our system has detected an unusual rate of unsolicited mail originating from your IP address',
      'rate-limit',
    ],
  ])('%s: %s', (text, reason) => expect(reasonOf(text)).toBe(reason));

  test('queued mail is told in Microsoft’s words, not SendGrid’s', () => {
    const { provider, entry } = engine().explain(
      '250 2.6.0 <x@y.example> [InternalId=123, Hostname=AM.prod.outlook.com] Queued mail for delivery',
    );
    expect(`${provider} ${entry}`).not.toContain('endGrid');
  });
});

describe('whose words must be known', () => {
  test.each([
    [
      '550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 #5.1.0 Address rejected.',
      'unknown-user',
    ],
    ['550 5.7.350 Remote server returned message detected as spam -> 554 5.7.1 no', 'spam'],
    ['550 5.7.30 Basic authentication is not supported for Client Submission.', 'login'],
    ['554 5.2.252 SendAsDenied; a@b.example not allowed to send as c@d.example', 'sender-rejected'],
    ['550 5.7.60 SMTP; Client does not have permissions to send as this sender', 'sender-rejected'],
    ['552 5.2.2 <u@d.example> Quota exceeded (mailbox for user is full)', 'mailbox-full'],
    ["550 5.1.1 <u@d.example> User doesn't exist: u@d.example", 'unknown-user'],
    [
      '550-Mailbox unknown. Either there is no mailbox associated with this\n550-name or you do not have authorization to see it.\n550 5.1.1 User unknown',
      'unknown-user',
    ],
    ['452 4.2.2 Over quota SESSIONID=<x>', 'mailbox-full'],
    ['554 5.7.0 Reject, id=12345-01 - spam', 'spam'],
    ['554 5.7.0 Reject, id=12345-01 - INFECTED: Eicar-Test-Signature', 'malware'],
    ['554 5.7.1 Spam message rejected', 'spam'],
    ['554 5.7.1 Gtube pattern', 'spam'],
    ['550 5.7.1 rejected by DMARC policy for example.com', 'sender-auth'],
    ['554 5.7.1 <u@d.example>: Sender address rejected: Policy Rejection- Quota Exceeded', 'rate-limit'],
    [
      'Domain example.com has exceeded the max defers and failures per hour (5/5 (100%)) allowed. Message discarded.',
      'rate-limit',
    ],
    ['550 5.7.1 [CS] Message blocked. Please see http://www.mailchannels.com/', 'spam'],
    ['550 5.4.6 Unusual sending activity detected. Please try after sometime', 'rate-limit'],
    ['605 Not delivering to previously bounced address', 'recipient-restricted'],
    ['406 You tried to send to a recipient that has been marked as inactive.', 'recipient-restricted'],
    ['554 5.7.1 Recipient address suppressed due to customer policy', 'recipient-restricted'],
    [
      '554 Message rejected: Email address is not verified. The following identities failed the check in region US-EAST-1',
      'sender-rejected',
    ],
    ['454 Throttling failure: Maximum sending rate exceeded.', 'rate-limit'],
    ['554 DT:SPM 163 smtp1,x', 'spam'],
    ["smtplib.SMTPRecipientsRefused: {'u@d.example': (550, b'5.1.1 User unknown')}", 'unknown-user'],
    ['com.sun.mail.smtp.SMTPAddressFailedException: 550 5.1.1 User unknown', 'unknown-user'],
    [
      'Expected response code "250" but got code "535", with message "535 5.7.8 Authentication failed".',
      'login',
    ],
    ['SMTP Error: Could not authenticate.', 'login'],
    ["{ code: 'ECONNECTION', command: 'CONN' }", 'connection'],
    ['The server response was: 5.7.57 Client not authenticated to send mail.', 'login'],
  ])('%s: %s', (text, reason) => expect(reasonOf(text)).toBe(reason));

  test.each([
    'ionos',
    'ovh',
    'seznam',
    'libero',
    'naver',
    'fastmail',
    'hornetsecurity',
    'sophos',
    'fortimail',
    'spamexperts',
    'mailchannels',
    'brevo',
  ])('%s has pages of its own', (id) => {
    const { groups } = engine().page(`speaker/${id}`)!;
    expect(groups[0]!.entries.length).toBeGreaterThan(0);
  });
});
