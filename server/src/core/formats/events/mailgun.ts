// What does a Mailgun event say, as webhooks and the Events API give it, the webhooks of before 2018 too?
// Deliberately absent: opens, clicks, complaints, `accepted`.
import type { Outcome } from '../../model/attempt.ts';
import type { Fields, Provider } from './event.ts';

export const mailgun: Provider = {
  id: 'mailgun',
  documentation: 'https://documentation.mailgun.com/docs/mailgun/user-manual/events/event-structure',
  wrapper: 'event-data.',
  is: (fields) =>
    Object.keys(fields).some((path) => path.startsWith('delivery-status.')) ||
    (fields['log-level'] !== undefined && fields.event !== undefined) ||
    (fields['message-headers'] !== undefined && fields.event !== undefined && fields.recipient !== undefined),
  said: [
    'delivery-status.message',
    'delivery-status.description',
    'delivery-status.code',
    'delivery-status.enhanced-code',
    'code',
    'error',
    'description',
  ],
  // 498 and 499 (no mail server to be found), 605 to 607 (suppressed)
  own: /^(?:49[89]|6\d\d)$/,
  rows(fields, complete) {
    const outcome = outcomeOf(fields);
    const words = ['delivery-status.message', 'error', 'delivery-status.description', 'description'].find(
      (path) => fields[path],
    );
    const early = words === 'delivery-status.message' && fields['delivery-status.code'] !== undefined;
    if (outcome === null || fields.recipient === undefined || !(complete || early)) return [];
    const code = fields['delivery-status.code'] ?? fields.code ?? '';
    const answered = /^[245]\d\d$/.test(code) && !this.own!.test(code);
    return [
      {
        key: '',
        recipient: fields.recipient,
        outcome,
        words: answered || !words ? (words ?? null) : null,
        code: answered ? code : null,
        own: words ? fields[words] : (fields.reason ?? ''),
        status: fields['delivery-status.enhanced-code'] || null,
        host: answered ? fields['delivery-status.mx-host'] || null : null,
        sender: fields['envelope.sender'] ?? null,
        queueId: fields.id ?? null,
        phase: outcome === 'delivered' ? 'end of DATA' : null,
      },
    ];
  },
  stamp: (fields) => fields.timestamp,
};

function outcomeOf({ event, severity, reason = '' }: Fields): Outcome | null {
  if (event === 'delivered') return 'delivered';
  if (event === 'bounced') return 'bounced';
  if (event === 'rejected') return 'discarded';
  if (event !== 'failed' && event !== 'dropped') return null;
  if (reason.startsWith('suppress')) return 'suppressed';
  if (reason === 'old') return 'expired';
  return severity === 'temporary' ? 'deferred' : 'bounced';
}
