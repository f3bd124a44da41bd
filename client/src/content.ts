// Does this text hold mail? Asked on the client's side of documents that only might (language `log`), before a single
// character is sent to the server. Deliberately cheap and blind to the whole: the first 64 kB and a few samples spread
// over the rest. No verdicts here, and no codes; the server decides what is one.

/** The part of a `TextDocument` that is looked at. */
export interface Lines {
  readonly lineCount: number;
  lineAt(line: number): { readonly text: string };
}

const headCharacters = 64 * 1024;
const samples = 12;
const linesPerSample = 30;
/** Of one line no more is looked at; a line may be the whole file. */
const charactersPerLine = 4096;

const evidence: readonly RegExp[] = [
  // Nov  1 00:00:31 mx postfix/smtp[1234]: 283FEFC63F: to=<a@b>   ·   … transfer/smtp[77]: 283FEFC63F: …
  /\b(?:postfix(?:-[\w-]{1,20})?|transfer|relay)\/[a-z-]{2,20}(?:\/[a-z-]{2,20})?\[\d+\]:/,
  // Nov  1 00:00:31 mx sendmail[77]: uA1 …   ·   sm-mta[77]:   ·   dovecot: lmtp(…)   ·   opendkim[9]: …
  /\b(?:sendmail|sm-mta|sm-msp-queue|dovecot|exim4?|opendkim|opendmarc|amavis|amavisd|spamd|rspamd|postgrey|cyrus\/(?:lmtp\w{0,8}|deliver)|lmtpunix|sSMTP|ssmtp|zone-mta|MailScanner|clamav-milter|milter-greylist|policyd-[\w-]{2,12}|cbpolicyd|postfwd\d?(?:\/\w{1,12})?|mimedefang[.\w]{0,8}|smtpd|qmail-smtpd|vpopmail|courierd|courieresmtpd?|esmtpd)(?:\[\d{1,10}\])?: /,
  // 2026-11-01 00:00:31 1nXyzA-000abc-00 => a@b.example R=dnslookup T=remote_smtp   ·   … 1tXyzA-0000000abcd-00Ab == …
  /\b[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4} (?:<=|=>|->|>>|\*\*|==|\*>|Completed|SMTP|H=)/,
  // 2026-11-01 00:00:31 H=(x) [192.0.2.1] F=<a@b> rejected RCPT <c@d>: relay not permitted
  /\brejected (?:(?:RCPT|MAIL|EHLO|HELO|DATA|after DATA)\b|connection in )/,
  // @40000000… delivery 5: failure: 192.0.2.1_does_not_like_recipient.   ·   starting delivery 5: msg 93869 to remote c@d
  /\bdelivery \d{1,10}: (?:(?:success|failure|deferral): |msg \d{1,12} to (?:local|remote) )/,
  // C: MAIL FROM:<a@b.example>   ·   >>> RCPT TO:<c@d.example>   ·   smtp: MAIL FROM:<>
  /\b(?:MAIL FROM|RCPT TO): ?</i,
  // 250-PIPELINING   ·   250-ENHANCEDSTATUSCODES   ·   220 mx.example ESMTP Postfix
  /\b(?:250[- ](?:PIPELINING|ENHANCEDSTATUSCODES|8BITMIME|STARTTLS|SIZE \d)|220[- ]\S{1,255} E?SMTP\b)/,
  // … dsn=5.1.1, status=bounced (…)   ·   … dsn=4.0.0, stat=Deferred: …
  /\bdsn=[245]\.\d{1,3}\.\d{1,3}\b/,
  // 550 5.1.1 <a@b>: Recipient address rejected   ·   550-5.1.1 The email account   ·   451 #4.7.1 …
  /\b[45][0-5]\d[- ]\(?#?[45]\.\d{1,3}\.\d{1,3}\b(?!\.\d)/,
  // smtplib.SMTPRecipientsRefused: {'a@b': (550, b'no such user')}   ·   SMTP Error: Could not authenticate, 535 …
  /\bSMTP[A-Za-z]{0,30}[\s:([{][^\n]{0,100}?[\s:=('"[][45][0-5]\d\b(?!\.\d)/i,
  // #Log-type: Message Tracking Log   ·   SMTP Send Protocol Log   ·   Agent Log   ·   Transport Connectivity Log (Exchange)
  /^#Log-type: (?:Message Tracking|SMTP (?:Send|Receive) Protocol|Agent|Transport Connectivity) Log/m,
  // …,recipient-address,recipient-status,…   ·   "SenderAddress","RecipientAddress",…   ·   sender_address,recipient_status (their exports)
  /\brecipient[-_]?address\W{1,4}recipient[-_]?status\b|\bsender[-_]?address\W{1,4}recipient[-_]?(?:address|status)\b/i,
  // # Message Tracking Log File (Exchange 2000, 2003)   ·   "MessageId","MessageTraceId","Date","Event" (Exchange Online)
  /^# Message Tracking Log File|^"?MessageId"?,"?MessageTraceId\b/m,
  // … SMTPSVC1 WEB1 … RCPT - +TO:<c@d>   ·   OutboundConnectionResponse (IIS)   ·   … SMTP-IN\t…MAI\t (MailEnable)
  /\bSMTPSVC\d{1,3}[ ,]|\bOutboundConnection(?:Command|Response)\b|\tSMTP-(?:IN|OU)\t/,
  // SMTP-IN:00000022: >> 220 … (Axigen)   ·   SMTPI-29001([198.51.100.61]) out: (CommuniGate)   ·   "SMTPD"\t2144\t17\t (hMailServer)
  /\bSMTP-(?:IN|OUT):[\dA-F]{6,8}: |\bSMTPI?-\d{1,9}\([^()\n]{0,255}\) (?:out|inp): |^"SMTP[DC]"\s\d/m,
  // Sent: Queue-ID: 438dd9ea-00000000, Recipient: <c@d> (Kerio)   ·   DMN: MSG 1029 (GWIA)   ·   SMTPClient: ReceiveResponse: (Domino)
  /\b(?:Sent|Recv): Queue-ID: |\bDMN: MSG \d|\bSMTPClient: [A-Z]/,
  // [LmtpServer-131538] … lmtp - S: 451 (Zimbra)   ·   smtp:[198.51.100.61] In: … (SurgeMail)   ·   |aCode=…|acc=…| (Mimecast)
  /\blmtp - S: \d|\bsmtp:\[[\dA-Fa-f.:]{2,45}\] (?:In|Out): |^datetime=[^|\n]{10,40}\|aCode=/m,
  // 23 14:27:03 [2] Sent 192.0.2.14 <a@b> <c@d> 588 (SurgeMail)   ·   "RCPT=EAVAIL" between tabs (XMail)
  /^\d\d [\d:]{8} \[\d{1,12}\] [A-Z][a-z]{2,10} [\dA-Fa-f.:]{2,45} <[^<>\n]{0,320}> <|\t"(?:RECV|RCPT|SNDR|SMTP)=[A-Z]{2,10}"\t/m,
  // "1795468423550.2E8.mail.b.example"\t"S1D421"\t"a@b"\t"c@d"\t"SMTP"\t (XMail)
  /\t"[^"\t\n]{1,255}@[^"\t\n]{1,255}"\t"(?:SMTP|LOCAL|RLYS)"\t/,
  // SMTP Error: The following recipients failed: …   ·   System.Net.Mail.SmtpException: … The server response was: 5.7.1 …
  /\bSMTP Error: |\bSmtp(?:FailedRecipients?|Command)?Exception: |\bThe server response was: /,
  // {"notificationType":"Bounce","bounce":{"bouncedRecipients":[…   ·   "delivery-status": {   ·   "sg_event_id": "…"   ·   "mj_contact_id": 1
  /\b(?:bouncedRecipients|delayedRecipients|smtpResponse|delivery-status|sg_event_id|sg_message_id|mj_(?:campaign|contact)_id|bounce_description|bounce_class)\b/,
  // 15a2d4c8b7a00012.001 DEFERRED[greylist] from=a@b[a@b] to=c@d mx=mx.d.example (451 …) (ZoneMTA)
  /\b[0-9a-f]{12,24}\.[0-9a-f]{3} (?:ACCEPTED|DEFERRED|REJECTED)(?:\[[\w-]{0,40}\])? from=/,
  // {"sender":"a@b","recipient":"c@d","action":"BOUNCE","remotemx":"mx.d.example","code":550,"enhanced":[5,1,1],"reason":[…  (Halon)
  /"(?:recipient|rcpt|rcptto)" ?: ?"[^"\s@]{1,64}@[^\n]{0,2000}"(?:code|smtp_?code|response_?code)" ?: ?"?[245]\d\d\b/i,
  // Diagnostic-Code: smtp; 550 5.1.1 …
  /\bDiagnostic-Code: ?[\w-]{1,12};/i,
];

/**
 * Whether one line, or a few, come from a mail process or an SMTP exchange.
 * @param text only its first 64 kB are read
 */
export function textHoldsMail(text: string): boolean {
  const head = text.length > headCharacters ? text.slice(0, headCharacters) : text;
  return evidence.some((pattern) => pattern.test(head));
}

/**
 * Whether a document holds mail, as far as its beginning and a few samples tell. Reads at most about 64 kB and 360
 * lines, however large the document is.
 */
export function holdsMail(lines: Lines): boolean {
  let taken = 0;
  let line = 0;
  for (; line < lines.lineCount && taken < headCharacters; line++) {
    const text = cut(lines.lineAt(line).text);
    if (textHoldsMail(text)) return true;
    taken += text.length + 1;
  }
  const rest = lines.lineCount - line;
  for (let sample = 1; sample <= samples && rest > 0; sample++) {
    // The last sample ends with the last line: that is where a growing log tells what it is about.
    const end = line + Math.ceil((rest * sample) / samples);
    for (let at = Math.max(line, end - linesPerSample); at < end; at++) {
      if (textHoldsMail(cut(lines.lineAt(at).text))) return true;
    }
  }
  return false;
}

function cut(text: string): string {
  return text.length > charactersPerLine ? text.slice(0, charactersPerLine) : text;
}
