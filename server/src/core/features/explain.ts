// What does this mean? A code, a reply, a whole log line, as a person pastes it; the answer of `smtp-lens explain`.
import type { Entry } from '../catalog/catalog.ts';
import { type Permanence, permanenceOf } from '../codes/code.ts';
import { type Question, questionOn } from '../model/question.ts';
import type { Confidence, Judge, Verdict } from '../verdict/verdict.ts';
import { readPasted } from './pasted.ts';
import { type Speech, shortForm, titleOf } from './wording.ts';

export interface Explanation {
  version: 1;
  input: string;
  reply: string | null;
  enhanced: string | null;
  permanence: Permanence | null;
  reason: string;
  entry: string | null;
  title: string;
  meaning: string;
  causes: string[];
  actions: { who: string; do: string }[];
  notes: string[];
  sources: { title: string; url: string | null }[];
  provider: string | null;
  confidence: Confidence | null;
  alternatives: { entry: string; title: string; reason: string; why: string }[];
}

/** Longer pastes are read up to here (UTF-16 units). */
const longest = 20_000;

export function explain(input: string, judge: Judge, speech: Speech): Explanation {
  const pasted = readPasted(input.slice(0, longest), speech.catalog);
  if ('entries' in pasted) return about(input, questionOn(''), entryVerdict(pasted.entries), speech);
  const explained = about(input, pasted.question, judge.judge(pasted.question), speech);
  if (explained.entry === null) explained.notes.push(...noReply(input, speech));
  return explained;
}

/** What was asked for by its number alone, a whole class of codes for instance; of `X.1.1` the other classes beside it. */
function entryVerdict([entry, ...others]: readonly Entry[]): Verdict {
  return {
    reason: entry.reason,
    permanence: entry.kind === 'legacy' ? null : entry.permanence,
    entry,
    confidence: /^\d$|yz$/.test(entry.code) ? 'class' : 'code',
    provider: null,
    decidedBy: 'reply',
    why: null,
    alternatives: others.map((other) => ({
      entry: other,
      title: other.title,
      reason: other.reason,
      why: `as ${other.code}`,
    })),
  };
}

/** A number that was typed alone and cannot be a code. */
function noReply(input: string, { t }: Speech): string[] {
  const [, first] = /^\D{0,3}([016-9])(?:\d\d|\.\d\.\d{1,3})\D{0,3}$/.exec(input) ?? [];
  return first
    ? [t('No code begins with {0}: replies begin with 2, 3, 4 or 5, enhanced codes with 2, 4 or 5.', first)]
    : [];
}

function about(input: string, question: Question, verdict: Verdict, speech: Speech): Explanation {
  const { catalog, t } = speech;
  const { entry } = verdict;
  const reason = catalog.reasons.get(verdict.reason);
  const shortFor = entry?.shortFor ? catalog.enhanced(entry.shortFor) : null;
  const alternatives = verdict.alternatives.map(({ entry: other, title, reason: why, why: because }) => ({
    entry: other.id,
    title,
    reason: why,
    why: because,
  }));
  if (shortFor)
    alternatives.unshift({
      entry: shortFor.id,
      title: shortFor.title,
      reason: shortFor.reason,
      why: t('short for {0}', shortFor.code),
    });
  return {
    version: 1,
    input,
    reply: question.reply,
    enhanced: question.enhanced,
    permanence: verdict.permanence,
    reason: verdict.reason,
    entry: entry?.id ?? null,
    title: titleOf(entry, verdict.reason, speech),
    meaning: entry ? meaningOf(entry, verdict, speech) : t('Nothing in the catalogue fits these words.'),
    causes: [...(entry?.causes ?? [])],
    actions: [...(entry && entry.actions.length > 0 ? entry.actions : (reason?.actions ?? []))],
    notes: [...contradictions(question, verdict, speech), ...(entry?.notes ?? []), ...becauseOf(verdict, t)],
    sources: (entry?.sources ?? [])
      .map((id) => catalog.sources[id])
      .filter((source) => source)
      .map(({ title, url }) => ({ title, url })),
    provider: verdict.provider,
    confidence: verdict.confidence,
    alternatives,
  };
}

/** The entry's meaning, led by the reason's where the step of the dialogue told more than the code. */
export function meaningOf(entry: Entry, verdict: Verdict, { catalog }: Speech): string {
  const reason = catalog.reasons.get(verdict.reason);
  return entry.kind !== 'phrase' && entry.reason !== verdict.reason && reason
    ? `${reason.meaning} ${entry.meaning}`
    : entry.meaning;
}

/** Why this and nothing else, where more than a number decided. */
function becauseOf({ why, decidedBy, entry }: Verdict, t: Speech['t']): string[] {
  const telling = decidedBy === 'text' || (decidedBy === 'enhanced' && entry?.kind === 'phrase');
  return telling && why ? [t('Why this answer: {0}.', why)] : [];
}

/** What does not fit together, or no standard knows: told plainly. */
export function contradictions(
  question: Pick<Question, 'reply' | 'enhanced' | 'outcome'>,
  verdict: Verdict,
  { t, catalog }: Speech,
): string[] {
  const notes: string[] = [];
  const { reply, enhanced, outcome } = question;
  const [first, second] = [permanenceOf(reply), permanenceOf(enhanced)];
  if (reply && enhanced && first && second && first !== second && !enhanced.endsWith('.0.0')) {
    const [final, temporary] = first === 'permanent' ? [reply, enhanced] : [enhanced, reply];
    notes.push(
      t(
        'The server contradicts itself: {0} is final, {1} is not. The three-digit reply decides.',
        final,
        temporary,
      ),
    );
  }
  if (outcome === 'deferred' && first === 'permanent')
    notes.push(t('The reply is a final one, but this server keeps the message and will try again.'));
  if (enhanced && !catalog.entries.has(`enhanced/${enhanced}`))
    notes.push(
      verdict.entry?.kind === 'phrase'
        ? t('{0} is not in the registry of status codes.', enhanced)
        : t('{0} is not in the registry of status codes; only its first two numbers are known.', enhanced),
    );
  notes.push(...shortForm(verdict.entry, t));
  return notes;
}
