// What is wrong with the report itself? For whoever writes bounces and for whoever wonders why one is misread: codes that
// contradict each other, fields that are missing, dates that cannot be. Every rule has an id and a page in docs/lint.md.
// Deliberately absent: what the refusal means (problems.ts). A rule speaks up only where the standard, or the report's own
// words, leave no doubt.
import { permanenceOf, saysOnlyItsClass } from '../codes/code.ts';
import { readReply, type Said } from '../codes/reply.ts';
import { grouped, type Translate } from '../l10n.ts';
import type { MessageHost } from '../mime/host.ts';
import { lineAt } from '../mime/lines.ts';
import type { RawSpan } from '../mime/mappedText.ts';
import { durationWords } from '../model/duration.ts';
import type { ReportReading } from '../model/report.ts';
import { secondsBetween } from './mailTime.ts';
import { allReportHeads, fieldValue, type Head, type PlacedField } from './messageHeads.ts';
import type { Severity } from './settings.ts';

export type LintRule =
  | 'status-and-diagnostic-disagree'
  | 'reply-and-status-disagree'
  | 'action-contradicts-status'
  | 'required-field-missing'
  | 'malformed-code'
  | 'codes-differ-in-one-reply'
  | 'arrival-after-last-attempt';

/** How grave each is until the reader sets something else. */
export const lintSeverities: { readonly [rule in LintRule]: Severity } = {
  'status-and-diagnostic-disagree': 'information',
  'reply-and-status-disagree': 'information',
  'action-contradicts-status': 'warning',
  'required-field-missing': 'hint',
  'malformed-code': 'warning',
  'codes-differ-in-one-reply': 'hint',
  'arrival-after-last-attempt': 'information',
};

/** Something wrong, and where: offsets from the start of the file, never beyond the line. */
export interface Finding {
  readonly rule: LintRule;
  readonly severity: Exclude<Severity, 'off'>;
  readonly at: RawSpan;
  readonly message: string;
  /** How often the same is wrong in this file. */
  readonly count: number;
}

/** What the setting `smtpLens.lint` holds: a severity by rule, `*` for all that are not named. */
export type LintSettings = { readonly [rule: string]: Severity };

type Report = (rule: LintRule, at: RawSpan, message: string) => void;

/** Everything wrong with the reports of a message, in the order of the file; what is set to `off` is left out. */
export function lint(
  file: string,
  reading: ReportReading,
  host: MessageHost,
  settings: LintSettings,
  t: Translate,
): Finding[] {
  if (reading.kinds.length === 0) return [];
  const found = new Map<string, Finding>();
  const report: Report = (rule, at, message) => {
    const severity = settings[rule] ?? settings['*'] ?? lintSeverities[rule];
    if (severity === 'off') return;
    // A list with a thousand recipients needs no thousand remarks: the first stands for all that read alike.
    const key = `${rule} ${message}`;
    const known = found.get(key);
    const end = Math.max(at.start, Math.min(at.end, lineAt(file, at.start, file.length).end));
    found.set(
      key,
      known
        ? { ...known, count: known.count + 1 }
        : { rule, severity, at: { start: at.start, end }, message, count: 1 },
    );
  };
  for (const head of allReportHeads(file, host)) {
    checkFields(head, report, t);
    if (head.role === 'recipient') checkRecipient(head, report, t);
  }
  for (const { attempt, at } of reading.recipients)
    checkReply(readReply(attempt.text, 0, attempt.text.length), at, report, t);
  return [...found.values()]
    .map((finding) =>
      finding.count > 1
        ? {
            ...finding,
            message: `${finding.message} ${t('({0} times in this file)', grouped(finding.count))}`,
          }
        : finding,
    )
    .sort((a, b) => a.at.start - b.at.start);
}

const required: { readonly [sort: string]: readonly string[] | undefined } = {
  // RFC 3464 §2.2.2, §2.3
  recipient: ['Final-Recipient', 'Action', 'Status'],
  report: ['Reporting-MTA'],
  // RFC 5965 §3.1
  'message/feedback-report': ['Feedback-Type', 'User-Agent', 'Version'],
  // RFC 8098 §3.1
  'message/disposition-notification': ['Final-Recipient', 'Disposition'],
};

function checkFields(head: Head, report: Report, t: Translate): void {
  // Fields amid the text of a notice were never meant to be whole.
  if (head.embedded) return;
  const names = required[head.type] ?? required[head.role] ?? [];
  const missing = names.filter((name) => fieldValue(head, name.toLowerCase()) === null);
  if (missing.length === 0) return;
  const [first] = head.fields;
  const message =
    head.role === 'recipient'
      ? t('The report lacks a field that every recipient needs: {0}.', missing.join(', '))
      : t('The report lacks a field that it needs: {0}.', missing.join(', '));
  report('required-field-missing', spanOf(first), message);
}

const spanOf = ({ start, end }: PlacedField): RawSpan => ({ start, end: Math.max(start, end) });

// 5.1.1      5.1.1 (bad destination mailbox address)
const wellFormed = /^([245])\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})(?=$|\s{0,9}\()/;

function checkRecipient(head: Head, report: Report, t: Translate): void {
  const field = (name: string) => head.fields.find((one) => one.name === name);
  const [action, status, diagnostic, last] = ['action', 'status', 'diagnostic-code', 'last-attempt-date'].map(
    field,
  );
  const code = status ? (wellFormed.exec(status.value.trim())?.[0] ?? null) : null;
  if (status && code === null && status.value.trim() !== '') {
    report(
      'malformed-code',
      spanOf(status),
      t(
        '“{0}” is no status code: three numbers with dots are asked for, the first 2, 4 or 5 (5.1.1).',
        short(status.value),
      ),
    );
  }
  if (action && code !== null) checkAction(action, code, report, t);
  // A server that keeps a message although it was refused for good says so with a 4; that is its right.
  const kept = /^\s*delay/i.test(action?.value ?? '') && code?.[0] === '4';
  if (status && diagnostic && code !== null && !kept) checkStatus(status, code, diagnostic.value, report, t);
  const arrival = fieldValue(head.report, 'arrival-date');
  const seconds = last && arrival !== null ? secondsBetween(arrival, last.value) : null;
  if (seconds !== null && seconds < 0)
    report(
      'arrival-after-last-attempt',
      spanOf(last!),
      t(
        'Last-Attempt-Date lies {0} before Arrival-Date: delivery was tried before the message was there.',
        durationWords(-seconds, t),
      ),
    );
}

/** RFC 3464 §2.3.3: which class of status goes with which action. A message given up for its age keeps its 4. */
const classes: { readonly [action: string]: string | undefined } = {
  failed: '45',
  delayed: '4',
  delivered: '2',
  relayed: '2',
  expanded: '2',
};

function checkAction(action: PlacedField, code: string, report: Report, t: Translate): void {
  const word = /^[a-z]{1,20}/i.exec(action.value.trim())?.[0].toLowerCase() ?? '';
  const fitting = classes[word];
  if (!fitting || fitting.includes(code[0])) return;
  const message =
    word === 'failed'
      ? t('Action says “failed”, but Status {0} says that it went well.', code)
      : word === 'delayed'
        ? t('Action says “delayed”, but Status {0} is not temporary.', code)
        : t('Action says “{0}”, but Status {1} says that it did not go well.', word, code);
  report('action-contradicts-status', spanOf(action), message);
}

function checkStatus(
  status: PlacedField,
  code: string,
  diagnostic: string,
  report: Report,
  t: Translate,
): void {
  // smtp; 550 5.1.1 …   Words of a program or of Postfix itself are no reply.
  const words = /^\s{0,9}(?:smtp|lmtp)\s{0,9};\s{0,9}/i.exec(diagnostic);
  if (!words) return;
  const said = readReply(diagnostic, words[0].length, diagnostic.length);
  const theirs = said.enhanced;
  const [own, answered] = [permanenceOf(code), permanenceOf(said.reply ?? theirs)];
  // Too long in the queue, or a loop found at home: the reporting server's own verdict, whatever was answered before.
  if (!answered || answered === 'success' || /^[45]\.4\.[67]$/.test(code)) return;
  if (own !== answered)
    report(
      'status-and-diagnostic-disagree',
      spanOf(status),
      t(
        'Status {0} and the server’s answer {1} in Diagnostic-Code begin with different digits: one is permanent, the other is not. Action tells what became of the message.',
        code,
        said.reply ?? theirs!,
      ),
    );
  else if (
    theirs &&
    theirs !== code &&
    // A wrapper's own code stands before the one that it passes on: 550 5.1.351 Remote server returned … -> 550 5.1.1.
    !said.codes.some((one) => one.code === code) &&
    !saysOnlyItsClass(code) &&
    !saysOnlyItsClass(theirs) &&
    theirs.slice(1) !== code.slice(1)
  )
    report(
      'status-and-diagnostic-disagree',
      spanOf(status),
      t(
        'Status says {0}, Diagnostic-Code says {1}. The latter are the words of the server that refused.',
        code,
        theirs,
      ),
    );
}

/** Contradictions inside one reply, wherever it stands. */
function checkReply(said: Said, at: RawSpan, report: Report, t: Translate): void {
  const pairs = pairsOf(said);
  for (const { reply, enhanced } of pairs) {
    const [first, second] = [permanenceOf(reply), permanenceOf(enhanced)];
    if (!enhanced || !first || !second || first === second) continue;
    report(
      'reply-and-status-disagree',
      at,
      t(
        'The answer contradicts itself: {0} and {1} begin with different digits. The three-digit reply decides.',
        reply,
        enhanced,
      ),
    );
    break;
  }
  const [first] = pairs;
  // The lines of one reply: 550-5.1.1 … 550 5.1.1 …
  const last = pairs.findIndex(({ continued }) => !continued);
  const lines = last < 0 ? pairs : pairs.slice(0, last + 1);
  const other = lines.find(
    ({ reply, enhanced }) =>
      reply !== first.reply || (enhanced !== null && first.enhanced !== null && enhanced !== first.enhanced),
  );
  if (other)
    report(
      'codes-differ-in-one-reply',
      at,
      t('The lines of one answer bear different codes: {0} and {1}.', label(first), label(other)),
    );
}

interface ReplyLine {
  readonly reply: string;
  readonly enhanced: string | null;
  readonly continued: boolean;
}

/** Each line of the answering server's reply with the enhanced code right behind its digits. */
function pairsOf({ codes }: Said): ReplyLine[] {
  const lines: ReplyLine[] = [];
  const outermost = codes.find(({ kind }) => kind === 'reply')?.depth;
  for (const [index, { kind, code, depth, continued, end }] of codes.entries()) {
    if (kind !== 'reply' || depth !== outermost) continue;
    const next = codes[index + 1];
    const enhanced = next?.kind === 'enhanced' && next.start - end <= 3 ? next.code : null;
    lines.push({ reply: code!, enhanced, continued });
  }
  return lines;
}

const label = ({ reply, enhanced }: ReplyLine): string => (enhanced ? `${reply} ${enhanced}` : reply);

const short = (value: string): string => {
  const words = value.trim();
  return words.length > 40 ? `${words.slice(0, 40)}…` : words;
};
