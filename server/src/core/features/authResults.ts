// What do the checks of the sender say (`Authentication-Results`, `ARC-…`, `Received-SPF`, `DKIM-Signature`), what failed, and
// does it matter for this refusal? Sources: RFC 8601 §2.7, RFC 7208 §2.6, RFC 7489 §11, RFC 8617 §4; for compauth Microsoft's
// "Anti-spam message headers". Deliberately absent: reading the fields (mime/authResults.ts), what each result means (checkWords.ts).
import type { ReasonId } from '../catalog/catalog.ts';
import type { Translate } from '../l10n.ts';
import {
  type AuthResults,
  type CheckResult,
  readAuthResults,
  readReceivedSpf,
  readTags,
} from '../mime/authResults.ts';
import { chain, meaningOf } from './checkWords.ts';
import type { HeadRole, PlacedField } from './messageHeads.ts';

/** A title and sentences for a field that a check of the sender left; null for any other field. */
export function glossChecks(
  { name, value }: PlacedField,
  t: Translate,
): { title: string; lines: string[]; checks: boolean } | null {
  switch (name) {
    case 'authentication-results':
    case 'x-authentication-results':
    case 'authentication-results-original':
      return { ...results(readAuthResults(value), t), checks: true };
    case 'arc-authentication-results': {
      const read = readAuthResults(value);
      const { title, lines } = results(read, t);
      const set = t(
        'A forwarding server noted this so that later servers can rely on it (ARC, set {0}).',
        read.instance ?? '?',
      );
      return { title, lines: [set, ...lines], checks: true };
    }
    case 'received-spf': {
      const check = readReceivedSpf(value);
      const said = check && checkWords(check, t);
      const server = check?.properties.get('receiver') ?? null;
      return said ? { title: titleOf(server, t), lines: [said], checks: true } : null;
    }
    case 'arc-seal':
      return { title: t('ARC seal'), lines: seal(readTags(value), t), checks: false };
    case 'arc-message-signature':
      return { title: t('ARC signature'), lines: [signature(readTags(value), t)], checks: false };
    case 'dkim-signature':
    case 'x-google-dkim-signature':
      return { title: t('DKIM signature'), lines: [signature(readTags(value), t)], checks: false };
    default:
      return null;
  }
}

/** One check as a row: `SPF`, `fail`, the domain it was about, what that means. */
export interface CheckRow {
  method: string;
  result: string;
  domain: string | null;
  meaning: string;
  /** Good, bad, or neither. */
  mark: 'pass' | 'fail' | 'neutral';
}

/** The checks of a field, row by row, with what is to be said beside them; null for any other field. */
export function checkRows(
  field: PlacedField,
  t: Translate,
): { title: string; rows: CheckRow[]; lines: string[] } | null {
  const gloss = glossChecks(field, t);
  if (!gloss) return null;
  const checks = gloss.checks ? checksIn(field) : [];
  if (checks.length === 0) return { title: gloss.title, rows: [], lines: gloss.lines };
  const rows = checks.map((check) => ({
    method: methodName(check),
    result: check.result,
    domain: domainOf(check),
    meaning: meaningOf(check, t) ?? '',
    mark: markOf(check.result),
  }));
  const said = new Set(checks.map((check) => checkWords(check, t)));
  return { title: gloss.title, rows, lines: gloss.lines.filter((line) => !said.has(line)) };
}

function checksIn({ name, value }: PlacedField): readonly CheckResult[] {
  if (name !== 'received-spf') return readAuthResults(value).checks;
  const check = readReceivedSpf(value);
  return check ? [check] : [];
}

function markOf(result: string): CheckRow['mark'] {
  if (result === 'pass' || result === 'bestguesspass') return 'pass';
  return /^(?:fail|hardfail|softfail|permerror)$/.test(result) ? 'fail' : 'neutral';
}

/** Reasons that a server often gives without saying that the checks of the sender counted. */
const vague = new Set<ReasonId>(['spam', 'reputation', 'policy', 'unknown', 'sender-rejected']);

/** Does it matter for this refusal? `reasons`: those that the report gives, one or more. */
export function bearing(role: HeadRole, reasons: readonly ReasonId[], t: Translate): string | null {
  // At the head of a notice: the notice was checked, not what it is about.
  if (role === 'message')
    return t(
      'This is how the notice itself was checked when it came in. It says nothing about the message that was refused.',
    );
  if (role !== 'returned') return null;
  if (reasons.includes('sender-auth'))
    return t(
      'The refusal is about these checks. The server that refused made them anew; its own result counts, this one shows where to look.',
    );
  return reasons.some((reason) => vague.has(reason))
    ? t('The refusal does not name these checks, but filters count them too.')
    : t('The reason given for the refusal is another one, so this need not matter for it.');
}

const titleOf = (server: string | null, t: Translate): string =>
  server ? t('Checked by {0}', server) : t('Checks of the sender');

function results({ server, checks }: AuthResults, t: Translate): { title: string; lines: string[] } {
  const lines = checks.map((check) => checkWords(check, t));
  const alignment = alignmentWords(checks, t);
  if (lines.length === 0) lines.push(t('No check was made, or none left a result.'));
  return { title: titleOf(server, t), lines: alignment ? [...lines, alignment] : lines };
}

/** `SPF fail: …` with the domain that was checked. */
function checkWords(check: CheckResult, t: Translate): string {
  const head = `${methodName(check)} ${check.result}`;
  const domain = domainOf(check);
  const named = domain ? `${head} (${domain})` : head;
  const meaning = meaningOf(check, t);
  return meaning ? `${named}: ${meaning}` : named;
}

const methodName = ({ method }: CheckResult): string =>
  method.toUpperCase().replace('COMPAUTH', 'compauth').replace('IPREV', 'iprev');

/** The domain that the check was about. */
function domainOf({ method, properties, comment }: CheckResult): string | null {
  const value = (...names: string[]) =>
    names.map((name) => properties.get(name)).find((one) => one && one !== 'none');
  const found =
    method === 'spf'
      ? (value('smtp.mailfrom', 'smtp.mfrom', 'envelope-from') ??
        // domain of a@d.example designates 192.0.2.1 as permitted sender
        /\bdomain of (?:transitioning )?([^\s<>()]{3,320})/i.exec(comment)?.[1] ??
        value('smtp.helo', 'helo'))
      : method === 'dkim'
        ? value('header.d', 'header.i')
        : value('header.from', 'header.d', 'policy.iprev', 'smtp.auth');
  if (!found) return null;
  return found.slice(found.lastIndexOf('@') + 1).replace(/^[<"]|[>"]$/g, '') || null;
}

/** Why DMARC fails although SPF or DKIM passed: they spoke for another domain (RFC 7489 §3.1). */
function alignmentWords(checks: readonly CheckResult[], t: Translate): string | null {
  const verdict = checks.find(({ method, result }) => method === 'dmarc' && result === 'fail');
  const from = verdict && domainOf(verdict);
  if (!from) return null;
  const passed = checks
    .filter(({ method, result }) => (method === 'spf' || method === 'dkim') && result === 'pass')
    .map(domainOf)
    .filter((domain) => domain !== null);
  return passed.length > 0
    ? t(
        'What passed was for {0}, but the From address is at {1}. For DMARC the two must belong together.',
        passed.join(', '),
        from,
      )
    : null;
}

function seal(tags: ReadonlyMap<string, string>, t: Translate): string[] {
  const by = tags.get('d') ?? '?';
  const set = t(
    '{0} sealed the notes of all forwarding servers so far (ARC, set {1}).',
    by,
    tags.get('i') ?? '?',
  );
  const state = tags.get('cv')?.toLowerCase() ?? '';
  const words = state === 'none' ? t('this is the first set.') : chain(state, t);
  return words ? [set, `cv=${state}: ${words}`] : [set];
}

function signature(tags: ReadonlyMap<string, string>, t: Translate): string {
  const [domain, selector] = [tags.get('d'), tags.get('s')];
  return domain && selector
    ? t(
        '{0} signed the message. Its key stands in the DNS at {1}.',
        domain,
        `${selector}._domainkey.${domain}`,
      )
    : t('The signature lacks its domain (d=) or its selector (s=), so nobody can check it.');
}
