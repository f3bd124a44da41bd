// Which codes does the file hold, how often, and where? The rows of the list of codes (`smtpLens/codes`).
import type { Range } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import { ownRules } from '../catalog/rules.ts';
import type { Permanence } from '../codes/code.ts';
import { type FileGroup, placesOf } from '../model/summary.ts';
import { overviewOf } from './overview.ts';
import { rangeOf } from './present.ts';
import { outcomeOrder, reasonTitle, type Speech, titleOf } from './wording.ts';

export interface CodesResult {
  rows: CodeRow[];
  /** How many occurrences the rows add up to. */
  total: number;
  /** How many deliveries ended how: `delivered`, `deferred`, `bounced`, `rejected` …, in the order in which to tell them. */
  deliveries: { [outcome: string]: number };
  /** A sentence where something was left out, else null. */
  truncated: string | null;
}

export interface CodeRow {
  /** For `550 5.1.1 <a@b>` this is `550 5.1.1`; empty where the failure carries no code. */
  code: string;
  /** Entry id in the catalogue, null where nothing explains it. */
  entry: string | null;
  title: string;
  reason: string;
  /** The reason in words, for people. */
  reasonTitle: string;
  permanence: Permanence | null;
  /** Provider whose words they are ("Gmail"), or the user's own rules that explain them; null where unknown. */
  provider: string | null;
  count: number;
  /** Distinct recipients. */
  recipients: number;
  /** The first occurrence's code (or words). */
  first: Range;
  last: Range;
}

export interface OccurrencesResult {
  ranges: Range[];
  /** How many there are in all; more than `ranges` when a limit was reached. */
  total: number;
}

const mostRanges = 10_000;

/**
 * A row per entry and codes, the most frequent first.
 * @param holding only rows with an occurrence on whose line this stands, or whose recipient it is part of: an address,
 * a host, any words; without regard to case. Every occurrence is looked at. Empty for all rows.
 */
export function codes(
  analysis: Analysis,
  leftOut: readonly string[],
  speech: Speech,
  holding = '',
): CodesResult {
  const { groups, outcomes, firstLines } = overviewOf(analysis);
  const wanted = holding.toLowerCase();
  const rows = [...byRow(groups).values()]
    .filter((likes) => wanted === '' || likes.some((like) => holds(analysis, like, firstLines, wanted)))
    .map((likes) => rowOf(likes, speech))
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code));
  return {
    rows,
    total: rows.reduce((sum, row) => sum + row.count, 0),
    deliveries: Object.fromEntries(
      outcomeOrder.filter((outcome) => outcomes[outcome]).map((outcome) => [outcome, outcomes[outcome]]),
    ),
    truncated: leftOut.length > 0 ? leftOut.join(' ') : null,
  };
}

/** @param wanted in lower case */
function holds(
  { text }: Analysis,
  { recipients, parts }: FileGroup,
  firstLines: readonly number[],
  wanted: string,
): boolean {
  for (const recipient of recipients) if (recipient.toLowerCase().includes(wanted)) return true;
  return parts.some(({ page, group: { places } }) => {
    for (let at = 0; at < places.length; at += 3) {
      if (
        text
          .lineAt(places[at] + firstLines[page])
          .text.toLowerCase()
          .includes(wanted)
      )
        return true;
    }
    return false;
  });
}

/** Groups that differ only in outcome, direction or speaker are one row. */
function byRow(groups: readonly FileGroup[]): Map<string, FileGroup[]> {
  const rows = new Map<string, FileGroup[]>();
  for (const group of groups) {
    const key = `${group.entry?.id}|${group.code}`;
    const likes = rows.get(key);
    if (likes) likes.push(group);
    else rows.set(key, [group]);
  }
  return rows;
}

function rowOf(likes: readonly FileGroup[], speech: Speech): CodeRow {
  const main = likes.reduce((most, one) => (one.count > most.count ? one : most));
  const recipients = new Set<string>();
  for (const like of likes) for (const recipient of like.recipients) recipients.add(recipient);
  const providers = new Set(likes.map((like) => like.provider));
  return {
    code: main.code,
    entry: main.entry?.id ?? null,
    title: titleOf(main.entry, main.reason, speech),
    reason: main.reason,
    reasonTitle: reasonTitle(main.reason, speech.catalog),
    permanence: main.permanence,
    provider: ownRule(main) ?? (providers.size === 1 ? main.provider : null),
    count: likes.reduce((sum, like) => sum + like.count, 0),
    recipients: recipients.size,
    first: rangeOf(likes.map((like) => like.first).reduce((a, b) => (b.line < a.line ? b : a))),
    last: rangeOf(likes.map((like) => like.last).reduce((a, b) => (b.line > a.line ? b : a))),
  };
}

/** `Your rules` where a rule of the user's explains the row: how often it fits is told by the row's count. */
const ownRule = ({ entry }: FileGroup): string | null =>
  entry?.speaker?.id === ownRules ? entry.speaker.name : null;

/** Where a row of `codes` stands, in order of the file. */
export function occurrences(analysis: Analysis, code: string, entry: string | null): OccurrencesResult {
  const { groups, firstLines } = overviewOf(analysis);
  const likes = groups.filter((group) => group.code === code && (group.entry?.id ?? null) === entry);
  const places = likes
    .flatMap((like) => placesOf(like.parts, firstLines, mostRanges))
    .sort((a, b) => a.line - b.line || a.start - b.start);
  return {
    ranges: places.slice(0, mostRanges).map(rangeOf),
    total: likes.reduce((sum, like) => sum + like.count, 0),
  };
}
