// What do the fields of a complaint and of a read receipt mean? Sources: RFC 5965 (complaints), RFC 6591 (failed checks of the
// sender), RFC 8098 (read receipts). Deliberately absent: delivery reports (reportFields.ts).
import type { Translate } from '../l10n.ts';

/** By field name in lower case. */
export const complaintMeanings: { readonly [name: string]: (t: Translate) => string } = {
  'feedback-type': (t) => t('What this complaint report is about.'),
  'user-agent': (t) => t('The program that wrote this report.'),
  'original-mail-from': (t) => t('The envelope sender of the message that was complained about.'),
  'original-rcpt-to': (t) =>
    t('The recipient of the message that was complained about; often left out on purpose.'),
  'source-ip': (t) => t('The address of the server that brought the message that was complained about.'),
  'reported-domain': (t) => t('The domain that the report holds responsible.'),
  'reported-uri': (t) => t('An address in the message that the report holds responsible.'),
  incidents: (t) => t('How many such messages this one report stands for.'),
  'auth-failure': (t) => t('Which check of the sender failed.'),
  'delivery-result': (t) => t('What was done with the message after the check.'),
  disposition: (t) =>
    t('What the recipient’s mail program did with the message, and whether a person did it.'),
  'original-message-id': (t) => t('The Message-ID of the message that this receipt is about.'),
  'reporting-ua': (t) => t('The mail program that wrote this receipt.'),
};

/** What this value says; null where it needs no words. */
export function complaintWords(name: string, value: string, t: Translate): string | null {
  switch (name) {
    case 'feedback-type':
      return feedbackWords(value, t);
    case 'auth-failure':
      return authFailureWords(value, t);
    case 'disposition':
      return dispositionWords(value, t);
    default:
      return null;
  }
}

function feedbackWords(value: string, t: Translate): string | null {
  switch (value.toLowerCase()) {
    case 'abuse':
      return t('abuse: a recipient marked the message as spam. Take the recipient off the list.');
    case 'fraud':
      return t('fraud: the message is thought to be phishing or another fraud.');
    case 'virus':
      return t('virus: the message is thought to carry a virus.');
    case 'auth-failure':
      return t(
        'auth-failure: the message claimed a sender that the checks (SPF, DKIM, DMARC) did not confirm.',
      );
    case 'not-spam':
      return t('not-spam: a recipient took the message out of the spam folder.');
    case 'opt-out':
    case 'opt-out-list':
      return t('opt-out: the recipient does not want these messages any more.');
    case 'other':
      return t('other: none of the usual kinds.');
    default:
      return null;
  }
}

function authFailureWords(value: string, t: Translate): string | null {
  switch (value.toLowerCase()) {
    case 'spf':
      return t('spf: the sending server is not among those that the domain allows.');
    case 'signature':
    case 'bodyhash':
    case 'revoked':
      return t('{0}: the DKIM signature is not valid.', value.toLowerCase());
    case 'dmarc':
      return t('dmarc: neither SPF nor DKIM spoke for the domain of the From address.');
    default:
      return null;
  }
}

/** `manual-action/MDN-sent-manually; displayed` */
function dispositionWords(value: string, t: Translate): string | null {
  const [how, what] = value.toLowerCase().split(';');
  const kind = /[a-z]+/.exec(what ?? '')?.[0] ?? '';
  const byHand = how.includes('manual-action')
    ? t('A person did this.')
    : t('The program did this by itself.');
  switch (kind) {
    case 'displayed':
      return `${t('displayed: the message was shown. Whether it was read, nobody can know.')} ${byHand}`;
    case 'deleted':
      return `${t('deleted: the message was deleted, perhaps unread.')} ${byHand}`;
    case 'dispatched':
      return `${t('dispatched: the message was sent on.')} ${byHand}`;
    case 'processed':
      return `${t('processed: a program dealt with the message without showing it.')} ${byHand}`;
    default:
      return null;
  }
}
