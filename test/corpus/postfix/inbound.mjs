// The inbound story: what comes to our own port 25, and what is turned away there.
// A session: from, lines, and `expect`: for each line of the log that states an outcome, the marks that single it out
// and the row that belongs to it. Absent on purpose: passwords (no SASL), milters.
import { talk } from '../client.mjs';
import { STRANGERS } from '../world.mjs';
import { message } from './traffic.mjs';

const { partner, newsletterHost, noPtr, wrongPtr, dialUp, listed, scanner } = STRANGERS;
const PARTNER = 'EHLO mx-out.partner.example.com';
let serial = 0;

const mail = (from, to, options = {}) => ({
  data: message({ from: from || 'mailer-daemon@partner.example.com', to: [to], subject: 'Offer 550', id: `in.${++serial}.4.2.2`, ...options }),
});
const refused = (recipient, reply, enhanced, ...marks) => ({ recipient, outcome: 'rejected', reply, enhanced, phase: 'RCPT TO', marks: ['NOQUEUE: reject', ...marks] });
/** EHLO, MAIL and one RCPT that is refused. */
const refusal = (from, sender, to, reply, enhanced, mark, helo = PARTNER) => ({
  from,
  lines: [helo, `MAIL FROM:<${sender}>`, `RCPT TO:<${to}>`, 'QUIT'],
  expect: [refused(to, reply, enhanced, `to=<${to}>`, mark)],
});
/** A whole message; `options` as for message(), `expect` rows as above. */
const whole = (sender, to, options, ...expect) => ({
  from: partner,
  lines: [PARTNER, `MAIL FROM:<${sender}>`, `RCPT TO:<${to}>`, 'DATA', mail(sender, to, options), 'QUIT'],
  expect,
});
const checked = (recipient, outcome, enhanced, mark, phase = 'end of DATA') => ({ recipient, outcome, reply: null, enhanced, phase, marks: [mark, `to=<${recipient}>`] });

/** All sessions, in the order in which they are played. */
export const SESSIONS = [
  whole('t.nguyen@partner.example.com', 'anna.berg@example.org', { subject: 'Re: Minutes of the meeting' }),
  refusal(wrongPtr, 'win@wrong.example.com', 'someone@bigmail.example', '554', '5.7.1', 'Relay access denied', 'EHLO smtp.wrong.example.com'),
  refusal(wrongPtr, 'win@wrong.example.com', 'other@bigmail.example', '554', '5.7.1', 'Relay access denied', 'EHLO smtp.wrong.example.com'),
  refusal(wrongPtr, 'spameri@partner.example.com', 'probe.550@yodel.example', '554', '5.7.1', 'Relay access denied', 'EHLO smtp.wrong.example.com'),
  refusal(noPtr, 'a@partner.example.com', 'office@example.org', '450', '4.7.1', 'cannot find your reverse hostname', 'EHLO mx.partner.example.com'),
  refusal(noPtr, 'a@partner.example.com', 'office@example.org', '450', '4.7.1', 'cannot find your reverse hostname', 'EHLO mx.partner.example.com'),
  refusal(partner, 'sales@partner.example.com', 'nobody.here@example.org', '550', '5.1.1', 'User unknown in virtual mailbox table'),
  refusal(partner, 'sales@partner.example.com', 'nobody.here@example.org', '550', '5.1.1', 'User unknown in virtual mailbox table'),
  refusal(partner, 'sales@partner.example.com', 'ghost@mail.example.org', '550', '5.1.1', 'User unknown in local recipient table'),
  {
    // A guesser: five names, and the line is cut after too many errors.
    from: dialUp,
    lines: ['EHLO 145-113-0-203.dyn.example.net', 'MAIL FROM:<hello@partner.example.com>', ...['admin', 'info', 'test', 'sales', 'root'].map((u) => `RCPT TO:<${u}@example.org>`), 'QUIT'],
    expect: ['admin', 'info', 'test', 'sales'].map((u) => refused(`${u}@example.org`, '550', '5.1.1', `to=<${u}@example.org>`)),
  },
  refusal(partner, 'a@nosuchdomain.example.com', 'office@example.org', '450', '4.1.8', 'Domain not found'),
  refusal(partner, 'a@nomail.example.com', 'office@example.org', '550', '5.7.27', 'nullMX'),
  refusal(partner, 'a@lame.example.com', 'office@example.org', '450', '4.1.8', 'Domain not found'),
  refusal(partner, 'root', 'office@example.org', '504', '5.5.2', 'need fully-qualified address'),
  refusal(partner, 'a@partner.example.com', 'office@example.org', '504', '5.5.2', 'helo=<friend>', 'EHLO friend'),
  refusal(partner, 'a@partner.example.com', 'office@example.org', '501', '5.5.2', 'Invalid name', 'EHLO -bad-name-'),
  refusal(partner, 'a@partner.example.com', 'office@example.org', '450', '4.7.1', 'Host not found', 'EHLO no.such.host.example.com'),
  refusal(dialUp, 'a@partner.example.com', 'office@example.org', '554', '5.7.1', 'You are not us', 'EHLO mail.example.org'),
  refusal(dialUp, 'a@partner.example.com', 'billing@example.org', '554', '5.7.1', 'You are not us', 'HELO mail.example.org'),
  refusal(partner, 'blocked@partner.example.com', 'office@example.org', '554', '5.7.1', 'Sender address rejected: Access denied'),
  refusal(newsletterHost, 'bounces@mailer.example.net', 'web@example.org', '450', '4.7.1', 'Bulk mail is taken at night only', 'EHLO out7.mailer.example.net'),
  refusal(partner, 'spam@partner.example.com', 'office@example.org', '554', '5.7.1', 'Go away, 550 times no'),
  whole('quiet@partner.example.com', 'office@example.org', {}, { recipient: 'office@example.org', outcome: 'discarded', reply: null, enhanced: null, phase: 'RCPT TO', marks: ['nobody reads this'] }),
  refusal(partner, 'a@partner.example.com', 'exstaff@example.org', '550', '5.2.1', 'This colleague has left the company'),
  refusal(partner, 'a@partner.example.com', 'trap@example.org', '554', '5.7.1', 'Recipient address rejected: Access denied'),
  refusal(partner, 'a@partner.example.com', 'board@example.org', '450', '4.7.1', 'the board is not in'),
  refusal(partner, 'a@partner.example.com', 'office', '504', '5.5.2', 'need fully-qualified address'),
  refusal(listed, 'deal@partner.example.com', 'office@example.org', '554', '5.7.1', 'blocked using bl.example.net', 'EHLO host199.cheap.example.com'),
  refusal(listed, 'deal2@partner.example.com', 'jobs@example.org', '554', '5.7.1', 'blocked using bl.example.net', 'EHLO host199.cheap.example.com'),
  refusal(partner, 'offer@spamvertised.example.com', 'office@example.org', '554', '5.7.1', 'blocked using dbl.example.net'),
  refusal(partner, 'grey.first@partner.example.com', 'sofia.marek@example.org', '450', '4.2.0', 'Greylisted'),
  whole('grey.first@partner.example.com', 'sofia.marek@example.org', { subject: 'Second try' }),
  refusal(partner, 'grey.other@partner.example.com', 'sofia.marek@example.org', '450', '4.2.0', 'Greylisted'),
  refusal(partner, 'a@partner.example.com', 'gone@store.example.org', '550', '5.1.1', 'undeliverable address: host'),
  {
    from: partner,
    lines: [PARTNER, 'MAIL FROM:<a@partner.example.com> SIZE=5500000', 'QUIT'],
    expect: [{ recipient: null, outcome: 'rejected', reply: '552', enhanced: '5.3.4', phase: 'MAIL FROM', marks: ['NOQUEUE: reject: MAIL', 'Message size exceeds fixed limit'] }],
  },
  whole('big@partner.example.com', 'anna.berg@example.org', { subject: 'Holiday film', size: 130_000 }),
  whole('a@partner.example.com', 'anna.berg@example.org', { subject: 'cheap pills, 550 pieces' }, checked('anna.berg@example.org', 'rejected', '5.7.1', 'reject: header Subject: cheap pills')),
  whole('a@partner.example.com', 'office@example.org', { subject: 'TEST-DISCARD 421' }, checked('office@example.org', 'discarded', null, 'discard: header')),
  whole('lawyer@partner.example.com', 'office@example.org', { subject: 'Claim [legal]' }, checked('office@example.org', 'held', null, 'hold: header')),
  whole('a@partner.example.com', 'office@example.org', { subject: 'quarterly draft 5.1.1' }),
  whole('a@partner.example.com', 'office@example.org', { extra: 'X-Mailer: BulkSender 5.1.1\n' }),
  whole('a@partner.example.com', 'office@example.org', { subject: 'please send via filter' }),
  whole('a@partner.example.com', 'sofia.marek@example.org', { body: 'Look: http://click-here.spamvertised.example.com/?q=550\n' }, checked('sofia.marek@example.org', 'rejected', '5.7.1', 'reject: body')),
  whole('a@partner.example.com', 'lars.holm@example.org', { body: 'TVqQAAMAAAAEAAAA//8AALgAAAA\n' }, checked('lars.holm@example.org', 'rejected', '5.7.1', 'Windows programs')),
  { from: scanner, lines: ['GET / HTTP/1.1', 'Host: mail.example.org:25', 'QUIT'] },
  { from: scanner, lines: ['EHLO pc-550', 'VRFY root', 'EXPN staff', 'AUTH LOGIN', 'HELP', 'STARTTLS', 'QUIT'] },
  { from: scanner, lines: ['MAIL FROM:<x@partner.example.com>', 'RCPT TO:<office@example.org>', 'QUIT'] },
  { from: scanner, lines: ['EHLO pc-550.cheap.example.com', 'MAIL FROM:<x@partner.example.com', 'RCPT TO:<@@>', 'DATA', 'QUIT'] },
  {
    // The seventh recipient is refused (452 4.5.3), and Postfix writes nothing about that.
    from: partner,
    lines: [PARTNER, 'MAIL FROM:<list@partner.example.com>', ...['anna.berg', 'office', 'billing', 'jobs', 'lars.holm', 'web', 'sofia.marek'].map((u) => `RCPT TO:<${u}@example.org>`), 'DATA', mail('list@partner.example.com', 'team@example.org', { subject: 'Round letter' }), 'QUIT'],
  },
  { from: dialUp, lines: ['EHLO 145-113-0-203.dyn.example.net', 'MAIL FROM:<x@partner.example.com>', 'drop'] },
  { from: dialUp, lines: ['drop'] },
  { from: partner, lines: [PARTNER, 'MAIL FROM:<>', 'RCPT TO:<anna.berg@example.org>', 'DATA', mail('', 'anna.berg@example.org', { subject: 'Undeliverable: Minutes' }), 'QUIT'] },
  { from: '10.20.0.14', lines: ['EHLO [10.20.0.14]', 'MAIL FROM:<anna.berg@example.org>', 'RCPT TO:<typo@nosuchdomain.example.com>', 'QUIT'], expect: [refused('typo@nosuchdomain.example.com', '450', '4.1.2', 'Domain not found')] },
];

/** Plays all sessions, then a burst from one address to the second port, which has a limit for each minute. */
export async function playInbound({ settle, pause }) {
  for (const { from, lines } of SESSIONS) {
    await talk({ from, to: '192.0.2.25', lines });
    await pause(130);
  }
  for (let n = 0; n < 14; n++) await talk({ from: scanner, to: '192.0.2.26', lines: ['EHLO pc-550.cheap.example.com', 'MAIL FROM:<x@partner.example.com>', `RCPT TO:<user${n}@example.org>`, 'QUIT'] });
  await settle();
}
