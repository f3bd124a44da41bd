// Whom did XMail turn away, and what did it deliver? Its logs: fields in quotation marks, divided by tabs. They hold no replies; a
// status names the step and the error. Deliberately absent: POP, finger and control logs, and filters.
import type { Attempt, LogRecord, Outcome } from '../model/attempt.ts';
import type { Format } from './format.ts';
import { attemptOf, noWords } from './reading.ts';

/** `"…"	"2026-11-23 22:00:00"	"…"` */
const fields = /"([^"\t]{0,500})"(?:\t|$)/g;
const quotedByTabs = /^"[^"\t]{0,255}"\t"[^"\t]{0,255}"\t"/;
const status = /^(?:RECV|RCPT|SNDR|SNDRIP|DATA|AUTH|SMTP|ETRN)=/;
const stamp = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/;

/** Types of delivery of its SMAIL log; redirections (FWD, REDIR, LREDIR) and filters lead to lines of their own. */
const deliveries: { readonly [type: string]: Outcome | undefined } = {
  SMTP: 'delivered',
  LOCAL: 'delivered',
  RLYS: 'relayed',
};

export const xmail: Format = {
  id: 'xmail',
  documentation:
    'https://www.afterlogic.com/products/xmail-server-lite-windows-docs/xmail-server-docs/server-logs.htm',
  claimsLine: (line) =>
    line.charCodeAt(0) === 0x22 && quotedByTabs.test(line.slice(0, 520)) && kindOf(valuesIn(line)) !== null,
  read(line) {
    const values = valuesIn(line);
    const kind = kindOf(values);
    if (kind === null) return null;
    const attempt = kind === 'smtp' ? refusal(values) : delivery(values);
    return attempt && { ...recordOf(line, values[kind === 'smtp' ? 3 : 7]), attempts: [attempt] };
  },
};

const valuesIn = (line: string): string[] =>
  [...line.slice(0, 4_000).matchAll(fields)].map(([, value]) => value);

function kindOf(values: readonly string[]): 'smtp' | 'smail' | null {
  if (values.length >= 12 && stamp.test(values[3]) && status.test(values[9])) return 'smtp';
  return values.length === 8 && stamp.test(values[7]) && /^[A-Z]{3,6}$/.test(values[5]) ? 'smail' : null;
}

/** `"mail.example.org"	"example.org"	"198.51.100.61"	"2026-11-23 22:00:00"	"partner.example.com"	"example.org"	"s@e"	"u@d"	"S1"	"RCPT=EAVAIL"	""	"0"	""` */
function refusal(values: readonly string[]): Attempt | null {
  const [, , host, , , , sender, recipient, , word] = values;
  if (!/=E[A-Z]/.test(word)) return null;
  return attemptOf(
    'xmail',
    { ...noWords, text: word },
    {
      ...{ sender: word.startsWith('AUTH') ? null : sender, host, direction: 'in', outcome: 'rejected' },
      recipient: recipient || null,
      phase: word.startsWith('RCPT')
        ? 'RCPT TO'
        : word.startsWith('SNDR=')
          ? 'MAIL FROM'
          : word.startsWith('AUTH')
            ? 'AUTH'
            : word.startsWith('DATA')
              ? 'end of DATA'
              : null,
    },
  );
}

/** `"mail.example.org"	"1795468.mail"	"S1"	"s@e"	"u@d"	"SMTP"	"mx1.example.net"	"2026-11-23 22:00:00"` */
function delivery(values: readonly string[]): Attempt | null {
  const [, , queueId, sender, recipient, type, via] = values;
  const outcome = deliveries[type];
  if (!outcome) return null;
  const host = type !== 'LOCAL' && /^[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}$/.test(via) ? via : null;
  return attemptOf('xmail', noWords, { queueId, sender, recipient, outcome, host });
}

const recordOf = (line: string, time: string): LogRecord => ({
  format: 'xmail',
  codes: [],
  attempts: [],
  at: { start: 0, end: line.length },
  text: null,
  stamp: time,
});
