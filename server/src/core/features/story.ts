// What happened to a message, in a few sentences? `Accepted from … at …. u@d.example: deferred 3 times (Greylisting), delivered
// to mx.d.example after 12 min.` Deliberately absent: finding the lines, and the document that shows them (follow.ts).
import { grouped } from '../l10n.ts';
import type { Attempt } from '../model/attempt.ts';
import { durationWords } from '../model/duration.ts';
import type { Message, MessageLine } from '../model/message.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { outcomeWord, type Speech, titleOf } from './wording.ts';

/** In how many recipients' stories each is told by itself. */
const mostTold = 4;

/** A line of the message, read. */
export interface Told extends MessageLine {
  readonly stamp: string | null;
  /** Milliseconds on the log's own clock. */
  readonly time: number | null;
  readonly sender: string | null;
  readonly attempts: readonly { readonly attempt: Attempt; readonly verdict: Verdict }[];
}

/** Its sentences; together they are one paragraph. */
/** @param files in how many files it was looked for */
export function storyOf(message: Message, told: readonly Told[], files: number, speech: Speech): string[] {
  const { t } = speech;
  const [first] = told;
  const byRecipient = coursesOf(told);
  const sentences = [arrivalOf(told, t)];
  const recipients = [...byRecipient].filter(([, list]) =>
    list.some(({ attempt }) => attempt.outcome !== 'relayed'),
  );
  const shown = recipients.length > 0 ? recipients : [...byRecipient];
  if (shown.length > mostTold)
    sentences.push(
      countOf(
        shown.map(([, list]) => list[list.length - 1]!.attempt),
        t,
      ),
    );
  else
    for (const [recipient, list] of shown)
      sentences.push(`${recipient || t('the recipient')}: ${courseOf(list, first!.time, speech)}.`);
  if (byRecipient.size === 0)
    sentences.push(
      files > 1
        ? t('No attempt to deliver it stands in these files.')
        : t('No attempt to deliver it stands in this file.'),
    );
  const related = relatedTo(message);
  if (related.length > 0) sentences.push(t('Related messages: {0}.', related.slice(0, 5).join(', ')));
  if (message.ids.length > 1)
    sentences.push(t('Its ids on the way: {0}.', message.ids.slice(0, 8).join(', ')));
  if (message.truncated) sentences.push(t('There is more of it than is shown here.'));
  return sentences;
}

/** An attempt and the line that tells of it. */
interface Step {
  readonly attempt: Attempt;
  readonly verdict: Verdict;
  readonly line: Told;
}

/** What happened to each recipient, in order. A line that names none (an end of the whole message) tells of all its id has. */
function coursesOf(told: readonly Told[]): Map<string, Step[]> {
  const courses = new Map<string, Step[]>();
  const steps = told.flatMap((line) => line.attempts.map((one): Step => ({ ...one, line })));
  const named = new Map<string | null, Set<string>>();
  for (const { attempt } of steps)
    if (attempt.recipient !== null) {
      const known = named.get(attempt.queueId);
      if (known) known.add(attempt.recipient);
      else named.set(attempt.queueId, new Set([attempt.recipient]));
    }
  for (const step of steps) {
    const { recipient, queueId } = step.attempt;
    for (const whom of recipient === null ? (named.get(queueId) ?? ['']) : [recipient]) {
      const course = courses.get(whom);
      // Only who still waits is meant by an end of the whole.
      if (recipient === null && course && course[course.length - 1]!.attempt.outcome !== 'deferred') continue;
      if (course) course.push(step);
      else courses.set(whom, [step]);
    }
  }
  return courses;
}

/** Bounces of this message, or what it is a bounce of. */
function relatedTo({ ids, lines }: Message): string[] {
  const named = lines.flatMap(({ keys }) =>
    keys.own !== null && keys.related.some((id) => ids.includes(id)) ? [keys.own] : keys.related,
  );
  return [...new Set(named)].filter((id) => !ids.includes(id));
}

/** `client=pc.example.org[192.0.2.7]` (Postfix), `<= a@example.org H=pc.example.org [192.0.2.7]` (Exim), `relay=pc.example.org [192.0.2.7]` (Sendmail) */
const client =
  /\bclient=([^\s,]{1,300})|<= \S{1,320} (?:R=\S{1,30} )?H=(\S{1,255}(?: \([^)\s]{1,255}\))? \[[^\]\s]{2,45}\])|: from=.{0,400}, relay=([^,\n]{1,300})$/;

/** `pickup[9]: 283FEFC63F: uid=0 from=<root>` (Postfix), `<= root@example.org U=root P=local S=550` (Exim) */
const local = /: uid=\d{1,10} from=<|<= \S{1,320} .{0,200}\bP=local\b/;

function arrivalOf(told: readonly Told[], t: Speech['t']): string {
  const from = told.map(({ text }) => client.exec(text.slice(0, 2_000))).find((match) => match !== null);
  const host = from?.[1] ?? from?.[2] ?? from?.[3];
  const sender = told.find((line) => line.sender !== null)?.sender;
  const when = told[0]?.stamp ?? t('an unknown time');
  const isLocal = told.some(({ text }) => local.test(text.slice(0, 2_000)));
  const head = host
    ? t('Accepted from {0} at {1}.', host, when)
    : isLocal
      ? t('Handed in on this machine at {0}.', when)
      : t('First seen at {0}.', when);
  if (sender === undefined || sender === null) return head;
  return `${head} ${sender === '' ? t('It is a notice without a sender, such as a bounce.') : t('Sender: {0}.', sender)}`;
}

/** `deferred 3 times (Greylisting), delivered to mx.d.example after 12 min` */
function courseOf(list: readonly Step[], arrival: number | null, speech: Speech): string {
  const { t } = speech;
  const parts: string[] = [];
  const deferrals = list.filter(({ attempt }) => attempt.outcome === 'deferred');
  const titles = [...new Set(deferrals.map(({ verdict }) => titleOf(verdict.entry, verdict.reason, speech)))];
  const why = titles.slice(0, 3).join('; ');
  if (deferrals.length === 1) parts.push(t('deferred once ({0})', why));
  else if (deferrals.length > 1) parts.push(t('deferred {0} times ({1})', grouped(deferrals.length), why));
  const last =
    [...list].reverse().find(({ attempt }) => attempt.outcome !== 'relayed') ?? list[list.length - 1]!;
  const { attempt, verdict, line } = last;
  const after =
    line.time !== null && arrival !== null
      ? durationWords((line.time - arrival) / 1000, t)
      : t('an unknown time');
  const title = titleOf(verdict.entry, verdict.reason, speech);
  switch (attempt.outcome) {
    case 'delivered':
      parts.push(
        attempt.host ? t('delivered to {0} after {1}', attempt.host, after) : t('delivered after {0}', after),
      );
      break;
    case 'relayed':
      parts.push(t('passed on after {0}', after));
      break;
    case 'deferred':
      parts.push(t('still waiting where these lines end'));
      break;
    case 'bounced':
      parts.push(t('given back to the sender after {0} ({1})', after, title));
      break;
    case 'expired':
      parts.push(t('given up as too old after {0}', after));
      break;
    case 'rejected':
      parts.push(t('refused here ({0})', title));
      break;
    default:
      parts.push(outcomeWord(attempt.outcome, '', t).trim());
  }
  return parts.join(', ');
}

/** `12 recipients: 10 delivered, 1 deferred, 1 bounced.` */
function countOf(last: readonly Attempt[], t: Speech['t']): string {
  const counts = new Map<string, number>();
  for (const { outcome } of last) counts.set(outcome, (counts.get(outcome) ?? 0) + 1);
  const words = [...counts].map(([outcome, count]) =>
    outcome === 'relayed' ? t('{0} passed on', grouped(count)) : outcomeWord(outcome, grouped(count), t),
  );
  return t('{0} recipients: {1}.', grouped(last.length), words.join(', '));
}
