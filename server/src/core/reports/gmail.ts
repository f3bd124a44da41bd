// What does Gmail's text say in the years without a machine part? The words stand below `Technical details of … failure:`.
import { onOneLine } from '../mime/mappedText.ts';
import type { Phase } from '../model/attempt.ts';
import { hostIn } from './hostName.ts';
import type { Notice } from './notice.ts';
import { phaseIn } from './phase.ts';
import { readPlain } from './plain.ts';
import type { Statement } from './statement.ts';
import { partSentence } from './words.ts';
import type { Writer } from './writer.ts';

// Technical details of permanent failure:      Technical details of temporary failure:
const details = /^Technical details of (?:permanent|temporary) failure:\s{1,8}/m;

export const gmail: Writer = {
  id: 'gmail',
  wrote: (notice, { reportingHost }) =>
    /mailer-daemon@(?:google(?:mail)?|gmail)\.com/i.test(notice.header('from')) ||
    reportingHost === 'googlemail.com',
  read: readDetails,
};

// 550 550 5.1.1 <u@d>... User Unknown (state 14).
const steps: { readonly [state: string]: Phase | undefined } = {
  '14': 'RCPT TO',
  '15': 'DATA',
  '17': 'end of DATA',
  '18': 'end of DATA',
};

function stepOf(text: string): Phase | null {
  return steps[/\(state (\d{1,2})\)/.exec(text.slice(0, 4000))?.[1] ?? ''] ?? null;
}

function readDetails(notice: Notice): Statement[] {
  const statements = readPlain(notice);
  const match = details.exec(notice.human.text);
  if (!match) return statements;
  const below = notice.human.slice(match.index + match[0].length);
  const { words, around } = partSentence(below);
  return statements.map((one) => ({
    ...one,
    words: words ?? onOneLine(below),
    host: hostIn(around),
    phase: phaseIn(around) ?? stepOf(below.text),
  }));
}
