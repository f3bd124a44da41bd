// Do the settings come from whoever knows them, and are they whole whatever comes?
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { CurrentSettings, defaultSettings, readSettings } from '../../server/src/lsp/settings.ts';

describe('readSettings', () => {
  it('has the defaults that the manifest declares', () => {
    const file = path.join(import.meta.dirname, '../../package.json');
    const { properties } = JSON.parse(readFileSync(file, 'utf8')).contributes.configuration;
    const declared: { [name: string]: unknown } = {};
    for (const [name, { default: value }] of Object.entries<{ default: unknown }>(properties)) {
      if (name.startsWith('smtpLens.trace.')) continue;
      const [last, ...outer] = name.split('.').slice(1).reverse();
      let place = declared;
      for (const key of outer.reverse()) place = (place[key] ??= {}) as typeof declared;
      place[last!] = value;
    }
    expect(declared).toEqual(defaultSettings);
  });

  it('keeps what makes sense and nothing else', () => {
    for (const nothing of [undefined, null, 7, 'x', [], {}])
      expect(readSettings(nothing)).toEqual(defaultSettings);
    const read = readSettings({
      languages: ['csv', 7],
      diagnostics: {
        maximum: 5000,
        severity: { ours: 'off', permanent: 'loud' },
        severityByReason: { 'mailbox-full': 'hint', greylisting: 1 },
      },
      codeLens: { enabled: false, maximum: 0 },
    });
    expect(read.languages).toEqual(['csv']);
    expect(read.diagnostics).toEqual({
      ...defaultSettings.diagnostics,
      maximum: 1000,
      severity: { ...defaultSettings.diagnostics.severity, ours: 'off' },
      severityByReason: { 'mailbox-full': 'hint' },
    });
    expect(read.codeLens).toEqual({ enabled: false, maximum: 1 });
  });
});

describe('CurrentSettings', () => {
  const maximum = async (settings: CurrentSettings) => (await settings.get()).diagnostics.maximum;
  const withMaximum = (value: number) => ({ diagnostics: { maximum: value } });

  it('asks the client once until something changes', async () => {
    let asked = 0;
    const settings = new CurrentSettings(async () => withMaximum(++asked), withMaximum(99));
    expect([await maximum(settings), await maximum(settings)]).toEqual([1, 1]);
    settings.changed(null);
    expect(await maximum(settings)).toBe(2);
    expect(settings.revision).toBe(1);
  });

  it('falls back on what was sent', async () => {
    expect(await maximum(new CurrentSettings(null, withMaximum(3)))).toBe(3);
    expect(await maximum(new CurrentSettings(async () => null, withMaximum(3)))).toBe(3);
    const refuses = async () => {
      throw new Error('no such request');
    };
    const settings = new CurrentSettings(refuses, withMaximum(3));
    expect(await maximum(settings)).toBe(3);
    settings.changed({ smtpLens: withMaximum(4) });
    expect(await maximum(settings)).toBe(4);
  });
});
