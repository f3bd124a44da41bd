// What became of the deferrals of an open log, in all? For the report, beside the totals.
// Deliberately absent: what became of a single one (outcome.ts), and streams (model/deferrals.ts serves those directly).
import type { Analysis } from '../analyze.ts';
import { ownIdOf } from '../formats/keys.ts';
import { readPage } from '../formats/readPage.ts';
import { DeferralCount, Deferrals, type DeferralTotals } from '../model/deferrals.ts';
import { Timeline } from '../model/message.ts';

/**
 * Adds up how the deferrals of a log ended. Yields the share that is done; pages without a deferral are read too, since
 * the ends stand there.
 */
export function* deferralOutcomes({ kind, pages }: Analysis): Generator<number, DeferralTotals> {
  const count = new DeferralCount();
  if (kind !== 'log') return count.totals();
  const clock = new Timeline();
  const deferrals = new Deferrals<null>((settled) => count.add(settled));
  for (let index = 0; index < pages.length; index++) {
    const { page, entry } = pages[index]!;
    readPage(page.text, page.startsMidLine, entry, ({ attempts, stamp }) => {
      if (attempts.length === 0) return;
      const time = clock.at(stamp);
      for (const attempt of attempts) deferrals.add(attempt, time, null);
    });
    for (const id of removedByHand(page.text)) deferrals.removed(id, null);
    yield (index + 1) / pages.length;
  }
  deferrals.finish();
  return count.totals();
}

/** `Nov  1 00:00:31 mail postfix/postsuper[9]: 283FEFC63F: removed`; no record, since it says nothing of a delivery. */
export function* removedByHand(text: string): Generator<string> {
  // `super[` is found in a third of the time that `/postsuper[` takes, and is as rare.
  for (let at = text.indexOf('super['); at >= 0; at = text.indexOf('super[', at + 1)) {
    if (!text.startsWith('/post', at - 5)) continue;
    const end = text.indexOf('\n', at);
    const line = text.slice(text.lastIndexOf('\n', at) + 1, end < 0 ? text.length : end).trimEnd();
    const id = line.endsWith(': removed') ? ownIdOf(line) : null;
    if (id !== null) yield id;
  }
}
