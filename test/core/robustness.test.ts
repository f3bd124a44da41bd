// Whatever the text, the engine neither throws nor invents, and an edit leaves what a fresh reading would find.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { defaultSettings } from '../../server/src/core/features/settings.ts';
import { readReport } from '../../server/src/core/reports/readReport.ts';
import { PagedText } from '../../server/src/core/text/pagedText.ts';
import { engine, finish, records } from '../support/engine.ts';

/** 2,000 cases in the ordinary run; `FUZZ_RUNS=100000` for a long one. */
const numRuns = Number(process.env.FUZZ_RUNS ?? 2000);

/** Pieces of real lines, so that chance gets past the pre-filters. */
const piece = fc.oneof(
  fc.constantFrom(
    'Nov  1 00:00:31 mail postfix/smtp[550]: ',
    '2026-11-01T00:00:31.5Z mail postfix/smtpd[1]: ',
    '4A1B2C3D4E: ',
    'to=<u@d.example>, ',
    'from=<a@b>, ',
    'relay=mx.x[192.0.2.5]:25, ',
    'delays=1/2/3/4, ',
    'dsn=5.1.1, ',
    'status=bounced (',
    'status=deferred (',
    'host mx.x[192.0.2.5] said: ',
    '550 5.1.1 ',
    '550-5.1.1 ',
    '#5.1.0',
    'User unknown',
    ' (in reply to RCPT TO command))',
    'NOQUEUE: reject: ',
    'RCPT from unknown[1.2.3.4]: ',
    '; from=<x> to=<y> proto=SMTP helo=<z>',
    'RCPT TO:<u@d>',
    '220 x ESMTP',
    '354 go',
    '.',
    '\n',
    '\r\n',
    '\r',
    '\0',
    '2026-11-23T22:00:00.550Z,Internet,08DE2A1F55C0D550,1,192.0.2.25:55101,198.51.100.11:25,<,',
    '198.51.100.61 [00000A1C] Mon, 23 Nov 2026 22:01:42 +0100 >>> ',
    '"SMTPC"\t4404\t157\t"2026-11-23 22:00:21.856"\t"198.51.100.11"\t"RECEIVED: ',
    'Mon 2026-11-23 22:00:05: <-- ',
    '#Fields: date-time,event-id,recipient-address,recipient-status,a,b,c,d,e\n',
    '{LED=',
    '};{',
    '","',
    '[',
    ']',
    '<',
    '>',
    '(',
    ')',
    ': ',
  ),
  fc.string({ maxLength: 8, unit: 'grapheme' }),
);
const text = fc.array(piece, { maxLength: 40, size: 'max' }).map((pieces) => pieces.join(''));

test('no text makes a reader throw, and every code is where it says', () => {
  fc.assert(
    fc.property(text, (content) => {
      for (const { record, text: line } of records(content)) {
        for (const { start, end, code } of record.codes)
          expect(line.slice(start, end).replace(/^#/, '')).toBe(code);
        for (const attempt of record.attempts)
          for (const layer of attempt.layers)
            expect(layer).toBeLessThanOrEqual(Math.max(attempt.text.length, line.length));
      }
    }),
    { numRuns },
  );
});

test('every question can be asked of any text', () => {
  fc.assert(
    fc.property(text, fc.nat(), (content, at) => {
      const service = engine();
      const paged = PagedText.of(content);
      const analysis = finish(service.analyze(paged, 'log'));
      service.diagnostics(analysis, 'file:///x', defaultSettings);
      service.codeLenses(analysis, 'file:///x', defaultSettings);
      const { rows, total } = service.codes(analysis);
      expect(rows.reduce((sum, row) => sum + row.count, 0)).toBe(total);
      for (const row of rows)
        expect(service.occurrences(analysis, row.code, row.entry).total).toBe(row.count);
      service.hover(
        paged,
        'log',
        analysis,
        paged.positionAt(content.length === 0 ? 0 : at % content.length),
        'file:///x',
      );
      service.explain(content);
      readReport(content, service.messageHost);
    }),
    { numRuns: Math.ceil(numRuns / 4) },
  );
});

test('after any edits the analysis is that of the text as it stands', () => {
  const edits = fc.array(fc.record({ from: fc.nat(), length: fc.nat(200), insert: text }), {
    minLength: 1,
    maxLength: 4,
  });
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 6 }), edits, (parts, changes) => {
      let paged = PagedText.of(parts.join('\n'));
      let analysis = finish(engine().analyze(paged, 'log'));
      for (const { from, length, insert } of changes) {
        const start = paged.length === 0 ? 0 : from % paged.length;
        paged = paged.withEdit(
          { start: paged.positionAt(start), end: paged.positionAt(Math.min(paged.length, start + length)) },
          insert,
        );
        analysis = finish(engine().analyze(paged, 'log', analysis));
      }
      const fresh = finish(engine().analyze(PagedText.of(paged.slice(0, paged.length)), 'log'));
      expect(engine().codes(analysis)).toEqual(engine().codes(fresh));
    }),
    { numRuns: Math.ceil(numRuns / 10) },
  );
});
