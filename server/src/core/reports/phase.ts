// Which step of the dialogue do a report's words name?
import type { Phase } from '../model/attempt.ts';

/** Tried in this order; what is more specific stands first. */
const patterns: readonly (readonly [words: RegExp, phase: Phase])[] = [
  // (in reply to end of DATA command)   after end of data:   "." response   failed after I sent the message.
  [
    /end of DATA|after I sent the message|message data and dot|after sending DATA|[>-] \.$|\bEOM\b|in reply to BDAT|after MAIL data/i,
    'end of DATA',
  ],
  // Connected to 192.0.2.1 but greeting failed.   refused to talk to me:   in response to initial connection
  [
    /greeting failed|refused to talk to me|initial (?:connection|server greeting|greeting)|\bSMTP:CONNECT\b|after initial connection|said on connect/i,
    'connect',
  ],
  // (in reply to RCPT TO command)   after RCPT TO:<u@d>   RCPT TO response   >>> RCPT To:<u@d>   SMTP:RCPT host   192.0.2.1 does not like recipient.
  [/\bRCPT(?:\b|_TO)|does not like recipient|recipient was rejected|recipient rejected by/i, 'RCPT TO'],
  // (in reply to MAIL FROM command)   after MAIL FROM:<u@d> SIZE=1   Connected to 192.0.2.1 but sender was rejected.
  [
    /\bMAIL[_ ]FROM\b|>>> MAIL\b|after pipelined MAIL|sender was rejected|does not like (?:the )?sender|SMTP:MAIL\b/i,
    'MAIL FROM',
  ],
  // (in reply to DATA command)   >>> DATA   --> DATA   failed on DATA command   refused to accept your message (DATA)
  [
    /\b(?:DATA command|after (?:pipelined )?DATA|SMTP:DATA|did not like our DATA)\b|(?:>>>|-->) DATA|\(DATA\)|failed on DATA|during DATA/i,
    'DATA',
  ],
  // (in reply to EHLO command)   after HELO mail.example.org:   Connected to 192.0.2.1 but my name was rejected.
  [/in reply to (?:EHLO|HELO|LHLO)|after (?:EHLO|HELO|LHLO)|>>> (?:EHLO|HELO)|my name was rejected/i, 'EHLO'],
  // (in reply to AUTH PLAIN command)   after AUTH command
  [/in reply to AUTH|after AUTH\b|>>> AUTH/i, 'AUTH'],
  // TLS session: failure after STARTTLS
  [/\bSTARTTLS\b/i, 'STARTTLS'],
  // (in reply to QUIT command)
  [/in reply to QUIT|after QUIT/i, 'QUIT'],
];

/**
 * The step that a report's words name. Where they show the dialogue (`>>> DATA`, `--> DATA` in MDaemon's transcript), the last
 * command is the one that was answered, and those before it went well.
 *
 * @param words the program's own words around the reply, never the server's: these may name other steps.
 */
export function phaseIn(words: string): Phase | null {
  const command = Math.max(words.lastIndexOf('>>> '), words.lastIndexOf('--> '));
  return (command >= 0 ? named(words.slice(command)) : null) ?? named(words);
}

function named(words: string): Phase | null {
  for (const [pattern, phase] of patterns) if (pattern.test(words)) return phase;
  return null;
}

// connect to mx.example.org[192.0.2.5]:25: Connection refused      delivery temporarily suspended: connect to …      Connection refused      Connect failed
const connecting = /^(?:(?:delivery temporarily suspended: )?connect to \S|Connect(?:ion refused| failed)$)/;
// lost connection with mx.example.org[192.0.2.5] while sending RCPT TO      … timed out while receiving the initial server greeting
const interrupted = /\bwhile (?:sending|receiving|performing) (?:the )?([^.;]{3,60})/;

/** The step that a program's own words name where no server answered. */
export function phaseOfFailure(words: string): Phase | null {
  if (connecting.test(words)) return 'connect';
  const match = interrupted.exec(words);
  return match && phaseIn(match[1]);
}
