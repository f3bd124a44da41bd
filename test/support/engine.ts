// The engine over the catalogue as it stands in catalog/, built once per test file.
import { joinCatalog } from '../../catalog/build.mjs';
import { verdictsOn } from '../../server/src/core/analyze.ts';
import { initialState, readPage } from '../../server/src/core/formats/readPage.ts';
import type { Attempt, LogRecord } from '../../server/src/core/model/attempt.ts';
import { createService, type Service } from '../../server/src/core/service.ts';
import type { Verdict } from '../../server/src/core/verdict/verdict.ts';

let made: Service | undefined;

/** One service for the whole file; the catalogue is joined from its sources, so no build is needed. */
export function engine(): Service {
  return (made ??= createService(JSON.stringify(joinCatalog()), {
    messageHost: { decode: (bytes, charset) => new TextDecoder(charset).decode(bytes) },
  }));
}

/** Every record of a text, with the number of its line (from 0) and its text. */
export function records(text: string): { record: LogRecord; line: number; text: string }[] {
  const found: { record: LogRecord; line: number; text: string }[] = [];
  readPage(text, false, initialState, (record, line, _start, words) =>
    found.push({ record, line, text: words }),
  );
  return found;
}

/** Every attempt of a text with its verdict, as `scan` lists them. */
export function deliveries(text: string): { attempt: Attempt; verdict: Verdict; line: number }[] {
  return records(text).flatMap(({ record, line }) => {
    const verdicts = verdictsOn(record, engine().judge);
    return record.attempts.map((attempt, index) => ({ attempt, verdict: verdicts[index], line }));
  });
}

/** `out bounced 552 4.2.2 permanent mailbox-full`: an attempt as the tables of worked examples write it. */
export function asRow({ attempt, verdict }: { attempt: Attempt; verdict: Verdict }): string {
  return [
    attempt.direction,
    attempt.outcome,
    attempt.reply,
    attempt.enhanced,
    verdict.permanence,
    verdict.reason,
  ].join(' ');
}

/** Runs an analysis to its end. */
export function finish<T>(work: Generator<unknown, T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
