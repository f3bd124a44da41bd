// What stands above the lines: totals at the head of a file, and at the first place of each failure what it is.
import type { CodeLens, Range } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import { grouped } from '../l10n.ts';
import type { MessageHost } from '../mime/host.ts';
import { commandNames } from './commands.ts';
import { headlineOf } from './headline.ts';
import { overviewOf } from './overview.ts';
import { rangeOf } from './present.ts';
import { isFailure } from './problems.ts';
import { type Report, reportOfMessage } from './reportOfMessage.ts';
import type { FeatureSettings } from './settings.ts';
import { permanenceWord, type Speech, titleOf, totalsOf } from './wording.ts';

const top: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/**
 * `Not delivered to b@example.net: The mailbox is full. The sending server has given up.` at the head of a bounce. In a file of
 * several messages each has its own, at its first field; above the first, where the file begins, stands what holds for all.
 * @param most so many messages have their own
 */
function summariesOf(
  analysis: Analysis,
  uri: string,
  most: number,
  host: MessageHost,
  speech: Speech,
): CodeLens[] {
  const { text, report } = analysis;
  if (!report) return [];
  const { messages } = report.reading;
  const ofFile = summaryOf({ report, text }, top, [uri], host, speech);
  if (messages.length < 2) return ofFile;
  const [first] = ofFile;
  if (!first) return [];
  const { t } = speech;
  const title = t('{0} messages: {1}', grouped(messages.length), first.command!.title);
  const lenses: CodeLens[] = [{ ...first, command: { ...first.command!, title } }];
  let heads = 0;
  for (const [index, { start }] of messages.entries()) {
    const { line } = text.positionAt(start);
    const opens = text.lineAt(line).text.startsWith('From ') ? line + 1 : line;
    const at = { line: opens, character: 0 };
    const one = { report: reportOfMessage(report, index), text };
    const own = summaryOf(one, { start: at, end: at }, [uri, index], host, speech);
    if (own.length > 0 && ++heads > most) break;
    lenses.push(...own);
  }
  return lenses;
}

function summaryOf(
  { report, text }: { report: Report; text: Analysis['text'] },
  range: Range,
  summarised: [uri: string, message?: number],
  host: MessageHost,
  speech: Speech,
): CodeLens[] {
  const { t } = speech;
  const headline = headlineOf({ report, text }, host, speech);
  // Ordinary mail needs no lens.
  if (!headline || headline.kind === 'none') return [];
  const lens = (title: string, command: string, given: unknown[]): CodeLens => ({
    range,
    command: { title, command, arguments: given },
  });
  const lenses = [
    lens(headline.sentence, commandNames.showBounceSummary, summarised),
    lens(t('Summary'), commandNames.showBounceSummary, summarised),
  ];
  const entries = new Set(report.verdicts.map(({ entry }) => entry?.id ?? null));
  const [entry] = entries;
  if (entries.size === 1 && entry) lenses.push(lens(t('Explain'), commandNames.openReference, [entry]));
  return lenses;
}

/** Lenses with their commands resolved; the failures' most frequent first, up to the limit that is set. */
export function codeLenses(
  analysis: Analysis,
  uri: string,
  settings: FeatureSettings,
  speech: Speech,
  host: MessageHost,
): CodeLens[] {
  if (!settings.codeLens.enabled) return [];
  const { groups, outcomes } = overviewOf(analysis);
  const { t } = speech;
  const totals = totalsOf(outcomes, t);
  const lenses: CodeLens[] = [];
  if (analysis.kind === 'log' && (totals.length > 0 || groups.length > 0)) {
    const title =
      totals.length > 0
        ? totals.join(' · ')
        : t('{0} codes', grouped(groups.reduce((sum, group) => sum + group.count, 0)));
    lenses.push({ range: top, command: { title, command: commandNames.listCodes, arguments: [uri] } });
    lenses.push({
      range: top,
      command: { title: t('List codes'), command: commandNames.listCodes, arguments: [uri] },
    });
    lenses.push({
      range: top,
      command: { title: t('Report'), command: commandNames.report, arguments: [uri] },
    });
  }
  const { maximum } = settings.codeLens;
  lenses.push(...summariesOf(analysis, uri, maximum, host, speech));
  const failures = groups
    .filter(isFailure)
    .sort((a, b) => b.count - a.count)
    .slice(0, maximum);
  for (const group of failures) {
    const range = rangeOf(group.first);
    const alike = group.count > 1 ? t('{0} alike', grouped(group.count)) : '';
    const title = [titleOf(group.entry, group.reason, speech), permanenceWord(group.permanence, t), alike]
      .filter((part) => part)
      .join(' · ');
    const entry = group.entry?.id ?? null;
    lenses.push({
      range,
      command: { title, command: commandNames.showAll, arguments: [uri, group.code, entry] },
    });
    if (group.count > 1)
      lenses.push({
        range,
        command: { title: t('Show all'), command: commandNames.showAll, arguments: [uri, group.code, entry] },
      });
    if (entry)
      lenses.push({
        range,
        command: { title: t('Explain'), command: commandNames.openReference, arguments: [entry] },
      });
  }
  return lenses;
}
