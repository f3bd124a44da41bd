// What do the events of smaller providers say: Postmark, SparkPost, Mailjet, Brevo, Mandrill? Each as documented.
// Deliberately absent: opens, clicks, complaints, unsubscribes.
import type { Outcome } from '../../model/attempt.ts';
import { elements, type Provider } from './event.ts';

/** `{"RecordType":"Bounce","Type":"HardBounce","TypeCode":1,"Email":"u@d","Details":"smtp;550 5.1.1 no such user",…}` */
export const postmark: Provider = {
  id: 'postmark',
  documentation: 'https://postmarkapp.com/developer/webhooks/bounce-webhook',
  is: (fields) =>
    /^(?:Bounce|Delivery)$/.test(fields.RecordType ?? '') ||
    (fields.TypeCode !== undefined && fields.BouncedAt !== undefined),
  said: ['Details'],
  rows(fields, complete) {
    const delivered = fields.RecordType === 'Delivery';
    const outcome: Outcome | undefined = delivered ? 'delivered' : postmarkTypes[fields.Type ?? ''];
    const recipient = fields.Recipient ?? fields.Email;
    if (!outcome || recipient === undefined || (fields.Details === undefined && !complete)) return [];
    return [
      {
        key: '',
        recipient,
        outcome,
        words: fields.Details === undefined ? null : 'Details',
        own: fields.Description,
        sender: fields.From ?? null,
        queueId: fields.MessageID ?? null,
        phase: delivered ? 'end of DATA' : null,
      },
    ];
  },
  stamp: (fields) => fields.BouncedAt ?? fields.DeliveredAt,
};

/** Answers of people and programs are no deliveries and have no row. */
const postmarkTypes: { readonly [type: string]: Outcome | undefined } = {
  HardBounce: 'bounced',
  SoftBounce: 'bounced',
  Blocked: 'bounced',
  SpamNotification: 'bounced',
  VirusNotification: 'bounced',
  BadEmailAddress: 'bounced',
  DnsError: 'bounced',
  DMARCPolicy: 'bounced',
  Unknown: 'bounced',
  Transient: 'deferred',
  SMTPApiError: 'discarded',
  ManuallyDeactivated: 'suppressed',
};

/** `{"msys":{"message_event":{"type":"bounce","rcpt_to":"u@d","error_code":"550","raw_reason":"550 5.1.1 no such user",…}}}` */
export const sparkpost: Provider = {
  id: 'sparkpost',
  documentation: 'https://developers.sparkpost.com/api/webhooks/',
  wrapper: 'msys.message_event.',
  is: (fields) => fields.rcpt_to !== undefined || fields.bounce_class !== undefined,
  said: ['raw_reason', 'reason', 'error_code'],
  rows(fields, complete) {
    const type = fields.type ?? '';
    const outcome: Outcome | undefined =
      /suppress/i.test(fields.reason ?? '') && type !== 'delivery' ? 'suppressed' : sparkpostTypes[type];
    const words = ['raw_reason', 'reason'].find((path) => fields[path]);
    if (!outcome || fields.rcpt_to === undefined || (words !== 'raw_reason' && !complete)) return [];
    return [
      {
        key: '',
        recipient: fields.rcpt_to,
        outcome,
        words: words ?? null,
        own: words === undefined ? type : undefined,
        code: fields.error_code ?? null,
        sender: fields.msg_from ?? null,
        queueId: fields.message_id ?? null,
        phase: outcome === 'delivered' ? 'end of DATA' : null,
      },
    ];
  },
  stamp: (fields) => fields.timestamp,
};

const sparkpostTypes: { readonly [type: string]: Outcome | undefined } = {
  bounce: 'bounced',
  out_of_band: 'bounced',
  delay: 'deferred',
  delivery: 'delivered',
  policy_rejection: 'discarded',
  generation_rejection: 'discarded',
  generation_failure: 'discarded',
};

/** `{"event":"bounce","time":1793491231,"MessageID":…,"email":"u@d","mj_campaign_id":…,"hard_bounce":true,"error_related_to":"recipient","error":"user unknown","comment":"550 5.1.1 …"}` */
export const mailjet: Provider = {
  id: 'mailjet',
  documentation: 'https://dev.mailjet.com/email/guides/webhooks/',
  is: (fields) =>
    fields.mj_campaign_id !== undefined ||
    fields.mj_contact_id !== undefined ||
    fields.mj_message_id !== undefined,
  said: ['comment', 'smtp_reply'],
  rows(fields, complete) {
    const outcome: Outcome | undefined =
      fields.event === 'sent'
        ? 'delivered'
        : fields.event === 'blocked'
          ? 'suppressed'
          : fields.event === 'bounce'
            ? fields.hard_bounce === 'false'
              ? 'deferred'
              : 'bounced'
            : undefined;
    const words = ['smtp_reply', 'comment'].find((path) => fields[path]) ?? null;
    if (!outcome || fields.email === undefined || (words === null && !complete)) return [];
    return [
      {
        key: '',
        recipient: fields.email,
        outcome,
        words,
        own: [fields.error_related_to, fields.error].filter(Boolean).join(': '),
        queueId: fields.MessageID ?? null,
        phase: outcome === 'delivered' ? 'end of DATA' : null,
      },
    ];
  },
  stamp: (fields) => fields.time,
};

/** `{"event":"hard_bounce","email":"u@d","message-id":"<1@e>","ts_event":1793491231,"reason":"550 5.1.1 no such user",…}` */
export const brevo: Provider = {
  id: 'brevo',
  documentation: 'https://developers.brevo.com/docs/transactional-webhooks',
  is: (fields) =>
    fields.event !== undefined &&
    fields['message-id'] !== undefined &&
    (fields.ts_event !== undefined || fields.ts_epoch !== undefined),
  said: ['reason'],
  rows(fields, complete) {
    const gaveUp: Outcome = /^\D{0,12}4\d\d\b/.test(fields.reason ?? '') ? 'expired' : 'bounced';
    const outcomes: { readonly [event: string]: Outcome | undefined } = {
      delivered: 'delivered',
      deferred: 'deferred',
      hard_bounce: 'bounced',
      soft_bounce: gaveUp,
      blocked: 'suppressed',
      invalid_email: 'discarded',
      error: 'discarded',
    };
    const outcome = outcomes[fields.event ?? ''];
    if (!outcome || fields.email === undefined || (fields.reason === undefined && !complete)) return [];
    return [
      {
        key: '',
        recipient: fields.email,
        outcome,
        words: fields.reason === undefined ? null : 'reason',
        own: fields.event,
        queueId: fields['message-id'] ?? null,
        phase: outcome === 'delivered' ? 'end of DATA' : null,
      },
    ];
  },
  stamp: (fields) => fields.ts_event ?? fields.ts_epoch,
};

/** `{"event":"hard_bounce","ts":1793491231,"msg":{"email":"u@d","sender":"s@e","bounce_description":"bad_mailbox","diag":"smtp;550 5.1.1 …"}}` */
export const mandrill: Provider = {
  id: 'mandrill',
  documentation: 'https://mailchimp.com/developer/transactional/docs/webhooks/',
  is: (fields) =>
    fields['msg._id'] !== undefined ||
    fields['msg.bgtools_code'] !== undefined ||
    fields['msg.bounce_description'] !== undefined ||
    fields['msg.diag'] !== undefined,
  said: ['msg.diag', 'msg.smtp_events.*.diag'],
  rows(fields, complete) {
    const last = elements(fields, 'msg.smtp_events').at(-1);
    const words = fields['msg.diag']
      ? 'msg.diag'
      : last === undefined
        ? null
        : `msg.smtp_events.${last}.diag`;
    const gaveUp: Outcome = /^\D{0,12}4\d\d\b/.test(fields['msg.diag'] ?? '') ? 'expired' : 'bounced';
    const outcomes: { readonly [event: string]: Outcome | undefined } = {
      hard_bounce: 'bounced',
      soft_bounce: gaveUp,
      deferral: 'deferred',
      delivered: 'delivered',
      send: words?.includes('smtp_events') ? 'delivered' : undefined,
      reject: 'suppressed',
    };
    const outcome = outcomes[fields.event ?? ''];
    if (!outcome || fields['msg.email'] === undefined || !(complete || words === 'msg.diag')) return [];
    return [
      {
        key: '',
        recipient: fields['msg.email'],
        outcome,
        words,
        own: fields['msg.bounce_description'] ?? fields.event,
        sender: fields['msg.sender'] ?? null,
        queueId: fields['msg._id'] ?? null,
        phase: outcome === 'delivered' ? 'end of DATA' : null,
      },
    ];
  },
  stamp: (fields) => fields.ts ?? fields['msg.ts'],
};
