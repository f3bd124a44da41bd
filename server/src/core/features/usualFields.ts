// What do further fields of a saved message say: traces that servers and programs leave beside the report? Sources: RFC 5322, RFC 3834,
// RFC 2919 and 2369 (lists), and the writers' own documentation. Deliberately absent: fields that everybody knows (From, To, Date).
import type { Translate } from '../l10n.ts';

const meanings: { readonly [name: string]: ((t: Translate) => string) | undefined } = {
  'delivered-to': (t) =>
    t('The mailbox that this message was put into. A server that meets its own line again has found a loop.'),
  'x-original-to': (t) => t('The envelope recipient as it came in, before aliases were applied (Postfix).'),
  'envelope-to': (t) => t('The envelope recipient as it came in, before aliases were applied (Exim).'),
  'delivery-date': (t) => t('When the message was put into the mailbox (Exim).'),
  'x-apparently-to': (t) => t('The mailbox at Yahoo that this message was put into.'),
  'errors-to': (t) =>
    t(
      'Where the sender once wanted notices to go. Obsolete: they go to the envelope sender, whatever stands here.',
    ),
  precedence: (t) =>
    t(
      'How the message wants to be treated. “bulk”, “list” and “junk” ask programs not to answer by themselves.',
    ),
  'x-auto-response-suppress': (t) =>
    t('Asks Exchange not to answer by itself: absence notes, receipts or delivery reports.'),
  'x-loop': (t) => t('A mark of the program that sent this, by which it knows its own messages again.'),
  'x-dsncontext': (t) =>
    t('An old Exchange server’s own mark for what it reports. It says nothing to others.'),
  'x-ms-embedded-report': (t) =>
    t('Exchange marks this part as its report; the readable text stands in the part before it.'),
  'x-originating-ip': (t) =>
    t('The address from which the sender used a web mailer or handed the message in.'),
  'x-originating-email': (t) => t('The account that was logged in to the web mailer.'),
  'x-originalarrivaltime': (t) => t('When an Exchange or Windows server took the message.'),
  'x-ses-outgoing': (t) => t('Day and address from which Amazon SES sent the message.'),
  'feedback-id': (t) =>
    t(
      'Names of a campaign and a customer, so that Gmail’s complaint figures can be told apart for the sender.',
    ),
  'list-id': (t) =>
    t('The mailing list that the message went through. Lists change messages, which breaks signatures.'),
  'list-unsubscribe': (t) => t('How to leave the mailing list.'),
  'x-powermta-bouncecategory': (t) =>
    t('Into which drawer PowerMTA put the refusal, by its own list of words.'),
  'x-powermta-virtualmta': (t) => t('The sending address pool of PowerMTA that was used.'),
  'x-virus-scanned': (t) => t('A virus scanner looked at the message.'),
  'x-virus-status': (t) => t('What a virus scanner found.'),
  'x-bounced-address': (t) => t('The address that this notice is about.'),
  'x-mailer-daemon-recipients': (t) => t('The addresses that this notice is about (Mail.ru).'),
  'x-mailer-daemon-error': (t) => t('The kind of failure in the writer’s own short form (Mail.ru).'),
  'x-ms-office365-filtering-correlation-id': (t) =>
    t('The id under which Microsoft finds its filters’ work on this message.'),
  'x-ms-publictraffictype': (t) => t('A note of Exchange Online to itself.'),
  'x-ms-traffictypediagnostic': (t) => t('A note of Exchange Online to itself.'),
  'content-description': (t) => t('What the writer says that this part is.'),
};

/** The encodings that hide the text. */
function encodingWords(value: string, t: Translate): string[] | null {
  switch (value.trim().toLowerCase()) {
    case 'base64':
      return [t('base64: the part is packed into letters and digits, so it cannot be read as it stands.')];
    case 'quoted-printable':
      return [
        t('quoted-printable: characters beyond ASCII are written as =E4, and a line that ends in = goes on.'),
      ];
    default:
      return null;
  }
}

/** Sentences for a field; null where it needs none. @param name in lower case */
export function glossUsualField(name: string, value: string, t: Translate): string[] | null {
  if (name === 'content-transfer-encoding') return encodingWords(value, t);
  const meaning = meanings[name]?.(t);
  return meaning ? [meaning] : null;
}
