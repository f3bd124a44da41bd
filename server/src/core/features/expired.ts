// Whom does an expiry mean that names nobody (`4A1B2C3D4E: from=<a@example.org>, status=expired, returned to sender`)? Everybody who
// still waited under its queue id. Asked only where a file has such lines. Deliberately absent: other files.
import type { Analysis } from '../analyze.ts';
import { recordOf } from './lines.ts';

/** Of so many messages each recipient's end is looked up; of the others all that ever waited are taken to be meant. */
const lookedUp = 500;

/** The recipients whom the expiries of each group mean, by the group's key; a line of which nobody is known is left out. */
export function expiredRecipients(analysis: Analysis): Map<string, string[][]> {
  const meant = new Map<string, string[][]>();
  const expiries = analysis.pages.flatMap(({ summary }) => summary.expiries);
  if (expiries.length === 0) return meant;
  const waiting = new Map(expiries.map(({ queueId }) => [queueId, new Set<string>()]));
  for (const { summary } of analysis.pages)
    for (let at = 0; at < summary.waits.length; at += 2)
      waiting.get(summary.waits[at]!)?.add(summary.waits[at + 1]!);
  let looked = 0;
  for (const [queueId, recipients] of waiting)
    if (recipients.size > 1 && looked++ < lookedUp) removeEnded(analysis, queueId, recipients);
  for (const { queueId, key } of expiries) {
    const recipients = [...waiting.get(queueId)!];
    if (recipients.length === 0) continue;
    const lists = meant.get(key);
    if (lists) lists.push(recipients);
    else meant.set(key, [recipients]);
  }
  return meant;
}

/** Takes out who was delivered to, or given up by name, after having waited. */
function removeEnded({ pages }: Analysis, queueId: string, recipients: Set<string>): void {
  for (const { page, entry } of pages) {
    for (let at = page.text.indexOf(queueId); at >= 0; ) {
      const start = Math.max(page.text.lastIndexOf('\n', at), page.text.lastIndexOf('\r', at)) + 1;
      const end = endOfLine(page.text, at);
      for (const attempt of recordOf(page.text.slice(start, end), entry)?.attempts ?? [])
        if (attempt.queueId === queueId && attempt.recipient !== null) {
          if (attempt.outcome === 'deferred') recipients.add(attempt.recipient);
          else recipients.delete(attempt.recipient);
        }
      at = page.text.indexOf(queueId, end);
    }
  }
}

function endOfLine(text: string, at: number): number {
  const end = text.slice(at, at + 65_536).search(/[\r\n]/);
  return end < 0 ? text.length : at + end;
}
