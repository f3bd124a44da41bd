// What happened to one message, from its arrival to its end? Its lines with the time between them under a story of a few
// sentences, as a document to read; from one file, or from several that were searched together.
// Deliberately absent: finding the lines (model/assemble.ts), the sentences (story.ts) and showing the text (the client).
import type { Position, Range } from 'vscode-languageserver-types';
import { type Analysis, verdictsOn } from '../analyze.ts';
import { stampOfLine } from '../formats/keys.ts';
import { grouped } from '../l10n.ts';
import { Assembly } from '../model/assemble.ts';
import { durationWords } from '../model/duration.ts';
import { type Message, type MessageLine, Timeline } from '../model/message.ts';
import type { PagedText } from '../text/pagedText.ts';
import type { Judge } from '../verdict/verdict.ts';
import { lineReader } from './lines.ts';
import { keyOfPosition, messageAt } from './messageAt.ts';
import { storyOf, type Told } from './story.ts';
import type { Speech } from './wording.ts';

export interface FollowResult {
  /** `283FEFC63F`, or a message-id. */
  key: string;
  /** The message's lines in the file that was asked about, each from its first character to its last. */
  lines: Range[];
  /** A few sentences: `Accepted from pc.example.org[192.0.2.7] at Nov  1 00:00:01. u@d.example: deferred 3 times …` */
  story: string;
  /** The story and the lines, with the time between them: a document to read. */
  text: string;
  /** Where `text` names a line of a file. Lines and columns from 0. `uri` null: the file that was asked about. */
  links: { line: number; start: number; end: number; target: number; uri: string | null }[];
  /** The row of `text` that offers to look in other files too; null where that was done. */
  more: number | null;
}

/** A file in which a message was looked for. */
export interface SearchedFile {
  readonly uri: string;
  /** As people call it: `mail.log.2.gz`. */
  readonly name: string;
  /** Pieces of one log, in the order of writing, have the same number. */
  readonly log: number;
}

/** Where a message was looked for, besides the file that was asked about. */
export interface Searched {
  readonly files: readonly SearchedFile[];
  /** Index of the file that was asked about. */
  readonly asked: number;
  /** Sentences on what could not be looked at. */
  readonly leftOut: readonly string[];
}

/** The message under a position, looked for in its own file; null where the position names none. */
export function* follow(
  text: PagedText,
  analysis: Analysis | null,
  position: Position,
  judge: Judge,
  speech: Speech,
): Generator<number, FollowResult | null> {
  const message = yield* messageAt(text, analysis, position);
  return message && (yield* tell(message, null, judge, speech));
}

/**
 * Begins to look for the message under a position in several files, for a caller that hands over their texts in turn.
 * @param asked index of the file with the position
 * @returns null where the position names none
 */
export function beginFollowing(
  text: PagedText,
  position: Position,
  files: readonly SearchedFile[],
  asked: number,
  analysisOf: (text: PagedText) => Analysis | null,
): Assembly | null {
  const key = keyOfPosition(text, analysisOf(text), position);
  if (key === null) return null;
  const near = { file: asked, line: position.line, text: text.lineAt(position.line).text };
  return new Assembly(
    key,
    near,
    lineReader(analysisOf),
    files.map(({ log }) => log),
  );
}

/** @param searched null where only the file that was asked about was searched */
export function* tell(
  message: Message,
  searched: Searched | null,
  judge: Judge,
  speech: Speech,
): Generator<number, FollowResult> {
  const { lines, mixed } = inOrderOfTime(message.lines, searched?.files ?? []);
  const told: Told[] = [];
  for (const { line, stamp, time } of lines) {
    const { record } = line;
    const verdicts = record && record.attempts.length > 0 ? verdictsOn(record, judge) : [];
    told.push({
      ...line,
      stamp,
      time,
      sender: record?.from?.sender ?? record?.attempts[0]?.sender ?? null,
      attempts: (record?.attempts ?? []).map((attempt, index) => ({ attempt, verdict: verdicts[index]! })),
    });
    if (told.length % 100 === 0) yield 0.99;
  }
  const sentences = storyOf(message, told, searched?.files.length ?? 1, speech);
  const { t } = speech;
  if (searched) {
    const names = searched.files.map(({ name }) => name);
    const shown = names.length > 12 ? [...names.slice(0, 11), '…'] : names;
    sentences.push(
      names.length === 1
        ? t('No rotated file of this log and no other open log was found to look in.')
        : t('Looked for in {0} files: {1}.', grouped(names.length), shown.join(', ')),
    );
    sentences.push(...searched.leftOut);
  }
  if (mixed)
    sentences.push(
      t('Some of their times name a time zone and some do not; they are compared as they stand.'),
    );
  const asked = searched?.asked ?? 0;
  return {
    key: message.key,
    lines: told.flatMap(({ file, line, text }) =>
      file === asked ? [{ start: { line, character: 0 }, end: { line, character: text.length } }] : [],
    ),
    story: sentences.join(' '),
    ...documentOf(message, sentences, told, searched, speech),
  };
}

interface Timed {
  readonly line: MessageLine;
  readonly stamp: string | null;
  readonly time: number | null;
}

/** Lines of several logs in order of time; those of one log stay in the order in which they were written. */
function inOrderOfTime(
  lines: readonly MessageLine[],
  files: readonly SearchedFile[],
): { lines: Timed[]; mixed: boolean } {
  const stamped = lines.map((line) => ({ line, stamp: line.record?.stamp ?? stampOfLine(line.text) }));
  const byLog = new Map<number, typeof stamped>();
  for (const one of stamped) {
    const log = files[one.line.file]?.log ?? 0;
    const list = byLog.get(log);
    if (list) list.push(one);
    else byLog.set(log, [one]);
  }
  const zones = new Set(stamped.flatMap(({ stamp }) => (stamp === null ? [] : [zone.test(stamp)])));
  const mixed = byLog.size > 1 && zones.size > 1;
  const year = yearOf(stamped.map(({ stamp }) => stamp));
  const queues = [...byLog.values()].map((list) => {
    const clock = new Timeline(year);
    let last = Number.NEGATIVE_INFINITY;
    return list.map(({ line, stamp }) => {
      const time = clock.at(mixed ? (stamp?.replace(zone, '') ?? null) : stamp);
      last = Math.max(last, time ?? last);
      return { line, stamp, time, order: last };
    });
  });
  // Stable: where times are equal, the order of the files, and of the lines in them.
  return { lines: queues.flat().sort((a, b) => (a.order === b.order ? 0 : a.order - b.order)), mixed };
}

/** `2026-11-01T00:00:31Z`, `2026-11-01 00:00:31 +0100` */
const zone = /(?:Z| ?[+-]\d\d:?\d\d)$/;

/** The year of stamps that name none, told by one beside them that does; 2000 where none does. */
function yearOf(stamps: readonly (string | null)[]): number {
  const named = stamps.find((stamp) => stamp !== null && /^\d{4}-\d\d/.test(stamp));
  return named ? Number(named.slice(0, 4)) : 2000;
}

/** The story as comment lines, then each line of the log below a comment with its place and the time since the one before. */
function documentOf(
  { key }: Message,
  story: readonly string[],
  told: readonly Told[],
  searched: Searched | null,
  { t }: Speech,
): Pick<FollowResult, 'text' | 'links' | 'more'> {
  const rows = [`# ${key}`, ...story.map((sentence) => `# ${sentence}`)];
  const more = searched ? null : rows.length + 1;
  if (more !== null) rows.push('', `# ${t('Look in rotated files and other open logs too')}`);
  const links: FollowResult['links'] = [];
  let before: Told | null = null;
  for (const one of told) {
    const waited =
      before !== null && before.time !== null && one.time !== null ? (one.time - before.time) / 1000 : 0;
    if (before === null || waited >= 1 || one.line !== before.line + 1 || one.file !== before.file) {
      const file = searched?.files[one.file];
      const place = file
        ? t('{0}, line {1}', file.name, grouped(one.line + 1))
        : t('line {0}', grouped(one.line + 1));
      const uri = file && one.file !== searched?.asked ? file.uri : null;
      links.push({ line: rows.length + 1, start: 2, end: 2 + place.length, target: one.line, uri });
      rows.push('', `# ${place}${waited >= 1 ? ` · + ${durationWords(waited, t)}` : ''}`);
    }
    rows.push(one.text);
    before = one;
  }
  return { text: `${rows.join('\n')}\n`, links, more };
}
