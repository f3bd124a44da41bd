// What did a person paste: a line of a log, with or without what stands before its words, some lines of a dialogue, a
// reply, a code, a class of codes? Answers with the question that the judge is asked.
// Deliberately absent: the answer (explain.ts).
import type { Catalog, Entry } from '../catalog/catalog.ts';
import { initialState, readPage } from '../formats/readPage.ts';
import type { Attempt, LogRecord, Phase } from '../model/attempt.ts';
import { type Question, questionOn, questionsOf } from '../model/question.ts';

/** A question on words, or entries that were asked for by a number alone, the first before the others. */
export type Pasted = { readonly question: Question } | { readonly entries: readonly Entry[] };

/** Error numbers of systems and libraries, where the text speaks of a connection or stands alone: `Connection refused (111)`, `SMTP Error 101, cannot open SMTP stream`. */
const library = /(?:^|[\s(:#=])(101|110|111|113|10051|10060|10061|10065)(?=$|[\s),.;:])/;
const aboutConnections =
  /\b(?:error|errno|connect\w*|socket|stream|refused|timed out|unreachable|network)\b/i;
const windowsTwins: { readonly [number: string]: string } = {
  '10051': '101',
  '10060': '110',
  '10061': '111',
  '10065': '113',
};

/** A three-digit number that stands apart: `SMTP Error 450`, `said : 550 – x`, `(550)`, `what is 550?`; not `size=550`, `:25`. */
const apart = /(?:^|[\s("'#;[<])([2-5]\d\d)(?=$|[\s,;:)"'.?!\]>-])/g;

/** What makes a number something else: `port 587`, `line 450`. */
const countedThing = /\b(?:ports?|line|lines|size|pid|bytes|after|in|for|of)[ :]{1,2}$/i;

/** One code and nothing but punctuation around it. */
const lone = /^[\s("'<[#]*([245X]\.\d{1,3}\.\d{1,3}|\d{3})[\s)"'>\].,;:?!-]*$/i;

/** A class or a subject: `4yz`, `5xx`, `X.1.1`, `5.7.x`, `5.7`, `X.7`, `5`. */
const group =
  /^[\s("'<[#]*(?:([2-5])(?:yz|xx|XX|\*\*|nn)|([245xX])(?:\.(\d|[xX*]))?(?:\.(\d{1,3}|[xX*]))?)[\s)"'>\].,;:?!]*$/;

/**
 * @param text what was pasted; several lines are parted by line ends
 * @returns never null: words that nobody knows are a question too
 */
export function readPasted(text: string, catalog: Catalog): Pasted {
  const attempt = attemptIn(text);
  if (attempt) return { question: attempt };
  const words = text.replace(/\s+/g, ' ').trim();
  const number = libraryNumber(words, catalog);
  const entries = number ? [number] : groupNamed(words, catalog);
  if (entries.length > 0) return { entries };
  const [, code] = lone.exec(words) ?? [];
  if (code) return { question: aboutCode(code, catalog) };
  const asked = remarkIn(text) ?? questionInWords(words);
  return { question: asked.phase ? asked : { ...asked, phase: stepBefore(text) } };
}

/** What a line of a log quotes without saying what became of anything: `warning: … 535 5.7.8 …` behind a time and a program. */
function remarkIn(text: string): Question | null {
  const [record] = recordsIn(text);
  return (record?.stamp && record.attempts.length === 0 && questionsOf(record)[0]) || null;
}

function libraryNumber(words: string, catalog: Catalog): Entry | null {
  const found = library.exec(words);
  if (!found || (words.length > found[1].length && !aboutConnections.test(words))) return null;
  return catalog.legacy(windowsTwins[found[1]] ?? found[1]);
}

/** The page of a class or a subject; of X.1.1 that of the failure for good first, then of the others. */
function groupNamed(words: string, catalog: Catalog): Entry[] {
  const [whole, reply, first, subject, detail] = group.exec(words) ?? [];
  const isNumber = (part: string | undefined) => part !== undefined && /^\d/.test(part);
  if (!whole || (isNumber(first) && isNumber(detail))) return []; // a code in full
  if (isNumber(detail) && !isNumber(subject)) return []; // 5.x.1 names nothing
  const parts = [subject, detail].filter(isNumber);
  const ids = reply
    ? [`reply/${reply}yz`]
    : (isNumber(first) ? [first] : ['5', '4', '2']).map((digit) => `enhanced/${[digit, ...parts].join('.')}`);
  return ids.flatMap((id) => catalog.entries.get(id) ?? []);
}

/** `5.1.1`, `550`; a number that begins with something else than 2 to 5 only where the catalogue knows it (`605`). */
function aboutCode(code: string, catalog: Catalog): Question {
  const asked = { ...questionOn(code), reply: null, enhanced: null };
  if (code.includes('.')) return /^[245]/.test(code) ? { ...asked, enhanced: code } : asked;
  return catalog.reply(code) ? { ...asked, reply: code } : asked;
}

/** The first failure that a line of a log states, else the first delivery. */
function attemptIn(text: string): Attempt | null {
  const attempts = recordsIn(text).flatMap((record) => record.attempts);
  const failed = attempts.find(({ outcome }) => outcome !== 'delivered' && outcome !== 'relayed');
  return failed ?? attempts[0] ?? null;
}

/** The text as a log, else with what is missing before its words. What no format claims is no log. */
function recordsIn(text: string): LogRecord[] {
  const asIs = readAs(text);
  if (asIs.some((record) => record.attempts.length > 0)) return asIs;
  for (const [sign, before] of missing) {
    const match = sign.exec(text);
    if (!match) continue;
    const rest = text.slice(match.index + match[0].length - match[1].length);
    const completed = readAs(`${before}${rest}`).filter(({ format }) => format !== 'generic');
    if (completed.some((record) => record.attempts.length > 0)) return completed;
  }
  return asIs;
}

function readAs(text: string): LogRecord[] {
  const found: LogRecord[] = [];
  readPage(text, false, initialState, (record) => found.push(record));
  return found;
}

/** How words begin whose line was copied without its head (from the first group on), and what the head would have been. */
const missing: readonly (readonly [sign: RegExp, before: string])[] = [
  // postfix/smtp[77]: 4B1C2D3E4F: to=<…   mx postfix/smtp[77]: …   mail-1 | postfix/smtp[77]: …
  [/(?:^|\s)([A-Za-z][\w.-]{1,40}(?:\/[\w.-]{1,40}){0,2}(?:\[\d{1,9}\])?: )/, 'Jan  1 00:00:00 host '],
  // NOQUEUE: reject: RCPT from …   4B1C2D3E4F: milter-reject: …
  [
    /^((?:NOQUEUE|[0-9A-Za-z]{6,20}): (?:milter-)?reject(?:_warning)?: )/,
    'Jan  1 00:00:00 host postfix/smtpd[1]: ',
  ],
  // 4B1C2D3E4F: to=<…>, relay=…, delay=…, dsn=…, status=…
  [/^([0-9A-Za-z]{6,20}: to=<[^>]{0,320}>, .{0,400}?\bstatus=)/, 'Jan  1 00:00:00 host postfix/smtp[1]: '],
  // to=<…>, relay=…, delay=…, dsn=…, status=…
  [/^(to=<[^>]{0,320}>, .{0,400}?\bstatus=)/, 'Jan  1 00:00:00 host postfix/smtp[1]: 0123456789: '],
  // uA10abcd012345: to=<…>, dsn=…, stat=…   uA10abcd012345: ruleset=check_rcpt, …, reject=…
  [/^([0-9A-Za-z]{8,20}: .{0,600}?\b(?:stat|reject)=)/, 'Jan  1 00:00:00 host sendmail[1]: '],
  // to=<…>, delay=…, dsn=…, stat=…
  [/^((?:to|ctladdr)=.{0,600}?\bstat=)/, 'Jan  1 00:00:00 host sendmail[1]: 0A00000000000: '],
  // 1nXyzA-000abc-00 ** u@d R=…   H=mx.example (helo) [192.0.2.5] F=<a@b> rejected RCPT <c@d>: …
  [/^([0-9A-Za-z]{6}-[0-9A-Za-z]{6,11}-[0-9A-Za-z]{2,4} |H=)/, '2026-01-01 00:00:00 '],
  // ** u@d R=dnslookup T=remote_smtp H=…   == u@d …   => u@d …
  [/^((?:\*\*|==|=>|->) \S)/, '2026-01-01 00:00:00 1aaaaa-000000-00 '],
  // delivery 5: failure: 192.0.2.1_does_not_like_recipient./Remote_host_said:_550_…
  [/^(delivery \d{1,9}: )/, 'Jan  1 00:00:00 host qmail: 1.0 '],
];

/** The command that a reply answers, where it was pasted too: `MAIL FROM:<a@b>` on a line of its own. */
const commandBefore =
  /^[^\n]{0,40}?\b(MAIL FROM|RCPT TO|STARTTLS|AUTH|EHLO|HELO)\b[^\n]{0,600}\n[^\n]{0,40}?[2-5]\d\d[ -]/im;

function stepBefore(lines: string): Phase | null {
  const command = commandBefore.exec(lines)?.[1].toUpperCase();
  return command === 'HELO' ? 'EHLO' : ((command as Phase | undefined) ?? null);
}

/** The first reply that stands anywhere in the words, else whatever they say. */
function questionInWords(words: string): Question {
  const text = words.replace(/(^|\s)([245]\d\d)\/(?=[245]\.\d)/g, '$1$2 '); // 550/5.1.1
  const whole = questionOn(text);
  if (whole.reply) return whole;
  for (const found of text.matchAll(apart)) {
    const at = found.index + found[0].length - 3;
    if (countedThing.test(text.slice(Math.max(0, at - 12), at))) continue;
    const said = questionOn(text.slice(at));
    const rest = said.reply ? said : { ...said, reply: found[1] }; // what is 550?
    // What stands before the number may say more than what follows: `no such user 550`.
    const layers = rest.layers.map((layer, index) => (index === 0 ? 0 : layer + at));
    return {
      ...rest,
      text,
      layers,
      phase: rest.phase ?? whole.phase,
      enhanced: rest.enhanced ?? whole.enhanced,
    };
  }
  return whole;
}
