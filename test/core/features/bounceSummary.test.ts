// Does the summary of a saved message say what happened, for whom, which way it went, and what it is where it is no bounce?
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { BounceSummary } from '../../../server/src/core/features/bounceSummary.ts';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { engine, finish } from '../../support/engine.ts';

const sample = (name: string): string =>
  readFileSync(new URL(`../../samples/${name}`, import.meta.url), 'utf8');
const fixture = (name: string): string =>
  readFileSync(new URL(`../../editor/fixtures/${name}`, import.meta.url), 'utf8');

const analysisOf = (text: string) => finish(engine().analyze(PagedText.of(text), 'message'));
function summaryOf(text: string): BounceSummary {
  return engine().bounceSummary(analysisOf(text))!;
}

describe('a card', () => {
  test('answers in the order of the questions', () => {
    const { kind, headline, recipients } = summaryOf(sample('bounce-policy.eml'));
    expect(kind).toBe('bounce');
    expect(headline).toMatch(
      /^Not delivered to dmarc\.watcher@bigmail\.example: .* The sending server has given up\.$/,
    );
    const [card] = recipients;
    expect(card).toMatchObject({
      recipient: 'dmarc.watcher@bigmail.example',
      outcome: 'bounced',
      permanence: 'permanent',
      code: '550 5.7.26',
      host: 'mx.bigmail.example',
      entry: 'enhanced/5.7.26',
      over: 'It is over: the sending server has given up and will not try again.',
    });
    expect(card.actions[0]).toMatchObject({ who: 'sending-administrator', whoTitle: 'Sending server' });
    expect(card.sources.length).toBeGreaterThan(0);
  });

  test('leads to the line that states the failure', () => {
    const text = sample('bounce-policy.eml');
    const [{ range }] = summaryOf(text).recipients;
    expect(text.split('\n')[range.start.line]).toMatch(/^Diagnostic-Code: smtp; 550/);
  });

  test('of a delayed message says until when it is tried', () => {
    const [card] = summaryOf(sample('bounce-delayed.eml')).recipients;
    expect(card.outcome).toBe('deferred');
    expect(card.over).toMatch(/^It is not over: the sending server will try again until .*2026/);
  });

  test('of a message that was given up says that the other side had called it temporary', () => {
    const { headline } = summaryOf(
      sample('bounce-policy.eml')
        .replaceAll('550-5.7.26', '451-4.7.26')
        .replaceAll('550 5.7.26', '451 4.7.26'),
    );
    expect(headline).toMatch(
      /The receiving side called it temporary, but the sending server has given up\.$/,
    );
  });
});

test('several recipients: one card each, the reasons counted in the headline', () => {
  const { headline, recipients } = summaryOf(sample('bounce-several-recipients.eml'));
  expect(recipients.map(({ recipient }) => recipient)).toEqual([
    'alumni@uni.example.net',
    'lecture-list@uni.example.net',
    'rbl@uni.example.net',
  ]);
  expect(headline).toMatch(/^Not delivered to 3 recipients: .*\(1\), .*\(1\), .*\(1\)\.$/);
});

describe('the way', () => {
  const { ways, checks, bearing } = summaryOf(fixture('bounce-way.eml'));

  test('goes from the first server to the last, with the waits between them', () => {
    const [returned] = ways;
    expect(returned.of).toBe('returned');
    expect(returned.hops.map(({ by, since, wait, remarkable }) => [by, since, wait, remarkable])).toEqual([
      ['submit.example.org', 0, null, false],
      ['filter.example.org', 4, 4, false],
      ['relay.example.org', 7324, 7320, true],
      ['mx.example.net', 7294, -30, true],
    ]);
    expect(returned.hops[2].waitWords).toBe('2 h 2 min');
    expect(returned.hops[3].waitWords).toBe('30 s back: a clock is wrong');
    expect(returned.totalWords).toBe('2 h 1 min');
    expect(returned.hops.map(({ encrypted }) => encrypted)).toEqual([true, null, false, true]);
  });

  test('the checks of the refused message are rows, and it is told whether they matter', () => {
    const [results] = checks.filter(({ label }) => label === 'Authentication-Results');
    expect(results.of).toBe('returned');
    expect(results.rows.map(({ method, result, domain, mark }) => [method, result, domain, mark])).toEqual([
      ['SPF', 'pass', 'lists.example.com', 'pass'],
      ['DKIM', 'fail', 'news.example.org', 'fail'],
      ['DMARC', 'fail', 'news.example.org', 'fail'],
    ]);
    expect(results.lines.join(' ')).toMatch(/What passed was for lists\.example\.com/);
    expect(bearing).toMatch(/^The refusal is about these checks/);
  });
});

describe('what is no bounce is named', () => {
  const head = 'From: a@example.org\nTo: b@example.net\nSubject: Hello\n';

  test('ordinary mail', () => {
    const { kind, headline, recipients, message } = summaryOf(`${head}\nHow are you?\n`);
    expect([kind, recipients]).toEqual(['none', []]);
    expect(headline).toMatch(/^This is no bounce/);
    expect(message.map(({ name, value }) => `${name}: ${value}`)).toContain('Subject: Hello');
  });

  test('an automatic answer', () => {
    const { kind, headline } = summaryOf(`${head}Auto-Submitted: auto-replied\n\nI am away.\n`);
    expect([kind, headline]).toEqual([
      'auto-reply',
      expect.stringMatching(/^An automatic answer, not a bounce/),
    ]);
  });

  const report = (type: string, machine: string) =>
    `${head}Content-Type: multipart/report; report-type=${type}; boundary=b\n\n--b\nContent-Type: message/${type}\n\n${machine}\n--b--\n`;

  test('a complaint', () => {
    const {
      kind,
      headline,
      report: facts,
    } = summaryOf(
      report('feedback-report', 'Feedback-Type: abuse\nUser-Agent: X/1\nVersion: 1\nSource-IP: 192.0.2.1\n'),
    );
    expect(kind).toBe('complaint');
    expect(headline).toMatch(/^A complaint about a message, not a bounce\. A recipient marked/);
    expect(facts.map(({ name }) => name)).toEqual(['Feedback-Type', 'User-Agent', 'Version', 'Source-IP']);
  });

  test('a read receipt', () => {
    const { kind, headline } = summaryOf(
      report(
        'disposition-notification',
        'Final-Recipient: rfc822; b@example.net\nDisposition: manual-action/MDN-sent-manually; displayed\n',
      ),
    );
    expect(kind).toBe('receipt');
    expect(headline).toMatch(/^A read receipt, not a bounce: the message arrived\. The message was shown/);
  });

  test('a log has no summary', () => {
    const log = finish(engine().analyze(PagedText.of('Nov  1 00:00:31 mx postfix/smtp[1]: x\n'), 'log'));
    expect(engine().bounceSummary(log)).toBeNull();
  });
});

describe('the readable text', () => {
  const text = fixture('bounce-way.eml');
  const { texts } = summaryOf(text);

  test('undoes base64, quoted-printable, charsets and HTML, and says what it left out', () => {
    const told = texts.map(({ title, detail }) => [title, detail].filter(Boolean).join(' · '));
    expect(told).toEqual([
      'Head',
      'Text · text/plain, base64, utf-8',
      'Text · text/html, quoted-printable, iso-8859-1',
      'Report · message/delivery-status',
      'Returned message',
      'Text of the returned message · text/plain, utf-8',
      'Attachment · application/pdf, base64',
    ]);
    expect(texts[0].text).toContain('Subject: Nicht zugestellt: Grüße');
    expect(texts[1].text).toContain('could not be delivered: mañana');
    expect(texts[2].text).toContain('Für Sie: 550 5.7.1');
    expect(texts[2].text).not.toMatch(/[<>]/);
    expect(texts[6]).toMatchObject({ text: '', note: 'Left out: offer.pdf holds no text (about 1 kB).' });
  });

  test('stands in a document of its own, with links to the lines of the file', () => {
    const { text: document, links } = engine().decodedText(PagedText.of(text));
    const lines = document.split('\n');
    expect(links).toHaveLength(texts.length);
    for (const [index, { line, start, end, target }] of links.entries()) {
      expect(lines[line].slice(start, end)).toMatch(/^lines? \d/);
      expect(target).toBe(texts[index].line);
    }
    expect(document).toContain('could not be delivered: mañana');
    expect(document).toContain('# Left out: offer.pdf');
  });
});

test('the head of a bounce bears the answer as a lens and as a problem', () => {
  const text = sample('bounce-policy.eml');
  const analysis = analysisOf(text);
  const settings = engine().codeLenses(analysis, 'file:///a.eml', {
    diagnostics: {
      enabled: true,
      maximum: 200,
      severity: { ours: 'error', permanent: 'warning', temporary: 'information', refused: 'hint' },
      severityByReason: {},
    },
    lint: {},
    codeLens: { enabled: true, maximum: 200 },
    inlayHints: { enabled: false },
  });
  expect(settings.slice(0, 3).map(({ range, command }) => [range.start.line, command!.command])).toEqual([
    [0, 'smtpLens.showBounceSummary'],
    [0, 'smtpLens.showBounceSummary'],
    [0, 'smtpLens.openReference'],
  ]);
});
