// The problems of a file as LSP diagnostics.
import type { Diagnostic, DiagnosticSeverity, Range } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import { grouped } from '../l10n.ts';
import type { MessageHost } from '../mime/host.ts';
import { headProblems } from './headProblem.ts';
import { lint } from './lint.ts';
import { overviewOf } from './overview.ts';
import { rangeOf } from './present.ts';
import { problemsOf } from './problems.ts';
import type { FeatureSettings } from './settings.ts';
import type { Speech } from './wording.ts';

/** The editor shows related places above our hover, in room for about ten lines; the list of codes has them all. */
const shownPlaces = 1;

const severities: { readonly [severity: string]: DiagnosticSeverity } = {
  error: 1,
  warning: 2,
  information: 3,
  hint: 4,
};

/** One diagnostic per distinct failure, with the next place as related information; says so where the limit left some out. */
export function diagnostics(
  analysis: Analysis,
  uri: string,
  settings: FeatureSettings,
  speech: Speech,
  host: MessageHost,
): Diagnostic[] {
  const { problems, total } = problemsOf(overviewOf(analysis).groups, settings, speech);
  const { report, text } = analysis;
  const heads = report ? headProblems(report, text, problems, host, speech) : [];
  const found = [...heads, ...problems].map((problem): Diagnostic => {
    const source = sourceOf(problem.entry, speech);
    return {
      range: rangeOf(problem.place),
      severity: severities[problem.severity],
      source: 'SMTP Lens',
      code: problem.code,
      ...(source && { codeDescription: { href: source } }),
      message: problem.message,
      ...(problem.entry && { data: { entry: problem.entry } }),
      relatedInformation: problem.related.slice(0, shownPlaces).map((place) => ({
        location: { uri, range: rangeOf(place) },
        message: speech.t('The same again'),
      })),
    };
  });
  if (total > problems.length) found.push(leftOut(total - problems.length, speech));
  if (settings.diagnostics.enabled) found.push(...lintDiagnostics(analysis, settings, speech, host));
  return found;
}

/**
 * Where a problem's code leads: to a source, in any editor. Not to our own page: VS Code runs a command behind this link in
 * its list of problems, but in newer versions (seen in 1.139, not in 1.91) none in its hover, where the link would be dead.
 * Our hover links the page.
 */
function sourceOf(entry: string | null, { catalog }: Speech): string | null {
  const sources = (entry && catalog.entries.get(entry)?.sources) || [];
  return sources.map((id) => catalog.sources[id]?.url).find((url) => url) ?? null;
}

/** What is wrong with the report itself. */
function lintDiagnostics(
  analysis: Analysis,
  settings: FeatureSettings,
  { t }: Speech,
  host: MessageHost,
): Diagnostic[] {
  const { text, report } = analysis;
  if (!report) return [];
  return lint(text.slice(0, text.length), report.reading, host, settings.lint ?? {}, t)
    .slice(0, settings.diagnostics.maximum)
    .map(({ rule, severity, at, message }) => ({
      range: { start: text.positionAt(at.start), end: text.positionAt(at.end) },
      severity: severities[severity],
      source: 'SMTP Lens',
      code: rule,
      message,
      data: { rule },
    }));
}

function leftOut(count: number, { t }: Speech): Diagnostic {
  const range: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  return {
    range,
    severity: 3,
    source: 'SMTP Lens',
    message: t(
      '{0} further distinct failures are not shown here; the list of codes has them all.',
      grouped(count),
    ),
  };
}
