// What does Gmail's text say in the years without a machine part? The words stand below `Technical details of … failure:`.
import { onOneLine } from '../mime/mappedText.ts';
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
    phase: phaseIn(around),
  }));
}
