// What does a field of a delivery report mean, and what does this value say?
// Sources: RFC 3464 §2, RFC 6533 (international addresses). Complaints and read receipts: complaintFields.ts.
// Deliberately absent: what a code means (the verdict's hover says it), headers that checks leave behind (authResults.ts, spamHeaders.ts).
import { permanenceOf } from '../codes/code.ts';
import type { Translate } from '../l10n.ts';
import { durationWords } from '../model/duration.ts';
import { complaintMeanings, complaintWords } from './complaintFields.ts';
import { secondsBetween } from './mailTime.ts';
import { fieldValue, type Head, type PlacedField } from './messageHeads.ts';

/** What the field means and what this value says, a sentence or more each; null where it needs no words. */
export function glossReportField({ name, value }: PlacedField, head: Head, t: Translate): string[] | null {
  const meaning = meanings[name]?.(t) ?? meaningOfFamily(name, t);
  if (!meaning) return null;
  return [
    meaning,
    ...(values[name]?.(value.trim(), head, t) ?? [complaintWords(name, value.trim(), t)]),
  ].filter((line) => line !== null);
}

type Values = (value: string, head: Head, t: Translate) => (string | null)[];

const meanings: { readonly [name: string]: ((t: Translate) => string) | undefined } = {
  action: (t) => t('What the reporting server did about this recipient.'),
  status: (t) => t('The reporting server’s own short form of what happened, as a code of three numbers.'),
  'remote-mta': (t) => t('The server that the reporting server spoke to for this recipient.'),
  'reporting-mta': (t) => t('The server that wrote this report: it gave up, or is still trying.'),
  'received-from-mta': (t) => t('The server from which the reporting server had taken the message.'),
  'dsn-gateway': (t) => t('The gateway that translated this report from another mail system.'),
  'diagnostic-code': (t) =>
    t(
      'The words of the server that refused, as far as the reporting server passes them on. They tell more than Status.',
    ),
  'final-recipient': (t) =>
    t('The address for which delivery was tried in the end, after aliases and forwarding.'),
  'original-recipient': (t) => t('The address as the sender wrote it, before any alias or forwarding.'),
  'x-actual-recipient': (t) => t('The mailbox that the address stood for on the reporting server.'),
  'arrival-date': (t) => t('When the message reached the reporting server.'),
  'last-attempt-date': (t) => t('When delivery to this recipient was last tried.'),
  'will-retry-until': (t) =>
    t('Until when the reporting server goes on trying. After that it gives up and says so.'),
  'final-log-id': (t) =>
    t('The name of this delivery in the log of the server that refused. Its administrator can look it up.'),
  'original-envelope-id': (t) =>
    t('The name that the sender’s program gave this message (ENVID), to know the report again.'),
  'x-postfix-queue-id': (t) =>
    t('The queue id of the message at the reporting server. Search for it in that server’s mail log.'),
  'x-postfix-sender': (t) =>
    t('The sender of the refused message, as Postfix knew it. The report goes there.'),
  'x-display-name': (t) => t('The recipient’s name in the address book of the reporting Exchange server.'),
  'x-supplementary-info': (t) => t('Further words of the Exchange server that wrote the report.'),
  'return-path': (t) =>
    t('The sender on the envelope: notices about this message go there, whatever From says.'),
  'auto-submitted': (t) => t('Says whether a program wrote this message by itself.'),
  'localized-diagnostic': (t) => t('The words of the server that refused, in another language.'),
  'x-failed-recipients': (t) => t('The recipients that this notice is about. Exim and Gmail write this.'),
  'x-ms-exchange-message-is-ndr': (t) =>
    t('Exchange marks this message as a notice about a message that was not delivered.'),
  'x-ms-exchange-organization-authas': (t) => t('How far Exchange trusted whoever brought the message.'),
  'x-ms-exchange-organization-authsource': (t) =>
    t('The Exchange server that decided how far to trust the sender.'),
  'x-ms-exchange-organization-network-message-id': (t) =>
    t('The id under which message trace in Exchange finds this message on all its servers.'),
  'x-ms-exchange-crosstenant-network-message-id': (t) =>
    t('The id under which message trace in Exchange finds this message on all its servers.'),
  'x-ms-exchange-crosstenant-id': (t) => t('The Microsoft 365 organisation that the message passed through.'),
  'x-ms-exchange-organization-messagedirectionality': (t) =>
    t('Whether Exchange took the message as coming from outside or from its own organisation.'),
  ...complaintMeanings,
};

/** `X-Postfix-…`, `X-MS-Exchange-…`: what the whole family is. */
function meaningOfFamily(name: string, t: Translate): string | null {
  if (name.startsWith('x-postfix-')) return t('A field that Postfix adds to its reports.');
  if (name.startsWith('x-ms-exchange-organization-'))
    return t(
      'A note of Exchange to itself. It counts inside that organisation only; others cannot rely on it.',
    );
  if (name.startsWith('x-ms-exchange-'))
    return t('A note of Exchange to itself, about how the message travelled.');
  return null;
}

const values: { readonly [name: string]: Values | undefined } = {
  action: (value, head, t) => [actionWords(value, t), retryNote(value, head, t)],
  status: (value, head, t) => [statusWords(value, t), generalNote(value, head, t)],
  'diagnostic-code': (value, _head, t) => [diagnosticType(value, t), microsoftRule(value, t)],
  'reporting-mta': (value, _head, t) => [nameType(value, t)],
  'remote-mta': (value, _head, t) => [nameType(value, t)],
  'received-from-mta': (value, _head, t) => [nameType(value, t)],
  'final-recipient': (value, head, t) => [
    addressType(value, t),
    differs(value, fieldValue(head, 'original-recipient'))
      ? t(
          'It differs from the address that the sender wrote: the message was forwarded or an alias was applied.',
        )
      : null,
  ],
  'original-recipient': (value, _head, t) => [addressType(value, t)],
  'arrival-date': (value, _head, t) => [noDate(value, t)],
  'last-attempt-date': (value, head, t) => [noDate(value, t), underWay(value, head, t)],
  'will-retry-until': (value, head, t) => [noDate(value, t), stillTrying(value, head, t)],
  'return-path': (value, _head, t) => [
    /^<\s{0,4}>/.test(value)
      ? t('It is empty, as in every notice: nobody gets a notice about a notice.')
      : null,
  ],
  'auto-submitted': (value, _head, t) => [autoWords(value, t)],
  'x-postfix-sender': (value, _head, t) => [
    /mailer-daemon|<>/i.test(value)
      ? t('The refused message was a report itself, so nobody else is told.')
      : null,
  ],
  'x-ms-exchange-organization-authas': (value, _head, t) => [authAsWords(value, t)],
};

function actionWords(value: string, t: Translate): string | null {
  switch (/^[a-z]*/i.exec(value)![0].toLowerCase()) {
    case 'failed':
      return t(
        'failed: it has given up. The message did not reach this recipient and will not be tried again.',
      );
    case 'delayed':
      return t('delayed: the message is still waiting there and will be tried again. Nothing is lost yet.');
    case 'delivered':
      return t('delivered: the message was put into the mailbox, or handed to what stands for it.');
    case 'relayed':
      return t(
        'relayed: the message was passed on to a server that sends no such reports. What became of it is not known here.',
      );
    case 'expanded':
      return t(
        'expanded: the address stands for several, and the message was sent on to them. Further reports may follow.',
      );
    case 'deliverable':
    case 'undeliverable':
      return t('The result of an address check. No message was sent.');
    default:
      return t(
        '“{0}” is none of the words that the standard knows (failed, delayed, delivered, relayed, expanded).',
        short(value),
      );
  }
}

const isDelayed = (value: string | null): boolean => /^delay/i.test(value?.trim() ?? '');

function retryNote(value: string, head: Head, t: Translate): string | null {
  const until = fieldValue(head, 'will-retry-until');
  return isDelayed(value) && until ? t('It will be tried until {0}.', short(until)) : null;
}

function statusWords(value: string, t: Translate): string | null {
  const code = /^[245]\.\d{1,3}\.\d{1,3}(?![\d.]\d)/.exec(value)?.[0];
  if (!code) return t('“{0}” is no such code.', short(value));
  switch (permanenceOf(code)) {
    case 'success':
      return t('{0} begins with 2: it went well.', code);
    case 'temporary':
      return t('{0} begins with 4: temporary, it may succeed later.', code);
    default:
      return t('{0} begins with 5: permanent, trying again will not help.', code);
  }
}

function generalNote(value: string, head: Head, t: Translate): string | null {
  const general = /^[245]\.0\.0(?!\d)/.test(value);
  if (!general) return null;
  return fieldValue(head, 'diagnostic-code')
    ? t('It names a class and nothing else. Read Diagnostic-Code for the cause.')
    : t('It names a class and nothing else.');
}

/** `smtp; 550 …` → what `smtp` says. */
function diagnosticType(value: string, t: Translate): string | null {
  switch (typeOf(value)) {
    case 'smtp':
      return t('smtp: these are the words of the other server.');
    case 'lmtp':
      return t('lmtp: these are the words of the mailbox server.');
    case 'x-unix':
      return t('x-unix: a program on the reporting server itself refused the message, not another server.');
    case 'x-postfix':
      return t('x-postfix: Postfix says this itself. It may quote another server.');
    default:
      return null;
  }
}

// 550 5.4.1 Recipient address rejected: Access denied. AS(201806281) [BN1NAM02FT022.eop-nam02.prod.protection.outlook.com]
function microsoftRule(value: string, t: Translate): string | null {
  const number = /\bAS\((\d{2,12})\)/.exec(value)?.[1];
  if (!number) return null;
  return number === '201806281'
    ? t(
        'AS(201806281): Microsoft turned the address away at its edge, mostly because the organisation’s directory does not have it.',
      )
    : t('AS({0}): the number of the rule at Microsoft that refused. Name it when you ask there.', number);
}

function nameType(value: string, t: Translate): string | null {
  switch (typeOf(value)) {
    case 'dns':
      return t('dns: a host name follows.');
    case 'dsn':
      return t('“{0}” is written wrongly for “{1}”.', 'dsn', 'dns');
    case 'x-unix':
      return t('x-unix: a program on the same machine.');
    default:
      return null;
  }
}

function addressType(value: string, t: Translate): string | null {
  switch (typeOf(value)) {
    case 'rfc822':
      return t('rfc822: an ordinary mail address follows.');
    case 'utf-8':
      return t('utf-8: an address with characters beyond ASCII follows.');
    case 'unknown':
      return t('The kind of address is not known.');
    default:
      return null;
  }
}

const typeOf = (value: string): string => {
  const semicolon = value.indexOf(';');
  return semicolon < 0 ? '' : value.slice(0, semicolon).trim().toLowerCase();
};

const bare = (value: string): string =>
  value
    .slice(value.indexOf(';') + 1)
    .trim()
    .replace(/^<|>$/g, '')
    .toLowerCase();

const differs = (value: string, other: string | null): boolean =>
  other !== null && bare(other) !== '' && bare(other) !== bare(value);

function noDate(value: string, t: Translate): string | null {
  return secondsBetween(value, value) === null
    ? t('This is no complete date, so nothing can be reckoned from it.')
    : null;
}

function underWay(value: string, head: Head, t: Translate): string | null {
  const seconds = secondsBetween(fieldValue(head.report, 'arrival-date'), value);
  if (seconds === null || seconds === 0) return null;
  return seconds > 0
    ? t('That is {0} after the message arrived there.', durationWords(seconds, t))
    : t('That is {0} before the message arrived there, which cannot be.', durationWords(-seconds, t));
}

function stillTrying(value: string, head: Head, t: Translate): string | null {
  const seconds = secondsBetween(
    fieldValue(head, 'last-attempt-date') ?? fieldValue(head.report, 'arrival-date'),
    value,
  );
  return seconds !== null && seconds > 0
    ? t('That is {0} after the last attempt that the report names.', durationWords(seconds, t))
    : null;
}

/** RFC 3834 §5. */
function autoWords(value: string, t: Translate): string | null {
  switch (/^[a-z-]{0,30}/i.exec(value)![0].toLowerCase()) {
    case 'auto-replied':
      return t('auto-replied: a program answered another message, as notices and absence notes do.');
    case 'auto-generated':
      return t('auto-generated: a program wrote it of its own accord, not as an answer.');
    case 'no':
      return t('no: a person sent it.');
    default:
      return null;
  }
}

function authAsWords(value: string, t: Translate): string | null {
  switch (value.toLowerCase()) {
    case 'anonymous':
      return t('Anonymous: from outside, without a login.');
    case 'internal':
      return t('Internal: from the organisation itself.');
    case 'external':
      return t('External: from outside, after a login or over a trusted connector.');
    case 'partner':
      return t('Partner: from an organisation that is trusted as a partner.');
    default:
      return null;
  }
}

const short = (value: string): string => (value.length > 60 ? `${value.slice(0, 60)}…` : value);
