// Which failures of a file deserve to be pointed at, how strongly, and in which words? One problem per distinct failure.
// Deliberately absent: the editor's ranges (diagnostics.ts), the command line's rows (node/).
import { grouped } from '../l10n.ts';
import type { FileGroup, Place } from '../model/summary.ts';
import type { FeatureSettings, Severity } from './settings.ts';
import { type Speech, titleOf } from './wording.ts';

export interface Problem {
  readonly severity: Exclude<Severity, 'off'>;
  /** `550 5.1.1`; the reason's name where the failure carries no code. */
  readonly code: string;
  readonly message: string;
  readonly count: number;
  readonly place: Place;
  /** The next places of the same failure. */
  readonly related: readonly Place[];
  readonly entry: string | null;
}

/** Reasons that are ours to repair when another server gives them (facts of the catalogue's families: reputation, identity, access). */
const ours = new Set(['blocklist', 'reputation', 'sender-auth', 'sender-dns', 'login', 'loop']);

const order = { error: 0, warning: 1, information: 2, hint: 3 } as const;

/**
 * The problems of a file, the gravest first, then the most frequent.
 * @returns at most `settings.diagnostics.maximum`, and how many distinct failures there are in all
 */
export function problemsOf(
  groups: readonly FileGroup[],
  settings: FeatureSettings,
  speech: Speech,
): { problems: Problem[]; total: number } {
  if (!settings.diagnostics.enabled) return { problems: [], total: 0 };
  const problems: Problem[] = [];
  for (const group of groups) {
    const severity = severityOf(group, settings);
    if (severity === 'off' || !isFailure(group)) continue;
    const { first: place, next: related, count } = group;
    problems.push({
      severity,
      code: group.code || group.reason,
      message: messageOf(group, speech),
      count,
      place,
      related,
      entry: group.entry?.id ?? null,
    });
  }
  problems.sort(
    (a, b) => order[a.severity] - order[b.severity] || b.count - a.count || a.place.line - b.place.line,
  );
  return { problems: problems.slice(0, settings.diagnostics.maximum), total: problems.length };
}

/** Something that did not go through, or was refused; not a step of a dialogue or a success. */
export function isFailure(group: Pick<FileGroup, 'permanence' | 'reason' | 'outcome'>): boolean {
  return (
    group.permanence === 'temporary' ||
    group.permanence === 'permanent' ||
    (group.outcome !== null && group.outcome !== 'delivered' && group.outcome !== 'relayed')
  );
}

function severityOf(group: FileGroup, { diagnostics }: FeatureSettings): Severity {
  const byReason = diagnostics.severityByReason[group.reason];
  if (byReason) return byReason;
  if (group.direction === 'in')
    return isOwnOutage(group) ? diagnostics.severity.ours : diagnostics.severity.refused;
  if (ours.has(group.reason) || isOwnOutage(group)) return diagnostics.severity.ours;
  return group.permanence === 'temporary' ? diagnostics.severity.temporary : diagnostics.severity.permanent;
}

/** What we told others of ourselves: our disk is full, our filter is down, our table is broken. */
function isOwnOutage(group: FileGroup): boolean {
  return group.direction === 'in' && group.reason === 'system';
}

/** `Mailbox does not exist (550 5.1.1, Gmail): user6486@acme12.de and 40 more, 488 times` */
function messageOf(group: FileGroup, speech: Speech): string {
  const { t } = speech;
  const title = titleOf(group.entry, group.reason, speech);
  const known = [group.code, group.provider].filter((part) => part).join(', ');
  const head = `${group.direction === 'in' ? t('Refused here: {0}', title) : title}${known ? ` (${known})` : ''}`;
  const [recipient] = group.recipients;
  const more = group.recipients.size - 1;
  const whom = !recipient ? '' : more > 0 ? t('{0} and {1} more', recipient, grouped(more)) : recipient;
  const times = group.count > 1 ? t('{0} times', grouped(group.count)) : '';
  const facts = [whom, times].filter((part) => part).join(', ');
  return facts ? `${head}: ${facts}` : head;
}
