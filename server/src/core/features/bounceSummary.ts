// What does a saved bounce say, all of it on one page? A card for each recipient in the order of the reader's questions (what
// happened, is it over, who must act, what to do, then the detail), the way of the message, the checks of its sender, its text.
// A complaint, a read receipt, an automatic answer and ordinary mail are named as what they are.
// Deliberately absent: how the page looks (client/src/webviews/bounce).
import type { Range } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import type { Permanence } from '../codes/code.ts';
import { grouped } from '../l10n.ts';
import type { MessageHost } from '../mime/host.ts';
import type { ReportedRecipient } from '../model/report.ts';
import { codeLabel } from '../tally.ts';
import type { PagedText } from '../text/pagedText.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { bearing, type CheckRow, checkRows } from './authResults.ts';
import { contradictions, meaningOf } from './explain.ts';
import { headlineOf, type MessageKind } from './headline.ts';
import { allReportHeads, type Head, ownHeads, type PlacedField } from './messageHeads.ts';
import { type MessageText, messageTexts } from './messageTexts.ts';
import { type Way, wayOf } from './messageWay.ts';
import { firstLineOf } from './present.ts';
import { glossReportField } from './reportFields.ts';
import { chosenMessage, type MessageChoice, type Report, reportOfMessage } from './reportOfMessage.ts';
import { glossSpam } from './spamHeaders.ts';
import { overWords, type Speech, titleOf, whoWord } from './wording.ts';

/** A row of a table: a name, its value as written, what it means, and where it stands. */
export interface SummaryFact {
  name: string;
  value: string;
  meaning: string;
  range: Range | null;
}

export interface RecipientCard {
  recipient: string | null;
  outcome: string;
  permanence: Permanence | null;
  /** What happened, as a title and in a sentence or two. */
  title: string;
  meaning: string;
  /** Is it over? */
  over: string;
  /** Who must act and what to do; the first matters most. */
  actions: { who: string; whoTitle: string; do: string }[];
  causes: string[];
  /** What does not fit together, and how sure we are. */
  notes: string[];
  /** Other readings. */
  alternatives: { entry: string; title: string; why: string }[];
  /** `552 4.2.2`; empty where no server gave one. */
  code: string;
  /** The server's words. */
  words: string;
  host: string | null;
  provider: string | null;
  /** As the report states it. */
  time: string | null;
  retryUntil: string | null;
  /** The page of the reference; null where the catalogue explains nothing. */
  entry: string | null;
  sources: { title: string; url: string | null }[];
  /** Where the answer stands in the file. */
  range: Range;
}

export interface CheckedField {
  /** `Authentication-Results` */
  label: string;
  title: string;
  of: 'message' | 'returned';
  rows: CheckRow[];
  /** Sentences beside the rows. */
  lines: string[];
  range: Range;
}

/** One of several messages in a file. */
export interface SummaryMessage {
  kind: MessageKind;
  headline: string;
  /** Where it begins. */
  range: Range;
}

/** Of one message; all but `messages` and `leftOut` speaks of it alone. */
export interface BounceSummary {
  kind: MessageKind;
  headline: string;
  /** Every message of the file; empty where it holds only this one. */
  messages: SummaryMessage[];
  /** Which of them this is, from 0. */
  shown: number;
  /** Recipients with an answer of their own; at most `mostCards`. */
  recipients: RecipientCard[];
  /** The message that came back, or, for ordinary mail, the message itself. */
  message: SummaryFact[];
  /** What the report states beside its recipients; of complaints and receipts all of it. */
  report: SummaryFact[];
  ways: Way[];
  checks: CheckedField[];
  /** Whether the checks matter for this refusal, in a sentence; null where there are none. */
  bearing: string | null;
  texts: MessageText[];
  /** A sentence for each limit that was reached. */
  leftOut: string[];
}

/** A page with more cards helps nobody; the list of codes has them all. */
const mostCards = 200;
/** Of a text the page shows so much (characters); *Show Decoded Text* has the rest. */
const longestShown = 20_000;

/** null for a log. */
export function bounceSummary(
  analysis: Analysis,
  host: MessageHost,
  speech: Speech,
  choice: MessageChoice = {},
): BounceSummary | null {
  const { text } = analysis;
  if (!analysis.report) return null;
  const { messages } = analysis.report.reading;
  const shown = chosenMessage(analysis.report.reading, text, choice);
  const report = reportOfMessage(analysis.report, shown);
  const headline = headlineOf({ report, text }, host, speech);
  if (!headline) return null;
  const { t } = speech;
  const file = text.slice(0, text.length);
  const rangeOf: RangeOf = (span) => firstLineOf(text, span);
  const { recipients } = report.reading;
  const cards = recipients
    .slice(0, mostCards)
    .map((one, index) => cardOf(one, report.verdicts[index], rangeOf(one.at), speech));
  const message = messages[shown];
  const heads = ownHeads(file, message.start, message.end, host);
  const returned = heads.filter(({ role }) => role === 'returned');
  const notes = [...analysis.report.reading.leftOut];
  if (recipients.length > mostCards)
    notes.push(
      t(
        '{0} further recipients are not shown here; the list of codes has them all.',
        grouped(recipients.length - mostCards),
      ),
    );
  const shownHeads = [...returned.slice(0, 1), heads[0]];
  const checks = shownHeads.flatMap((head) => checksOf(head, rangeOf, speech));
  const reasons = report.verdicts.map(({ reason }) => reason);
  return {
    kind: headline.kind,
    headline: headline.sentence,
    messages: messages.length > 1 ? listOf(analysis.report, text, host, speech) : [],
    shown,
    recipients: cards,
    message: messageFacts(returned[0] ?? heads[0], rangeOf),
    report: reportFacts(headline.kind, allReportHeads(file, host, [message]), rangeOf, speech),
    ways: shownHeads.map((head) => wayOf(head, text, t)).filter((way) => way !== null),
    checks,
    bearing:
      headline.kind === 'bounce' && checks.some(({ of, rows }) => of === 'returned' && rows.length > 0)
        ? bearing('returned', reasons, t)
        : null,
    texts: messageTexts(text, host, t, shown).map((one) => shortened(one, speech)),
    leftOut: notes,
  };
}

function listOf(report: Report, text: PagedText, host: MessageHost, speech: Speech): SummaryMessage[] {
  return report.reading.messages.map(({ start }, index) => {
    const { kind, sentence } = headlineOf({ report: reportOfMessage(report, index), text }, host, speech)!;
    return { kind, headline: sentence, range: firstLineOf(text, { start, end: start }) };
  });
}

function cardOf(
  { attempt, time, retryUntil }: ReportedRecipient,
  verdict: Verdict,
  range: Range,
  speech: Speech,
): RecipientCard {
  const { catalog, t } = speech;
  const { entry } = verdict;
  const reason = catalog.reasons.get(verdict.reason);
  const actions = entry && entry.actions.length > 0 ? entry.actions : (reason?.actions ?? []);
  const wentWell = attempt.outcome === 'delivered' || attempt.outcome === 'relayed';
  return {
    recipient: attempt.recipient,
    outcome: attempt.outcome,
    permanence: verdict.permanence,
    title: titleOf(entry, verdict.reason, speech),
    meaning: entry
      ? meaningOf(entry, verdict, speech)
      : (reason?.meaning ?? t('Nothing in the catalogue explains these words.')),
    over: overWords(attempt, retryUntil, t),
    actions: actions.map((action) => ({ ...action, whoTitle: whoWord(action.who, attempt.direction, t) })),
    causes: wentWell ? [] : [...(entry?.causes ?? [])],
    notes: contradictions(attempt, verdict, speech),
    alternatives:
      verdict.confidence === 'exact'
        ? []
        : verdict.alternatives
            .slice(0, 3)
            .map(({ entry: other, title, why }) => ({ entry: other.id, title, why })),
    code: codeLabel(attempt),
    words: attempt.text,
    host: attempt.host,
    provider: verdict.provider,
    time,
    retryUntil,
    entry: entry?.id ?? null,
    sources: (entry?.sources ?? [])
      .map((id) => catalog.sources[id])
      .filter((source) => source)
      .map(({ title, url }) => ({ title, url })),
    range,
  };
}

type RangeOf = (span: { start: number; end: number }) => Range;

const messageFields = ['subject', 'from', 'to', 'date', 'message-id'];

function messageFacts(head: Head, rangeOf: RangeOf): SummaryFact[] {
  return messageFields
    .map((name) => head.fields.find((field) => field.name === name))
    .filter((field) => field !== undefined && field.value.trim() !== '')
    .map((field) => factOf(field!, '', rangeOf));
}

const factOf = (field: PlacedField, meaning: string, rangeOf: RangeOf): SummaryFact => ({
  name: field.label,
  value: field.value.trim(),
  meaning,
  range: rangeOf(field),
});

/** The fields for the whole message; those of recipients stand on their cards, unless the report has none. */
function reportFacts(
  kind: MessageKind,
  heads: readonly Head[],
  rangeOf: RangeOf,
  { t }: Speech,
): SummaryFact[] {
  const shown =
    kind === 'complaint' || kind === 'receipt' ? heads : heads.filter(({ role }) => role === 'report');
  return shown
    .flatMap((head) => head.fields.map((field) => ({ head, field })))
    .filter(({ field }) => field.value.trim() !== '')
    .slice(0, 40)
    .map(({ head, field }) => factOf(field, (glossReportField(field, head, t) ?? []).join(' '), rangeOf));
}

function checksOf(head: Head, rangeOf: RangeOf, { t }: Speech): CheckedField[] {
  const of = head.role === 'returned' ? 'returned' : 'message';
  const checks: CheckedField[] = [];
  for (const field of head.fields) {
    const read = checkRows(field, t);
    const spam = read ? null : glossSpam(field, t);
    if (read) checks.push({ label: field.label, of, ...read, range: rangeOf(field) });
    else if (spam)
      checks.push({
        label: field.label,
        of,
        title: spam.title,
        rows: [],
        lines: spam.lines,
        range: rangeOf(field),
      });
    if (checks.length >= 40) break;
  }
  return checks;
}

function shortened(one: MessageText, { t }: Speech): MessageText {
  if (one.text.length <= longestShown) return one;
  const note = t('Only the beginning is shown here; Show Decoded Text has all of it.');
  return { ...one, text: one.text.slice(0, longestShown), note: one.note ?? note };
}
