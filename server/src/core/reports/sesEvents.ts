// What does an Amazon SES event say that SNS sent as mail? One JSON object, `notificationType` Bounce or Delivery
// (https://docs.aws.amazon.com/ses/latest/dg/notification-contents.html). Read in place, so that codes keep their ranges.
import { MappedBuilder, type MappedText } from '../mime/mappedText.ts';
import type { Notice } from './notice.ts';
import { type Statement, statementAt } from './statement.ts';
import { partField } from './words.ts';
import type { Writer } from './writer.ts';

export const sesEvents: Writer = {
  id: 'ses',
  wrote: (notice) =>
    /"(?:notificationType|eventType)"\s{0,4}:\s{0,4}"(?:Bounce|Delivery)"/.test(
      notice.human.text.slice(0, 2000),
    ),
  read: (notice) => {
    const bounced = readBounced(notice.human);
    return bounced.length > 0 ? bounced : readDelivered(notice);
  },
};

/** `"bouncedRecipients":[{"emailAddress":"u@d","action":"failed","status":"5.1.1","diagnosticCode":"smtp; 550 5.1.1 …"}]` */
function readBounced(json: MappedText): Statement[] {
  const list = json.text.indexOf('"bouncedRecipients"');
  const statements: Statement[] = [];
  for (let at = json.text.indexOf('{', list); list >= 0 && at >= 0 && statements.length < 500; ) {
    const close = json.text.indexOf('}', at);
    if (close < 0) break;
    const object = json.slice(at, close);
    const recipient = stringNamed(object, 'emailAddress');
    if (!recipient) break;
    const status = stringNamed(object, 'status');
    const diagnostic = stringNamed(object, 'diagnosticCode');
    const typed = diagnostic ? /^[a-z-]{1,20};\s{0,4}/i.exec(diagnostic.text) : null;
    statements.push(
      statementAt(recipient.startOf(0), {
        recipient: recipient.text,
        words: diagnostic ? partField(diagnostic.slice(typed?.[0].length ?? 0)).words : null,
        status:
          status && /^[245]\.\d{1,3}\.\d{1,3}$/.test(status.text)
            ? { code: status.text, span: status.span(0, status.text.length), at: status.startOf(0) }
            : null,
        outcome: 'bounced',
      }),
    );
    at = json.text[close + 1] === ',' ? json.text.indexOf('{', close) : -1;
  }
  return statements;
}

/** `"delivery":{…,"recipients":["u@d"],"smtpResponse":"250 2.6.0 …","remoteMtaIp":"192.0.2.1"}` */
function readDelivered(notice: Notice): Statement[] {
  const at = notice.human.text.indexOf('"delivery"');
  if (at < 0) return [];
  const object = notice.human.slice(at);
  const words = stringNamed(object, 'smtpResponse');
  const recipient = /"recipients"\s{0,4}:\s{0,4}\[\s{0,4}"([^"]{1,320})"/.exec(object.text)?.[1] ?? null;
  const host = stringNamed(object, 'remoteMtaIp')?.text ?? null;
  return words ? [statementAt(object.startOf(0), { recipient, words, host, outcome: 'delivered' })] : [];
}

/** The value of `"name":"…"`, escapes undone. */
function stringNamed(json: MappedText, name: string): MappedText | null {
  const match = new RegExp(`"${name}"\\s{0,4}:\\s{0,4}"`).exec(json.text);
  if (!match) return null;
  const builder = new MappedBuilder();
  for (let at = match.index + match[0].length; at < json.text.length && json.text[at] !== '"'; at++) {
    if (json.text[at] !== '\\') builder.add(json, at, at + 1);
    else {
      const c = json.text[++at];
      builder.put(
        c === 'n' || c === 'r' || c === 't' ? ' ' : (c ?? ''),
        json.startOf(at - 1),
        json.endOf(at),
      );
    }
  }
  return builder.done();
}
