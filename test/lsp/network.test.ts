// Can anything that ships reach a network? Each bundle is built as it ships and searched for every way to do so.
import path from 'node:path';
import * as esbuild from 'esbuild';
import { describe, expect, it } from 'vitest';
import { shippedBundles } from './session.ts';

const modules = new Set([
  'net',
  'tls',
  'dgram',
  'dns',
  'dns/promises',
  'http',
  'http2',
  'https',
  'inspector',
  'undici',
  'ws',
]);

// fetch('https://…') · const get=fetch; · self.fetch(u) — but not the method of a map: class M{fetch(k,v){…}} · m.fetch(k) · new XMLHttpRequest() · new WebSocket(…) · navigator.sendBeacon(…) · require('node:https') · import('https://…')
const words =
  /(?<![.\w$])fetch(?:[;,)]|\((?![^)]*\)\{))|\b(?:globalThis|self|window)\.fetch\b|\bXMLHttpRequest\b|\bWebSocket\b|\bWebTransport\b|\bEventSource\b|\bsendBeacon\b|\bRTCPeerConnection\b|\bimportScripts\b|(?:require|import)\(["'](?:node:)?(?:net|tls|dgram|dns|https?2?|undici|ws)\b/;

describe('no network', () => {
  it('knows a network call when it sees one', () => {
    for (const call of [
      'await fetch(x)',
      'a=fetch;',
      'self.fetch(u)',
      'new WebSocket(u)',
      'require("node:http2")',
      "import('https')",
    ]) {
      expect(call).toMatch(words);
    }
  });

  it('is in any bundle', async () => {
    const root = path.join(import.meta.dirname, '../..');
    let seen = 0;
    for (const options of await shippedBundles()) {
      const built = await esbuild.build({
        ...options,
        absWorkingDir: root,
        outdir: 'dist',
        write: false,
        metafile: true,
      });
      for (const { path: file, text } of built.outputFiles) {
        expect({ file, found: words.exec(text)?.[0] }).toEqual({ file, found: undefined });
        seen++;
      }
      for (const [file, { imports }] of Object.entries(built.metafile.outputs)) {
        const reached = imports
          .map((one) => one.path.replace(/^node:/, ''))
          .filter((name) => modules.has(name));
        expect({ file, reached }).toEqual({ file, reached: [] });
      }
    }
    expect(seen).toBeGreaterThanOrEqual(7);
  });
});
