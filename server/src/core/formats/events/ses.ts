// What does an Amazon SES event say: Bounce, Delivery, DeliveryDelay, Reject, as SNS, EventBridge or Firehose hand it on?
// Deliberately absent: complaints, opens and clicks, which state no delivery.
import type { Outcome } from '../../model/attempt.ts';
import { type EventRow, elements, type Fields, namesStatus, type Provider } from './event.ts';

export const ses: Provider = {
  id: 'ses',
  documentation: 'https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html',
  wrapper: 'detail.',
  is: (fields) =>
    /^(?:Bounce|Delivery|DeliveryDelay|Reject|Complaint|Send)$/.test(kindOf(fields) ?? '') ||
    fields['bounce.bounceType'] !== undefined ||
    fields['deliveryDelay.delayType'] !== undefined,
  said: [
    'bounce.bouncedRecipients.*.diagnosticCode',
    'bounce.bouncedRecipients.*.status',
    'deliveryDelay.delayedRecipients.*.diagnosticCode',
    'deliveryDelay.delayedRecipients.*.status',
    'delivery.smtpResponse',
  ],
  rows(fields, complete) {
    const base = { sender: fields['mail.source'] ?? null, queueId: fields['mail.messageId'] ?? null };
    const kind = kindOf(fields);
    if (kind === 'Delivery') return delivered(fields, complete, base);
    if (kind === 'Reject' && complete)
      return elements(fields, 'mail.destination').map((one) => ({
        ...base,
        key: one,
        recipient: fields[`mail.destination.${one}`]!,
        outcome: 'discarded',
        words: null,
        own: fields['reject.reason'] ?? '',
      }));
    if (fields['bounce.bounceType'] !== undefined)
      return listed(fields, complete, 'bounce.bouncedRecipients', base);
    if (kind === 'DeliveryDelay') return listed(fields, complete, 'deliveryDelay.delayedRecipients', base);
    return [];
  },
  stamp: (fields) =>
    fields['bounce.timestamp'] ??
    fields['delivery.timestamp'] ??
    fields['deliveryDelay.timestamp'] ??
    fields['mail.timestamp'],
};

const kindOf = (fields: Fields): string | undefined => fields.notificationType ?? fields.eventType;

type Base = Pick<EventRow, 'sender' | 'queueId'>;

/** `"bouncedRecipients":[{"emailAddress":"u@d","action":"failed","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 …"}]` */
function listed(fields: Fields, complete: boolean, list: string, base: Base): EventRow[] {
  return elements(fields, list).flatMap((one): EventRow[] => {
    const recipient = fields[`${list}.${one}.emailAddress`];
    const words = `${list}.${one}.diagnosticCode`;
    const said = fields[words];
    const status = fields[`${list}.${one}.status`] ?? null;
    const known = said !== undefined && (status !== null || namesStatus(said));
    if (recipient === undefined || !(known || complete)) return [];
    const outcome = list.startsWith('delivery') ? 'deferred' : outcomeOf(fields, said ?? status ?? '');
    return [
      {
        ...base,
        key: one,
        recipient,
        words: said === undefined ? null : words,
        status,
        host: outcome === 'suppressed' ? null : (fields['bounce.remoteMtaIp'] ?? null),
        outcome,
        own: [fields['bounce.bounceType'], fields['bounce.bounceSubType'], fields['deliveryDelay.delayType']]
          .filter(Boolean)
          .join(' '),
      },
    ];
  });
}

/** A bounce that is called transient was given up after tries; a suppressed one was never tried. */
function outcomeOf(fields: Fields, said: string): Outcome {
  if (
    /^(?:Suppressed|OnAccountSuppressionList|OnTenantSuppressionList)$/.test(
      fields['bounce.bounceSubType'] ?? '',
    )
  )
    return 'suppressed';
  return fields['bounce.bounceType'] === 'Transient' && /^(?:[a-z]{1,8}; ?)?4/i.test(said)
    ? 'expired'
    : 'bounced';
}

/** `"delivery":{"recipients":["u@d"],"smtpResponse":"250 2.6.0 …","remoteMtaIp":"192.0.2.5"}` */
function delivered(fields: Fields, complete: boolean, base: Base): EventRow[] {
  const words = fields['delivery.smtpResponse'] === undefined ? null : 'delivery.smtpResponse';
  const to = elements(fields, 'delivery.recipients').map((one) => fields[`delivery.recipients.${one}`]!);
  if (words === null ? !complete : to.length === 0) return [];
  return to.map((recipient) => ({
    ...base,
    key: recipient,
    recipient,
    words,
    outcome: 'delivered',
    phase: 'end of DATA',
    host: fields['delivery.remoteMtaIp'] ?? null,
  }));
}
