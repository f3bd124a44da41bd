// A line that gives up a message names no recipient: in the totals it stands for all who still waited, in the editor as in a scan.
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { analyzeLog } from '../../../server/src/core/analyze.ts';
import { overviewOf } from '../../../server/src/core/features/overview.ts';
import { joinOutcomes } from '../../../server/src/core/model/summary.ts';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { engine, finish } from '../../support/engine.ts';
import { scanned } from '../../support/scan.ts';

const head = 'Nov  1 00:00:01 mail postfix';
const deferred = (id: string, to: string) =>
  `${head}/smtp[7]: ${id}: to=<${to}>, relay=none, delay=1, delays=0/0/1/0, dsn=4.4.1, status=deferred (connect to mx[192.0.2.5]:25: Connection timed out)`;
const sent = (id: string, to: string) =>
  `${head}/smtp[7]: ${id}: to=<${to}>, relay=mx[192.0.2.5]:25, delay=1, delays=0/0/1/0, dsn=2.0.0, status=sent (250 Ok)`;
const expired = (id: string) =>
  `${head}/qmgr[7]: ${id}: from=<s@e.example>, status=expired, returned to sender`;

const log = `${[
  deferred('4A1B2C3D4E', 'a@d.example'),
  deferred('4A1B2C3D4E', 'b@d.example'),
  deferred('4A1B2C3D4E', 'c@d.example'),
  sent('4A1B2C3D4E', 'b@d.example'),
  deferred('4A1B2C3D4E', 'a@d.example'),
  deferred('5A1B2C3D4E', 'x@d.example'),
  expired('4A1B2C3D4E'),
  expired('5A1B2C3D4E'),
  expired('6A1B2C3D4E'),
].join('\n')}\n`;

test.each([null, { target: 200, cap: 400 }])('in the editor, in pages of %o', (sizes) => {
  const text = sizes ? PagedText.of(log, sizes) : PagedText.of(log);
  const { outcomes, groups } = overviewOf(finish(analyzeLog(text, engine().judge)));
  expect(outcomes).toEqual({ deferred: 5, delivered: 1, expired: 4 });
  const group = groups.find(({ outcome }) => outcome === 'expired')!;
  expect(group.count).toBe(4);
  expect([...group.recipients].sort()).toEqual(['a@d.example', 'c@d.example', 'x@d.example']);
});

test('in a scan', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'expired-'));
  try {
    writeFileSync(join(folder, 'mail.log'), log);
    const { rows, result } = await scanned(join(folder, 'mail.log'), 2026);
    const recipients = rows.filter((row) => row.outcome === 'expired').map((row) => row.recipient);
    expect(joinOutcomes([result.summary])).toEqual({ deferred: 5, delivered: 1, expired: 4 });
    expect(recipients).toEqual(['a@d.example', 'c@d.example', 'x@d.example', null]);
  } finally {
    await rm(folder, { recursive: true });
  }
});
