// Which failures has the catalogue no reason for? Their words, redacted and counted, ready to be reported.
// Deliberately absent: where the report is sent (nowhere by itself).
import { type Analysis, verdictsOn } from '../analyze.ts';
import { readPage } from '../formats/readPage.ts';
import { grouped } from '../l10n.ts';
import type { Judge } from '../verdict/verdict.ts';
import { Redactor } from './redact.ts';
import type { Speech } from './wording.ts';

export interface Unexplained {
  /** The server's words, redacted. */
  readonly text: string;
  count: number;
  /** Where it was met first. */
  readonly path: string;
  readonly line: number;
}

/** What the editor shows of one file. */
export interface UnexplainedResult {
  /** The whole report, line by line; names are made up. */
  readonly text: string;
  /** Different replies. */
  readonly replies: number;
  /** Occurrences of all of them. */
  readonly total: number;
  /** From a line of the report (from 0) to the line of the file where its reply was met first (from 0). */
  readonly links: readonly { line: number; start: number; end: number; target: number }[];
}

/** What differs from one occurrence to the next though the words are the same: made-up hosts, IP addresses, ids, numbers. */
const varying = /\bhost\d+\.example\b|\b\d{1,3}(?:\.\d{1,3}){3}\b|\b(?=\w{0,60}\d)\w{6,80}\b|\b\d{4,20}\b/g;

/**
 * `550 u@d.example: odd words (id 8Xq31A0)` → `550 …: odd words (id …`: what replies have in common that differ in names and ids
 * only. For counting on this machine; it hides nothing that must not be seen.
 */
export function likeWords(text: string): string {
  return text
    .split(/\s+/)
    .map((word) => (varies(word) ? '…' : word))
    .join(' ')
    .trim();
}

// 550-5.7.1
const statusCode = /(?:^|[^\d.])[245]\.\d{1,3}\.\d{1,3}(?![.\d])/;
// mx.example.net[192.0.2.9]:25
const dotted = /[a-z0-9]\.[a-z0-9]/i;

/** An address, a URL, a host or IP address, an id. Codes and short numbers stay. */
function varies(word: string): boolean {
  if (word.includes('@') || word.includes('://')) return true;
  if (statusCode.test(word)) return false;
  return dotted.test(word) || (word.length > 5 && /\d/.test(word));
}

/** Gathers replies over all files; two that differ only in names, ids and numbers are one. */
export class UnexplainedReplies {
  readonly #redactor: Redactor;
  readonly #found = new Map<string, Unexplained>();

  constructor({ catalog }: Pick<Speech, 'catalog'>) {
    this.#redactor = new Redactor(catalog);
  }

  add(path: string, line: number, words: string): void {
    const text = this.#redactor
      .redact(words)
      .replace(/\buser\d+@host\d+\.example\b/g, 'user@host.example')
      .replace(/\s+/g, ' ')
      .trim();
    const key = text.replace(varying, '#');
    const known = this.#found.get(key);
    if (known) known.count++;
    else this.#found.set(key, { text, count: 1, path, line });
  }

  /** The most frequent first. */
  all(): Unexplained[] {
    return [...this.#found.values()].sort((a, b) => b.count - a.count);
  }
}

/** The report on one open document; yields the share done. Pages on which everything is explained are not read again. */
export function* unexplained(
  analysis: Analysis,
  judge: Judge,
  speech: Speech,
): Generator<number, UnexplainedResult> {
  const found = new UnexplainedReplies(speech);
  if (analysis.report) {
    const { reading, verdicts } = analysis.report;
    reading.recipients.forEach(({ attempt, at }, index) => {
      if (verdicts[index].reason === 'unknown')
        found.add('', analysis.text.positionAt(at.start).line, attempt.text);
    });
  } else
    for (const [index, { page, entry, summary }] of analysis.pages.entries()) {
      if (![...summary.groups.values()].some(({ reason }) => reason === 'unknown')) continue;
      const first = analysis.text.pageFirstLine(index);
      readPage(page.text, page.startsMidLine, entry, (record, line) => {
        if (record.attempts.length === 0) return;
        verdictsOn(record, judge).forEach(({ reason }, at) => {
          if (reason === 'unknown') found.add('', first + line, record.attempts[at].text);
        });
      });
      yield index / analysis.pages.length;
    }
  return written(found.all(), speech);
}

function written(rows: readonly Unexplained[], { t }: Speech): UnexplainedResult {
  const total = rows.reduce((sum, { count }) => sum + count, 0);
  const head =
    rows.length === 0
      ? [t('Every failure in this file has a known reason.')]
      : [
          t('Replies that nothing explains: {0}, {1} times in all.', grouped(rows.length), grouped(total)),
          t(
            'Addresses, hosts and IP addresses are made up. Read it before you pass it on: free words are not known.',
          ),
          '',
        ];
  const links = rows.map(({ count, line }, index) => {
    const mark = `${grouped(count)} ×`;
    return { line: head.length + index, start: 0, end: mark.length, target: line };
  });
  const nothing = t('(no words)');
  const lines = rows.map(({ count, text }) => `${grouped(count)} × ${text || nothing}`);
  return { text: [...head, ...lines, ''].join('\n'), replies: rows.length, total, links };
}
