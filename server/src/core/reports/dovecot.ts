// What does Dovecot say when a mailbox is full or its owner's Sieve script refuses? Until version 2.3 it dressed the report as a
// receipt (RFC 8098), though the message was given back: the words decide.
import { onOneLine } from '../mime/mappedText.ts';
import { addressIn } from './address.ts';
import type { Notice } from './notice.ts';
import { type Statement, statementAt } from './statement.ts';
import type { Writer } from './writer.ts';

const receipt = 'message/disposition-notification';

// Your message to <u@d> was automatically rejected:\nQuota exceeded (mailbox for user is full)
// Your message was automatically rejected by Dovecot Mail Delivery Agent.\n\nThe following reason was given:\nQuota exceeded
const refused = /^Your message (?:to <([^<>]{1,320})> )?was automatically rejected\b/m;

/** Whether a receipt tells of a message that was refused, not of one that was read or deleted. */
export function isRefusal(notice: Notice): boolean {
  return notice.has(receipt) && refused.test(notice.human.text.slice(0, 2000));
}

export const dovecot: Writer = { id: 'dovecot', wrote: isRefusal, read: readRefusal };

// Final-Recipient: rfc822; u@d
const finalRecipient = /^Final-Recipient[ \t]{0,4}:([^\r\n]{1,400})/im;

function readRefusal(notice: Notice): Statement[] {
  const { human } = notice;
  const match = refused.exec(human.text)!;
  const field = finalRecipient.exec(notice.partsOf(receipt)[0]?.text ?? '')?.[1] ?? '';
  return [
    statementAt(human.startOf(match.index), {
      recipient: addressIn(match[1] ?? '') ?? addressIn(field),
      words: onOneLine(human, match.index, Math.min(human.text.length, match.index + 2000)).trim(),
      outcome: 'bounced',
    }),
  ];
}
