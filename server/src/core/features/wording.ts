// Which words stand for an outcome, a permanence, a person who must act? The interface's own vocabulary, in one place.
import type { Catalog, Entry, ReasonId } from '../catalog/catalog.ts';
import { type Permanence, permanenceOf } from '../codes/code.ts';
import { grouped, type Translate } from '../l10n.ts';
import type { Attempt, Direction } from '../model/attempt.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** What features need to speak: the catalogue and the reader's language. */
export interface Speech {
  readonly catalog: Catalog;
  readonly t: Translate;
}

export function permanenceWord(permanence: Permanence | null, t: Translate): string {
  switch (permanence) {
    case 'success':
      return t('accepted');
    case 'temporary':
      return t('temporary');
    case 'permanent':
      return t('permanent');
    default:
      return t('intermediate');
  }
}

/** Who must act, as a heading. For what we refused, “your server” is the one that refused. */
export function whoWord(who: string, direction: Direction | null, t: Translate): string {
  switch (who) {
    case 'sender':
      return t('Sender');
    case 'recipient':
      return t('Recipient');
    case 'sending-administrator':
      return direction === 'in' ? t('Their server') : t('Sending server');
    case 'receiving-administrator':
      return direction === 'in' ? t('Your server') : t('Receiving server');
    case 'third-party':
      return t('Third party');
    default:
      return t('Nobody');
  }
}

/** `delivered`, `deferred` … in the order in which totals are told. */
export const outcomeOrder = [
  'delivered',
  'deferred',
  'bounced',
  'expired',
  'rejected',
  'discarded',
  'held',
  'suppressed',
] as const;

/** `2,850 bounced`: rejected ones are called refused, since it was at our door. */
export function outcomeWord(outcome: string, count: string, t: Translate): string {
  switch (outcome) {
    case 'delivered':
      return t('{0} delivered', count);
    case 'deferred':
      return t('{0} deferred', count);
    case 'bounced':
      return t('{0} bounced', count);
    case 'expired':
      return t('{0} expired', count);
    case 'rejected':
      return t('{0} refused', count);
    case 'discarded':
      return t('{0} discarded', count);
    case 'held':
      return t('{0} held', count);
    default:
      return t('{0} suppressed', count);
  }
}

/** `2 delivered`, `1 bounced` …: the outcomes that occurred, with their counts, in the order in which totals are told. */
export function totalsOf(outcomes: { readonly [outcome: string]: number }, t: Translate): string[] {
  return outcomeOrder
    .filter((outcome) => outcomes[outcome])
    .map((outcome) => outcomeWord(outcome, grouped(outcomes[outcome]), t));
}

/** `a@example.org → u@d.example · 1 delivered`: a message in a line. @param ends the last outcome of each recipient */
export function messageLine(sender: string | null, ends: ReadonlyMap<string, string>, t: Translate): string {
  const recipients = [...ends.keys()].filter((recipient) => recipient !== '');
  const whom = recipients.length > 2 ? `${recipients[0]}, …` : recipients.join(', ');
  const way = [sender === '' ? '<>' : sender, whom].filter((part) => part).join(' → ');
  const counts: { [outcome: string]: number } = {};
  for (const outcome of ends.values()) counts[outcome] = (counts[outcome] ?? 0) + 1;
  const passedOn = counts.relayed ? [t('{0} passed on', grouped(counts.relayed))] : [];
  return [way, ...totalsOf(counts, t), ...passedOn].filter((part) => part).join(' · ');
}

export const reasonTitle = (reason: ReasonId, catalog: Catalog): string =>
  catalog.reasons.get(reason)?.title ?? reason;

/** The title of what decided, or the reason's, or an honest word where nothing is known. */
export function titleOf(entry: Entry | null, reason: ReasonId, { catalog, t }: Speech): string {
  if (entry && (entry.kind === 'phrase' || entry.reason === reason || reason === 'unknown'))
    return entry.title;
  if (reason !== 'unknown') return reasonTitle(reason, catalog);
  return t('No explanation known');
}

/** What a report says of one recipient, in a sentence or two. */
export function reportSentence(attempt: Attempt, verdict: Verdict, speech: Speech): string {
  const { t } = speech;
  const whom = attempt.recipient ?? t('the recipient');
  const title = titleOf(verdict.entry, verdict.reason, speech);
  switch (attempt.outcome) {
    case 'delivered':
      return t('Delivered to {0}.', whom);
    case 'relayed':
      return t('Passed on for {0}; what became of it there is not known here.', whom);
    case 'deferred':
      return t('Not yet delivered to {0}: {1}. It is still being tried.', whom, title);
    default:
      if (permanenceOf(attempt.reply) === 'temporary')
        return t(
          'Not delivered to {0}: {1}. The receiving side called it temporary, but the sending server has given up.',
          whom,
          title,
        );
      return isTemporary(attempt)
        ? t('Not delivered to {0}: {1}. That can pass, but the sending server has given up.', whom, title)
        : t('Not delivered to {0}: {1}. The sending server has given up.', whom, title);
  }
}

/** It could have been tried again, as the receiving side or the sending server itself said. */
const isTemporary = ({ reply, enhanced }: Attempt): boolean =>
  permanenceOf(reply ?? enhanced) === 'temporary';

/** Is it over for this recipient? */
export function overWords(attempt: Attempt, retryUntil: string | null, t: Translate): string {
  switch (attempt.outcome) {
    case 'delivered':
      return t('It is over: the message was delivered.');
    case 'relayed':
      return t('It is over for this server: the message was passed on.');
    case 'deferred':
      return retryUntil
        ? t('It is not over: the sending server will try again until {0}.', retryUntil)
        : t('It is not over: the sending server will try again.');
    default:
      if (permanenceOf(attempt.reply) === 'temporary')
        return t('It is over: the receiving side called it temporary, but the sending server has given up.');
      return isTemporary(attempt)
        ? t('It is over: it could have passed, but the sending server has given up.')
        : t('It is over: the sending server has given up and will not try again.');
  }
}

/** What is to be known of `511`, which stands for `5.1.1`. */
export function shortForm(entry: Entry | null, t: Speech['t']): string[] {
  if (!entry?.shortFor) return [];
  return [
    t('No standard has {0} as a reply; it is read as {1} without its dots.', entry.code, entry.shortFor),
  ];
}
