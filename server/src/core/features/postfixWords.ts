// What do the words of Postfix lines mean that are no fields: how far a certificate was checked, postscreen's tests, anvil's maxima,
// the counts of commands behind `disconnect from`?
// Sources: https://www.postfix.org/TLS_README.html, POSTSCREEN_README.html, anvil.8.html, smtpd.8.html.
import type { Translate } from '../l10n.ts';
import type { FieldGloss } from './gloss.ts';

/** Words behind the program's name, each with the line that it stands in. */
const words: readonly (readonly [
  pattern: RegExp,
  meaning: (match: RegExpExecArray, t: Translate) => string,
])[] = [
  // Untrusted TLS connection established to mx.example.net[192.0.2.5]:25: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)
  [
    /\b(Anonymous|Untrusted|Trusted|Verified) TLS connection (?:established|reused)/,
    ([, word], t) => certificate(word!, t),
  ],
  // PREGREET 11 after 0.05 from [192.0.2.7]:62795: EHLO x\r\n
  [
    /\bPREGREET \d{1,9} after [\d.]{1,12}/,
    (_, t) =>
      t(
        'The client spoke before it was greeted, as spam software does. The numbers are the bytes that it sent and the seconds it waited.',
      ),
  ],
  // HANGUP after 0.4 from [192.0.2.7]:62795 in tests before SMTP handshake
  [
    /\bHANGUP after [\d.]{1,12}/,
    (_, t) => t('The client hung up after so many seconds, before postscreen had finished its tests.'),
  ],
  // DNSBL rank 5 for [192.0.2.7]:62795
  [
    /\bDNSBL rank -?\d{1,9}/,
    (_, t) =>
      t(
        'What the DNS block lists and allow lists say of the client, added up by their weights. At postscreen_dnsbl_threshold and above it fails.',
      ),
  ],
  // PASS NEW [192.0.2.7]:62795   PASS OLD [192.0.2.7]:62795
  [
    /\bPASS NEW\b/,
    (_, t) =>
      t(
        'The client passed the tests. It may speak to the mail server now, and for a while without being tested again.',
      ),
  ],
  [
    /\bPASS OLD\b/,
    (_, t) => t('The client passed the tests some time ago and is let through without new ones.'),
  ],
  // WHITELISTED [192.0.2.7]:62795   ALLOWLISTED …   BLACKLISTED …   DENYLISTED …
  [
    /\b(?:WHITELISTED|ALLOWLISTED)\b/,
    (_, t) => t('The client is on the list of addresses that are let through without tests.'),
  ],
  [
    /\b(?:BLACKLISTED|DENYLISTED)\b/,
    (_, t) => t('The client is on the list of addresses that are turned away.'),
  ],
  [
    /\b(?:WHITELIST|ALLOWLIST) VETO\b/,
    (_, t) =>
      t(
        'The client reached only one of the addresses of this server: it did not try the primary one first, so it is not let through.',
      ),
  ],
  // COMMAND PIPELINING from [192.0.2.7]:62795 after HELO: MAIL FROM:<x>\r\n
  [
    /\bCOMMAND PIPELINING\b/,
    (_, t) => t('The client sent several commands at once without having been allowed to.'),
  ],
  [
    /\bNON-SMTP COMMAND\b/,
    (_, t) => t('The client sent something that is no mail command, such as a web request.'),
  ],
  [
    /\bBARE NEWLINE\b/,
    (_, t) => t('The client ended a line with a line feed alone. Mail software ends lines with CR LF.'),
  ],
  [
    /\bCOMMAND (?:TIME|COUNT|LENGTH) LIMIT\b/,
    (_, t) => t('The client was too slow, sent too many commands or a command that is too long.'),
  ],
  // statistics: max connection rate 12/60s for (smtp:192.0.2.7) at Nov  1 00:00:01
  [
    /\bmax connection rate \d{1,9}\/\d{1,9}s/,
    (_, t) =>
      t(
        'The most connections that one client made in the time named, since the last such line. It is a statistic, not an error.',
      ),
  ],
  [
    /\bmax connection count \d{1,9}/,
    (_, t) =>
      t(
        'The most connections that one client had open at the same time, since the last such line. It is a statistic, not an error.',
      ),
  ],
  [
    /\bmax (?:message|recipient|newtls|auth) rate \d{1,9}\/\d{1,9}s/,
    (_, t) =>
      t(
        'The most that one client did in the time named, since the last such line. It is a statistic, not an error.',
      ),
  ],
  [
    /\bmax cache size \d{1,9}/,
    (_, t) => t('The most clients that were watched at the same time, since the last such line.'),
  ],
  // disconnect from mx.example.net[192.0.2.7] ehlo=1 mail=1 rcpt=0/1 data=0/1 quit=1 commands=3/5
  [
    /\b(?:ehlo|helo|starttls|auth|mail|rcpt|data|bdat|rset|noop|vrfy|etrn|xclient|xforward|quit|unknown|commands)=\d{1,9}(?:\/\d{1,9})?/g,
    ([word], t) => commandCount(word, t),
  ],
  // statistics: address lookup hits=0 miss=550 success=0%
  [
    /\b(?:domain|address) lookup hits=\d{1,9} miss=\d{1,9}/,
    (_, t) => t('How often an open connection was there to be used again. It is a statistic, not an error.'),
  ],
];

/** The word that the column is in; null where there is none that needs an explanation. */
export function wordAt(line: string, column: number, t: Translate): FieldGloss | null {
  const head = line.length > 2_000 ? line.slice(0, 2_000) : line;
  const counts = head.includes('disconnect from ');
  for (const [pattern, meaning] of words) {
    if (pattern.global && !counts) continue;
    for (const match of pattern.global ? head.matchAll(pattern) : [pattern.exec(head)]) {
      if (!match) continue;
      const start = match.index;
      const end = start + match[0].length;
      if (column >= start && column <= end)
        return { start, end, title: match[0], meaning: meaning(match, t) };
    }
  }
  return null;
}

function certificate(word: string, t: Translate): string {
  switch (word) {
    case 'Anonymous':
      return t('The connection is encrypted. The other side showed no certificate, or none was asked for.');
    case 'Untrusted':
      return t(
        'The connection is encrypted. The certificate of the other side is not signed by an authority that is trusted here; for mail between servers that is common and no error.',
      );
    case 'Trusted':
      return t(
        'The connection is encrypted and the certificate is signed by a trusted authority. Whether it belongs to this server was not asked, or not confirmed.',
      );
    default:
      return t(
        'The connection is encrypted and the certificate was checked: it is trusted and belongs to this server.',
      );
  }
}

/** `rcpt=0/1`: accepted of all; `quit=1`: all were accepted. */
function commandCount(word: string, t: Translate): string {
  const [command, count = ''] = word.split('=');
  const [accepted, all] = count.split('/');
  const name = command === 'commands' ? t('commands') : command!.toUpperCase();
  return all === undefined
    ? t('{0}: {1} sent, all accepted.', name, accepted!)
    : t('{0}: {1} sent, {2} of them accepted.', name, all, accepted!);
}

/** `tls=may`, `tls=dane`, `tls=encrypt/(requiretls)`, `tls=dane:may!…` (https://www.postfix.org/postconf.5.html#smtp_log_tls_feature_status). */
export function tlsLevel(value: string, t: Translate): string {
  const [level, feature] = value.split(/[/:?!]/);
  const wanted = {
    none: t('Wanted for this delivery: no encryption.'),
    may: t('Wanted for this delivery: encryption where the other side offers it.'),
    encrypt: t('Wanted for this delivery: encryption in any case, with any certificate.'),
    dane: t(
      'Wanted for this delivery: a certificate that the domain publishes in DNSSEC (DANE), where it does.',
    ),
    'dane-only': t(
      'Wanted for this delivery: a certificate that the domain publishes in DNSSEC (DANE), in any case.',
    ),
    'half-dane': t('Wanted for this delivery: a certificate that the server publishes in DNSSEC (DANE).'),
    fingerprint: t('Wanted for this delivery: a certificate with a known fingerprint.'),
    verify: t('Wanted for this delivery: a trusted certificate with the right name.'),
    secure: t('Wanted for this delivery: a trusted certificate with the name of the domain.'),
  }[level!];
  const said = wanted ?? t('The encryption that was wanted for this delivery.');
  return feature
    ? `${said} ${t('Behind it stands what was asked for beyond that, and whether it was met.')}`
    : said;
}
