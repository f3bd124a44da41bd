// What does the reader learn under the pointer? In this order: what happened, is it over, who must act, what to do; then
// what else it could be, how often it is in this file, and who says so.
import type { Hover } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import type { Action, Entry } from '../catalog/catalog.ts';
import type { SaidCode } from '../codes/scan.ts';
import { formatNamed, programLine } from '../formats/claim.ts';
import { grouped } from '../l10n.ts';
import type { MessageHost } from '../mime/host.ts';
import type { Attempt, LogRecord } from '../model/attempt.ts';
import { type Question, questionsOf } from '../model/question.ts';
import type { FileGroup } from '../model/summary.ts';
import { codeLabel, groupKey } from '../tally.ts';
import type { PagedText } from '../text/pagedText.ts';
import type { Judge, Verdict } from '../verdict/verdict.ts';
import { commandNames } from './commands.ts';
import { eximFieldAt } from './eximFields.ts';
import { contradictions, meaningOf } from './explain.ts';
import { postfixFieldAt } from './fields.ts';
import type { FieldGloss } from './gloss.ts';
import { hoverField } from './messageFields.ts';
import { overviewOf } from './overview.ts';
import { type Display, Writer } from './present.ts';
import { permanenceWord, type Speech, titleOf, whoWord } from './wording.ts';

/** What hovers need besides the document. */
export interface HoverContext {
  readonly judge: Judge;
  readonly speech: Speech;
  readonly display: Display;
  readonly uri: string;
  /** What became of a deferral further down in the log; asked only where a hover shows one. */
  readonly later?: (attempt: Attempt) => string | null;
  readonly messageHost: MessageHost;
}

/** The hover of a column in a log line; null where nothing there needs words. */
export function hoverLine(
  record: LogRecord | null,
  line: string,
  lineNumber: number,
  column: number,
  analysis: Analysis | null,
  context: HoverContext,
): Hover | null {
  const gloss = glossAt(record?.format ?? formatNamed(line), line, column, context.speech.t);
  // `dsn=5.1.1` is one thing to the reader: the key answers as its code does.
  const place = gloss?.title.startsWith('dsn=') ? gloss.end : column;
  const code = record?.codes.find(({ start, end }) => place >= start && place <= end);
  const [question] = record ? questionsOf(record) : [];
  if (question && code) {
    const verdict = context.judge.judge(question);
    const writer = new Writer(context.display);
    const message = messageOf(writer, record!, { line: lineNumber, column: code.start }, context);
    const at = { code, gloss: gloss?.meaning ?? null, ...message };
    writeVerdict(writer, question, verdict, at, analysis, context);
    return { contents: writer.markup(), range: rangeOn(lineNumber, code.start, code.end) };
  }
  if (!gloss) return null;
  const writer = new Writer(context.display);
  writer.paragraph(writer.bold(gloss.title));
  writer.paragraph(writer.text(gloss.meaning));
  return { contents: writer.markup(), range: rangeOn(lineNumber, gloss.start, gloss.end) };
}

/** What a server's own field says, in the words of who wrote the line. */
function glossAt(format: string | null, line: string, column: number, t: Speech['t']): FieldGloss | null {
  if (format === 'postfix') return postfixFieldAt(line, column, t);
  return format === 'exim' ? eximFieldAt(line, column, t) : null;
}

const rangeOn = (line: number, start: number, end: number) => ({
  start: { line, character: start },
  end: { line, character: end },
});

/** The hover of an offset in a saved message: the recipient's answer to whom the code belongs, else what the field there says. */
export function hoverMessage(
  text: PagedText,
  offset: number,
  analysis: Analysis,
  context: HoverContext,
): Hover | null {
  const report = analysis.report;
  const code = report?.reading.codes.find(
    ({ start, end }) => start !== null && end !== null && offset >= start && offset <= end,
  );
  if (!report || !code || code.recipient === null) return hoverField(text, offset, analysis, context);
  const { attempt } = report.reading.recipients[code.recipient];
  const writer = new Writer(context.display);
  const said = { ...code, start: code.start!, end: code.end! };
  writeVerdict(
    writer,
    attempt,
    report.verdicts[code.recipient],
    { code: said, gloss: null, later: null, follow: null },
    analysis,
    context,
  );
  return {
    contents: writer.markup(),
    range: { start: text.positionAt(said.start), end: text.positionAt(said.end) },
  };
}

/** What stands under the pointer, and what is known of the message it is about. */
interface Subject {
  readonly code: SaidCode;
  readonly gloss: string | null;
  /** What became of a deferral further down. */
  readonly later: string | null;
  /** The link that follows the message. */
  readonly follow: string | null;
}

function writeVerdict(
  writer: Writer,
  question: Question,
  verdict: Verdict,
  at: Subject,
  analysis: Analysis | null,
  { speech, uri }: HoverContext,
): void {
  const { catalog, t } = speech;
  const { entry } = verdict;
  const title = titleOf(entry, verdict.reason, speech);
  const direction = question.outcome ? question.direction : null;
  const inward = direction === 'in' ? t('refused at our door') : null;
  const tags = [permanenceWord(verdict.permanence, t), inward, verdict.provider]
    .filter((tag) => tag)
    .map((tag) => writer.text(tag!));
  writer.paragraph(
    [writer.bold([codeLabel(question), title].filter((part) => part).join(' — ')), ...tags].join(' · '),
  );
  if (entry)
    writer.paragraph(writer.text(meaningOf(entry, verdict, speech)), closing(question, entry, writer, t));
  else writer.paragraph(writer.text(t('Nothing in the catalogue explains these words.')));
  writer.paragraph(
    ...actionsOf(entry?.actions ?? []).map(({ who, do: what }) =>
      // "Nobody: nothing to do" says the same twice.
      who === 'nobody'
        ? writer.text(what)
        : `${writer.bold(whoWord(who, direction, t))} ${writer.text(what)}`,
    ),
  );
  if (direction === 'in')
    writer.paragraph(writer.text(t('Your own server said this to a client; the message never came in.')));
  for (const note of contradictions(question, verdict, speech)) writer.paragraph(writer.text(note));
  if (at.code.code && !codeLabel(question).includes(at.code.code)) writeOther(writer, at.code, speech);
  if (at.gloss && (question.reply || question.outcome === 'relayed')) writer.paragraph(writer.text(at.gloss));
  const [first, second] = verdict.alternatives;
  if (first && verdict.confidence !== 'exact') {
    const others = [first, second].filter((other) => other).map((other) => `${other.title} (${other.why})`);
    writer.paragraph(writer.text(t('Also possible: {0}', others.join('; '))));
  }
  if (at.later) writer.paragraph(writer.text(at.later));
  const reference = entry && writer.command(t('Open reference'), commandNames.openReference, entry.id);
  const group =
    analysis && overviewOf(analysis).groups.find(({ key }) => key === groupKey(question, verdict));
  const facts = analysis && group && group.count > 1 ? factsOf(analysis, group, t) : '';
  const all =
    facts && writer.command(t('Show all'), commandNames.showAll, uri, group!.code, group!.entry?.id ?? null);
  // Before the sources: the editor shows a problem above our hover, and what stands last is out of sight then.
  const links = [all, reference, at.follow].filter((link) => link).join(' · ');
  writer.paragraph([facts && writer.text(facts), links].filter((part) => part).join(' — '));
  const sources = (entry?.sources ?? [])
    .slice(0, 2)
    .map((id) => catalog.sources[id])
    .filter((source) => source)
    .map((source) => writer.link(source.title, source.url));
  writer.paragraph([writer.text(sureness(verdict, t)), ...sources].filter((part) => part).join(' · '));
}

/** The first action of each who must act, at most three: the page has the rest. */
function actionsOf(actions: readonly Action[]): Action[] {
  return actions
    .filter((action, index) => actions.findIndex((other) => other.who === action.who) === index)
    .slice(0, 3);
}

/** Is it over? Said where the log tells more than the entry's meaning does. */
function closing(question: Question, entry: Entry, writer: Writer, t: Speech['t']): string | null {
  const again = /\btr(?:y|ies|ied|ying)\b.{0,40}\bagain\b/i;
  if (question.outcome === 'deferred' && !again.test(entry.meaning))
    return writer.text(t('It will be tried again.'));
  if (question.outcome === 'expired') return writer.text(t('The sending server has given up.'));
  return null;
}

/** A code that is not the answer itself: quoted, or `dsn=` beside a more precise reply. */
function writeOther(writer: Writer, code: SaidCode, { catalog, t }: Speech): void {
  const entry = code.kind === 'enhanced' ? catalog.enhanced(code.code!) : catalog.reply(code.code!);
  if (entry) writer.paragraph(writer.text(t('{0} by itself: {1}.', code.code!, entry.title)));
}

function sureness(verdict: Verdict, t: Speech['t']): string {
  switch (verdict.confidence) {
    case 'exact':
      return verdict.provider
        ? t('These are {0}’s own words.', verdict.provider)
        : t('These are the server’s own words.');
    case 'phrase':
      return t('Recognised by its words.');
    case 'code':
      return verdict.decidedBy === 'outcome' ? '' : t('Only the code is known.');
    case 'class':
      return t('Only the first digit is known.');
    default:
      return '';
  }
}

/** `In this file: 488 times, 41 recipients, first Nov 1 00:00:31, last Nov 2 13:20:07` */
function factsOf(analysis: Analysis, group: FileGroup, t: Speech['t']): string {
  const facts = [
    t('{0} times', grouped(group.count)),
    group.recipients.size > 1 ? t('{0} recipients', grouped(group.recipients.size)) : '',
    ...times(analysis, group, t),
  ];
  return t('In this file: {0}', facts.filter((fact) => fact).join(', '));
}

/** `Later: delivered, 12 min after this attempt.` and the link `Follow message 283FEFC63F`. */
function messageOf(
  writer: Writer,
  { attempts: [attempt] }: LogRecord,
  at: { line: number; column: number },
  { uri, speech: { t }, later }: HoverContext,
): Pick<Subject, 'later' | 'follow'> {
  if (!attempt?.queueId) return { later: null, follow: null };
  const title = t('Follow message {0}', attempt.queueId);
  return {
    later: (attempt.outcome === 'deferred' && later?.(attempt)) || null,
    follow: writer.command(title, commandNames.followMessage, uri, at.line, at.column),
  };
}

function times(analysis: Analysis, group: FileGroup, t: Speech['t']): string[] {
  if (analysis.kind === 'message') return [];
  const [first, last] = [group.first, group.last].map((place) =>
    stampOf(analysis.text.lineAt(place.line).text),
  );
  return first && last ? [t('first {0}', first), t('last {0}', last)] : [];
}

function stampOf(line: string): string | null {
  return programLine(line.slice(0, 400)).stamp;
}
