// Do the manifest, the settings, the commands and the translated words agree with the code? Read as text on both sides:
// the client cannot be loaded here, because `vscode` exists only inside an editor.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { minimatch } from 'minimatch';
import { describe, expect, test } from 'vitest';
import { textHoldsMail } from '../client/src/content';
import { commands, type Settings } from '../server/src/lsp/protocol';

const root = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const manifest = JSON.parse(read('package.json'));
const { contributes } = manifest;
const words: { [key: string]: string } = JSON.parse(read('package.nls.json'));
const bundle: { [english: string]: string } = JSON.parse(read('l10n/bundle.l10n.json'));
const properties: { [name: string]: { default: unknown; enum?: string[] } } =
  contributes.configuration.properties;

/** Every TypeScript file below a folder, as one text per file. */
function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts'))
    .map((name) => read(join(folder, name)));
}

describe('commands', () => {
  const contributed: string[] = contributes.commands.map((each: { command: string }) => each.command);
  // [named.listCodes]: …   ·   'smtpLens.showOutput': …
  const table = [
    ...read('client/src/commands.ts').matchAll(/^ {2}(?:\[named\.(\w+)\]|'([\w.]+)'): \(/gm),
  ].map(([, named, literal]) => literal ?? commands[named as keyof typeof commands]);

  test('the manifest names exactly those of the table', () => {
    expect(table.length).toBeGreaterThan(5);
    expect([...contributed].sort()).toEqual([...table].sort());
  });

  test('those that links and lenses name exist', () => {
    expect(contributed).toEqual(expect.arrayContaining(Object.values(commands)));
  });

  test('all stand in one category, and menus name no other', () => {
    for (const { category } of contributes.commands) expect(category).toBe('%commands.category%');
    const used = Object.values<{ command?: string; submenu?: string }[]>(contributes.menus).flat();
    const submenus = contributes.submenus.map(({ id }: { id: string }) => id);
    for (const { command, submenu } of used)
      if (submenu === undefined) expect(contributed).toContain(command);
      else expect(submenus).toContain(submenu);
    for (const id of submenus) expect(contributes.menus[id].length).toBeGreaterThan(0);
  });

  test('those that need arguments are not in the palette', () => {
    const hidden = contributes.menus.commandPalette.filter((each: { when: string }) => each.when === 'false');
    expect(hidden.map((each: { command: string }) => each.command).sort()).toEqual(
      [commands.openReference, commands.showAll].sort(),
    );
  });
});

describe('settings', () => {
  const defaults: Settings = {
    languages: [],
    rules: { files: [] },
    lint: {},
    diagnostics: {
      enabled: true,
      maximum: 200,
      severity: { ours: 'error', permanent: 'warning', temporary: 'information', refused: 'hint' },
      severityByReason: {},
    },
    codeLens: { enabled: true, maximum: 200 },
    inlayHints: { enabled: false },
  };

  test('are those of the protocol, with their defaults', () => {
    const nested: { [name: string]: unknown } = {};
    for (const [name, { default: value }] of Object.entries(properties)) {
      const path = name.split('.').slice(1);
      if (path[0] === 'trace') continue;
      const last = path.pop() as string;
      const parent = path.reduce((at, part) => (at[part] ??= {}) as typeof nested, nested);
      parent[last] = value;
    }
    expect(nested).toEqual(defaults);
    expect(properties['smtpLens.trace.server']?.default).toBe('off');
  });

  test('severities by reason know the reasons of the catalogue', () => {
    const { propertyNames } = contributes.configuration.properties['smtpLens.diagnostics.severityByReason'];
    const reasons: { id: string }[] = JSON.parse(read('catalog/reasons.json')).reasons;
    expect(propertyNames.enum).toEqual(reasons.map(({ id }) => id));
  });
});

describe('documents', () => {
  const [maillog, eml] = contributes.languages;
  const isMailLog = (name: string) =>
    maillog.filenames.includes(name) ||
    maillog.filenamePatterns.some((pattern: string) => minimatch(name, pattern));

  test.each([
    ...['mail.log', 'maillog', 'mail.err', 'mail.warn', 'mail.info', 'mainlog', 'rejectlog', 'exim_mainlog'],
    ...['mail.log.1', 'maillog.0', 'mainlog.01', 'rejectlog.12', 'mail.info.120'],
    ...['maillog-20261101', 'mail.log-2026110113', 'mainlog-2026-11-01', 'mail.log.20261101'],
    ...['smtp-202611230000', 'smail-202611230000', '1123log.001', 'msg261123.rec'], // XMail, GroupWise, SurgeMail
  ])('%s is a mail log', (name) => expect(isMailLog(name)).toBe(true));

  test.each([
    ...[
      'mail.log.2.gz',
      'maillog-20261101.xz',
      'mail.log.1.bz2',
      'app.log',
      'mail',
      'mail.log.txt',
      'mailman',
    ],
    ...[
      'smtp-20261123.txt',
      'pop3-202611230000',
      '1123.log',
      'catalog.001',
      'msg.rec',
      'default.txt',
      'console.txt',
    ],
    ...['mail.log.old.zip', 'paniclog', 'xmail.log', 'maillog-backup', 'mail.logs'],
  ])('%s is not claimed', (name) => expect(isMailLog(name)).toBe(false));

  test('nothing but .eml is claimed by its ending, above all not .log', () => {
    expect(maillog.extensions).toBeUndefined();
    expect(eml.extensions).toEqual(['.eml']);
  });

  test('the extension wakes for its languages, for logs and for its own panels only', () => {
    const panels = sources('client/src').flatMap((text) =>
      [...text.matchAll(/^const viewType = '([\w.]+)';$/gm)].map(([, type]) => `onWebviewPanel:${type}`),
    );
    const languages = contributes.languages.map(({ id }: { id: string }) => `onLanguage:${id}`);
    expect(panels).toHaveLength(4);
    expect([...manifest.activationEvents].sort()).toEqual([...languages, 'onLanguage:log', ...panels].sort());
  });
});

describe('a log is served for its content', () => {
  test.each([
    'Nov  1 00:00:31 mx postfix/smtp[1234]: 283FEFC63F: to=<a@example.net>, status=sent',
    'Nov  1 00:00:31 mx transfer/smtp[77]: 283FEFC63F: to=<a@example.net>',
    '2026-11-01 00:00:31 1nXyzA-000abc-00 ** a@example.net R=dnslookup T=remote_smtp: 550',
    '2026-11-01 00:00:31 H=(x) [192.0.2.1] F=<a@example.net> rejected RCPT <b@example.net>: relay not permitted',
    'Nov  1 00:00:31 mx sendmail[77]: uA1: to=<a@example.net>, dsn=5.1.1, stat=User unknown',
    'C: RCPT TO:<a@example.net>',
    'mail failed: 550 5.1.1 <a@example.net>: Recipient address rejected',
    "smtplib.SMTPRecipientsRefused: {'a@example.net': (550, b'no such user')}",
  ])('%s', (line) => expect(textHoldsMail(line)).toBe(true));

  test.each([
    '192.0.2.1 - - [01/Nov/2026:00:00:31 +0000] "GET /mail/5.1.1 HTTP/1.1" 200 550 "-" "curl/8.5.1"',
    '2026-11-01 00:00:31.550 INFO listening on port 4211, version 5.1.1',
    'Nov  1 00:00:31 host sshd[550]: Accepted publickey for root from 192.0.2.1 port 50450',
    'Nov  1 00:00:31 host kernel: [ 5.100101] usb 1-1: new device',
    'ERROR 550 of 4.7.1 items failed',
  ])('not for: %s', (line) => expect(textHoldsMail(line)).toBe(false));
});

describe('words', () => {
  test('every word that the manifest asks for is there, and no other', () => {
    const asked = [...JSON.stringify(manifest).matchAll(/"%([\w.]+)%"/g)].map(([, key]) => key as string);
    expect(Object.keys(words).sort()).toEqual([...new Set(asked)].sort());
  });

  test('every word of the client is in the bundle for translators', () => {
    // vscode.l10n.t('Codes: {0}', …)   ·   l10n.t(⏎ 'Looked for: …',⏎ )
    const used = sources('client/src').flatMap((text) =>
      [...text.matchAll(/\bl10n\.t\(\s*'([^']+)'/g)].map(([, english]) => english as string),
    );
    const calls = sources('client/src').flatMap((text) => text.match(/\bl10n\.t\(/g) ?? []);
    expect(used).toHaveLength(calls.length);
    for (const english of used) expect(bundle).toHaveProperty([english], english);
  });

  test('every word of the engine is in the bundle for translators', () => {
    // t('{0} delivered', count)   ·   speech.t(⏎ 'The message is larger …',⏎ )
    const used = sources('server/src').flatMap((text) =>
      [...text.matchAll(/\bt\(\s*'([^']+)'/g)].map(([, english]) => english as string),
    );
    expect(used.length).toBeGreaterThan(60);
    expect(used.filter((english) => bundle[english] !== english)).toEqual([]);
  });

  test('and the bundle holds no word that nobody says', () => {
    const said = [...sources('client/src'), ...sources('server/src')].join('\n');
    const unsaid = Object.keys(bundle).filter(
      (english) => !said.includes(english.replaceAll("'", "\\'")) && !said.includes(english),
    );
    expect(unsaid).toEqual([]);
  });
});

describe('manifest', () => {
  test('what it points at exists', () => {
    const { grammars, languages } = contributes;
    for (const { path } of grammars) expect(existsSync(join(root, path)), path).toBe(true);
    for (const { configuration } of languages)
      if (configuration) expect(existsSync(join(root, configuration))).toBe(true);
    const icon = readFileSync(join(root, manifest.icon));
    // The width stands in bytes 16–19 of a PNG.
    expect(icon.toString('latin1', 1, 4)).toBe('PNG');
    expect(icon.readUInt32BE(16)).toBeGreaterThanOrEqual(128);
  });

  test('it runs in untrusted and virtual workspaces, where the logs are, and in the browser', () => {
    // Everything works there but the rules that a folder could bring along.
    const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    expect(supported).toBe('limited');
    expect(restrictedConfigurations).toEqual(['smtpLens.rules.files']);
    expect(manifest.capabilities.virtualWorkspaces.supported).toBe(true);
    expect(manifest.extensionKind[0]).toBe('workspace');
    expect(manifest.browser).toBe('./dist/client/browser.js');
  });
});
