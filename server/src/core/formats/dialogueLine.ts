// Who says what in a line of an SMTP dialogue, as telnet, mail programs and libraries show it? One table of marks, each
// under the line that it was made from. Deliberately absent: what a reply means for whom (session.ts).
import { commandIn, isReply } from './session.ts';

/** What a line of a trace shows. Offsets are UTF-16 units from the line's start. */
export interface Shown {
  /** `again`: the program repeats a reply that the trace has shown already. */
  readonly side: 'client' | 'server' | 'again';
  readonly start: number;
  readonly end: number;
  /** The connection, where the program names it; several may go on at once. */
  readonly key: string;
  /** Whether the mark alone proves a dialogue. */
  readonly sure: boolean;
  readonly html: boolean;
  /** Exim's server side: what we say to a client that called us. */
  readonly ours?: boolean;
}

interface Mark {
  /** The program's documentation of its trace. */
  readonly documentation: string;
  /** Group 1: whose words follow; group 2: the connection. */
  readonly pattern: RegExp;
  /** What group 1 is when the server speaks. */
  readonly server: RegExp;
  readonly sure?: true;
  /** The words stand in quotation marks, with their line end as an escape. */
  readonly quoted?: true;
}

const marks: readonly Mark[] = [
  {
    // SERVER -> CLIENT: 550 no such user   CLIENT -&gt; SERVER: RCPT TO:&lt;u@d&gt;<br>   SMTP -> FROM SERVER:550 no such user
    documentation: 'https://github.com/PHPMailer/PHPMailer/wiki/SMTP-Debugging',
    pattern: /(?:^|[\s:])((?:SERVER|CLIENT) -(?:>|&gt;) (?:CLIENT|SERVER|SMTP)|SMTP -> FROM SERVER): ?/,
    server: /^S/,
    sure: true,
  },
  {
    // send: 'rcpt TO:<u@d>\r\n'   reply: b'550 5.1.1 no such user\r\n'   01:36:11.123456 send: …
    documentation: 'https://docs.python.org/3/library/smtplib.html#smtplib.SMTP.set_debuglevel',
    pattern: /^(send|reply): b?['"]/,
    server: /^reply/,
    sure: true,
    quoted: true,
  },
  {
    // -> "550 5.1.1 no such user\r\n"   <- "RCPT TO:<u@d>\r\n"   (Ruby: the arrow points at who hears it)
    documentation: 'https://docs.ruby-lang.org/en/3.3/Net/SMTP.html#method-i-set_debug_output',
    pattern: /^(->|<-) "/,
    server: /^->/,
    quoted: true,
  },
  {
    // Net::SMTP=GLOB(0x56519b8d38a8)<<< 550 no such user   Net::SMTP::SSL=GLOB(0x1)>>> RCPT TO:<u@d>
    documentation: 'https://perldoc.perl.org/Net::SMTP#new',
    pattern: /^(?=Net::SMTP)[\w:]{9,30}=GLOB\((0x[0-9a-f]{1,16})\)(<<<|>>>) ?/,
    server: /^<<</,
    sure: true,
  },
  {
    //   SMTP<< 550 no such user   SMTP|> RCPT TO:<u@d>   01:44:17   376   SMTP>> DATA   (Exim -d)
    documentation: 'https://www.exim.org/exim-html-current/doc/html/spec_html/ch-the_exim_command_line.html',
    pattern: /^\s{0,8}(?:(\d{1,9})\s{1,8})?SMTP(>>|\|>|\+>|<<) ?/,
    server: /^<</,
    sure: true,
  },
  {
    // s-nail: >>> SERVER: 550 no such user   s-nail: >>> RCPT TO:<u@d>   mailx: >>> …
    documentation: 'https://www.sdaoden.eu/code-nail.html',
    pattern: /^(?:s-nail|s-mailx|mailx|nail|mail): >>> (SERVER: |(?=\S))/,
    server: /^SERVER/,
    sure: true,
  },
  {
    // DEBUG: Send: RCPT TO:<u@d>   DEBUG: Recv: 550 no such user   (PEAR Net_SMTP)
    documentation: 'https://pear.php.net/package/Net_SMTP/docs',
    pattern: /^DEBUG: (Send|Recv): /,
    server: /^Recv/,
    sure: true,
  },
  {
    //    12 0.123456 198.51.100.11 → 192.0.2.25 SMTP 96 S: 550 no such user   (tshark, Wireshark's list)
    documentation: 'https://www.wireshark.org/docs/man-pages/tshark.html',
    pattern: /\bSMTP(?:\/IMF)?\s{1,12}\d{1,6}\s{1,4}([SC]): /,
    server: /^S/,
    sure: true,
  },
  {
    // 198.051.100.011.00025-192.000.002.025.45678: 550 no such user   192.000.002.025.45678-198.051.100.011.00025: RCPT TO:<u@d>   (tcpflow -c)
    documentation: 'https://github.com/simsong/tcpflow/blob/master/README.md',
    pattern: /^(?=(?:\d{3}\.){4}(\d{5})-)[\d.]{21}-[\d.]{21}: /,
    server: /^(?:00024|00025|00465|00587|02525|10025)$/,
  },
  {
    // <-- 550 no such user   --> RCPT TO:<u@d>   (msmtp --debug, CheckTLS)
    documentation: 'https://marlam.de/msmtp/msmtp.html#Invocation',
    pattern: /^(<--|-->) {0,2}\t?/,
    server: /^</,
  },
  {
    // <-  550 no such user   <** 550 no such user    -> RCPT TO:<u@d>    ~> RCPT TO:<u@d>   <~* 550 no such user   (swaks)
    documentation: 'https://www.jetmore.org/john/code/swaks/latest/doc/ref.txt',
    pattern: /^\s{0,4}(->|~>|<-|<\*\*|<~\*|<~)\s{1,2}/,
    server: /^</,
  },
  {
    // [<-] 550 no such user   [->] RCPT TO:<u@d>   (ssmtp -v)
    documentation: 'https://manpages.debian.org/bookworm/ssmtp/ssmtp.8.en.html',
    pattern: /^\[(<-|->)\] /,
    server: /^</,
  },
  {
    // >>> RCPT To:<u@d>   050 >>> RCPT To:<u@d>   <<< 550 no such user   (sendmail -v)
    documentation: 'https://www.sendmail.org/~ca/email/man/sendmail.html',
    pattern: /^\s{0,8}(?:050 )?(>>>|<<<) {0,4}/,
    server: /^</,
  },
  {
    // > RCPT TO:<u@d>   < 550 no such user   01:44:04.582746 < 250 ok   (curl -v --trace-time)
    documentation: 'https://curl.se/docs/manpage.html#-v',
    pattern: /^\s{0,8}([<>]) /,
    server: /^</,
  },
  {
    // S: 550 no such user   C: RCPT TO:<u@d>   [2026-11-27 01:44:15] DEBUG [8CpEstPiU8] S: 550 no such user   (Nodemailer)
    documentation: 'https://www.rfc-editor.org/rfc/rfc5321#appendix-D',
    pattern: /^\s{0,8}(?:(?:DEBUG|INFO|TRACE) {1,3})?(?:\[([\w-]{1,40})\] )?([SC]|SERVER|CLIENT): {0,4}/,
    server: /^S/,
  },
  {
    // [2026-11-27 01:44:15] DEBUG [8CpEstPiU8] Subject: Invoice 550   (Nodemailer shows the message without a mark)
    documentation: 'https://nodemailer.com/smtp/#debug-options',
    pattern: /^DEBUG {1,3}\[([\w-]{1,40})\] ()/,
    server: /^S/,
  },
];

/** `[2026-11-27 01:44:15] `, `01:44:04.582746 `, `[000.123] `, `2026-11-27 01:44:05<tab>`: what stands before a mark. */
const stamp =
  /^\[?(?:(?:\d{4}[-/]\d\d[-/]\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d{1,9})?(?: ?UTC|Z|[+-]\d\d:?\d\d)?|\d{1,6}\.\d{1,6})\]?[\t |]{1,3}/;

/** Programs repeat a reply behind these words; it has been shown, and counts once. */
const repeats: readonly RegExp[] = [
  /^reply: retcode \(/, // reply: retcode (550); Msg: b'5.1.1 no such user'
  /^(?:data|connect|rcpt|mail): \(/, // data: (550, b'5.1.1 no such user')
  /^(?:s-nail|s-mailx|mailx|nail|mail): SMTP server: /, // s-nail: SMTP server: 550 no such user
  /^msmtp: server message: /, // msmtp: server message: 550 no such user
  /^(?:SMTP ERROR: )?[A-Z][A-Za-z:<> -]{2,40} command failed: /, // SMTP ERROR: RCPT TO command failed: 550 no such user
];

/**
 * `=== Connected to mx.example.net.` (swaks)   `* Connected to mx.example.net (192.0.2.5) port 25` (curl)   `Connected to mx.example.net.` (telnet)
 * `connect: to ('mx.example.net', 25) None` (smtplib)   `Connection opened: mx.example.net:25` (Ruby)
 * `DEBUG SMTP: trying to connect to host "mx.example.net", port 25, isSSL false` (JavaMail)
 * `Connecting to mx.example.net [192.0.2.5]:25 ...  connected` (Exim)   `u@d... Connecting to mx.example.net. via esmtp...` (Sendmail)
 * `DEBUG [8CpEstPiU8] Resolved mx.example.net as mx.example.net [cache miss]` (Nodemailer)   `host = mx.example.net` (msmtp)
 *   `Connected to smtp://mx.example.net:25/?starttls=always` (MailKit)
 */
const connection =
  /^(?:=== Connected to |\* {1,3}Connected to |Connected to (?:smtps?:\/\/)?|connect: to \('|Connection opened: |DEBUG SMTP: trying to connect to host "|\s{0,8}(?:\d{1,9}\s{1,8})?Connecting to |(?:050 )?\S{1,320}\.\.\. Connecting to |host = |(?:DEBUG|INFO) {1,2}\[([\w-]{1,40})\] Resolved )\[?([A-Za-z0-9](?:[A-Za-z0-9._-]{0,250}[A-Za-z0-9])?|[0-9a-f:.]{3,45})(?![A-Za-z0-9])/;

/** Ports that speak something else: FTP, SSH, HTTP, POP, IMAP. */
const elsewhere = /(?:\bport:? |:)(?:21|22|23|80|110|143|443|993|995|8080)\b/;

/** Where what the program shows begins, behind a stamp of its own. */
export const behindStamp = (line: string): number => stamp.exec(line.slice(0, 60))?.[0].length ?? 0;

/** The server that the program now talks to; null where the line opens no connection. */
export function connectionIn(line: string): { host: string; key: string } | null {
  if (!line.includes('onnect') && !line.includes('] Resolved ') && !line.startsWith('host = ')) return null;
  const words = line.slice(behindStamp(line), 400);
  const match = connection.exec(words);
  if (!match || elsewhere.test(words)) return null;
  // telnet's line is that and nothing else; programs are connected to databases and much more.
  if (/^Connected to (?!smtps?:)/.test(words) && !(words.length === line.length && words.endsWith('.')))
    return null;
  return { key: match[1] ?? '', host: match[2] };
}

/** The mark in a line and the words behind it; null where there is none. */
export function shownIn(line: string): Shown | null {
  if (!mayBeMarked(line)) return null;
  const at = behindStamp(line);
  const head = line.slice(at, at + 160);
  const again = repeats.find((pattern) => pattern.test(head))?.exec(head);
  if (again)
    return {
      side: 'again',
      start: at + again[0].length,
      end: line.length,
      key: '',
      sure: false,
      html: false,
    };
  for (const mark of marks) {
    const match = mark.pattern.exec(mark === wireshark ? line.slice(0, 300) : head);
    if (match) return behindMark(line, mark, match, mark === wireshark ? 0 : at);
  }
  return null;
}

const wireshark = marks.find(({ documentation }) => documentation.includes('tshark'))!;

/** A cheap test: most lines of most logs hold none of these near their beginning. */
const marked =
  /[<>]|^\d{3}\.\d{3}\.|\b(?:[SC]|SERVER|CLIENT|Send|Recv|send|reply|data|connect|rcpt|mail|server|message|SMTP ERROR): |DEBUG +\[|command failed: /;

const mayBeMarked = (line: string): boolean => marked.test(line.length > 160 ? line.slice(0, 160) : line);

function behindMark(line: string, mark: Mark, match: RegExpExecArray, at: number): Shown {
  const [whole, first, second] = match;
  // Two groups are the connection and the side in this order; one is the side.
  const side = match.length > 2 ? second : first;
  const key = match.length > 2 ? (first ?? '') : '';
  const start = at + match.index + whole.length;
  const html = whole.includes('&gt;');
  const end =
    html && line.endsWith('<br>') ? line.length - 4 : mark.quoted ? endOfQuotation(line) : line.length;
  let server = mark.server.test(side);
  let ours = false;
  // Exim marks its own words with >> on either side of a connection: the words tell which one it is.
  if (/SMTP(?:>>|<<) ?$/.test(whole)) {
    const swapped = server ? commandIn(line.slice(start, start + 40)) !== null : isReply(line, start, end);
    if (swapped) {
      server = !server;
      ours = true;
    }
  }
  return { side: server ? 'server' : 'client', start, end, key, sure: mark.sure === true, html, ours };
}

/** Before `\r\n'`, `\r\n"`, `'`. */
function endOfQuotation(line: string): number {
  const end = /(?:\\r)?(?:\\n)?['"]\s{0,4}$/.exec(line.slice(-12));
  return end ? line.length - (Math.min(12, line.length) - end.index) : line.length;
}
