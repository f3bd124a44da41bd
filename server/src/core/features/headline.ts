// What is this saved message, in one sentence: a bounce and how it ended, a complaint, a read receipt, an automatic answer, or
// nothing of the kind? What the lens, the diagnostic at the head and the summary all begin with.
import { grouped } from '../l10n.ts';
import type { MessageHost } from '../mime/host.ts';
import type { PagedText } from '../text/pagedText.ts';
import { complaintWords } from './complaintFields.ts';
import { allReportHeads, fieldValue } from './messageHeads.ts';
import type { Report } from './reportOfMessage.ts';
import { reportSentence, type Speech, titleOf } from './wording.ts';

export type MessageKind = 'bounce' | 'complaint' | 'receipt' | 'auto-reply' | 'none';

export interface Headline {
  readonly kind: MessageKind;
  readonly sentence: string;
}

export function kindOfMessage({ reading }: Report): MessageKind {
  if (reading.recipients.length > 0) return 'bounce';
  if (reading.kinds.includes('arf')) return 'complaint';
  if (reading.kinds.includes('mdn')) return 'receipt';
  if (reading.kinds.includes('auto-reply')) return 'auto-reply';
  return reading.kinds.length > 0 ? 'bounce' : 'none';
}

/** null for a log. For a file of several messages it speaks of all of them, unless one of them is asked (reportOfMessage.ts). */
export function headlineOf(
  analysis: { readonly report: Report | null; readonly text: PagedText },
  host: MessageHost,
  speech: Speech,
): Headline | null {
  const { report } = analysis;
  if (!report) return null;
  const kind = kindOfMessage(report);
  return { kind, sentence: sentenceOf(kind, report, analysis, host, speech) };
}

function sentenceOf(
  kind: MessageKind,
  report: Report,
  { text }: { readonly text: PagedText },
  host: MessageHost,
  speech: Speech,
): string {
  const { t } = speech;
  const stated = (name: string): string => {
    for (const { start, end } of report.reading.messages)
      for (const head of allReportHeads(text.slice(start, end), host)) {
        const value = fieldValue(head, name)?.trim();
        if (value) return value;
      }
    return '';
  };
  switch (kind) {
    case 'bounce':
      return bounceSentence(report, speech);
    case 'complaint': {
      const what = complaintWords('feedback-type', stated('feedback-type'), t);
      return sentences(t('A complaint about a message, not a bounce.'), what);
    }
    case 'receipt': {
      const what = complaintWords('disposition', stated('disposition'), t);
      return sentences(t('A read receipt, not a bounce: the message arrived.'), what);
    }
    case 'auto-reply':
      return t(
        'An automatic answer, not a bounce: a program answered a message, as absence notes do. Such answers mostly mean that the message arrived.',
      );
    default:
      return t('This is no bounce: nothing in it reports what became of another message.');
  }
}

/** The value's name is left out: `abuse: a recipient marked …`. */
function sentences(first: string, what: string | null): string {
  const words = what?.replace(/^[\w-]{1,30}: /, '') ?? '';
  return words ? `${first} ${words[0].toUpperCase()}${words.slice(1)}` : first;
}

/** How it ended for all; the reasons are told by how many recipients each has. */
function bounceSentence({ reading, verdicts }: Report, speech: Speech): string {
  const { t } = speech;
  const { recipients } = reading;
  if (recipients.length === 0)
    return t('A notice about a message, but it names neither a recipient nor a reason.');
  if (recipients.length === 1) return reportSentence(recipients[0].attempt, verdicts[0], speech);
  const groups = new Map<string, { failed: 'no' | 'yet' | 'yes'; counts: Map<string, number> }>();
  for (const [index, { attempt }] of recipients.entries()) {
    const { outcome } = attempt;
    const failed =
      outcome === 'delivered' || outcome === 'relayed' ? 'no' : outcome === 'deferred' ? 'yet' : 'yes';
    let group = groups.get(failed);
    if (!group) groups.set(failed, (group = { failed, counts: new Map() }));
    const title = failed === 'no' ? '' : titleOf(verdicts[index].entry, verdicts[index].reason, speech);
    group.counts.set(title, (group.counts.get(title) ?? 0) + 1);
  }
  return (['yes', 'yet', 'no'] as const)
    .map((failed) => groups.get(failed))
    .filter((group) => group !== undefined)
    .map(({ failed, counts }) => {
      const many = [...counts.values()].reduce((sum, count) => sum + count, 0);
      const number = grouped(many);
      const reasons = reasonWords(counts, speech);
      if (many === 1) {
        if (failed === 'yes') return t('Not delivered to one recipient: {0}.', reasons);
        if (failed === 'yet') return t('Still being tried for one recipient: {0}.', reasons);
        return t('Delivered or passed on for one recipient.');
      }
      if (failed === 'yes') return t('Not delivered to {0} recipients: {1}.', number, reasons);
      if (failed === 'yet') return t('Still being tried for {0} recipients: {1}.', number, reasons);
      return t('Delivered or passed on for {0} recipients.', number);
    })
    .join(' ');
}

/** `The mailbox does not exist (3), Listed as a source of spam (1)`; the most frequent first. */
function reasonWords(counts: ReadonlyMap<string, number>, { t }: Speech): string {
  const sorted = [...counts].sort((a, b) => b[1] - a[1]);
  if (sorted.length === 1) return sorted[0][0];
  const told = sorted.slice(0, 3).map(([title, count]) => `${title} (${grouped(count)})`);
  if (sorted.length > 3) told.push(t('and others'));
  return told.join(', ');
}
