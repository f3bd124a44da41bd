// Is the progress of a reading told often enough to be seen, and not for every page?
import { expect, it } from 'vitest';
import type { Analysis } from '../../server/src/core/service.ts';
import { pagedDocuments } from '../../server/src/lsp/documents.ts';
import type { StatusParams } from '../../server/src/lsp/protocol.ts';
import { StatusReports } from '../../server/src/lsp/status.ts';

it('tells of a long reading five times a second, of a short one only its end', () => {
  const told: StatusParams[] = [];
  let time = 0;
  const service = { status: () => ({ codes: 7, lines: 2, leftOut: ['a line too long'], silent: false }) };
  const clock = { now: () => time, soon: () => {}, later: () => {} };
  const status = new StatusReports(service, clock, (one) => told.push(one));
  const document = pagedDocuments.create('file:///mail.log', 'maillog', 3, 'a\nb');
  for (; time < 150; time += 10) status.progress(document, time / 1000);
  expect(told).toEqual([]);
  for (; time < 1000; time += 10) status.progress(document, time / 1000);
  expect(told.map(({ done }) => done)).toEqual([0.2, 0.4, 0.6, 0.8]);
  expect(told[0]).toMatchObject({ uri: 'file:///mail.log', version: 3, state: 'reading', lines: 2 });
  status.ready({ document, analysis: {} as Analysis, id: 1 });
  expect(told.at(-1)).toMatchObject({ state: 'ready', done: 1, codes: 7, leftOut: ['a line too long'] });
});
