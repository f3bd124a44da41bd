// What did MDaemon and another server say to each other? Its SMTP logs: a session is a block of lines, `-->` is what MDaemon said.
// Deliberately absent: its spam filter's, routing and system logs.
import type { LogRecord } from '../model/attempt.ts';
import type { Format } from './format.ts';
import { answer, beginAnew, command, openSession, type Sessions, sessionOf } from './sessions.ts';

interface Known extends Sessions {
  /** Older versions number the session in its first line only. */
  current?: string;
}

/**
 * `Mon 2010-08-30 11:03:10: --> 220 mail.example.org ESMTP MDaemon 11.0.3`
 * `Mon 2026-11-23 22:00:00.123: 02: [4575:2] <-- 550 5.1.1 no such user`
 */
const stamped =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{3})?): (?:\d\d: )?(?:\[(\d{1,10})(?::\d{1,6})?\] )?/;

export const mdaemon: Format = {
  id: 'mdaemon',
  documentation: 'https://help.mdaemon.com/mdaemon/en/',
  claimsLine: (line) => line.charCodeAt(3) === 0x20 && stamped.test(line.slice(0, 60)),
  read(line, _frame, state) {
    const known = state as Known;
    const head = stamped.exec(line.slice(0, 60));
    if (!head) return null;
    const id = head[2] ?? known.current ?? '';
    return readWordsAt(line, head[0].length, { id, stamp: head[1] }, known);
  },
};

function readWordsAt(
  line: string,
  at: number,
  { id, stamp }: { id: string; stamp: string },
  known: Known,
): LogRecord | null {
  const arrow = line.startsWith('--> ', at) ? 'out' : line.startsWith('<-- ', at) ? 'in' : null;
  if (arrow === null) return note(line.slice(at, at + 1000), id, known);
  const start = at + 4;
  const session = sessionOf(known, id);
  const receives = session.receives ?? false;
  const remote = session.remote ?? null;
  return (arrow === 'out') === receives
    ? answer({ format: 'mdaemon', line, start, end: line.length, receives, remote, stamp }, session)
    : command(line.slice(start), session);
}

/**
 * `Session 4575; child 2` · `Accepting SMTP connection from [198.51.100.61:2818] to [192.0.2.25:25]`
 * `Attempting SMTP connection to [198.51.100.11:25]` · `Parsing message <c:\mdaemon\queues\remote\pd50013366822.msg>`
 * `*  From: anna.berg@example.org` · `*  To: info@example.net`
 */
function note(words: string, id: string, known: Known): null {
  const begins = /^Session (\d{1,10});/.exec(words);
  if (begins) {
    known.current = begins[1];
    openSession(known, begins[1]);
    return null;
  }
  const connection =
    /^(Accepting|Attempting) SMTP connection (?:from|to) \[?([\dA-Fa-f.:]{2,45}?)(?::\d{1,5})?\]/.exec(words);
  const session = connection || /^(?:Parsing message|\*) /.test(words) ? sessionOf(known, id) : null;
  if (!session) return null;
  if (connection) {
    session.receives = connection[1] === 'Accepting';
    beginAnew(session, connection[2]);
  }
  const file = /^Parsing message <(?:[^<>]{0,400}[\\/])?([^<>\\/]{1,80}?)(?:\.msg)?>/i.exec(words)?.[1];
  if (file) session.queueId = file;
  const [, header, address] = /^\* {1,3}(From|To): <?([^<>\s]{0,320})>?/.exec(words) ?? [];
  if (header === 'From') session.sender = address;
  if (header === 'To') session.recipients = [...(session.recipients ?? []), address].slice(0, 500);
  return null;
}
