// What did MailEnable and another server say to each other? Its SMTP activity log: tabs divide a command and the reply to it, both in
// one line. Deliberately absent: its debug log, and the W3C log, which is a copy (iisSmtp.ts reads it by the names of its columns).
import type { Format } from './format.ts';
import { answer, command, type Sessions, sessionOf } from './sessions.ts';

/** `05/24/26 16:04:36	SMTP-IN	40B24E176E7A4DA0BA22B600D60839BF.MAI	880	198.51.100.61	RCPT	RCPT TO: <u@d>	250 Requested mail action okay, completed	43	37	anna.berg@example.org` */
const head = /^(\d\d)\/(\d\d)\/(\d\d) (\d\d:\d\d:\d\d)\tSMTP-(IN|OU)\t/;

export const mailenable: Format = {
  id: 'mailenable',
  documentation: 'https://www.mailenable.com/kb/content/article.asp?ID=ME020170',
  claimsLine: (line) => line.charCodeAt(2) === 0x2f && head.test(line.slice(0, 30)),
  read(line, _frame, state) {
    const match = head.exec(line.slice(0, 30));
    const fields = fieldsOf(line);
    if (!match || fields.length < 8) return null;
    const [, month, day, year, time, role] = match;
    const text = (index: number) => line.slice(fields[index].start, fields[index].end);
    const session = sessionOf(state as Sessions, `${text(2)} ${text(3)}`);
    session.queueId = text(2).replace(/\.MAI$/i, '') || undefined;
    if (text(5) !== '' || text(6) !== '') command(text(6) === '{blank}' ? text(5) : text(6), session);
    const { start, end } = fields[7];
    return answer(
      {
        ...{ format: 'mailenable', line, start, end },
        receives: role === 'IN',
        remote: text(4) || null,
        stamp: `20${year}-${month}-${day} ${time}`,
        whole: true, // of a reply with several lines the log keeps the first, with its hyphen
      },
      session,
    );
  },
};

function fieldsOf(line: string): { start: number; end: number }[] {
  const fields: { start: number; end: number }[] = [];
  for (let start = 0; start <= line.length; ) {
    const tab = line.indexOf('\t', start);
    const end = tab < 0 ? line.length : tab;
    fields.push({ start, end });
    start = end + 1;
  }
  return fields;
}
