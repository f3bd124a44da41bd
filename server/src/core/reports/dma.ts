// What does dma, the DragonFly mail agent, say? The host, the step and, below, the reply as it came; in a report without a
// machine part. Deliberately absent: its own reasons (`Could not deliver for the last 432000 seconds. Giving up.`), which the
// general reader knows.
import { isBlankLine } from '../mime/headers.ts';
import { onOneLine } from '../mime/mappedText.ts';
import type { Phase } from '../model/attempt.ts';
import { addressIn } from './address.ts';
import { hostOf } from './hostName.ts';
import type { Notice } from './notice.ts';
import { type Statement, statementAt } from './statement.ts';
import type { Writer } from './writer.ts';

// There was an error delivering your mail to <ben@example.net>.
const about = /^There was an error delivering your mail to </;
// mx.example.net [198.51.100.7] did not like our RCPT TO:      mx.example.net [198.51.100.7] did not like our final DATA:
const disliked = /^(\S{1,255} \[[\w.:]{2,45}\]) did not like our ([\w ]{2,20}):$/;

const phases: { readonly [step: string]: Phase | undefined } = {
  connect: 'connect',
  'MAIL FROM': 'MAIL FROM',
  'RCPT TO': 'RCPT TO',
  DATA: 'DATA',
  'final DATA': 'end of DATA',
};

export const dma: Writer = {
  id: 'dma',
  // This is the DragonFly Mail Agent v0.13 at df.example.org.
  wrote: (notice) =>
    /^This is the DragonFly Mail Agent|^There was an error delivering your mail to </im.test(
      notice.human.text.slice(0, 4000),
    ),
  read: (notice) => {
    const named = notice.lines.findIndex((_, index) => about.test(notice.line(index)));
    const statement = named < 0 ? null : readAnswer(notice, named);
    return statement ? [statement] : [];
  },
};

function readAnswer(notice: Notice, named: number): Statement | null {
  for (let index = named + 1; index < Math.min(named + 5, notice.lines.length); index++) {
    const match = disliked.exec(notice.line(index));
    if (!match) continue;
    let last = index + 1;
    while (last < notice.lines.length && !isBlankLine(notice.human.text, notice.lines[last])) last++;
    return statementAt(notice.human.startOf(notice.lines[named].start), {
      recipient: addressIn(notice.line(named)),
      words: onOneLine(notice.human, notice.lines[index].next, notice.lines[last - 1].end).trim(),
      host: hostOf(match[1]),
      phase: phases[match[2]] ?? null,
    });
  }
  return null;
}
