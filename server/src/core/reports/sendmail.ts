// What does Sendmail's transcript say? `>>>` is what it sent, `<<<` what the server answered, a line that begins with a number
// is Sendmail's own and gives way to the server's. Above the transcript stand the recipients with `(reason: …)`.
import { MappedBuilder, type MappedText, onOneLine } from '../mime/mappedText.ts';
import type { Phase } from '../model/attempt.ts';
import { addressIn } from './address.ts';
import { hostOf } from './hostName.ts';
import type { Notice } from './notice.ts';
import { phaseIn } from './phase.ts';
import { type Statement, statementAt } from './statement.ts';
import { partSentence } from './words.ts';
import type { Writer } from './writer.ts';

// ----- Transcript of session follows -----      --- The following addresses had permanent fatal errors -----
const transcript =
  /^[ \t]{0,8}-{2,5} ?(?:The )?(?:Transcript of (?:the )?session follows|following addresses had)/im;

export const sendmail: Writer = {
  id: 'sendmail',
  wrote: (notice) => transcript.test(notice.human.text),
  read: readTranscript,
};

/** The part of a session that talks to one server. */
interface Talk {
  host: string | null;
  command: Phase | null;
  answer: MappedText | null;
}

export function readTranscript(notice: Notice): Statement[] {
  const listed: Statement[] = [];
  const met: Statement[] = [];
  const talk: Talk = { host: null, command: null, answer: null };
  let loose: MappedText | null = null; // Sendmail's own line that names no address
  for (let index = 0; index < notice.lines.length; index++) {
    const { start, end } = notice.lines[index];
    const line = notice.line(index);
    // ... while talking to mx.example.jp.:      While talking to mx.example.jp:
    const talking = /^(?:\.{3} ?)?while talking to (.{1,300}?):?\s*$/i.exec(line);
    if (talking) {
      talk.host = hostOf(talking[1]);
      talk.command = talk.answer = null;
    } else if (/^>>> [^\s<>@]{1,128}@/.test(line)) {
      listed.push(statementAt(notice.human.startOf(start), { recipient: addressIn(line) })); // >>> u@d <u@d> (Active! hunter)
    } else if (line.startsWith('>>> ')) {
      talk.command = phaseIn(line);
      talk.answer = null;
    } else if (line.startsWith('<<< ')) {
      talk.answer = answerWith(talk.answer, notice.human.slice(start + 4, end));
    } else if (/^\d{3}[ -]/.test(line)) {
      const own = ownLine(notice, index, talk);
      if (own) met.push(own);
      else loose ??= notice.human.slice(start, end).trim();
    } else readListed(notice, index, talk, listed, met);
  }
  return together(listed, met, talk, loose, notice);
}

/** `<<< 550-no such user` goes on in the next line; a new number is a new answer, the first one counts. */
function answerWith(answer: MappedText | null, line: MappedText): MappedText {
  if (!answer) return line;
  const code = answer.text.slice(0, 3);
  if (!line.text.startsWith(code) || !answer.text.includes(`${code}-`)) return answer;
  return new MappedBuilder().add(answer).put(' ', line.startOf(0), line.startOf(0)).add(line).done();
}

/** `550 5.1.1 <u@d>... User unknown`; null where the line names no recipient. */
function ownLine(notice: Notice, index: number, talk: Talk): Statement | null {
  const line = notice.line(index);
  const dots = line.indexOf('... ');
  const recipient = dots < 0 ? null : addressIn(line.slice(4, dots));
  if (recipient === null) return null;
  const { start, end } = notice.lines[index];
  // 554 <u@d>... 550 Host unknown (Authoritative answer from name server)
  const nested = /^[45]\d\d /.test(line.slice(dots + 4)) ? dots + 4 : 0;
  const answer = nested > 0 ? null : talk.answer;
  const words = answer ?? notice.human.slice(start + nested, end).trim();
  return statementAt(notice.human.startOf(start), {
    recipient,
    words,
    host: answer ? talk.host : null,
    phase: answer ? talk.command : null,
  });
}

/** The list above the transcript, and lines like `<u@d>... Deferred: Connection timed out`. */
function readListed(notice: Notice, index: number, talk: Talk, listed: Statement[], met: Statement[]): void {
  const line = notice.line(index);
  const { start } = notice.lines[index];
  const dots = /^<?[^\s<>]{1,320}@[^\s<>]{1,255}>?\.{3} /.exec(line);
  if (dots) {
    const rest = notice.human.slice(start + dots[0].length, notice.lines[index].end).trim();
    const words = talk.answer ?? partSentence(rest).words ?? rest;
    met.push(
      statementAt(notice.human.startOf(start), {
        recipient: addressIn(line),
        words,
        host: talk.answer ? talk.host : null,
        phase: talk.answer ? talk.command : null,
      }),
    );
    return;
  }
  // (reason: 550 5.1.1 <u@d>... User unknown)      possibly on two lines
  const reason = /^\s{2,12}\(reason: /.exec(line);
  if (reason && listed.length > 0) {
    let last = index;
    while (
      !notice.line(last).trimEnd().endsWith(')') &&
      last < index + 4 &&
      /^\s/.test(notice.line(last + 1))
    )
      last++;
    const words = onOneLine(notice.human, start + reason[0].length, notice.lines[last].end);
    listed[listed.length - 1] = {
      ...listed[listed.length - 1],
      words: words.text.endsWith(')') ? words.slice(0, words.text.length - 1) : words,
    };
    return;
  }
  // <u@d>      u@d      <u@d>   (unrecoverable error)      "|/usr/bin/vacation u"
  if (/^\s{0,4}<?[^\s<>@]{1,128}@[^\s<>@]{1,255}>?(?:\s{1,8}\(.{0,200}\))?\s*$/.test(line)) {
    listed.push(statementAt(notice.human.startOf(start), { recipient: addressIn(line) }));
  }
}

/** The list says who, the transcript says why; a transcript alone says both. */
function together(
  listed: readonly Statement[],
  met: readonly Statement[],
  talk: Talk,
  loose: MappedText | null,
  notice: Notice,
): Statement[] {
  const same = (a: Statement, b: Statement) => a.recipient?.toLowerCase() === b.recipient?.toLowerCase();
  if (listed.length === 0) {
    const first = met.filter((one, index) => met.findIndex((other) => same(one, other)) === index);
    const words = talk.answer ?? loose;
    return first.length > 0 || !words
      ? first
      : [statementAt(notice.human.startOf(0), { words, host: talk.host, phase: talk.command })];
  }
  return listed.map((statement) => {
    const told = met.find((one) => same(one, statement)) ?? (listed.length === 1 ? met[0] : undefined);
    // (reason: 77) tells nothing
    const reason =
      statement.words && /^\d{3}\b/.test(statement.words.text) && !/^\d{2,3}$/.test(statement.words.text)
        ? statement.words
        : null;
    const answered = told?.words ?? talk.answer ?? loose;
    const words = !reason || answered?.text.startsWith(reason.text) ? (answered ?? statement.words) : reason;
    return { ...statement, words, host: told?.host ?? talk.host, phase: told?.phase ?? talk.command };
  });
}
