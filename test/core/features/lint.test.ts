// Does each rule speak up where the report is wrong, keep silent where it is not, and have its page?
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { lintSeverities } from '../../../server/src/core/features/lint.ts';
import type { Severity } from '../../../server/src/core/features/settings.ts';
import { defaultSettings } from '../../../server/src/core/features/settings.ts';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { readSettings } from '../../../server/src/lsp/settings.ts';
import { problemRows } from '../../../server/src/node/output/writers.ts';
import { engine, finish } from '../../support/engine.ts';
import { scanned } from '../../support/scan.ts';
import { withStatus } from '../reports/support.ts';

/** `rule@line severity: message`, lines from 1; `lint` as in the settings. */
function lint(text: string, settings: { [rule: string]: Severity } = {}): string[] {
  const analysis = finish(engine().analyze(PagedText.of(text), 'message'));
  return engine()
    .diagnostics(analysis, 'file:///a.eml', { ...defaultSettings, lint: settings })
    .filter(({ code }) => String(code) in lintSeverities)
    .map(({ code, range, severity, message }) => `${code}@${range.start.line + 1} ${severity}: ${message}`);
}

const recipient = (fields: string): string => withStatus(`Final-Recipient: rfc822; u@d.example\n${fields}`);

/** A sound report: every case below changes one thing. */
const sound = recipient('Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 no such user');

test('a sound report gives none, nor do other samples than those that contradict themselves', () => {
  expect(lint(sound)).toEqual([]);
  const samples = new URL('../../samples/', import.meta.url);
  const wrong = readdirSync(samples)
    .filter((name) => name.endsWith('.eml'))
    .filter((name) => lint(readFileSync(new URL(name, samples), 'utf8')).length > 0);
  expect(wrong).toEqual(['bounce-mailbox-full.eml']); // 552 4.2.2
});

describe('status-and-diagnostic-disagree', () => {
  test('another cause', () => {
    expect(lint(sound.replace('550 5.1.1', '550 5.7.1'))).toEqual([
      'status-and-diagnostic-disagree@14 3: Status says 5.1.1, Diagnostic-Code says 5.7.1. The latter are the words of the server that refused.',
    ]);
  });

  test('another class', () => {
    expect(lint(sound.replace('550 5.1.1', '450 4.1.1'))[0]).toMatch(
      /^status-and-diagnostic-disagree@14 3: Status 5\.1\.1 and the server’s answer 450 in Diagnostic-Code begin with different digits/,
    );
  });

  test.each([
    ['a general status', sound.replace('Status: 5.1.1', 'Status: 5.0.0')],
    ['too long in the queue', sound.replace('Status: 5.1.1', 'Status: 4.4.7')],
    ['kept on purpose', sound.replace('failed', 'delayed').replace('Status: 5.1.1', 'Status: 4.1.1')],
    ['words of a program', sound.replace('smtp; 550 5.1.1', 'x-unix; 450 4.1.1')],
  ])('not %s', (_, text) => {
    expect(lint(text).filter((line) => line.startsWith('status-and'))).toEqual([]);
  });
});

test('reply-and-status-disagree', () => {
  const text = recipient('Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; 552 4.2.2 full');
  expect(lint(text)).toEqual([
    'reply-and-status-disagree@15 3: The answer contradicts itself: 552 and 4.2.2 begin with different digits. The three-digit reply decides.',
  ]);
});

describe('action-contradicts-status', () => {
  test.each([
    ['failed', '2.1.5', 'Action says “failed”, but Status 2.1.5 says that it went well.'],
    ['delayed', '5.4.1', 'Action says “delayed”, but Status 5.4.1 is not temporary.'],
    ['delivered', '5.2.2', 'Action says “delivered”, but Status 5.2.2 says that it did not go well.'],
  ])('%s with %s', (action, status, message) => {
    expect(lint(recipient(`Action: ${action}\nStatus: ${status}`))).toEqual([
      `action-contradicts-status@13 2: ${message}`,
    ]);
  });

  test.each([
    ['failed', '4.4.7'],
    ['delayed', '4.4.1'],
    ['relayed', '2.0.0'],
    ['gone', '5.0.0'],
  ])('%s goes with %s, or is not known', (action, status) => {
    expect(lint(recipient(`Action: ${action}\nStatus: ${status}`))).toEqual([]);
  });
});

describe('required-field-missing', () => {
  test('of a recipient and of the message', () => {
    const text = withStatus('Final-Recipient: rfc822; u@d.example\nStatus: 5.1.1').replace(
      'Reporting-MTA',
      'X-MTA',
    );
    expect(lint(text)).toEqual([
      'required-field-missing@10 4: The report lacks a field that it needs: Reporting-MTA.',
      'required-field-missing@12 4: The report lacks a field that every recipient needs: Action.',
    ]);
  });

  test('alike for several: once, with the number', () => {
    const block = (n: number) => `Final-Recipient: rfc822; u${n}@d.example\nStatus: 5.1.1`;
    expect(lint(withStatus([1, 2, 3].map(block).join('\n\n')))).toEqual([
      'required-field-missing@12 4: The report lacks a field that every recipient needs: Action. (3 times in this file)',
    ]);
  });

  test('of a complaint; not of fields amid a text', () => {
    const arf =
      'Content-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n--b--\n';
    expect(lint(arf)).toEqual([
      'required-field-missing@6 4: The report lacks a field that it needs: User-Agent.',
    ]);
    const amid =
      'From: MAILER-DAEMON@example.org\nSubject: Returned mail\n\nWords.\n\nFinal-Recipient: rfc822; u@d.example\nStatus: 5.1.1\n';
    expect(lint(amid)).toEqual([]);
  });
});

test.each(['550', '5.1', '5.1.1.1', '5.01.1', '3.1.1', 'failed'])('malformed-code: %s', (status) => {
  expect(lint(sound.replace('Status: 5.1.1', `Status: ${status}`))).toEqual([
    `malformed-code@14 2: “${status}” is no status code: three numbers with dots are asked for, the first 2, 4 or 5 (5.1.1).`,
  ]);
});

test('a status with a remark in brackets is well formed', () => {
  expect(lint(sound.replace('Status: 5.1.1', 'Status: 5.1.1 (bad destination mailbox)'))).toEqual([]);
});

describe('codes-differ-in-one-reply', () => {
  const answer = (words: string) =>
    recipient(`Action: failed\nStatus: 5.0.0\nDiagnostic-Code: smtp; ${words}`);

  test.each([
    ['550-5.7.1 refused\n 554 5.7.0 see there', '550 5.7.1 and 554 5.7.0'],
    ['550-5.7.1 refused\n 550-5.7.1 really\n 550 5.7.26 see there', '550 5.7.1 and 550 5.7.26'],
  ])('%s', (words, codes) => {
    expect(lint(answer(words))).toEqual([
      `codes-differ-in-one-reply@15 4: The lines of one answer bear different codes: ${codes}.`,
    ]);
  });

  test.each([
    '550-5.7.1 refused\n 550 5.7.1 see there',
    '550 5.1.1 no such user; mx.other said: 554 5.7.1 no',
  ])('not %s', (words) => expect(lint(answer(words))).toEqual([]));
});

test('arrival-after-last-attempt', () => {
  const dates = (last: string) =>
    sound
      .replace('Reporting-MTA:', 'Arrival-Date: Mon, 2 Mar 2026 10:00:00 +0000\nReporting-MTA:')
      .replace('Status:', `Last-Attempt-Date: Mon, 2 Mar 2026 ${last}\nStatus:`);
  expect(lint(dates('09:59:00 +0000'))).toEqual([
    'arrival-after-last-attempt@15 3: Last-Attempt-Date lies 1 min before Arrival-Date: delivery was tried before the message was there.',
  ]);
  expect(lint(dates('11:00:00 +0100'))).toEqual([]);
  expect(lint(dates('09:00:00'))).toEqual([]); // no zone: nothing is known
});

describe('settings', () => {
  const wrong = sound.replace('Status: 5.1.1', 'Status: 550');

  test('a rule, or all others, can be silenced or made graver', () => {
    expect(lint(wrong, { 'malformed-code': 'off' })).toEqual([]);
    expect(lint(wrong, { '*': 'off' })).toEqual([]);
    expect(lint(wrong, { '*': 'off', 'malformed-code': 'error' })[0]).toMatch(/^malformed-code@14 1:/);
  });

  test('are read from the section, nonsense left out', () => {
    expect(readSettings({ lint: { 'malformed-code': 'off', x: 7 } }).lint).toEqual({
      'malformed-code': 'off',
    });
  });
});

test('`scan` tells the same as the editor', async () => {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'smtp-lens-')), 'a.eml');
  writeFileSync(file, sound.replace('Status: 5.1.1', 'Status: 550'));
  const { result } = await scanned(file);
  const rows = problemRows(result, engine().speech).rows;
  rmSync(path.dirname(file), { recursive: true });
  expect(rows.map(({ code, line, column, length }) => [code, line, column, length])).toEqual([
    ['550 5.1.1', 15, 24, 9],
    // The answer in a sentence at the head.
    ['550 5.1.1', 3, 1, 'Subject: Returned mail'.length],
    ['malformed-code', 14, 1, 'Status: 550'.length],
  ]);
});

test('every rule has its page, with its usual severity', () => {
  const page = readFileSync(new URL('../../../docs/lint.md', import.meta.url), 'utf8');
  const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
  expect(headings).toEqual(Object.keys(lintSeverities));
  for (const [rule, severity] of Object.entries(lintSeverities))
    expect(page.replace(/ {2,}/g, ' ')).toContain(`| [${rule}](#${rule}) | ${severity} |`);
});

test('a wrapper that passes another server’s code on does not contradict it', () => {
  const diagnostic =
    'Diagnostic-Code: smtp; 550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 5.1.1 no such user';
  expect(lint(recipient(`Action: failed\nStatus: 5.1.351\n${diagnostic}`))).toEqual([]);
});

test('recorded bounces raise no alarm but where the server contradicted itself', () => {
  const corpus = new URL('../../corpus/', import.meta.url);
  const rules = new Map<string, number>();
  for (const name of readdirSync(corpus, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.eml')) continue;
    for (const line of lint(readFileSync(new URL(name, corpus), 'utf8'))) {
      const rule = line.slice(0, line.indexOf('@'));
      rules.set(rule, (rules.get(rule) ?? 0) + 1);
    }
  }
  // Servers that answer 552 4.2.2, and reports whose Status is another than the answer's.
  expect([...rules.keys()].sort()).toEqual(['reply-and-status-disagree', 'status-and-diagnostic-disagree']);
});
