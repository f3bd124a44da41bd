// Who is out there, and what does each of them answer? The table behind every recording.
// All names and addresses are from the ranges kept for documentation; all wording is made up in the manner of the
// servers and providers that an administrator meets. Absent on purpose: what the answers mean.
//
// A host: name, ip, greeting, ehlo (words after the 250), tls, replies by verb ("." is the end of DATA), rcptOk, accept;
// `closed`: nobody listens there. `drop` closes the connection, `silent` says nothing.
// An answer: recipient → phase and what is said there (several lines: a multi-line reply), and `enhanced`, the code in it
// (null: none). `steps`: one such answer per attempt, null for "accepted".

const ME = '192.0.2.25';

/** Our own addresses: the server, the strangers that call it, a colleague's computer, our own filter. */
export const OUR_IPS = ['192.0.2.25', '192.0.2.26', '10.20.0.14', '10.20.0.31', '10.20.0.50'];
export const STRANGERS = {
  partner: '198.51.100.61', // mx-out.partner.example.com, all in order
  newsletterHost: '198.51.100.62', // out7.mailer.example.net
  noPtr: '203.0.113.77', // no name at all
  wrongPtr: '203.0.113.78', // a name that does not point back
  dialUp: '203.0.113.145', // 145-113-0-203.dyn.example.net
  listed: '203.0.113.199', // on the block list
  scanner: '203.0.113.201', // on the block list too, noisy
};

export const HOSTS = [
  { name: 'mx1.example.net', ip: '198.51.100.11', accept: '250 2.0.0 Ok: queued as 4T{id}' },
  { name: 'mx.bigmail.example', ip: '203.0.113.26', tls: true, greeting: '220 mx.bigmail.example ESMTP a640c23a62f3a-aa4f5f2d11fsi912345166b.503 - bsmtp',
    ehlo: ['SIZE 157286400', '8BITMIME', 'ENHANCEDSTATUSCODES', 'PIPELINING', 'CHUNKING', 'SMTPUTF8'],
    rcptOk: '250 2.1.5 OK a640c23a62f3a-aa4f5f2d11fsi912345166b.503 - bsmtp',
    accept: '250 2.0.0 OK  1795468{id} a640c23a62f3a-aa4f5f2d11fsi912345166b.503 - bsmtp' },
  { name: 'outpost-example.mail.protection.outpost.example', ip: '203.0.113.36', tls: true,
    greeting: '220 AM3PEPF0009A1B2.mail.protection.outpost.example Outpost ESMTP MAIL Service ready at Mon, 23 Nov 2026 08:14:21 +0000 [08DE2A1F55C0D1B4]',
    rcptOk: '250 2.1.5 Recipient OK',
    accept: '250 2.6.0 <{id}@mail.example.org> [InternalId=3354218922{id}, Hostname=AM8P191MB1171.EURP191.PROD.OUTPOST.EXAMPLE] 12345 bytes in 0.105, 114.712 KB/sec Queued mail for delivery -> 250 2.1.5' },
  { name: 'mta6.am0.yodeldns.example', ip: '203.0.113.46', tls: true, accept: '250 ok dirdel' },
  { name: 'mta7.am0.yodeldns.example', ip: '203.0.113.47', replies: {
    MAIL: `421 4.7.0 [TSS04] Messages from ${ME} temporarily deferred due to unexpected volume or user complaints - 4.16.55.1; see https://postmaster.yodel.example/error-codes` } },
  { name: 'mail.hospital.example.com', ip: '198.51.100.40', ehlo: ['SIZE 37748736', 'PIPELINING', 'DSN', 'ENHANCEDSTATUSCODES', '8BITMIME', 'CHUNKING'],
    rcptOk: '250 2.1.5 Recipient OK', accept: '250 2.6.0 <{id}@mail.example.org> [InternalId=55834{id}, Hostname=EX01.hospital.example.com] Queued mail for delivery' },
  { name: 'mx.stadtwerke.example.com', ip: '198.51.100.41', greeting: '220 mx.stadtwerke.example.com ESMTP', ehlo: ['PIPELINING', '8BITMIME', 'SIZE 20971520'],
    rcptOk: '250 ok', accept: '250 ok 1795468423 qp 23550' },
  { name: 'legacy.example.net', ip: '198.51.100.42', greeting: '220 legacy.example.net SMTP ready', replies: { EHLO: '502 unimplemented (#5.5.1)' }, rcptOk: '250 OK', accept: '250 OK id={id}' },
  { name: 'mail.uni.example.net', ip: '198.51.100.43', greeting: '220 mail.uni.example.net ESMTP Exim 4.96 Mon, 23 Nov 2026 09:14:22 +0100',
    rcptOk: '250 Accepted', accept: '250 OK id=1vMSbC-0000005{id}-0AbC' },
  { name: 'relay.cs.uni.example.net', ip: '198.51.100.44', greeting: '220 relay.cs.uni.example.net ESMTP Sendmail 8.17.1.9/8.17.1.9; Mon, 23 Nov 2026 09:14:24 +0100',
    rcptOk: '250 2.1.5 Recipient ok', accept: '250 2.0.0 5AN8EOxx012{id} Message accepted for delivery' },
  { name: 'gate.strict.example.com', ip: '198.51.100.51', replies: {} , greeting: ['554-gate.strict.example.com', '554 Your access to this mail system has been rejected due to the sending server\'s poor reputation. If you believe that this is a mistake, write to postmaster@strict.example.com and name 192.0.2.25.'] },
  { name: 'mx.closed.example.com', ip: '198.51.100.52', greeting: '521 5.3.2 mx.closed.example.com does not accept mail' },
  { name: 'mx.busy.example.com', ip: '198.51.100.53', greeting: '421 4.3.2 mx.busy.example.com Service not available, too many sessions, closing transmission channel' },
  { name: 'mx1.shop.example.net', ip: '198.51.100.54', greeting: '421 4.7.0 mx1.shop.example.net Error: too many connections from 192.0.2.25' },
  { name: 'mx2.shop.example.net', ip: '198.51.100.55' },
  { name: 'mx.down.example.com', ip: '198.51.100.56', closed: true },
  { name: 'mx.quiet.example.com', ip: '198.51.100.57', greeting: 'silent' },
  { name: 'mx.cutoff.example.com', ip: '198.51.100.58', greeting: 'drop' },
  { name: 'mx.helo.example.com', ip: '198.51.100.59', replies: { EHLO: '550 5.7.1 Helo command rejected: mail.example.org is not welcome', HELO: '550 5.7.1 Helo command rejected: mail.example.org is not welcome' } },
  { name: 'mx.sender.example.com', ip: '198.51.100.70', replies: { MAIL: '553 5.1.8 Sender address rejected: the domain example.org has no usable mail exchanger' } },
  { name: 'mx.auth.example.com', ip: '198.51.100.71', replies: { MAIL: ['530-5.7.0 Authentication is needed before you send.', '530 5.7.0 Use port 587 with the name and password of your account.'] } },
  { name: 'mx.spf.example.com', ip: '198.51.100.72', replies: { MAIL: '550 5.7.23 SPF check failed: 192.0.2.25 is not listed as a sender for example.org (-all)' } },
  { name: 'mx.small.example.com', ip: '198.51.100.73', ehlo: ['PIPELINING', 'SIZE 20480', 'ENHANCEDSTATUSCODES'] },
  { name: 'mx.secret.example.com', ip: '198.51.100.74', ehlo: ['PIPELINING', 'SIZE 20480000', 'ENHANCEDSTATUSCODES'] },
  { name: 'mx.tlsdown.example.com', ip: '198.51.100.75', ehlo: ['PIPELINING', 'STARTTLS', 'ENHANCEDSTATUSCODES'], replies: { STAR: '454 4.7.0 TLS not available due to local problem' } },
  { name: 'mx.cut.example.com', ip: '198.51.100.76', ehlo: ['SIZE 1000000'], replies: { MAIL: 'drop' } },
  { name: 'mx.cutend.example.com', ip: '198.51.100.77', ehlo: ['SIZE 1000000'], replies: { '.': 'drop' } },
  { name: 'mx.stall.example.com', ip: '198.51.100.78', ehlo: ['SIZE 1000000'], replies: { '.': 'silent' } },
  { name: 'mx.nodata.example.com', ip: '198.51.100.79', replies: { DATA: '451 4.3.0 Temporary lookup failure, try again in 15 minutes' } },
  { name: 'mx6.v6.example.net', ip: '2001:db8::25' },
  { name: 'filter.example.org', ip: '10.20.0.50', port: 10024, accept: '250 2.0.0 from MTA(smtp:[10.20.0.50]:10025): 250 2.0.0 Ok: queued as 5C{id}' },
  { name: 'store.example.org', ip: '10.20.0.50', port: 2424, lmtp: true, greeting: '220 store.example.org Mailstore ready.' },
];

const mx = (...hosts) => ({ MX: hosts.map((h, i) => `${10 * (i + 1)} ${h}`) });
const reverse = (ip) => `${ip.split('.').reverse().join('.')}.in-addr.arpa`;
const named = (ip, name) => ({ [name]: { A: [ip] }, [reverse(ip)]: { PTR: [name] } });

/** What the name server of the recording knows. */
export const NAMES = {
  'example.net': mx('mx1.example.net'), 'partner.example.com': mx('mx1.example.net'), 'bigmail.example': mx('mx.bigmail.example'),
  'outpost.example': mx('outpost-example.mail.protection.outpost.example'), 'yodel.example': mx('mta6.am0.yodeldns.example'),
  'y7.yodel.example': mx('mta7.am0.yodeldns.example'), 'hospital.example.com': mx('mail.hospital.example.com'),
  'stadtwerke.example.com': mx('mx.stadtwerke.example.com'), 'legacy.example.net': { A: ['198.51.100.42'], MX: ['10 legacy.example.net'] },
  'uni.example.net': mx('mail.uni.example.net'), 'cs.uni.example.net': mx('relay.cs.uni.example.net'),
  'strict.example.com': mx('gate.strict.example.com'), 'closed.example.com': mx('mx.closed.example.com'), 'busy.example.com': mx('mx.busy.example.com'),
  'shop.example.net': mx('mx1.shop.example.net', 'mx2.shop.example.net'), 'down.example.com': mx('mx.down.example.com'),
  'quiet.example.com': mx('mx.quiet.example.com'), 'cutoff.example.com': mx('mx.cutoff.example.com'), 'helo.example.com': mx('mx.helo.example.com'),
  'sender.example.com': mx('mx.sender.example.com'), 'auth.example.com': mx('mx.auth.example.com'), 'spf.example.com': mx('mx.spf.example.com'),
  'small.example.com': mx('mx.small.example.com'), 'secret.example.com': mx('mx.secret.example.com'), 'tlsdown.example.com': mx('mx.tlsdown.example.com'),
  'cut.example.com': mx('mx.cut.example.com'), 'cutend.example.com': mx('mx.cutend.example.com'), 'stall.example.com': mx('mx.stall.example.com'),
  'nodata.example.com': mx('mx.nodata.example.com'), 'v6.example.net': mx('mx6.v6.example.net'), 'mx6.v6.example.net': { AAAA: ['2001:db8::25'] },
  'nomail.example.com': { MX: ['0 .'] }, 'nohost.example.com': mx('mx.nohost.example.com'), 'lame.example.com': 'SERVFAIL',
  'loop.example.com': mx('mail.example.org'), 'faraway.example.com': mx('mx.faraway.example.com'), 'mx.faraway.example.com': { A: ['100.64.7.7'] },
  'example.org': mx('mail.example.org'), 'news.example.org': mx('mail.example.org'),
  ...Object.assign({}, ...HOSTS.filter((h) => !h.ip.includes(':')).map((h) => named(h.ip, h.name))),
  ...named(ME, 'mail.example.org'), ...named('10.20.0.14', 'ws14.office.example.org'), ...named('10.20.0.31', 'app31.office.example.org'),
  ...named(STRANGERS.partner, 'mx-out.partner.example.com'), ...named(STRANGERS.newsletterHost, 'out7.mailer.example.net'), 'mailer.example.net': mx('mx1.example.net'),
  'wrong.example.com': mx('mx1.example.net'), [reverse(STRANGERS.wrongPtr)]: { PTR: ['smtp.wrong.example.com'] }, 'smtp.wrong.example.com': { A: ['203.0.113.8'] },
  ...named(STRANGERS.dialUp, '145-113-0-203.dyn.example.net'), ...named(STRANGERS.listed, 'host199.cheap.example.com'), ...named(STRANGERS.scanner, 'pc-550.cheap.example.com'),
  [`${STRANGERS.listed.split('.').reverse().join('.')}.bl.example.net`]: { A: ['127.0.0.2'], TXT: ['https://bl.example.net/query/ip/203.0.113.199'] },
  [`${STRANGERS.scanner.split('.').reverse().join('.')}.bl.example.net`]: { A: ['127.0.0.4'], TXT: ['https://bl.example.net/query/ip/203.0.113.201'] },
  'offers.dbl.example.net': 'SERVFAIL', 'spamvertised.example.com.dbl.example.net': { A: ['127.0.1.2'], TXT: ['https://dbl.example.net/spamvertised.example.com'] },
  'spamvertised.example.com': mx('mx1.example.net'),
};

const rcpt = (enhanced, ...say) => ({ phase: 'RCPT TO', enhanced, say });
const dot = (enhanced, ...say) => ({ phase: 'end of DATA', enhanced, say });
const data = (enhanced, ...say) => ({ phase: 'DATA', enhanced, say });
const noSuchUser = (tail) => rcpt('5.1.1', '550-5.1.1 There is no mailbox at this address. Look for typing',
  '550-5.1.1 errors or stray blanks and send the message again. More at', `550 5.1.1  https://help.bigmail.example/?p=NoSuchUser ${tail}si7055154eep.296 - bsmtp`);

/** Recipient → what is said, and in which phase. A recipient that is not here is accepted, unless its host refuses all. */
export const ANSWERS = {
  // A plain Postfix on the other side.
  'dora.keller@example.net': rcpt('5.1.1', '550 5.1.1 <dora.keller@example.net>: Recipient address rejected: User unknown in virtual mailbox table'),
  'k.brandt@example.net': rcpt('5.1.1', '550 5.1.1 <k.brandt@example.net>: Recipient address rejected: User unknown in virtual mailbox table'),
  'p.novak@example.net': { steps: [rcpt('4.2.0', '450 4.2.0 <p.novak@example.net>: Recipient address rejected: Greylisted, see https://greylist.example.net/help/example.net.html'), null] },
  'late.riser@example.net': { steps: [...Array(4).fill(rcpt('4.3.2', '450 4.3.2 <late.riser@example.net>: Recipient address rejected: This mailbox is being moved, try again soon')), null] },
  'm.silva@example.net': rcpt('4.2.2', '452 4.2.2 <m.silva@example.net>: Recipient address rejected: Mailbox is over quota'),
  'helpdesk@example.net': rcpt('5.7.1', '554 5.7.1 <mail.example.org[192.0.2.25]>: Client host rejected: Access denied'),
  'archive@example.net': rcpt('4.1.1', '450 4.1.1 <archive@example.net>: Recipient address rejected: undeliverable address: host 10.0.0.5[10.0.0.5] said: 550 5.1.1 <archive@example.net>: User unknown (in reply to RCPT TO command)'),
  'listed@example.net': rcpt('5.7.1', '554 5.7.1 Service unavailable; Client host [192.0.2.25] blocked using bl.example.net; Listed for mail to traps, see https://bl.example.net/query/ip/192.0.2.25'),
  'moved@example.net': rcpt('5.1.6', '550 5.1.6 <moved@example.net>: Recipient address rejected: User has moved to moved@partner.example.com'),
  'invoices@example.net': dot('5.7.1', '554 5.7.1 id=23550-12 - Rejected by content filter, discarded: BANNED CONTENTS (invoice.exe)'),
  // A big free mail provider, wordy and multi-line.
  'lena.fischer82@bigmail.example': noSuchUser('d9443c01a7336-20a0b1c2'),
  'old.subscriber@bigmail.example': noSuchUser('5b1f17b1804b1-43a2f901'),
  'tomas.r@bigmail.example': noSuchUser('98e67ed59e1d1-2c1b0f7a'),
  'grandma.rose@bigmail.example': rcpt('4.2.2', '452-4.2.2 The inbox of this person is out of space. Ask them to clear', '452-4.2.2 some of it, and send the message again later. More at', '452 4.2.2  https://help.bigmail.example/?p=OverQuotaTemp ffacd0b85a97d-429c12f6si1180551f8f.612 - bsmtp'),
  'jana.k@bigmail.example': rcpt('5.2.2', '552-5.2.2 The inbox of this person is out of space and takes no', '552-5.2.2 more mail. More at', '552 5.2.2  https://help.bigmail.example/?p=OverQuotaPerm 4fb4d7f45d1cf-61a3si552421a12.550 - bsmtp'),
  'r.moreau@bigmail.example': rcpt('5.2.1', '550 5.2.1 The account that you tried to reach is disabled. 2adb3069b0e04-595a1csi4517421e87.421 - bsmtp'),
  'fast.lane@bigmail.example': { steps: [rcpt('4.2.1', '450-4.2.1 The person you write to is getting mail at a rate that keeps', '450 4.2.1 further messages out for now. a640c23a62f3a-b7654fsi450421166b.421 - bsmtp'), null] },
  'club@bigmail.example': { steps: [dot('4.7.28', '421-4.7.28 Our system has seen an unusual rate of mail from', '421-4.7.28 [192.0.2.25      12]. To protect our users it is slowed down.', '421 4.7.28  https://help.bigmail.example/?p=UnsolicitedRate a1si2200111wrq.550 - bsmtp'), null] },
  'dmarc.watcher@bigmail.example': dot('5.7.26', '550-5.7.26 This mail is not authenticated, and that is a risk for the sender', '550-5.7.26 and our users. The message passed neither SPF nor DKIM:', '550-5.7.26  DKIM = did not pass', '550-5.7.26  SPF [news.example.org] with ip: [192.0.2.25] = did not pass', '550 5.7.26  https://help.bigmail.example/?p=Unauthenticated 5b1f17b1804b1-43a2si5511215e9.55 - bsmtp'),
  'quiet.inbox@bigmail.example': dot('5.7.1', '550-5.7.1 [192.0.2.25       7] This message looks like mail that nobody asked', '550-5.7.1 for. To keep it out of our users\' inboxes it was blocked. More at', '550 5.7.1  https://help.bigmail.example/?p=UnsolicitedMessage u12si5571550pgi.571 - bsmtp'),
  'attached@bigmail.example': dot('5.7.0', '552-5.7.0 This message was blocked: its attachment is of a kind that can', '552 5.7.0  carry harm. https://help.bigmail.example/?p=BlockedMessage q9si552570wmb.57 - bsmtp'),
  // A big hosted-mail service with numbers and data-centre names in its replies.
  'h.weber@outpost.example': rcpt('5.4.1', '550 5.4.1 Recipient address rejected: Access denied. [AM3PEPF0009A1B2.eurprd04.prod.outpost.example 2026-11-23T08:14:25.550Z 08DE2A1F55C0D1B4]'),
  'c.rossi@outpost.example': rcpt('5.5.0', '550 5.5.0 Requested action not taken: mailbox unavailable (S2017062302). [DB5PEPF00014B8A.eurprd02.prod.outpost.example 2026-11-23T08:14:25.421Z 08DE2A1F55C0D1B5]'),
  'banned@outpost.example': rcpt('5.7.606', '550 5.7.606 Access denied, banned sending IP [192.0.2.25]. To ask for removal go to https://sender.outpost.example/ and follow the steps there. (AS1430) [AM3PEPF0009A1B2.eurprd04.prod.outpost.example]'),
  'n.berger@outpost.example': { steps: [rcpt('4.7.500', '451 4.7.500 Server busy. Please try again later from [192.0.2.25]. (AS77712551) [AM3PEPF0009A1B2.eurprd04.prod.outpost.example]'), null] },
  'part.network@outpost.example': dot('5.7.1', '550 5.7.1 Mail from [192.0.2.25] was turned away. Ask your provider: part of their network is on our block list (S3140). See https://mail.outpost.example/troubleshooting.aspx#errors.'),
  'full.box@outpost.example': dot('5.2.2', '554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceededException.MapiExceptionShutoffQuotaExceeded; Failed to process message due to a permanent exception [Stage: CreateMessage]'),
  'unauth@outpost.example': dot('5.7.509', '550 5.7.509 Access denied, sending domain EXAMPLE.ORG does not pass DMARC verification and has a DMARC policy of reject.'),
  // A portal of the old days.
  'retro99@yodel.example': dot(null, '554 30 Sorry, your message to retro99@yodel.example cannot be delivered. This mailbox is disabled (554.30).'),
  'skater@yodel.example': rcpt(null, '552 1 Requested mail action aborted, mailbox not found'),
  'policy@yodel.example': dot('5.7.9', '554 5.7.9 Message not accepted for policy reasons. See https://postmaster.yodel.example/error-codes#554'),
  'slow@yodel.example': dot(null, '451 Resources temporarily not available - Please try again later [#4.16.5].'),
  // A mail server of the kind that offices run themselves.
  'station3@hospital.example.com': rcpt('5.1.10', '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'),
  'doctors@hospital.example.com': rcpt('5.7.133', '550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup; authentication required; Delivery restriction check failed because the sender was not authenticated when sending to this group'),
  'lab@hospital.example.com': data('4.3.1', '452 4.3.1 Insufficient system resources'),
  'radiology@hospital.example.com': dot('5.3.4', '552 5.3.4 Message size exceeds fixed maximum message size'),
  'scans@hospital.example.com': dot('5.6.0', '554 5.6.0 Corrupt message content'),
  'pharmacy@hospital.example.com': dot('4.4.2', '421 4.4.2 Connection dropped due to ConnectionReset'),
  // The status code at the end, in brackets, or behind a hash.
  'zaehler@stadtwerke.example.com': rcpt('5.1.1', '550 sorry, no mailbox here by that name. (#5.1.1)'),
  'service@stadtwerke.example.com': rcpt('4.2.1', '452 sorry, mailbox disabled. (#4.2.1)'),
  'presse@stadtwerke.example.com': rcpt('5.7.1', '553 sorry, that domain isn\'t in my list of allowed rcpthosts (#5.7.1)'),
  'gas@stadtwerke.example.com': rcpt('5.1.0', '550 #5.1.0 Address rejected.'),
  'wasser@stadtwerke.example.com': rcpt('5.1.1', '511 sorry, no mailbox here by that name (#5.1.1 - chkuser)'),
  'strom@stadtwerke.example.com': rcpt('5.7.1', '571 sorry, sender denied as invalid (#5.7.1)'),
  'netz@stadtwerke.example.com': dot('5.3.0', '554 mail server permanently rejected message (#5.3.0)'),
  // No status codes at all, or codes that contradict each other.
  'b.lindqvist@legacy.example.net': rcpt(null, '550 No such user here'),
  'fax@legacy.example.net': rcpt(null, '450 Mailbox busy, try again later'),
  'j.hoekstra@legacy.example.net': rcpt('4.2.2', '552 4.2.2 User has full mailbox'),
  'board@legacy.example.net': rcpt('4.7.1', '550 4.7.1 Service temporarily refused for this recipient'),
  'press@legacy.example.net': rcpt('5.2.3', '450 5.2.3 Message is too long for this mailbox today'),
  'e.dubois@legacy.example.net': rcpt(null, '551 User not local; please try <e.dubois@partner.example.com>'),
  'odd.name@legacy.example.net': rcpt(null, '553 Requested action not taken: mailbox name not allowed'),
  'trans@legacy.example.net': dot(null, '554 Transaction failed'),
  'strange@legacy.example.net': rcpt(null, '465 Queue for this mailbox is on hold'),
  'umlaut@legacy.example.net': rcpt(null, '550 Empf\xe4nger unbekannt'),
  // Replies without status codes from a server that checks back.
  'dekanat@uni.example.net': rcpt(null, '550-Verification failed for <anna.berg@example.org>', '550-Called:   192.0.2.25', '550-Sent:     RCPT TO:<anna.berg@example.org>', '550-Response: 451 4.3.0 Temporary lookup failure', '550 Sender verify failed'),
  'lecture-list@uni.example.net': rcpt(null, '550 Only members may write to this list'),
  'alumni@uni.example.net': rcpt(null, '550 relay not permitted'),
  'rektor@uni.example.net': { steps: [rcpt(null, '451 Temporary local problem - please try later'), null] },
  'hpc@uni.example.net': dot(null, '550 This message scored 15.250 spam points.'),
  'rbl@uni.example.net': rcpt(null, '550-JunkMail rejected - mail.example.org [192.0.2.25] is in an RBL:', '550 https://bl.example.net/query/ip/192.0.2.25'),
  'postdoc@cs.uni.example.net': rcpt('5.1.1', '550 5.1.1 <postdoc@cs.uni.example.net>... User unknown'),
  'sysadmin@cs.uni.example.net': rcpt('5.7.1', '550 5.7.1 <sysadmin@cs.uni.example.net>... Relaying denied. IP name lookup failed [192.0.2.25]'),
  'ftp@cs.uni.example.net': rcpt('4.1.8', '451 4.1.8 Domain of sender address no-reply@news.example.org does not resolve'),
  'loops@cs.uni.example.net': dot('5.4.6', '554 5.4.6 Too many hops 26 (25 max): from <anna.berg@example.org> via mail.example.org, to <loops@cs.uni.example.net>'),
  // Connections that end in the middle.
  'hangup@v6.example.net': { phase: 'RCPT TO', enhanced: '4.4.2', say: 'drop' },
  'unknown@v6.example.net': rcpt('5.1.1', '550 5.1.1 <unknown@v6.example.net>: Recipient address rejected: User unknown in relay recipient table'),
  // Our own mail store, over LMTP.
  'full@store.example.org': dot('5.2.2', '552 5.2.2 <full@store.example.org> Quota exceeded (mailbox for user is full)'),
  'gone@store.example.org': rcpt('5.1.1', '550 5.1.1 <gone@store.example.org> User doesn\'t exist: gone@store.example.org'),
  'ill@store.example.org': dot('4.2.0', '451 4.2.0 <ill@store.example.org> Execution of Sieve filters was aborted due to temporary failure'),
};

/** The same table, by recipient in lower case, as the sink wants it. */
export const answerTable = () => new Map(Object.entries(ANSWERS));
