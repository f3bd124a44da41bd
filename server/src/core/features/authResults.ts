// What do the checks of the sender say (`Authentication-Results`, `ARC-…`, `Received-SPF`, `DKIM-Signature`), what failed, and
// does it matter for this refusal? Sources: RFC 8601 §2.7, RFC 7208 §2.6, RFC 7489 §11, RFC 8617 §4; for compauth Microsoft's
// "Anti-spam message headers". Deliberately absent: reading the fields (mime/authResults.ts).
import type { ReasonId } from '../catalog/catalog.ts';
import type { Translate } from '../l10n.ts';
import {
  type AuthResults,
  type CheckResult,
  readAuthResults,
  readReceivedSpf,
  readTags,
} from '../mime/authResults.ts';
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

function meaningOf(check: CheckResult, t: Translate): string | null {
  switch (check.method) {
    case 'spf':
      return spf(check.result, t);
    case 'dkim':
      return dkim(check, t);
    case 'dmarc':
      return dmarc(check, t);
    case 'arc':
      return chain(check.result, t);
    case 'compauth':
      return compauth(check, t);
    case 'iprev':
      return check.result === 'pass'
        ? t('the sending server’s address and name belong together.')
        : t('the name of the sending server does not lead back to its address.');
    case 'auth':
      return check.result === 'pass' ? t('the sender had logged in.') : null;
    default:
      return general(check.result, t);
  }
}

function spf(result: string, t: Translate): string | null {
  switch (result) {
    case 'pass':
      return t('the domain allows this server to send for it.');
    case 'fail':
    case 'hardfail':
      return t(
        'the domain says that this server must not send for it. Either the server is missing in the SPF record, or the message was forwarded.',
      );
    case 'softfail':
      return t('the domain does not expect this server, but does not forbid it either (~all).');
    case 'neutral':
      return t('the domain says nothing about this server (?all).');
    case 'none':
      return t('the domain has no SPF record.');
    default:
      return general(result, t);
  }
}

function dkim({ result, properties, comment }: CheckResult, t: Translate): string | null {
  const reason = properties.get('reason') ?? comment;
  switch (result) {
    case 'pass':
      return t(
        'the signature is valid; the domain answers for the message, and it was not changed on the way.',
      );
    case 'fail':
      return /body|hash/i.test(reason)
        ? t('the text was changed after it was signed. Mailing lists and filters do that.')
        : t(
            'the signature is not valid: the message was changed after it was signed, or the published key is another one.',
          );
    case 'neutral':
    case 'policy':
      return t('there is a signature, but the server does not accept it as it is.');
    case 'none':
      return t('the message was not signed.');
    case 'permerror':
      return t('the signature cannot be checked: the key is missing in the DNS or is not readable.');
    default:
      return general(result, t);
  }
}

function dmarc({ result, properties, comment }: CheckResult, t: Translate): string | null {
  const action = properties.get('action') ?? '';
  // p=REJECT sp=NONE dis=NONE
  const policy =
    /\bp=([a-z]{4,10})/i.exec(comment)?.[1].toLowerCase() ?? properties.get('policy.dmarc') ?? '';
  switch (result) {
    case 'pass':
      return t('SPF or DKIM speaks for the domain of the From address.');
    case 'bestguesspass':
      return t('the domain has no DMARC record; it would have passed if it had one.');
    case 'fail': {
      const meaning = t('neither SPF nor DKIM speaks for the domain of the From address.');
      const wish = actionWords(action || policy, t);
      return wish ? `${meaning} ${wish}` : meaning;
    }
    case 'none':
      return t('the domain has no DMARC record.');
    default:
      return general(result, t);
  }
}

function actionWords(action: string, t: Translate): string | null {
  switch (action) {
    case 'reject':
      return t('The domain asks that such messages be refused.');
    case 'oreject':
      return t(
        'The domain asks that such messages be refused; Microsoft marks them as spam instead (oreject).',
      );
    case 'quarantine':
      return t('The domain asks that such messages be treated as spam.');
    case 'none':
      return t('The domain asks for nothing in that case.');
    default:
      return null;
  }
}

function chain(result: string, t: Translate): string | null {
  switch (result) {
    case 'pass':
      return t('the notes of all forwarding servers are complete and unbroken.');
    case 'fail':
      return t('the notes of the forwarding servers are broken, so nobody can rely on them.');
    case 'none':
      return t('no forwarding server left such notes.');
    default:
      return general(result, t);
  }
}

/** Microsoft's own sum of all checks; the reason's first digit says how it came to it. */
function compauth({ result, properties }: CheckResult, t: Translate): string | null {
  const reason = properties.get('reason') ?? '';
  switch (reason) {
    case '000':
      return t(
        'Microsoft takes the sender as forged: DMARC failed, and the domain asks for quarantine or refusal.',
      );
    case '001':
      return t('Microsoft takes the sender as forged: the domain has no usable SPF, DKIM or DMARC record.');
    case '002':
      return t('A rule of the receiving organisation forbids this server to send for this domain.');
    case '010':
      return t(
        'Microsoft takes the sender as forged: DMARC failed, and the domain is one of the receiving organisation itself.',
      );
  }
  switch (reason[0]) {
    case '1':
    case '7':
      return t('Microsoft accepts the sender.');
    case '2':
      return t('Microsoft accepts the sender, but only just: the checks alone do not confirm it.');
    case '3':
      return t('Microsoft did not make this check here.');
    case '4':
    case '9':
      return t('Microsoft passed over this check.');
    case '6':
      return t(
        'Microsoft takes the sender as forged: the domain is one of the receiving organisation itself.',
      );
    default:
      return general(result, t);
  }
}

function general(result: string, t: Translate): string | null {
  switch (result) {
    case 'temperror':
      return t('the check could not be made just then, mostly because the DNS did not answer.');
    case 'permerror':
      return t('the check cannot be made: the domain’s record is faulty.');
    case 'none':
      return t('there was nothing to check.');
    default:
      return null;
  }
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
