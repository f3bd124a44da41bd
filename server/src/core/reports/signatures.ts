// By which marks are the writers known whose reports the general readers understand (rfc3464.ts, plain.ts, exim.ts)?
// A row per writer: an id, and marks in the head, in the names of the machine part's fields, or in the text's beginning.
import { hasEximText, readExim } from './exim.ts';
import type { Notice } from './notice.ts';
import type { Writer } from './writer.ts';

interface Signature {
  readonly id: string;
  /** Fields of the head that must match, all of them. */
  readonly head?: { readonly [name: string]: RegExp };
  /** A field of the machine part that nobody else writes. */
  readonly field?: string;
  /** Words near the beginning of the text. */
  readonly text?: RegExp;
}

/** A signature holds when everything that it names is there. A writer may have several. */
const signatures: readonly Signature[] = [
  // Hi. This is the qmail-send program at mx.example.org.      This is the deliver program at …
  {
    id: 'qmail',
    text: /^Hi\. This is the (?:qmail-send program|\S{1,40} program|mail (?:system|server)) at|^(?:.{0,80})this is the qmail-send program/im,
  },
  // This is a delivery status notification from mx.example.org,\nrunning the Courier mail server
  { id: 'courier', text: /running the Courier mail server/i },
  //     This is the MAILER-DAEMON, please DO NOT REPLY to this e-mail.
  { id: 'opensmtpd', text: /This is the MAILER-DAEMON, please DO NOT REPLY to this e-?mail/i },
  // This is the DragonFly Mail Agent v0.13 at df.example.org.
  { id: 'dma', text: /^This is the DragonFly Mail Agent|^There was an error delivering your mail to </im },
  // Hi. This is the nullmailer program (2.2) …
  { id: 'nullmailer', text: /nullmailer/i },
  // Delivery has failed to these recipients or groups: with Microsoft 365's fields
  { id: 'exchange-online', head: { 'x-ms-exchange-crosstenant-id': /\S/ } },
  {
    id: 'exchange-online',
    text: /Office 365|Microsoft 365|\bprod\.outlook\.com\b|protection\.outlook\.com/i,
    head: { from: /postmaster|microsoft/i },
  },
  { id: 'outlook', head: { from: /@(?:[\w.-]{1,80}\.)?(?:hotmail|outlook|live|msn)\.com/i } },
  {
    id: 'exchange',
    text: /Diagnostic information for administrators:|did not reach the following recipient\(s\):|MSEXCH:|Microsoft Exchange/i,
  },
  { id: 'exchange', head: { 'x-ms-exchange-message-is-ndr': /^/ }, field: 'x-supplementary-info' },
  { id: 'exchange', head: { 'x-mailer': /Internet Mail Service|Microsoft CDO/i } },
  { id: 'exchange', field: 'x-display-name' },
  { id: 'gmail', head: { from: /mailer-daemon@(?:google(?:mail)?|gmail)\.com/i } },
  { id: 'yahoo', head: { from: /mailer-daemon@(?:[\w-]{1,40}\.)?yahoo\.|@yahoo\.co(?:m|\.jp)/i } },
  { id: 'aol', head: { from: /mailer-daemon@(?:[\w.-]{1,80}\.)?aol\.(?:com|net)/i } },
  { id: 'apple', head: { from: /postmaster@(?:[\w.-]{1,80}\.)?(?:me|mac|icloud|apple)\.com/i } },
  {
    id: 'gmx',
    head: {
      from: /mailer-daemon@(?:[\w.-]{1,80}\.)?(?:gmx|web|mail)\.(?:net|com|de)|mailer-daemon@(?:[\w.-]{1,80}\.)?(?:1und1|kundenserver|ionos|perfora)\./i,
    },
  },
  { id: 'mailru', head: { from: /mailer-daemon@(?:[\w.-]{1,80}\.)?mail\.ru/i } },
  { id: 'yandex', head: { from: /mailer-daemon@(?:[\w.-]{1,80}\.)?yandex\.(?:ru|net|com)/i } },
  { id: 'yandex', field: 'x-yandex-queue-id' },
  { id: 'workmail', head: { 'x-mailer': /Amazon WorkMail/i } },
  { id: 'ses', head: { from: /amazonses\.com/i } },
  { id: 'ses', text: /^Reporting-MTA: dsn; .{0,100}amazonses\.com/im },
  { id: 'sendgrid', head: { from: /sendgrid\.(?:com|net|me)|MAILER-DAEMON/i, 'x-sg-eid': /\S/ } },
  { id: 'sendgrid', head: { 'return-path': /sendgrid\./i } },
  { id: 'mailgun', head: { from: /mailgun\.(?:org|net|com)/i } },
  { id: 'postmark', head: { from: /(?:pm|mtasv|postmarkapp)\.(?:net|com)/i } },
  { id: 'mimecast', text: /mimecast/i },
  { id: 'proofpoint', head: { 'x-proofpoint-virus-version': /\S/, from: /MAILER-DAEMON|postmaster/i } },
  { id: 'barracuda', head: { 'x-barracuda-connect': /\S/ } },
  { id: 'barracuda', text: /Barracuda/ },
  { id: 'messagelabs', head: { from: /messagelabs\.com|symanteccloud|symantec/i } },
  { id: 'messagelabs', text: /Symantec Email Security\.cloud|MessageLabs/i },
  {
    id: 'ironport',
    head: { 'x-ironport-anti-spam-filtered': /\S/, from: /MAILER-DAEMON/i },
    text: /The reason for the problem:/,
  },
  {
    id: 'ironport',
    text: /^The following message to <[^>]{1,320}> was undeliverable\.\s{1,8}The reason for the problem:/im,
  },
  // DELIVERY FAILURE: User u (u@d) not listed in Domino Directory
  { id: 'domino', head: { subject: /^DELIVERY FAILURE:/ } },
  { id: 'domino', head: { 'x-mimetrack': /Domino/i } },
  // ------- Failure Reasons  --------
  { id: 'domino', text: /^-{4,} Failure Reasons {1,4}-{4,}/im },
  { id: 'groupwise', head: { 'x-mailer': /GroupWise/i } },
  { id: 'groupwise', text: /GroupWise|The message that you sent was undeliverable to the following:/i },
  { id: 'mdaemon', text: /MDaemon/i },
  { id: 'mailenable', text: /MailEnable/i },
  { id: 'kerio', text: /Kerio (?:Connect|MailServer)/i },
  { id: 'zimbra', head: { 'x-mailer': /Zimbra/i } },
  { id: 'interscan', text: /InterScan (?:Messaging Security|E-?Mail|VirusWall|NT)|Message from InterScan/i },
  { id: 'interscan', head: { 'content-type': /InterScan|TMMSG_/ } },
  { id: 'mailman', head: { 'x-mailman-version': /\S/ } },
  { id: 'sympa', head: { from: /sympa/i } },
  { id: 'powermta', field: 'x-powermta-virtualmta' },
  { id: 'powermta', field: 'x-powermta-bouncecategory' },
  { id: 'james', text: /^Error message below:|Apache James|James Server/im },
  { id: 'amavis', text: /amavisd-new|generated by the program amavis/i },
  { id: 'amavis', head: { from: /Content-filter at/i } },
  // This report relates to a message you sent with the following header fields:
  {
    id: 'messagingserver',
    text: /This report relates to a message you sent with the following header fields:/,
  },
  { id: 'imail', head: { 'x-mailer': /SMTP32|IMail/i } },
  { id: 'mailfoundry', text: /MailFoundry/i },
  { id: 'm-filter', head: { 'x-mailer': /m-FILTER/i } },
  { id: 'surfcontrol', head: { 'x-mailer': /SurfControl/i } },
  { id: 'mxlogic', head: { 'x-mxl-hash': /\S/ } },
  { id: 'mxlogic', head: { from: /mxlogic/i } },
  { id: 'mcafee', head: { 'x-nai-header': /\S/ } },
  { id: 'kddi', head: { from: /(?:dion|auone-net|au-one|ezweb|au)\.(?:ne\.)?(?:jp|com)/i } },
  { id: 'docomo', head: { from: /docomo\.ne\.jp/i } },
  { id: 'biglobe', head: { from: /biglobe\.ne\.jp/i } },
  { id: 'activehunter', head: { 'x-ahmailid': /\S/ } },
  { id: 'verizon', head: { from: /vzwpix\.com|vtext\.com|verizon/i } },
  { id: 'fml', head: { 'x-mlserver': /fml/i } },
];

/** Services whose text is Exim's are read like Exim. */
export const namedWriters: readonly Writer[] = signatures.map((signature) => ({
  id: signature.id,
  wrote: (notice, names) => holds(signature, notice, names),
  read: (notice) => (hasEximText(notice) ? readExim(notice) : []),
}));

function holds({ head, field, text }: Signature, notice: Notice, names: ReadonlySet<string>): boolean {
  if (field && !names.has(field)) return false;
  if (head)
    for (const [name, pattern] of Object.entries(head)) if (!pattern.test(notice.header(name))) return false;
  return !text || text.test(notice.human.text.slice(0, 6000));
}
