// Does the report as a whole say "given up" or "still trying"? Asked only where no Action field answers.
import type { Outcome } from '../model/attempt.ts';

const stillTrying: readonly RegExp[] = [
  // THIS IS A WARNING MESSAGE ONLY.     Warning: could not send message for past 4 hours     will keep trying until
  /warning message only|could not send message for (?:the )?(?:past|last)|will (?:keep trying|continue to (?:try|be tried|attempt)|be retried|be tried again|try again|retry)|do not need to re-?send/i,
  // Your message has not been delivered yet.     has not yet been delivered because …     has been delayed     No action is required on your part.     delivery will be attempted again
  /not yet been delivered|not been delivered (?:yet|to (?:all|one or more)[^.]{0,80} after more than)|delivery (?:has been |is |was )?delayed|message (?:has been |is )?delayed|delivery attempts will continue|no action is required on your part|(?:still|being) (?:being )?retried|temporary failure report|delivery incomplete/i,
  // Delivery Status Notification (Delay)
  /\((?:delay|delayed)\)/i,
];

// delivered to its mailbox      Successful Mail Delivery Report
const delivered = /^(?:successful mail delivery report|delivery status notification \(success\)|delivered:)/i;
// Relayed:      Delivery Status Notification (Relay)
const relayed = /^(?:relayed:|delivery status notification \(relay\))/i;

/** @param text the report's own words, of which the beginning is looked at */
export function outcomeOf(subject: string, text: string): Outcome {
  if (delivered.test(subject)) return 'delivered';
  if (relayed.test(subject)) return 'relayed';
  const words = `${subject}\n${text.slice(0, 4000)}`.replace(/\s{1,8}/g, ' ');
  return stillTrying.some((pattern) => pattern.test(words)) ? 'deferred' : 'bounced';
}
