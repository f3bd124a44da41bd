// What does this mean? A code, a reply, a whole log line, as a person pastes it; the answer of `smtp-lens explain`.
import type { Entry } from '../catalog/catalog.ts';
import { type Permanence, permanenceOf } from '../codes/code.ts';
import { formatOf } from '../formats/claim.ts';
import { emptyFrame, readFrame } from '../formats/frame.ts';
import { fallback } from '../formats/index.ts';
import { initialState, readPage } from '../formats/readPage.ts';
import { type Question, questionOn, questionsOf } from '../model/question.ts';
import type { Confidence, Judge, Verdict } from '../verdict/verdict.ts';
import { type Speech, titleOf } from './wording.ts';

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

/** Error numbers of systems and libraries, where the text speaks of a connection or stands alone: `Connection refused (111)`, `SMTP Error 101, cannot open SMTP stream`. */
const library = /(?:^|[\s(:#=])(101|110|111|113|10051|10060|10061|10065)(?=$|[\s),.;:])/;
const aboutConnections =
  /\b(?:error|errno|connect\w*|socket|stream|refused|timed out|unreachable|network)\b/i;
const windowsTwins: { readonly [number: string]: string } = {
  '10051': '101',
  '10060': '110',
  '10061': '111',
  '10065': '113',
};

/** A three-digit number that stands apart: `SMTP Error 450`, `said : 550 – x`, `(550)`; not `size=550`, `[550]`, `:25`. */
const apart = /(?:^|[\s("'#;])([2-5]\d\d)(?=$|[\s,;:)"'.-])/;

export function explain(input: string, judge: Judge, speech: Speech): Explanation {
  const lines = input.slice(0, longest).split('\n');
  const text = lines
    .map((line) => line.trim())
    .join(' ')
    .trim();
  const number = libraryNumber(text, speech);
  if (number) return about(input, { ...questionOn(''), reply: null }, entryVerdict(number), speech);
  const question = questionIn(text);
  return about(input, question, judge.judge(question), speech);
}

function libraryNumber(text: string, { catalog }: Speech): Entry | null {
  const found = library.exec(text);
  if (!found || (text.length > found[1].length && !aboutConnections.test(text))) return null;
  return catalog.legacy(windowsTwins[found[1]] ?? found[1]);
}

function entryVerdict(entry: Entry): Verdict {
  return {
    reason: entry.reason,
    permanence: null,
    entry,
    confidence: 'code',
    provider: null,
    decidedBy: 'reply',
    alternatives: [],
  };
}

/** What is asked about a pasted text: the attempt of a log line, else the first reply that stands in it, else its words. */
function questionIn(text: string): Question {
  const stated = attemptIn(text);
  if (stated) return stated;
  const frame = emptyFrame();
  const framed = readFrame(text, frame);
  const record = framed ? (formatOf(frame.program) ?? fallback).read(text, frame, {}) : null;
  const [asked] = record ? questionsOf(record) : [];
  if (asked) return asked;
  const body = framed ? text.slice(frame.messageStart) : text;
  const lone = /^\(?#?([245]\.\d{1,3}\.\d{1,3})\)?\.?$/.exec(body); // 5.1.1   #5.1.1   (#5.1.1)   5.1.1.
  if (lone) return { ...questionOn(lone[1]), enhanced: lone[1] };
  const whole = questionOn(body);
  if (whole.reply) return whole;
  const start = apart.exec(body);
  if (!start) return whole;
  const at = start.index + start[0].indexOf(start[1]);
  const rest = questionOn(body.slice(at));
  return {
    ...rest,
    text: body,
    layers: rest.layers.map((layer) => layer + at),
    enhanced: rest.enhanced ?? whole.enhanced,
  };
}

/** The first attempt that a pasted line states, whoever wrote or carries it; null where it only holds words. */
function attemptIn(text: string): Question | null {
  let first: Question | null = null;
  if (text.length <= longestPaste)
    readPage(text, false, initialState, ({ attempts, format }) => {
      if (format !== fallback.id) first ??= attempts[0] ?? null;
    });
  return first;
}

/** UTF-16 units; what people paste is a line or a few. */
const longestPaste = 65_536;

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
    notes: [...contradictions(question, verdict, speech), ...(entry?.notes ?? [])],
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
      t('{0} is not in the registry of status codes; only its first two numbers are known.', enhanced),
    );
  if (verdict.entry?.kind === 'legacy' && verdict.entry.shortFor) {
    notes.push(
      t(
        'No standard has {0} as a reply; it is read as {1} without its dots.',
        verdict.entry.code,
        verdict.entry.shortFor,
      ),
    );
  }
  return notes;
}
