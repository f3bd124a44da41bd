// What does Cyrus IMAP's delivery agent (lmtpd, deliver) write of mail that it does not take?
// Deliberately absent: mail that was stored. The server that handed it over counts that delivery, often in the same file.
import type { LogRecord, Outcome } from '../model/attempt.ts';
import type { Format } from './format.ts';
import type { Frame } from './frame.ts';
import { attemptOf, readWords, remark } from './reading.ts';

/**
 * `verify_user(user.anna) failed: Mailbox does not exist`   `verify_user(example.org!user.anna) failed: Over quota`
 * `append_check() of 'example.org!user.anna' failed (Mailbox does not exist)`
 * `dupelim: eliminated duplicate message to user.anna id <1@e.example> (delivery)`
 */
const refused =
  /^(?:verify_user\(([^()\s]{1,255})\) failed: |append_check\(\) of '([^'\s]{1,255})' failed \(|(dupelim: eliminated duplicate message to )([^\s]{1,255}) )/;

export const cyrus: Format = {
  id: 'cyrus',
  documentation: 'https://www.cyrusimap.org/imap/reference/manpages/systemcommands/lmtpd.html',
  claimsProgram: (program) =>
    /^(?:cyrus\/(?:lmtp\w*|deliver|sieve\w*)|cyrus-lmtp\w*|lmtpunix|lmtpd|deliver)$/.test(program),
  read(line, frame) {
    const first = line.charCodeAt(frame.messageStart);
    // v(erify_user), a(ppend_check), d(upelim)
    return first === 0x76 || first === 0x61 || first === 0x64 ? readRefusal(line, frame) : null;
  },
};

function readRefusal(line: string, frame: Frame): LogRecord | null {
  const match = refused.exec(line.slice(frame.messageStart, frame.messageStart + 400));
  if (!match) return null;
  const start = match[3] ? frame.messageStart : frame.messageStart + match[0].length;
  const end = match[2] && line.endsWith(')') ? line.length - 1 : line.length;
  const words = readWords(line, start, end);
  const attempt = attemptOf('cyrus', words, {
    recipient: addressOf(match[1] ?? match[2] ?? match[4]!),
    outcome: match[3] ? 'discarded' : outcomeOf(words.text),
    phase: match[3] ? null : 'RCPT TO',
  });
  return { ...remark('cyrus', line, frame, words), attempts: [attempt], at: { start, end } };
}

/** A full mailbox is a temporary failure unless lmtp_over_quota_perm_failure says otherwise (imapd.conf). */
function outcomeOf(text: string): Outcome {
  return /quota|temporar|lock|I\/O|System/i.test(text) ? 'deferred' : 'bounced';
}

/** `example.org!user.anna^berg` → `anna.berg@example.org`; `user.anna` → `anna`. */
function addressOf(mailbox: string): string {
  const [domain, name] = mailbox.includes('!') ? mailbox.split('!', 2) : ['', mailbox];
  const user = name!.replace(/^user[./]/, '').replaceAll('^', '.');
  return domain === '' || user.includes('@') ? user : `${user}@${domain}`;
}
