// What does an event of SendGrid's Event Webhook say? Deliberately absent: opens, clicks, complaints, `processed`.
import type { Outcome } from '../../model/attempt.ts';
import { type Fields, namesStatus, type Provider } from './event.ts';

export const sendgrid: Provider = {
  id: 'sendgrid',
  documentation: 'https://www.twilio.com/docs/sendgrid/for-developers/tracking-events/event',
  is: (fields) =>
    fields.sg_event_id !== undefined ||
    fields.sg_message_id !== undefined ||
    (fields['smtp-id'] !== undefined && fields.event !== undefined),
  said: ['reason', 'response', 'status'],
  rows(fields, complete) {
    const outcome = outcomeOf(fields);
    const words = fields.response !== undefined ? 'response' : fields.reason !== undefined ? 'reason' : null;
    const known =
      words !== null && (outcome !== 'bounced' || fields.status !== undefined || namesStatus(fields[words]));
    if (outcome === null || fields.email === undefined || !(known || complete)) return [];
    return [
      {
        key: '',
        recipient: fields.email,
        outcome,
        words,
        own: fields.type ?? fields.event,
        status: fields.status ?? null,
        queueId: fields.sg_message_id ?? null,
        phase: outcome === 'delivered' ? 'end of DATA' : null,
      },
    ];
  },
  stamp: (fields) => fields.timestamp,
};

/** `"event":"bounce","type":"blocked"`: refused for the message's or our address's sake, so this attempt has failed too. */
function outcomeOf({ event, type, reason = '' }: Fields): Outcome | null {
  if (event === 'delivered') return 'delivered';
  if (event === 'deferred') return 'deferred';
  if (event === 'bounce') return type === 'expired' ? 'expired' : 'bounced';
  if (event !== 'dropped') return null;
  return /bounced|unsubscribed|spam report|invalid|suppress/i.test(reason) ? 'suppressed' : 'discarded';
}
