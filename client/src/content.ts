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
  /\b(?:sendmail|sm-mta|sm-msp-queue|dovecot|exim4?|opendkim|opendmarc|amavis|amavisd|spamd|rspamd|postgrey|mimedefang[.\w]{0,8}|smtpd|qmail-smtpd|vpopmail|courierd|courieresmtpd?|esmtpd)(?:\[\d+\])?: /,
  // 2026-11-01 00:00:31 1nXyzA-000abc-00 => a@b.example R=dnslookup T=remote_smtp   ·   … 1tXyzA-0000000abcd-00Ab == …
  /\b[0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4} (?:<=|=>|->|>>|\*\*|==|\*>|Completed|SMTP|H=)/,
  // 2026-11-01 00:00:31 H=(x) [192.0.2.1] F=<a@b> rejected RCPT <c@d>: relay not permitted
  /\brejected (?:RCPT|MAIL|EHLO|HELO|DATA|after DATA|connection)\b/,
  // C: MAIL FROM:<a@b.example>   ·   >>> RCPT TO:<c@d.example>   ·   smtp: MAIL FROM:<>
  /\b(?:MAIL FROM|RCPT TO): ?</i,
  // 250-PIPELINING   ·   250-ENHANCEDSTATUSCODES   ·   220 mx.example ESMTP Postfix
  /\b(?:250[- ](?:PIPELINING|ENHANCEDSTATUSCODES|8BITMIME|STARTTLS|SIZE \d)|220[- ]\S{1,255} E?SMTP\b)/,
  // … dsn=5.1.1, status=bounced (…)   ·   … dsn=4.0.0, stat=Deferred: …
  /\bdsn=[245]\.\d{1,3}\.\d{1,3}\b/,
  // 550 5.1.1 <a@b>: Recipient address rejected   ·   550-5.1.1 The email account   ·   451 #4.7.1 …
  /\b[45][0-5]\d[- ]\(?#?[45]\.\d{1,3}\.\d{1,3}\b/,
  // smtplib.SMTPRecipientsRefused: {'a@b': (550, b'no such user')}   ·   SMTP Error: Could not authenticate, 535 …
  /\bSMTP[A-Za-z]{0,30}\b[^\n]{0,100}?\b[45][0-5]\d\b/i,
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
