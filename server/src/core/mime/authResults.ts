// What did a server find when it checked who sent a message? Reads `Authentication-Results` (RFC 8601 §2.2), the `ARC-…` fields
// (RFC 8617 §4.1) and `Received-SPF` (RFC 7208 §9.1). Deliberately absent: what the results mean (features/authResults.ts).

/** One check. All words in lower case, but for values. */
export interface CheckResult {
  /** `spf`, `dkim`, `dmarc`, `arc`, `compauth`, `iprev`, `auth` … */
  readonly method: string;
  /** `pass`, `fail`, `softfail`, `none` … */
  readonly result: string;
  /** `header.d` → `example.org`, `reason`, `action`; of several alike the first. */
  readonly properties: ReadonlyMap<string, string>;
  /** What stands in brackets, in the server's words. */
  readonly comment: string;
}

export interface AuthResults {
  /** The server that checked; null where the field does not say. */
  readonly server: string | null;
  readonly checks: readonly CheckResult[];
  /** ARC: the number of the set, null elsewhere. */
  readonly instance: number | null;
}

/** More than any server writes. */
const mostChecks = 50;

/** @param value the unfolded value of `Authentication-Results` or `ARC-Authentication-Results` */
export function readAuthResults(value: string): AuthResults {
  let server: string | null = null;
  let instance: number | null = null;
  const checks: CheckResult[] = [];
  for (const [index, clause] of clausesOf(value).entries()) {
    const pairs = pairsOf(clause.text);
    const [first] = pairs;
    if (!first) {
      // The first clause names the server; Exchange leaves it out.
      if (server === null && index <= 1) server = clause.text.trim().split(/\s/, 1)[0] || null;
    } else if (first.name === 'i' && index === 0) instance = Number.parseInt(first.value, 10) || null;
    else {
      const result = /^[a-z]+/i.exec(first.value)?.[0].toLowerCase() ?? '';
      if (result !== '' && checks.length < mostChecks)
        checks.push({
          method: first.name.split('/', 1)[0],
          result,
          properties: propertiesOf(pairs.slice(1)),
          comment: clause.comment,
        });
    }
  }
  return { server, checks, instance };
}

/** `Fail (mx.example.net: domain of a@d does not designate …) client-ip=192.0.2.1; helo=x;` null where no result begins it. */
export function readReceivedSpf(value: string): CheckResult | null {
  const result = /^\s{0,10}([a-z]{4,10})\b/i.exec(value)?.[1].toLowerCase();
  if (!result) return null;
  const clauses = clausesOf(value);
  const pairs = clauses.flatMap(({ text }) => pairsOf(text));
  return { method: 'spf', result, properties: propertiesOf(pairs), comment: clauses[0]?.comment ?? '' };
}

/** `i=1; a=rsa-sha256; d=example.org; cv=pass` → its tags (RFC 6376 §3.2), of several alike the first. */
export function readTags(value: string): ReadonlyMap<string, string> {
  return propertiesOf(clausesOf(value).flatMap(({ text }) => pairsOf(text).slice(0, 1)));
}

interface Clause {
  readonly text: string;
  readonly comment: string;
}

/** What stands between semicolons; comments apart, quotes kept together. */
function clausesOf(value: string): Clause[] {
  const clauses: Clause[] = [];
  let text = '';
  let comment = '';
  let depth = 0;
  let quoted = false;
  for (let at = 0; at < value.length; at++) {
    const c = value[at];
    if (quoted) {
      if (c === '"') quoted = false;
      text += c === ';' ? ',' : c;
    } else if (c === '(') {
      if (depth++ > 0) comment += c;
      else if (comment !== '') comment += ' ';
    } else if (c === ')' && depth > 0) {
      if (--depth > 0) comment += c;
    } else if (depth > 0) comment += c;
    else if (c === ';') {
      if (clauses.length >= 2 * mostChecks) return clauses;
      clauses.push({ text, comment });
      text = '';
      comment = '';
    } else {
      if (c === '"') quoted = true;
      text += c;
    }
  }
  if (text.trim() !== '' || comment !== '') clauses.push({ text, comment });
  return clauses;
}

interface Pair {
  readonly name: string;
  readonly value: string;
}

// spf=pass   smtp.mailfrom=a@example.org   reason="signature verification failed"   dkim/1 = fail
const pair = /([a-z][a-z0-9._/-]{0,60})\s{0,4}=\s{0,4}(?:"([^"]{0,500})"|([^\s"]{0,500}))/gi;

function pairsOf(text: string): Pair[] {
  return [...text.matchAll(pair)].map(([, name, quoted, bare]) => ({
    name: name.toLowerCase(),
    value: quoted ?? bare ?? '',
  }));
}

function propertiesOf(pairs: readonly Pair[]): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  for (const { name, value } of pairs) if (!properties.has(name)) properties.set(name, value);
  return properties;
}
