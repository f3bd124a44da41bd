// Question: do success, temporary and permanent look different in the default themes, light and dark, and can they
// be read there? The real grammars tokenise real lines, and vscode-textmate resolves the themes' rules as the editor
// does. Absent: the scopes themselves (the marked files beside this one), themes from the marketplace.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, test } from 'vitest';
import * as oniguruma from 'vscode-oniguruma';
import type * as Textmate from 'vscode-textmate';

const require = createRequire(import.meta.url);
const textmate: typeof Textmate = require('vscode-textmate');

interface Theme {
  foreground: string;
  background: string;
  rules: string[][];
}
const { themes } = JSON.parse(readFileSync(new URL('./themes.json', import.meta.url), 'utf8')) as {
  themes: Record<string, Theme>;
};

const grammarFiles: Record<string, string> = {
  'text.maillog': '../../syntaxes/maillog.tmLanguage.json',
  'text.eml': '../../syntaxes/eml.tmLanguage.json',
  'text.log': './log-stand-in.tmLanguage.json',
  'log.maillog.injection': '../../syntaxes/maillog.injection.tmLanguage.json',
};

beforeAll(async () => {
  const wasm = readFileSync(require.resolve('vscode-oniguruma').replace(/main\.js$/, 'onig.wasm'));
  await oniguruma.loadWASM(wasm);
});

/** The colours of a line's pieces, as `#RRGGBB` by text; where a text stands twice, the last one counts. */
async function paint(theme: Theme, scope: string, line: string): Promise<Record<string, string>> {
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async (name) => {
      const url = new URL(grammarFiles[name]!, import.meta.url);
      return textmate.parseRawGrammar(readFileSync(url, 'utf8'), url.pathname);
    },
    getInjections: (name) => (name === 'text.log' ? ['log.maillog.injection'] : []),
  });
  registry.setTheme({
    settings: [
      { settings: { foreground: theme.foreground, background: theme.background } },
      ...theme.rules.map(([scopes, foreground]) => ({
        scope: scopes!,
        settings: { foreground: foreground! },
      })),
    ],
  });
  const grammar = (await registry.loadGrammar(scope))!;
  const { tokens } = grammar.tokenizeLine2(line, textmate.INITIAL);
  const colours = registry.getColorMap();
  const painted: Record<string, string> = {};
  for (let at = 0; at < tokens.length; at += 2) {
    const text = line.slice(tokens[at], tokens[at + 2] ?? line.length).trim();
    // Bits 15 to 23 of a token's metadata are its foreground (vscode-textmate, encodedTokenAttributes).
    painted[text] = colours[(tokens[at + 1]! >>> 15) & 0x1ff]!.toUpperCase();
  }
  return painted;
}

/** Contrast of two colours as WCAG 2 counts it, 1 to 21. */
function contrast(one: string, other: string): number {
  const luminance = (colour: string) => {
    const [red, green, blue] = [1, 3, 5].map((at) => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

/** What each class looks like on its own line: [success, temporary, permanent]. */
const lines: { what: string; scope: string; samples: [string, string][] }[] = [
  {
    what: 'replies',
    scope: 'text.maillog',
    samples: [
      ['250', 'Nov  2 10:00:01 mx1 postfix/smtp[9]: 4D5501A2B3: relay=x (250 2.0.0 Ok), delay=999'],
      ['451', 'Nov  2 10:00:01 mx1 postfix/smtp[9]: 4D5501A2B3: host x said: 451 4.7.1 later, delay=999'],
      ['550', 'Nov  2 10:00:01 mx1 postfix/smtp[9]: 4D5501A2B3: host x said: 550 5.1.1 no, delay=999'],
    ],
  },
  {
    what: 'enhanced codes',
    scope: 'text.maillog',
    samples: [
      ['2.0.0', 'Nov  2 10:00:01 mx1 postfix/smtp[9]: 4D5501A2B3: dsn=2.0.0, delay=999'],
      ['4.7.1', 'Nov  2 10:00:01 mx1 postfix/smtp[9]: 4D5501A2B3: dsn=4.7.1, delay=999'],
      ['5.1.1', 'Nov  2 10:00:01 mx1 postfix/smtp[9]: 4D5501A2B3: dsn=5.1.1, delay=999'],
    ],
  },
  {
    what: 'status words',
    scope: 'text.maillog',
    samples: [
      ['sent', 'Nov  2 10:00:01 mx1 postfix/smtp[9]: 4D5501A2B3: status=sent, delay=999'],
      ['deferred', 'Nov  2 10:00:01 mx1 postfix/smtp[9]: 4D5501A2B3: status=deferred, delay=999'],
      ['bounced', 'Nov  2 10:00:01 mx1 postfix/smtp[9]: 4D5501A2B3: status=bounced, delay=999'],
    ],
  },
  {
    what: 'report statuses',
    scope: 'text.eml',
    samples: [
      ['2.0.0', 'Status: 2.0.0'],
      ['4.4.7', 'Status: 4.4.7'],
      ['5.1.1', 'Status: 5.1.1'],
    ],
  },
  {
    what: 'replies in an application log',
    scope: 'text.log',
    samples: [
      ['250', '10:00:01 remote said: 250 Ok'],
      ['451', '10:00:01 remote said: 451 later'],
      ['550', '10:00:01 remote said: 550 no'],
    ],
  },
];

describe.each(Object.entries(themes))('%s', (_name, theme) => {
  test.each(lines)('$what: three readable colours', async ({ scope, samples }) => {
    const colours: string[] = [];
    for (const [code, line] of samples) colours.push((await paint(theme, scope, line))[code]!);
    expect(new Set(colours).size, colours.join(' ')).toBe(3);
    for (const colour of colours) {
      expect(colour).not.toBe(theme.foreground.toUpperCase());
      expect(contrast(colour, theme.background), colour).toBeGreaterThan(4.5);
    }
  });

  test('a number that is no code keeps the colour of plain text', async () => {
    const painted = await paint(theme, 'text.maillog', 'Nov  2 10:00:01 mx1 postfix/smtp[9]: size=550');
    expect(painted['=550']).toBe(theme.foreground.toUpperCase());
  });
});
