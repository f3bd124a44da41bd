// Writes a Postfix log of any size with a realistic mixture: six lines a message; 8 % deferred, 6 % bounced, and 12 % of
// all connections refused at the door. The same seed gives the same bytes.
//   node test/bench/generate.mjs FILE [MEGABYTES] [SEED]
import { closeSync, openSync, writeSync } from 'node:fs';

/** mulberry32: a small repeatable random source. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const providers = [
  ['gmail-smtp-in.l.google.com', '142.250.110.26'],
  ['mx1.acme12.example', '192.0.2.17'],
  ['acme-com.mail.protection.outlook.com', '52.101.73.11'],
  ['mta7.am0.yahoodns.net', '67.195.204.77'],
  ['mx00.kundenserver.example', '198.51.100.9'],
  ['mail.example.net', '203.0.113.40'],
];
const deferrals = [
  ['RCPT TO', '451 4.7.1 Greylisting in action, please come back in 00:05:00', '4.7.1'],
  [
    'RCPT TO',
    '450-4.2.1 The user you are trying to contact is receiving mail at a rate that 450-4.2.1 prevents additional messages from being delivered. Please resend your 450 4.2.1 message at a later time. a7si7055154eep.296 - gsmtp',
    '4.2.1',
  ],
  ['end of DATA', '452 4.2.2 The recipient inbox is out of storage space', '4.2.2'],
  [
    'MAIL FROM',
    '421 4.7.0 [TSS04] Messages from 198.51.100.7 temporarily deferred due to unexpected volume or user complaints',
    '4.7.0',
  ],
];
const bounces = [
  [
    'RCPT TO',
    '550-5.1.1 The email account that you tried to reach does not exist. Please try 550-5.1.1 double-checking the address for typos 550 5.1.1 or unnecessary spaces - gsmtp',
    '5.1.1',
  ],
  ['RCPT TO', '550 5.1.1 <{to}>: Recipient address rejected: User unknown in virtual mailbox table', '5.1.1'],
  ['RCPT TO', '552 5.2.2 Mailbox size limit exceeded', '5.2.2'],
  ['end of DATA', '550 5.7.26 This mail has been blocked because the sender is unauthenticated.', '5.7.26'],
  ['MAIL FROM', '550 5.7.1 Service unavailable, Client host [198.51.100.7] blocked using Spamhaus.', '5.7.1'],
  [
    'RCPT TO',
    '550 5.4.1 Recipient address rejected: Access denied. [DB5EUR03FT012.eop-EUR03.prod.protection.outlook.com 2026-11-01T00:00:31.550Z 08DE1550]',
    '5.4.1',
  ],
];
const refusals = [
  '554 5.7.1 <{to}>: Relay access denied',
  '550 5.1.1 <{to}>: Recipient address rejected: User unknown in local recipient table',
  '450 4.7.25 Client host rejected: cannot find your hostname, [{ip}]',
  '504 5.5.2 <localhost>: Helo command rejected: need fully-qualified hostname',
  '554 5.7.1 Service unavailable; Client host [{ip}] blocked using zen.spamhaus.org; https://www.spamhaus.org/query/ip/{ip}',
];

/** Lines of one connection or message, without line ends. */
export function* traffic(seed = 1) {
  const next = random(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const whole = (below) => Math.floor(next() * below);
  let clock = Date.UTC(2026, 10, 1);
  const stamp = () => {
    clock += whole(900);
    const date = new Date(clock);
    return `${date.toUTCString().slice(8, 11)} ${String(date.getUTCDate()).padStart(2, ' ')} ${date.toISOString().slice(11, 19)}`;
  };
  const line = (program, words) => `${stamp()} mail ${program}[${1000 + whole(60_000)}]: ${words}`;
  for (;;) {
    const ip = `198.51.${whole(256)}.${whole(256)}`;
    const to = `user${whole(9000)}@acme${whole(40)}.example`;
    const from = `sender${whole(900)}@example.org`;
    if (next() < 0.12) {
      yield line(
        'postfix/smtpd',
        `NOQUEUE: reject: RCPT from unknown[${ip}]:${20_000 + whole(40_000)}: ${pick(refusals).replaceAll('{to}', to).replaceAll('{ip}', ip)}; from=<${from}> to=<${to}> proto=ESMTP helo=<pc-550.example>`,
      );
      continue;
    }
    const id = Array.from({ length: 10 }, () => '0123456789ABCDEF'[whole(16)]).join('');
    const [host, address] = pick(providers);
    const delays = `delay=${(next() * 9).toFixed(1)}, delays=${next().toFixed(2)}/0/${next().toFixed(2)}/${next().toFixed(2)}`;
    yield line('postfix/smtpd', `connect from client${whole(90)}.example.org[${ip}]`);
    yield line('postfix/smtpd', `${id}: client=client${whole(90)}.example.org[${ip}]`);
    yield line('postfix/cleanup', `${id}: message-id=<2026.1.550.5.1.1.${whole(1e9)}@example.org>`);
    yield line('postfix/qmgr', `${id}: from=<${from}>, size=${550 + whole(90_000)}, nrcpt=1 (queue active)`);
    const roll = next();
    const relay = `relay=${host}[${address}]:25, ${delays}`;
    const failed = (list, word) => {
      const [phase, reply, dsn] = pick(list);
      return `${id}: to=<${to}>, ${relay}, dsn=${dsn}, status=${word} (host ${host}[${address}] said: ${reply.replaceAll('{to}', to)} (in reply to ${phase} command))`;
    };
    if (roll < 0.03)
      yield line(
        'postfix/smtp',
        `${id}: to=<${to}>, relay=none, delay=30, delays=0.1/0/30/0, dsn=4.4.1, status=deferred (connect to ${host}[${address}]:25: Connection timed out)`,
      );
    else if (roll < 0.08) yield line('postfix/smtp', failed(deferrals, 'deferred'));
    else if (roll < 0.14) yield line('postfix/smtp', failed(bounces, 'bounced'));
    else
      yield line(
        'postfix/smtp',
        `${id}: to=<${to}>, ${relay}, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as ${id.slice(1)}F)`,
      );
    yield line('postfix/qmgr', `${id}: removed`);
  }
}

/** Writes whole lines until the file has about `megabytes` MB. */
export function writeLog(file, megabytes = 45, seed = 1) {
  const descriptor = openSync(file, 'w');
  let bytes = 0;
  let lines = 0;
  let part = [];
  for (const line of traffic(seed)) {
    part.push(line);
    lines++;
    if (part.length === 1000) {
      bytes += writeSync(descriptor, `${part.join('\n')}\n`);
      part = [];
      if (bytes >= megabytes * 1e6) break;
    }
  }
  closeSync(descriptor);
  return { bytes, lines };
}

if (process.argv[1]?.endsWith('generate.mjs')) {
  const [file, megabytes, seed] = process.argv.slice(2);
  if (!file) throw new Error('usage: generate.mjs FILE [MEGABYTES] [SEED]');
  console.log(writeLog(file, Number(megabytes ?? 45), Number(seed ?? 1)));
}
