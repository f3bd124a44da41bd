// What the report counts: everything under any filter from the same rows, in bounded memory, with honest "at least".
import { describe, expect, test } from 'vitest';
import { Aggregate, type AggregateLimits } from '../../../server/src/core/scan/aggregate.ts';
import { LogAssembly } from '../../../server/src/core/scan/assembly.ts';
import { firstEntry, readChunk } from '../../../server/src/core/scan/chunk.ts';
import { DocumentReport } from '../../../server/src/core/scan/documentReport.ts';
import { exportReport } from '../../../server/src/core/scan/exportReport.ts';
import type { ReportFilter } from '../../../server/src/core/scan/reportFilter.ts';
import { reportView } from '../../../server/src/core/scan/reportView.ts';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { engine, finish } from '../../support/engine.ts';

const rows = { delivery: null, code: null };

function counted(text: string, limits?: AggregateLimits, chunk = 20_000): Aggregate {
  const { judge } = engine();
  const work = { judge, year: 2026, written: null, rows, unexplained: false, report: true };
  const aggregate = new Aggregate(limits);
  const assembly = new LogAssembly(engine(), {}, null, aggregate);
  for (let at = 0; at < text.length; ) {
    const end = text.length - at <= chunk ? text.length : text.lastIndexOf('\n', at + chunk) + 1;
    const reading = readChunk(text.slice(at, end), false, at === 0 ? firstEntry : assembly.exit, 1, work);
    assembly.add(reading, false, end - at);
    at = end;
  }
  assembly.result();
  return aggregate;
}

const view = (aggregate: Aggregate, filter: ReportFilter = {}) =>
  reportView(aggregate, filter, engine().speech);

let ids = 0;
function line(
  minute: number,
  to: string,
  said: string,
  delays = '1/0/0.5/0.5',
  id = `4A1B${(ids++).toString(16).toUpperCase().padStart(6, '0')}`,
): string {
  const time = `${String(Math.floor(minute / 60) % 24).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00`;
  const day = 1 + Math.floor(minute / 1440);
  return `Nov ${String(day).padStart(2, ' ')} ${time} mail postfix/smtp[7]: ${id}: to=<${to}>, relay=mx.${to.split('@')[1]}[192.0.2.9]:25, delay=2, delays=${delays}, ${said}\n`;
}
const sent = 'dsn=2.0.0, status=sent (250 2.0.0 Ok: queued)';
const full =
  'dsn=5.2.2, status=bounced (host mx.x.example[192.0.2.9] said: 552 5.2.2 Mailbox full (in reply to RCPT TO command))';
const later =
  'dsn=4.7.1, status=deferred (host mx.x.example[192.0.2.9] said: 450 4.7.1 Greylisted (in reply to RCPT TO command))';

describe('a few deliveries', () => {
  const log =
    line(0, 'a@one.example', sent) +
    line(1, 'b@two.example', full) +
    line(2, 'b@two.example', full) +
    line(90, 'a@one.example', later, '7205/12/0.3/1.1', '4B0000000001') +
    line(200, 'a@one.example', sent, '14000/1/0.3/1.1', '4B0000000001') +
    line(201, 'c@two.example', later, '1/0/0/0', '4B0000000002');
  const aggregate = counted(log);

  test('are told by outcome, reason, code, host, domain and recipient, each with its first line', () => {
    const { total, outcomes, reasons, codes, hosts, domains, recipients } = view(aggregate);
    expect({ total, outcomes }).toEqual({ total: 6, outcomes: { delivered: 2, bounced: 2, deferred: 2 } });
    expect(reasons.find(({ key }) => key === 'mailbox-full')).toMatchObject({
      count: 2,
      failed: 2,
      first: { file: 0, line: 2 },
    });
    expect(codes.find(({ code }) => code === '552 5.2.2')?.count).toBe(2);
    expect(hosts.rows.map(({ name, count }) => [name, count])).toEqual([
      ['mx.x.example', 4],
      ['mx.one.example', 2],
    ]);
    expect(domains.rows.map(({ name }) => name)).toEqual(['one.example', 'two.example']);
    expect(recipients.rows[0]).toMatchObject({ name: 'a@one.example', count: 3, failed: 1 });
    expect(recipients).toMatchObject({ others: 0, atLeast: false });
  });

  test('over time, in bars that are no finer than a minute', () => {
    const { timeline } = view(aggregate);
    expect(timeline).toMatchObject({ minutes: 1, bars: 202, without: 0 });
    expect(timeline.series.bounced!.slice(0, 4)).toEqual([0, 1, 1, 0]);
    const from = timeline.start! + 60;
    expect(view(aggregate, { from, to: from + 100 }).outcomes).toEqual({ deferred: 1 });
  });

  test('a filter counts in every table', () => {
    const { total, codes, recipients, timeline } = view(aggregate, {
      domains: ['two.example'],
      outcomes: ['bounced'],
    });
    expect({ total, codes: codes.length, recipients: recipients.rows.length }).toEqual({
      total: 2,
      codes: 1,
      recipients: 1,
    });
    expect(Object.keys(timeline.series)).toEqual(['bounced']);
    expect(view(aggregate, { hosts: ['nobody.example'] }).total).toBe(0);
  });

  test('what became of deferrals, and where deliveries waited', () => {
    const { deferrals, delays } = view(aggregate);
    expect(deferrals).toEqual({ total: 2, ends: { delivered: 1, waiting: 1 } });
    expect(delays.slowest[0]).toMatchObject({
      recipient: 'a@one.example',
      line: 5,
      parts: [14000, 1, 0.3, 1.1].map(Math.fround),
    });
    expect(delays.parts[0]).toMatchObject({ median: 1, longest: 14000 });
    expect(view(aggregate, { domains: ['two.example'] }).delays.sampled).toBe(3);
    const endsOf = (filter: ReportFilter) => view(aggregate, filter).deferrals.ends;
    expect(endsOf({ recipients: ['a@one.example'] })).toEqual({ delivered: 1 });
    expect(endsOf({ outcomes: ['delivered'] })).toEqual({ delivered: 1 });
    expect(endsOf({ outcomes: ['deferred'] })).toEqual({ delivered: 1, waiting: 1 });
    expect(endsOf({ outcomes: ['bounced'] })).toEqual({});
    expect(endsOf({ from: view(aggregate).timeline.start! + 100 })).toEqual({ waiting: 1 });
    expect(endsOf({ senders: ['nobody@x.example'] })).toEqual({});
  });

  test('what nothing explains is told in the words of the server, those that differ in names and ids only together', () => {
    const odd = (to: string, id: string, words: string) =>
      line(
        1,
        to,
        `dsn=4.0.0, status=deferred (host mx.x.example[192.0.2.9] said: 450 4.0.0 <${to}>: ${words} (id ${id}) (in reply to RCPT TO command))`,
      );
    const { unexplained } = view(
      counted(
        odd('a@one.example', 'Qx81f2a', 'Zebra crossing') +
          odd('b@two.example', 'Rb20c77', 'Zebra crossing') +
          odd('c@two.example', 'Rb20c78', 'Purple rain'),
      ),
    );
    const told = unexplained.rows.map(({ said, count, first }) => [said, count, first.line]);
    expect(told).toEqual([
      ['450 4.0.0 … Zebra crossing (id …', 2, 1],
      ['450 4.0.0 … Purple rain (id …', 1, 3],
    ]);
    expect(unexplained.total).toBe(3);
  });

  test('an open document says the same, page by page, and again when it grows', () => {
    const report = new DocumentReport(engine(), { year: 2026, month: 12, day: 1 });
    const text = PagedText.of(log, { target: 200, cap: 900 });
    const analysis = finish(engine().analyze(text, 'log'));
    const open = view(finish(report.count(analysis)));
    expect({ ...open, timeline: null }).toEqual({ ...view(aggregate), timeline: null });
    const end = { line: 6, character: 0 };
    const grown = text.withEdit({ start: end, end }, line(300, 'd@one.example', full));
    const after = view(finish(report.count(finish(engine().analyze(grown, 'log', analysis)))));
    expect(after.outcomes.bounced).toBe(3);
    expect(view(finish(report.count(analysis)))).toEqual(open);
  });

  test('leaves as tables', () => {
    const csv = exportReport(view(aggregate), ['=mail.log'], 'csv', engine().speech);
    expect(csv).toContain("'=mail.log:2");
    expect(csv.split('\r\n')[0]).toBe('table,Outcome,Deliveries');
  });
});

test('what goes on from a fork adds up as if there had been none, and leaves what it began with as it was', () => {
  const { judge } = engine();
  const work = { judge, year: 2026, written: null, rows, unexplained: false, report: true };
  const begin = () => {
    const aggregate = new Aggregate({ facts: 300, names: 50 });
    return { aggregate, assembly: new LogAssembly(engine(), {}, null, aggregate) };
  };
  const { aggregate, assembly } = begin();
  const chunks: string[] = [];
  for (let at = 0; at < 1_500; at += 100) {
    const chunk = Array.from({ length: 100 }, (_, index) => {
      const person = (at + index) % 400;
      const to = `user${person}@host${person % 70}.example`;
      return line(at + index, to, [later, full, sent][(at + index) % 3]!, '9/0/0/1', `4A1B0000${person}`);
    }).join('');
    chunks.push(chunk);
    const before = view(aggregate);
    const reading = readChunk(chunk, false, assembly.exit, 1, work);
    const forked = aggregate.fork();
    const ahead = assembly.fork(forked);
    ahead.add(reading, false, chunk.length);
    ahead.result();
    expect(view(aggregate)).toEqual(before);

    const unforked = begin();
    for (const each of chunks)
      unforked.assembly.add(readChunk(each, false, unforked.assembly.exit, 1, work), false, each.length);
    unforked.assembly.result();
    expect(view(forked)).toEqual(view(unforked.aggregate));
    assembly.add(reading, false, chunk.length);
  }
  const all = view(aggregate);
  expect(all.recipients.atLeast).toBe(true);
  expect(all.deferrals.ends.bounced).toBeGreaterThan(100);
});

test('more names and times than there is room for: totals stay exact, the rest is "at least"', () => {
  let log = '';
  for (let at = 0; at < 6_000; at++) {
    // Every tenth goes to the same one.
    const to = at % 10 === 0 ? 'often@big.example' : `user${at}@host${at % 700}.example`;
    log += line(at, to, at % 3 === 0 ? full : sent);
  }
  const aggregate = counted(log, { facts: 800, names: 100 });
  expect(aggregate.facts.size).toBeLessThan(1_200);
  const all = view(aggregate);
  expect(all.total).toBe(6_000);
  expect(all.outcomes).toEqual({ delivered: 4_000, bounced: 2_000 });
  expect(all.reasons.find(({ key }) => key === 'mailbox-full')?.count).toBe(2_000);
  expect(all.timeline.bars).toBeLessThan(500);
  const [first] = all.recipients.rows;
  expect(first?.name).toBe('often@big.example');
  expect(first?.count).toBe(600);
  expect(all.recipients.atLeast).toBe(true);
  expect(all.recipients.others).toBeGreaterThan(1_000);
  // What is told of names and what was left out is all there is.
  const kept = view(aggregate, { outcomes: ['bounced'] });
  expect(kept.total).toBe(2_000);
});

test('a deferral that ends after names were numbered anew is counted under its own names', () => {
  let log = line(0, 'waits@slow.example', later, '1/0/0/0', '4B0000000009');
  // Others are met more often, so that its name is kept under another number.
  for (let at = 0; at < 90; at++) log += line(at, 'often@big.example', sent);
  for (let at = 0; at < 50; at++) log += line(at, 'waits@slow.example', sent);
  for (let at = 0; at < 3_000; at++) log += line(at, `user${at}@host${at % 700}.example`, sent);
  for (let at = 0; at < 3_000; at++) log += line(at, `more${at}@host${at % 700}.example`, sent);
  log += line(3_001, 'waits@slow.example', sent, '14000/1/0.3/1.1', '4B0000000009');
  const aggregate = counted(log, { facts: 800, names: 100 });
  expect(aggregate.names.recipient.forgotten).toBe(true);
  expect(view(aggregate).deferrals).toEqual({ total: 1, ends: { delivered: 1 } });
  expect(view(aggregate, { recipients: ['waits@slow.example'] }).deferrals.total).toBe(1);
  expect(view(aggregate, { domains: ['slow.example'] }).deferrals.total).toBe(1);
});
