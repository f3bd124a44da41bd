// By which marks are the writers known whose reports the general readers understand (rfc3464.ts, plain.ts, exim.ts)?
// A row per mark: an id, and what must hold in the head, in the machine part, or at the text's beginning.
// Marks that a relay on the way may have added (`X-…-Spam`, `X-MS-Exchange-CrossTenant-…`) prove nothing and are not here.
import { hasEximText, readExim } from './exim.ts';
import type { Notice } from './notice.ts';
import type { Marks, Writer } from './writer.ts';

interface Signature {
  readonly id: string;
  /** Fields of the head that must match, all of them. */
  readonly head?: { readonly [name: string]: RegExp };
  /** A field of the machine part that nobody else writes. */
  readonly field?: string;
  /** The `Reporting-MTA`. */
  readonly reporting?: RegExp;
  /** Words near the beginning of the text. */
  readonly text?: RegExp;
}

/** Services, known by the address or the host that reports. */
const byAddress: readonly Signature[] = [
  {
    id: 'exchange-online',
    head: { from: /MicrosoftExchange[0-9a-f]{8,40}@/i },
    reporting: /\.prod\.(?:outlook|exchangelabs)\.com$/i,
  },
  { id: 'exchange-online', reporting: /\.(?:prod\.(?:outlook|exchangelabs)|protection\.outlook)\.com$/i },
  { id: 'outlook', head: { from: /@(?:[\w.-]{1,80}\.)?(?:hotmail|outlook|live|msn)\.com/i } },
  { id: 'outlook', reporting: /\.(?:hotmail|outlook)\.com$/i },
  { id: 'yahoo', head: { from: /mailer-daemon@(?:[\w-]{1,40}\.)?yahoo\.|@yahoo\.co(?:m|\.jp)/i } },
  { id: 'aol', head: { from: /mailer-daemon@(?:[\w.-]{1,80}\.)?aol\.(?:com|net)/i } },
  { id: 'aol', reporting: /\.aol\.com$/i },
  { id: 'apple', head: { from: /postmaster@(?:[\w.-]{1,80}\.)?(?:me|mac|icloud|apple)\.com/i } },
  { id: 'apple', reporting: /\.(?:me|mac|icloud)\.com$/i },
  {
    id: 'gmx',
    head: {
      from: /mailer-daemon@(?:[\w.-]{1,80}\.)?(?:gmx\.(?:net|com|de|at|ch)|web\.de|mail\.com|1und1\.\w{2,3}|kundenserver\.de|ionos\.\w{2,3}|perfora\.net)/i,
    },
  },
  { id: 'mailru', head: { from: /mailer-daemon@(?:[\w.-]{1,80}\.)?mail\.ru/i } },
  { id: 'yandex', head: { from: /mailer-daemon@(?:[\w.-]{1,80}\.)?yandex\.(?:ru|net|com)/i } },
  { id: 'yandex', field: 'x-yandex-queue-id' },
  { id: 'workmail', head: { 'x-mailer': /Amazon WorkMail/i } },
  { id: 'ses', head: { from: /amazonses\.com/i } },
  { id: 'ses', reporting: /\.amazon(?:ses|aws)\.com$/i },
  { id: 'sendgrid', head: { 'return-path': /sendgrid\./i } },
  { id: 'sendgrid', head: { from: /@(?:[\w.-]{1,80}\.)?sendgrid\.(?:com|net|me)/i } },
  { id: 'sendgrid', reporting: /sendgrid/i },
  { id: 'mailgun', head: { from: /mailgun\.(?:org|net|com)/i } },
  { id: 'mailgun', reporting: /mailgun/i },
  { id: 'postmark', head: { from: /@(?:[\w.-]{1,80}\.)?(?:mtasv\.net|postmarkapp\.com)/i } },
  { id: 'mimecast', head: { from: /mimecast/i } },
  { id: 'mimecast', reporting: /mimecast/i },
  { id: 'proofpoint', reporting: /pphosted\.com$|ppe-hosted\.com$/i },
  { id: 'messagelabs', head: { from: /messagelabs\.com|symanteccloud/i } },
  { id: 'messagelabs', reporting: /messagelabs\.com|symanteccloud/i },
  { id: 'kddi', head: { from: /@(?:[\w.-]{1,80}\.)?(?:dion\.ne\.jp|auone-net\.jp|au\.com|uqmobile\.jp)/i } },
  { id: 'ezweb', head: { from: /@(?:[\w.-]{1,80}\.)?ezweb\.ne\.jp/i } },
  { id: 'docomo', head: { from: /docomo\.ne\.jp/i } },
  { id: 'biglobe', head: { from: /@(?:[\w.-]{1,80}\.)?(?:biglobe|inacatv|tmtv|ttv)\.ne\.jp/i } },
  { id: 'verizon', head: { from: /@(?:[\w.-]{1,80}\.)?(?:vzwpix\.com|vtext\.com|verizon\.net)/i } },
];

/** Programs, known by what they write. */
const byWords: readonly Signature[] = [
  // Hi. This is the qmail-send program at mx.example.org.      This is the Yahoo! Mail program at …
  { id: 'qmail', text: /^Hi\. This is the .{1,60} (?:program|server) at|\bqmail-send program/im },
  // running the Courier mail server, version 0.65.2.
  { id: 'courier', text: /running the Courier mail server/i },
  //     This is the MAILER-DAEMON, please DO NOT REPLY to this e-mail.
  { id: 'opensmtpd', text: /This is the MAILER-DAEMON, please DO NOT REPLY to this e-?mail/i },
  // The nullmailer daemon … nullmailer version 2.2
  { id: 'nullmailer', text: /nullmailer/i },
  // Your message was rejected by Office 365.      Original Message Details … Error Details      Microsoft 365
  {
    id: 'exchange-online',
    text: /(?:Office|Microsoft) 365/i,
    head: { from: /postmaster|MicrosoftExchange/i },
  },
  // Diagnostic information for administrators:      Diagnoseinformationen für Administratoren:      Informazioni di diagnostica per gli amministratori:
  {
    id: 'exchange',
    text: /^(?:Diagno|Informa|Dane|Información|Technical).{0,40}(?:diagno.{0,40})?(?:admin|beheer)|Диагностическ|диагностики для|診断情報|诊断信息|診斷資訊/im,
  },
  // did not reach the following recipient(s):      MSEXCH:IMS:…
  { id: 'exchange', text: /did not reach the following recipient\(s\):|MSEXCH:/ },
  { id: 'exchange', head: { 'x-mailer': /Internet Mail Service|Microsoft CDO/i } },
  { id: 'exchange', field: 'x-display-name' },
  { id: 'exchange', field: 'x-supplementary-info' },
  // This is an automatically generated Delivery Status Notification.      (Windows' SMTP service, in UTF-7)
  {
    id: 'exchange',
    text: /^This is an automatically generated Delivery Status Notification\.\s{1,8}(?:Delivery to the following|Unable to deliver|THIS IS A WARNING)/im,
  },
  { id: 'barracuda', reporting: /barracuda/i },
  // The following message to <u@d> was undeliverable.\nThe reason for the problem:
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
  { id: 'groupwise', text: /GroupWise|^The message that you sent was undeliverable to the following:/im },
  { id: 'mdaemon', text: /\bMDaemon\b/i },
  { id: 'mailenable', text: /MailEnable/i },
  { id: 'kerio', text: /Kerio (?:Connect|MailServer)/i },
  { id: 'zimbra', head: { 'x-mailer': /Zimbra/i } },
  // ****** Message from InterScan Messaging Security Suite ******
  { id: 'interscan', text: /InterScan (?:Messaging|E-?Mail|VirusWall|NT)|Message from InterScan/i },
  { id: 'interscan', head: { 'content-type': /InterScan|TMMSG_/ } },
  { id: 'powermta', field: 'x-powermta-virtualmta' },
  { id: 'powermta', field: 'x-powermta-bouncecategory' },
  // Error message below:
  { id: 'james', text: /^Error message below:|Apache James|James Server/im },
  // Our internal reference code for your message is 20002-22/sHZwCRYD091907
  {
    id: 'amavis',
    text: /amavisd-new|generated by the program amavis|^Our internal reference code for your message is /im,
  },
  // This report relates to a message you sent with the following header fields:
  {
    id: 'messagingserver',
    text: /This report relates to a message you sent with the following header fields:/,
  },
  { id: 'imail', head: { 'x-mailer': /SMTP32|IMail/i } },
  { id: 'mailfoundry', text: /MailFoundry/i },
  { id: 'm-filter', head: { 'x-mailer': /m-FILTER/i } },
  { id: 'surfcontrol', head: { 'x-mailer': /SurfControl/i } },
  // A message that you have sent could not be delivered to one or more\nrecipients.  This is a permanent error.  The following address failed:
  {
    id: 'mxlogic',
    text: /A message that you have sent could not be delivered to one or more\s{1,4}recipients\.\s{1,4}This is a permanent error\.\s{1,4}The following address/,
  },
  //     --- The following addresses had delivery problems ---
  { id: 'mcafee', text: /^\s{0,8}--- The following addresses had delivery problems ---\s*$/m },
  // FAILURE NOTICE : …
  { id: 'activehunter', head: { subject: /^FAILURE NOTICE :/, 'content-type': /Active!Hunter/ } },
  { id: 'mailman', head: { 'x-mailman-version': /\S/, subject: /bounce|undeliver/i } },
  { id: 'sympa', head: { from: /sympa|listmaster/i } },
];

/** Words that also stand in the replies of these products, which any other program may quote; asked last. */
const byQuotableWords: readonly Signature[] = [
  {
    id: 'exchange-online',
    text: /protection\.outlook\.com/i,
    head: { from: /postmaster|MicrosoftExchange/i },
  },
  // 550 5.1.1 RESOLVER.ADR.RecipNotFound; not found
  {
    id: 'exchange',
    text: /Microsoft Exchange|\b(?:RESOLVER|STOREDRV|ROUTING|QUEUE)\.[A-Z]|with Microsoft SMTP Server/,
  },
  { id: 'barracuda', text: /Barracuda/ },
  // This is the mail delivery agent at Symantec Email Security.cloud.
  { id: 'messagelabs', text: /Symantec Email Security\.cloud|MessageLabs/i },
  { id: 'mimecast', text: /\bMimecast\b/i },
];

/** Services whose text is Exim's are read like Exim. */
const writerOf = (signature: Signature): Writer => ({
  id: signature.id,
  wrote: (notice, marks) => holds(signature, notice, marks),
  read: (notice) => (hasEximText(notice) ? readExim(notice) : []),
});

export const services: readonly Writer[] = byAddress.map(writerOf);
export const programs: readonly Writer[] = byWords.map(writerOf);
export const quotable: readonly Writer[] = byQuotableWords.map(writerOf);

function holds({ head, field, reporting, text }: Signature, notice: Notice, marks: Marks): boolean {
  if (field && !marks.names.has(field)) return false;
  if (reporting && !reporting.test(marks.reportingHost)) return false;
  if (head)
    for (const [name, pattern] of Object.entries(head)) if (!pattern.test(notice.header(name))) return false;
  return !text || text.test(notice.human.text.slice(0, 6000));
}
