// Question: which file names open as a mail log or as a message, and which are left alone? Read from the manifest,
// matched as VS Code matches: case ignored; exact name, then pattern on the base name, then extension.
// Absent: first lines and the user's own associations (VS Code asks those itself), and globs beyond the subset that
// the manifest uses: braces, `[…]` and `*`.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

interface Language {
  id: string;
  filenames?: string[];
  filenamePatterns?: string[];
  extensions?: string[];
}
const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
  contributes: { languages: Language[] };
};
const languages = manifest.contributes.languages;

/** `{mail.log,maillog}.[0-9]` → `^(?:mail\.log|maillog)\.[0-9]$`; throws at what this reader does not know. */
function globToRegExp(glob: string): RegExp {
  let source = '';
  let braces = 0;
  for (let at = 0; at < glob.length; at++) {
    const char = glob[at]!;
    if (char === '[') {
      const end = glob.indexOf(']', at + 1);
      source += glob.slice(at, end + 1);
      at = end;
    } else if (char === '{') {
      braces++;
      source += '(?:';
    } else if (char === '}') {
      braces--;
      source += ')';
    } else if (char === ',' && braces > 0) source += '|';
    else if (char === '*' && glob[at + 1] !== '*') source += '[^/]*';
    else if (/[\w.-]/.test(char)) source += char === '.' ? '\\.' : char;
    else throw new Error(`unknown in a file name pattern: ${char} in ${glob}`);
  }
  return new RegExp(`^${source}$`);
}

/** The language of ours that claims this base name, or null. */
function claimedBy(name: string): string | null {
  const base = name.toLowerCase();
  for (const { id, filenames = [], filenamePatterns = [], extensions = [] } of languages) {
    if (filenames.some((one) => one.toLowerCase() === base)) return id;
    if (filenamePatterns.some((one) => globToRegExp(one.toLowerCase()).test(base))) return id;
    if (extensions.some((one) => base.endsWith(one.toLowerCase()))) return id;
  }
  return null;
}

const mailLogs = [
  ...['mail.log', 'mail.err', 'mail.warn', 'mail.info', 'maillog', 'mainlog', 'rejectlog'],
  ...['mail.log.1', 'mail.log.0', 'mail.log.10', 'mail.err.1', 'mail.warn.2', 'mail.info.3', 'maillog.4'],
  ...['mail.log-20261101', 'maillog-20261101', 'mainlog-20261101', 'mainlog.1', 'mainlog.2', 'rejectlog.12'],
  ...['exim_mainlog', 'Maillog', 'MAIL.LOG'],
];

const messages = ['bounce.eml', 'Undelivered Mail.EML', 'mail.log.eml', '1.eml'];

const neither = [
  ...['app.log', 'mail.txt', 'syslog', 'syslog.1', 'messages', 'mymail.log', 'mail.log.txt', 'webmail.log'],
  ...[
    'mail.log.2.gz',
    'maillog-20261101.gz',
    'mail.log.1.xz',
    'mainlog.2.zst',
    'rejectlog.3.bz2',
    'maillog.gz',
  ],
  ...['bounce.eml.gz', 'mail.logs', 'maillogs', 'mail.log.lck', 'maillog.py', 'mainlog.ts', 'mail.info.md'],
  ...['mail.log-', 'mail.log.', 'mail.log-latest.gz', 'maillog-20261101.bz2', 'domainlog', 'mainlog1'],
];

describe('file names', () => {
  test.each(mailLogs)('%s is a mail log', (name) => expect(claimedBy(name)).toBe('maillog'));
  test.each(messages)('%s is a message', (name) => expect(claimedBy(name)).toBe('eml'));
  test.each(neither)('%s is left alone', (name) => expect(claimedBy(name)).toBeNull());

  test('the name log and its extension stay with VS Code', () => {
    expect(languages.map((language) => language.id)).not.toContain('log');
    expect(languages.flatMap((language) => language.extensions ?? [])).toEqual(['.eml']);
  });
});
