// What does a site know of its own correspondents that no catalogue can? Reads a file of rules that the user wrote.
// Rules are literals with gaps like every pattern: they cannot run away, and a pattern that could match anything is refused.
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from 'jsonc-parser';
import type {
  Evidence,
  Pattern,
  PhraseEntry,
  ReasonId,
  Speaker,
  Who,
} from '../../../../catalog/schema/types.d.ts';
import { permanenceOf } from '../codes/code.ts';
import type { Translate } from '../l10n.ts';

/** A mistake in a rules file; offsets in UTF-16 units. */
export interface RuleProblem {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** A pattern of a rule may also ask for the answering host. */
export type RulePattern = Pattern & { readonly host?: string };

/** Speakers with this id are the user's own; they are matched first. */
export const ownRules = 'rules';

const fields = new Set([
  'title',
  'meaning',
  'reason',
  'text',
  'reply',
  'enhanced',
  'host',
  'who',
  'do',
  'note',
]);
const people = new Set<string>([
  'sender',
  'recipient',
  'sending-administrator',
  'receiving-administrator',
  'third-party',
  'nobody',
] satisfies Who[]);

/**
 * Reads `{ "rules": [ { "title", "reason", "text" … } ] }`, with comments and trailing commas.
 * @returns the rules that are sound, and every mistake at its place; a wrong rule leaves the others alone
 */
export function readRules(
  text: string,
  reasons: ReadonlySet<string>,
  t: Translate,
): { speaker: Speaker; problems: RuleProblem[] } {
  const problems: RuleProblem[] = [];
  const errors: ParseError[] = [];
  const tree = parseTree(text, errors, { allowTrailingComma: true });
  for (const { offset, length, error } of errors)
    problems.push({
      start: offset,
      end: offset + length,
      message: t('Not JSON: {0}', printParseErrorCode(error)),
    });
  const list = tree && findNodeAtLocation(tree, ['rules']);
  const entries: PhraseEntry[] = [];
  if (list?.type === 'array') {
    for (const node of list.children ?? []) {
      const entry = readRule(node, entries.length + 1, reasons, t, (at, message) =>
        problems.push({ start: at.offset, end: at.offset + at.length, message }),
      );
      if (entry) entries.push(entry);
    }
  } else if (errors.length === 0)
    problems.push({
      start: 0,
      end: Math.min(1, text.length),
      message: t('A rules file is an object with a list "rules".'),
    });
  const speaker: Speaker = { id: ownRules, name: t('Your rules'), kind: 'server', sources: [], entries };
  return { speaker, problems };
}

type Report = (at: Node, message: string) => void;

function readRule(
  node: Node,
  number: number,
  reasons: ReadonlySet<string>,
  t: Translate,
  report: Report,
): PhraseEntry | null {
  if (node.type !== 'object') {
    report(node, t('A rule is an object with "title", "reason" and what it is recognised by.'));
    return null;
  }
  const values: { [name: string]: string } = {};
  let sound = true;
  const wrong = (at: Node, message: string): void => {
    sound = false;
    report(at, message);
  };
  for (const property of node.children ?? []) {
    const [key, value] = property.children ?? [];
    const name = String(getNodeValue(key));
    if (!fields.has(name)) wrong(key, t('"{0}" is no field of a rule.', name));
    else if (value?.type !== 'string') wrong(value ?? key, t('"{0}" is a text.', name));
    else {
      values[name] = String(getNodeValue(value));
      const mistake = mistakeIn(name, values[name], reasons, t);
      if (mistake) wrong(value, mistake);
    }
  }
  for (const name of ['title', 'reason'])
    if (!(name in values)) wrong(node, t('The rule has no "{0}".', name));
  if (!values.text && !values.reply && !values.enhanced && !values.host)
    wrong(node, t('The rule does not say what it is recognised by: "text", "reply", "enhanced" or "host".'));
  return sound ? entryOf(values, number) : null;
}

/** What is wrong with one field, null where it is sound. */
function mistakeIn(name: string, value: string, reasons: ReadonlySet<string>, t: Translate): string | null {
  switch (name) {
    case 'reason':
      return reasons.has(value)
        ? null
        : t('"{0}" is no reason. Reasons are: {1}', value, [...reasons].join(', '));
    case 'who':
      return people.has(value)
        ? null
        : t('"{0}" is nobody who could act. Use one of: {1}', value, [...people].join(', '));
    case 'reply':
      return /^(?:[2-5]\d\d|[245]yz)$/.test(value)
        ? null
        : t('A reply is three digits (550) or a class (5yz).');
    case 'enhanced':
      return /^[245X]\.\d\.(?:\d{1,3}|X)(?:-[245X]\.\d\.\d{1,3})?$/.test(value)
        ? null
        : t('An enhanced code is written 5.7.1, X.7.1 or 5.7.700-5.7.749.');
    case 'text':
      return /[\p{L}\p{N}]{3}/u.test(value.replaceAll('<gap>', ' '))
        ? null
        : t('The text needs at least one word of three letters; otherwise it would match almost anything.');
    case 'host':
      return /^[a-z0-9-]+(?:\.[a-z0-9-]+)+$/i.test(value)
        ? null
        : t('A host is written as a name: mx.example.net, or example.net for all below it.');
    default:
      return value.trim() ? null : t('"{0}" is empty.', name);
  }
}

function entryOf(values: { [name: string]: string }, number: number): PhraseEntry {
  const { title, meaning, reason, text, reply, enhanced, host, who, do: action, note } = values;
  const slug =
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '') || 'rule';
  const pattern: RulePattern = {
    ...(text && { text }),
    ...(reply && { reply }),
    ...(enhanced && { enhanced }),
    ...(host && { host: host.toLowerCase() }),
    sample: text ?? '',
  };
  return {
    id: `${ownRules}/${number}-${slug}`,
    title,
    meaning: meaning ?? title,
    reason: reason as ReasonId,
    permanence: permanenceOf(reply ?? enhanced ?? null),
    evidence: 'documented' satisfies Evidence,
    sources: [],
    causes: [],
    actions: action ? [{ who: (who as Who | undefined) ?? 'sending-administrator', do: action }] : [],
    ...(note && { notes: [note] }),
    patterns: [pattern],
  } as PhraseEntry;
}
