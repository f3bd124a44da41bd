// Which problem stands at the head of a bounce? The answer in a sentence, where the reader looks first; the failures themselves
// are pointed at where the report states them (problems.ts).
import { fieldNamed, readFields } from '../mime/headers.ts';
import type { MessageHost } from '../mime/host.ts';
import { lineAt } from '../mime/lines.ts';
import type { RawSpan } from '../mime/mappedText.ts';
import { codeLabel } from '../tally.ts';
import type { PagedText } from '../text/pagedText.ts';
import { headlineOf } from './headline.ts';
import type { Problem } from './problems.ts';
import { type Report, reportOfMessage } from './reportOfMessage.ts';
import type { Speech } from './wording.ts';

/** Fields behind so many characters are not looked for. */
const longestHead = 64_000;

/**
 * The sentence at the subject of the notice, as grave as the gravest failure that it reports; in a file of several messages one for
 * each notice.
 * @param problems those of the same file, the gravest first; where there are none, nothing stands at the head either
 */
export function headProblems(
  report: Report,
  text: PagedText,
  problems: readonly Problem[],
  host: MessageHost,
  speech: Speech,
): Problem[] {
  const { messages } = report.reading;
  if (problems.length === 0) return [];
  return messages
    .map((_, index) => {
      const one = messages.length > 1 ? reportOfMessage(report, index) : report;
      const own = messages.length > 1 ? problems.filter((problem) => isOf(problem, one)) : problems;
      return headProblem(one, text, own, host, speech);
    })
    .filter((problem) => problem !== null)
    .slice(0, mostHeads);
}

/** A list of problems with more heads than these helps nobody. */
const mostHeads = 200;

/** Whether a message reports this failure: problems are told once for a whole file. */
function isOf({ entry, code }: Problem, { reading, verdicts }: Report): boolean {
  return verdicts.some((verdict, index) =>
    entry === null
      ? code === (codeLabel(reading.recipients[index].attempt) || verdict.reason)
      : verdict.entry?.id === entry,
  );
}

function headProblem(
  report: Report,
  text: PagedText,
  problems: readonly Problem[],
  host: MessageHost,
  speech: Speech,
): Problem | null {
  const headline = headlineOf({ report, text }, host, speech);
  const [gravest] = problems;
  if (!gravest || headline?.kind !== 'bounce') return null;
  const { start, end } = subjectIn(text, report.reading.messages[0]);
  const { line, character } = text.positionAt(start);
  return {
    severity: gravest.severity,
    code: problems.length === 1 ? gravest.code : 'bounce',
    message: headline.sentence,
    count: 1,
    place: { line, start: character, end: character + end - start },
    related: [],
    entry: problems.length === 1 ? gravest.entry : null,
  };
}

/** The first line of the message's subject, else of the message. */
function subjectIn(text: PagedText, message: RawSpan): { start: number; end: number } {
  const beginning = text.slice(message.start, Math.min(message.end, message.start + longestHead));
  const { fields } = readFields(beginning, 0, beginning.length);
  const start = fieldNamed(fields, 'subject')?.start ?? 0;
  return {
    start: message.start + start,
    end: message.start + lineAt(beginning, start, beginning.length).end,
  };
}
