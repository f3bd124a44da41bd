// Are reports read right that leave the usual form: the reason first and the recipient last, the reason above all recipients,
// names in a row, a channel's address for the recipient's, a telephone number, a footer of a gateway? Made up after real forms.
import { describe, expect, test } from 'vitest';
import { told, withStatus } from './support.ts';

const plain = (
  text: string,
  from = 'Postmaster <postmaster@mail.example.org>',
  subject = 'Undeliverable Mail',
) => `Return-Path: <>\nFrom: ${from}\nSubject: ${subject}\nDate: Mon, 2 Mar 2026 10:00:04 +0000\n\n${text}\n`;

const daemon = 'MAILER-DAEMON@mail.example.org';
const exim = 'Mail Delivery System <Mailer-Daemon@mail.example.org>';

const forms: { readonly [name: string]: readonly [text: string, ...answer: string[]] } = {
  'the reason first, the recipient at the end of the line': [
    plain('User mailbox exceeds allowed size: ben@example.net\n\n\nOriginal message follows.\n'),
    'plain',
    'ben@example.net bounced - - mailbox-full',
  ],
  'the same with brackets, and a sentence below': [
    plain(
      "User's mailbox is full: <ben@example.net>\nUnable to deliver mail.\n",
      daemon,
      'Returned mail: Hello',
    ),
    'plain',
    'ben@example.net bounced - - mailbox-full',
  ],
  'attempts counted': [
    plain('Delivery failed 20 attempts: ben@example.net\n'),
    'plain',
    'ben@example.net bounced - - expired',
  ],
  'a label that does not say recipient': [
    plain('Undeliverable Address: ben@example.net\n\nReason: The recipient is over disk quota.\n', daemon),
    'plain',
    'ben@example.net bounced - - mailbox-full',
  ],
  "LISTSERV's form for programs": [
    plain(
      '--> Error description:\nError-for:  ben@example.net\nError-Code: 0\nError-Text: Mailer mx.example.net said:\n            "554 Message looping (received 6 times)"\n',
    ),
    'plain',
    'ben@example.net bounced 554 - loop',
  ],
  'the reason above all recipients': [
    plain(
      'This Message was undeliverable due to the following reason:\n\nYour message was not delivered because the destination computer was\nnot reachable within the allowed queue period.\n\nHost example.net is not responding.\n\nThe following recipients did not receive your message:\n\n     <ben@example.net>\n     <dora@example.net>\n\nPlease reply to postmaster@mail.example.org\nif you feel this message to be in error.\n',
    ),
    'plain',
    'ben@example.net expired - - expired',
    'dora@example.net expired - - expired',
  ],
  'names in a row, the reason behind the last': [
    plain(
      'Could not be delivered:\n\n<ben@example.net>:\n\n<dora@example.net>:\nThe mailbox is full.\n',
      daemon,
    ),
    'plain',
    'ben@example.net bounced - - mailbox-full',
    'dora@example.net bounced - - mailbox-full',
  ],
  'an X.400 address that carries one of ours': [
    plain(
      'Your message\n\n  To:      cats@lists.example.org\n  Subject: Example Mail 2.0.12 is out\n  Sent:    Mon, 2 Mar 2026 09:59:58 +0000\n\ndid not reach the following recipient(s):\n\nc=US;a= ;p=Example;o=Site;dda:SMTP=ben@example.net; on Mon, 2 Mar 2026\n10:00:01 +0000\n    The recipient name is not recognized\n',
    ),
    'exchange',
    'ben@example.net bounced - - unknown-user',
  ],
  'a telephone number is no reply': [
    plain(
      "We're sorry. There's a problem with the e-mail address(es) you're trying to send to.\nPlease contact Customer Support at (480) 555-0100.\n\n<ben@example.net>:\nThe e-mail message could not be delivered because the user's mailfolder is full.\n",
      daemon,
      'failure notice',
    ),
    'plain',
    'ben@example.net bounced - - mailbox-full',
  ],
  'a number that the program puts behind the words': [
    plain(
      '------ Failed Recipients ------\n\n<ben@example.net>: Requested action not taken: mailbox unavailable. [SMTP Error Code 550]\n',
      'SMTP_Mail_Service@mail.example.org',
      'Returned Mail - Error During Delivery',
    ),
    'plain',
    'ben@example.net bounced 550 - unknown-user',
  ],
  'any number behind "said:"': [
    plain(
      'This is the mail system at host mail.example.org.\n\n<ben@example.net>: host mx.example.net[192.0.2.25] said: 552 1 Requested mail action\n    aborted, mailbox not found (in reply to end of DATA command)\n',
      daemon,
    ),
    'postfix',
    'ben@example.net bounced 552 - unknown-user',
  ],
  'what a delivery program wrote tells the cause': [
    plain(
      'This is the mail system at host mail.example.org.\n\n<ben@example.net>: permission denied. Command output: The mailbox has exceeded its\n    disk space limit.\n',
      daemon,
    ),
    'postfix',
    'ben@example.net bounced - - mailbox-full',
  ],
  'Exim names the sender in a line of its own': [
    plain(
      'This message was created automatically by mail delivery software.\n\nA message sent by\n\n  <ada@example.org>\n\ncould not be delivered to one or more of its recipients. The following\naddress(es) failed:\n\n  ben@example.net\n    Unrouteable address\n',
      exim,
      'Mail delivery failed',
    ),
    'exim',
    'ben@example.net bounced - - unknown-user',
  ],
  'the reason below a blank line, not set in': [
    plain(
      'This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of\nits recipients. The following addresses failed:\n\n  <ben@example.net>\n\nSMTP error from remote server after RCPT command:\nhost mx.example.net[192.0.2.25]:\n550 user unknown\n\n--- The header of the original message is following. ---\n',
      exim,
    ),
    'exim',
    'ben@example.net bounced 550 - unknown-user',
  ],
  'not yet delivered is no end': [
    plain(
      'Your message to:\n\tben@example.net\n\nhas not yet been delivered because the recipient server did not respond.\n\nThis is just a warning.\n',
      daemon,
      'Warning: message has not yet been delivered',
    ),
    'plain',
    'ben@example.net deferred - - connection',
  ],
  'a report by the words that it opens with, whoever sends it': [
    plain(
      'This message was created automatically by mail delivery software.\n\nOne or more of the recipients are not a valid user of the system.\n',
      'reports@gateway.example.org',
      'Mail delivery failed: returning message to sender',
    ),
    'exim',
    ' bounced - - unknown-user',
  ],
  'the announcement is the reason': [
    plain(
      'This is the Postfix program at host mail.example.org.\n\nThe following recipients are unknown:\n\n\tben@example.net\n\nFor further assistance, please send mail to <postmaster>.\n',
      daemon,
      'Mail Delivery Notification',
    ),
    'postfix',
    'ben@example.net bounced - - unknown-user',
  ],
  'the time behind the name in another language': [
    plain(
      'Impossible de contacter le(s) destinataire(s) suivant(s) :\n\n      ben@example.net le 26/03/2026 11:34\n            La boîte aux lettres du destinataire est pleine.\n\nInformations de diagnostic pour les administrateurs :\n',
      'postmaster@mail.example.org',
      'Non remis : Bonjour',
    ),
    'exchange',
    'ben@example.net bounced - - mailbox-full',
  ],
  'a Chinese table': [
    plain(
      'Sorry,we were unable to deliver your message to the address.\n\n主题（Subject）：Hello\n\n无法发送到（Unable to send）：< ben@example.net >\n\n退信原因\n（The Reasons For Bounce）\n收件人拒绝接收您发送的邮件。\nhost 192.0.2.25[192.0.2.25] said: 550 the recipient refuses to accept this letter (in reply to end of DATA command)\n',
      'Postmaster@mail.example.org',
      '系统退信',
    ),
    'plain',
    'ben@example.net bounced 550 - recipient-restricted',
  ],
  'an address that the reply tells to write to is no recipient': [
    plain(
      "** Address not found **\n\nYour message wasn't delivered to cats@lists.example.net because the address couldn't be found.\n\nThe response from the remote server was:\n510 5.1.1 Your email address, ada@example.org, is not subscribed to that group. To subscribe, send an email to cats+subscribe@lists.example.net\n",
      'Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nX-Failed-Recipients: cats@lists.example.net',
      'Delivery Status Notification (Failure)',
    ),
    'gmail',
    'cats@lists.example.net bounced 510 5.1.1 recipient-restricted',
  ],
  'a notice of a list that came back': [
    plain(
      '--- Non-Delivery Report ---\nThe email below could not be delivered to the following user:\n\n"ben@example.net" <ben@example.net>\n\nOld message:\n\nYour mail to \'Cats\' with the subject\n\n    Hello\n\nIs being held until the list moderator can review it for approval.\n',
      'postmaster@example.net\nX-Mailman-Version: 2.1.39\nX-BeenThere: cats@lists.example.org',
      'Non-Delivery: Your message to Cats awaits moderator approval',
    ),
    'plain',
    'ben@example.net bounced - - unknown',
  ],
};

describe('odd forms', () => {
  test.each(Object.entries(forms))('%s', (_, [text, ...answer]) => expect(told(text)).toEqual(answer));
});

describe('the machine part', () => {
  test('a mailbox without a domain, or a channel, gives way to the address that the sender knows', () => {
    expect(
      told(
        withStatus(
          'Original-Recipient: rfc822;<ben@example.net>\nFinal-Recipient: LOCAL;<ben>\nAction: failed\nStatus: 5.1.1\n\nOriginal-recipient: rfc822;dora@example.net\nFinal-recipient: rfc822;@mx1.example.net.lmtp:35065@lmtpcs-daemon\nAction: failed\nStatus: 5.1.1\n\nFinal-Recipient: rfc822;root\nAction: failed\nStatus: 5.1.1\n',
        ),
      ).slice(1),
    ).toEqual(
      ['ben@example.net', 'dora@example.net', 'root'].map((name) => `${name} bounced - 5.1.1 unknown-user`),
    );
  });

  test('what is said again of the same recipient is told once, its codes each time', () => {
    const block =
      'Final-Recipient: rfc822; ben@example.net\nAction: failed\nStatus: 5.4.6\nDiagnostic-Code: smtp; 554 aliasing/forwarding loop broken\n\n';
    expect(told(withStatus(block + block))).toEqual(['rfc3464', 'ben@example.net bounced 554 5.4.6 loop']);
  });

  test('a footer of a gateway is none of the words', () => {
    const footer = `${'_'.repeat(60)}\nThis email has been scanned for viruses.\n`;
    const text = withStatus(
      'Final-Recipient: rfc822; ben@example.net\nAction: failed\nStatus: 5.0.0\n',
    ).replace(
      '--b\n',
      `--b\nContent-Type: text/plain\n\nDelivery to the following recipients failed.\n\n       ben@example.net\n\n\n${footer}\n--b\n`,
    );
    expect(told(text).slice(1)).toEqual(['ben@example.net bounced - 5.0.0 unknown']);
  });
});
