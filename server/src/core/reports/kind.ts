// Is this message a report at all, and of which kind? Ordinary mail must never be taken for one: a letter that quotes
// `550 5.1.1` is no bounce. So the head, or a machine part, has to say so.
import { isRefusal } from './dovecot.ts';
import { isListNotice } from './listManagers.ts';
import type { Notice } from './notice.ts';

/** `maybe`: it counts as a bounce if its text names a recipient by the form of one. */
export type Kind = 'bounce' | 'maybe' | 'arf' | 'mdn' | 'auto-reply' | 'none';

export function kindOf(notice: Notice): Kind {
  const { type, parameters } = notice.root.content;
  const reportType = type === 'multipart/report' ? (parameters.get('report-type') ?? '').toLowerCase() : '';
  // RFC 5965, RFC 8098, RFC 3464.
  if (reportType === 'feedback-report' || notice.has('message/feedback-report') || isJunkReport(notice))
    return 'arf';
  if (isRefusal(notice)) return 'bounce';
  if (
    reportType === 'disposition-notification' ||
    notice.has('message/disposition-notification') ||
    notice.has('message/global-disposition-notification')
  )
    return 'mdn';
  if (
    notice.machineParts().length > 0 ||
    reportType === 'delivery-status' ||
    reportType === 'global-delivery-status'
  )
    return 'bounce';
  if (isServiceEvent(notice) || isListNotice(notice)) return 'bounce';
  const sound = soundsLikeBounce(notice);
  return sound === 'none' && isAutoReply(notice) ? 'auto-reply' : sound;
}

// complaint about message from 192.0.2.7
/** Outlook.com's complaints (JMRP) are no ARF: a plain letter with the message attached. */
function isJunkReport(notice: Notice): boolean {
  return (
    /^complaint about message from [\da-f.:]{3,45}$/i.test(notice.header('subject')) &&
    notice.attached().length > 0
  );
}

// Auto-Submitted: auto-replied (vacation)      X-Autoreply: yes      Precedence: auto_reply      Subject: Out of office: …
// [Automatyczna odpowiedź] Hallo      Автоматический ответ: …      自動返信      自动回复      Automatisch antwoord      Automatiskt svar
const autoReplySubject =
  /^\[?(?:(?:auto(?:matic|matische|matisch)?[ :-]|automatisch)(?:reply|response|antwort|svar)?|automati(?:sch antwoord|skt? svar)|automatyczna odpowied|автоматический ответ|автоответ|自動(?:返信|応答|回覆)|自动(?:回复|答复)|out of (?:the )?office|abwesen|vacation|réponse automatique|respuesta automática|risposta automatica|resposta automática|autosvar|away from|re: ?\[?auto)/i;

/** RFC 3834. Exim and others call their bounces `auto-replied` too, so those who sound like one are none of these. */
function isAutoReply(notice: Notice): boolean {
  const submitted = notice.header('auto-submitted').toLowerCase();
  return (
    submitted.startsWith('auto-replied') ||
    submitted.startsWith('auto-generated') ||
    notice.header('x-autoreply') !== '' ||
    notice.header('x-autorespond') !== '' ||
    notice.header('x-auto-response-suppress').toLowerCase() === 'all' ||
    /^auto[_-]reply$/i.test(notice.header('precedence')) ||
    autoReplySubject.test(notice.header('subject'))
  );
}

// MAILER-DAEMON@…      mailerdaemon@…      no person writes by this name
const mailerDaemon = /mail(?:er)?[ ._-]?daemon/i;

// Mail Delivery Subsystem      postmaster@…      Mail Administrator      System Administrator      ndr@…      SMTP_Mail_Service@…
const daemon =
  /post_?master|mail[ ._]delivery|delivery (?:sub)?system|mailsystem|system administrator|mail administrator|bounce(?:s|handler)?@|-bounces?@|mdaemon@|no-?reply@[^\s>]{0,80}mail|amazonses|notifier@|\bndr@|mail_service@|symantec_?|mail ?system/i;

const subjects: readonly RegExp[] = [
  // Undelivered Mail Returned to Sender     Mail delivery failed: returning message to sender     failure notice     Returned mail: User unknown
  /^Postfix SMTP (?:server|client): errors|undeliver|delivery (?:status|failure|failed|problem|report|notification|error)|mail delivery|(?:delivery|mail) .{0,20}fail|fail(?:ure|ed) (?:notice|delivery|mail)|return(?:ed|ing) (?:mail|message|to sender)|mail (?:system )?error|could not (?:be )?(?:send|deliver)|unable to deliver|not (?:be )?delivered|nondeliverable|non[ -]?(?:delivery|remise|recapito)|delivery .{0,12}delay|warning: .{0,30}(?:message|mail)|user unknown|there was an error sending|bounced?\b|rejected (?:mail|message)|message (?:could not|rejected|undeliver)|NDN:|DELIVERY FAILURE|無法|お届け|配信|エラー|送信(?:不能|できません)/i,
  // Unzustellbar: …   Nicht zustellbar   Non remis   No se puede entregar   Mancato recapito   Não foi possível entregar   Onbestelbaar   Oleveratut   Kan inte levereras   Niedostarczalna   Недоставленное
  /un?zustellbar|nicht (?:zustellbar|zugestellt)|zustell(?:ung|fehler)|non (?:remis|distribu|délivr|recapit)|échec (?:de|d')|retour(?:né)? .{0,10}exp|no se (?:puede|pudo|ha podido) entregar|no entregado|error de entrega|devuelto|mancat[ao] (?:recapito|consegna)|impossibile recapitare|n[ãa]o (?:foi poss|entregue|é poss)|falha na entrega|onbestelbaar|niet (?:bezorgd|afgeleverd)|kan inte levereras|oleverer|ikke lever|niedostar|nie dostar|zwrot|недостав|не доставлен|не удалось доставить|возвра|退信|系统退信|未送达|投递失败/i,
];

// This message was created automatically by mail delivery software.      This is the mail system at host mx.example.org.
// Hi. This is the qmail-send program at …      This is an automatically generated Delivery Status Notification      ****** Message from InterScan E-Mail VirusWall NT ******
/** What the text of a report opens with, and no letter of a person. */
const openings =
  /^\s{0,40}(?:This message was created automatically by|This is the mail system at host|(?:Hi\. )?This is the .{1,60} (?:program|server) at|This is an automatically generated Delivery Status Notification|\*{4,} Message from InterScan)/i;

/** The sender's name or the null return path, with a subject or a failed recipient that fits. */
function soundsLikeBounce(notice: Notice): Kind {
  if (notice.header('x-failed-recipients') !== '') return 'bounce';
  const from = notice.header('from');
  const fitting = subjects.some((pattern) => pattern.test(notice.header('subject')));
  if (fitting && openings.test(notice.human.text.slice(0, 400))) return 'bounce';
  if (mailerDaemon.test(from)) return fitting || saysUndelivered(notice) ? 'bounce' : 'maybe';
  const daemonic = [from, notice.header('return-path'), notice.header('sender')].some(
    (name) => daemon.test(name) || mailerDaemon.test(name),
  );
  if (daemonic || from === '') {
    if (fitting) return 'bounce';
    return daemonic && saysUndelivered(notice) ? 'maybe' : 'none';
  }
  // Services that report from an address of no meaning, and reports with the null return path of RFC 5321 §4.5.5.
  const nullPath = /^\s{0,4}<\s{0,4}>/.test(notice.header('return-path'));
  const nobody = /no[-_.]?reply@|do[-_.]?not[-_.]?reply@|admin@/i.test(from);
  if (!(nobody || nullPath) || !saysUndelivered(notice)) return 'none';
  return nullPath && fitting ? 'bounce' : nullPath || fitting ? 'maybe' : 'none';
}

const undelivered =
  /error message (?:below|follows)|(?:could|can|was|were|has|have|is|are)(?: ?not|n't) (?:be |been |able to )?(?:deliver|send|sent|forward)|undeliver|unable to deliver|delivery (?:has )?(?:failed|to the following)|did not reach|permanent (?:fatal )?error|returned (?:to|below)|non[ -]?delivery|user unknown|delivery (?:errors|problems)|failed (?:to deliver|addresses)|配信|届け|送信でき|rejected (?:for|by|your)/i;

function saysUndelivered(notice: Notice): boolean {
  return undelivered.test(notice.human.text.slice(0, 4000));
}

// {"notificationType":"Bounce","bounce":{…      "eventType": "Delivery"      (Amazon SES by way of SNS mail)
function isServiceEvent(notice: Notice): boolean {
  return /"(?:notificationType|eventType)"\s{0,4}:\s{0,4}"(?:Bounce|Delivery)"/.test(
    notice.human.text.slice(0, 2000),
  );
}
