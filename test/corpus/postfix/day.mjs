// The sample's story: an hour at a small office in half a minute. Mail out, mail in, refusals, put-offs, repeats.
// Absent on purpose: the rare cases. They are in the other stories.
import { submission, talk } from '../client.mjs';
import { SESSIONS } from './inbound.mjs';
import { message, OUTBOUND } from './traffic.mjs';

/** First recipients of the messages of OUTBOUND that are sent, in this order. */
const OUT = ['info@example.net', 'lena.fischer82@bigmail.example', 'dmarc.watcher@bigmail.example', 'club@bigmail.example', 'jana.k@bigmail.example', 'grandma.rose@bigmail.example',
  'j.hoekstra@legacy.example.net', 'c.rossi@outpost.example', 'banned@outpost.example', 'p.novak@example.net', 'listed@example.net', 'dekanat@uni.example.net', 'station3@hospital.example.com',
  'zaehler@stadtwerke.example.com', 'presse@stadtwerke.example.com', 'hr@strict.example.com', 'orders@shop.example.net', 'hr@down.example.com', 'hr@small.example.com', 'hr@nosuchdomain.example.com',
  'sales@example.net', 'ines@store.example.org', 'jonas@mail.example.org', 'team@example.org', 'boss@down.example.com', 'dora.keller@example.net'];
/** The sessions of the inbound story that are played, by what they show. */
const IN = ['Relay access denied', 'nobody.here@example.org', 'cannot find your reverse hostname', 'Domain not found', 'You are not us', 'blocked using bl.example.net', 'Greylisted', 'cheap pills', 'Message size exceeds', 'click-here', 'Second try', 'colleague has left'];

/** Plays both, mixed, and lets the queue run a few times. */
export async function playDay({ settle, pause }) {
  const inbound = SESSIONS.filter((s) => IN.some((what) => JSON.stringify([s.lines, s.expect ?? []]).includes(what)));
  const outbound = OUT.flatMap((first) => OUTBOUND.filter(([, to]) => to[0] === first));
  let n = 0;
  for (const [from, to, subject, size] of outbound) {
    const data = message({ from, to, subject, size, id: `day.${++n}.550` });
    const replies = talk({ from: '10.20.0.14', to: '192.0.2.25', port: 587, lines: submission({ helo: '[10.20.0.14]', sender: from, recipients: to, data }) });
    const session = inbound.shift();
    if (session) await talk({ from: session.from, to: '192.0.2.25', lines: session.lines });
    await replies;
    await pause(300);
  }
  for (const session of inbound) await talk({ from: session.from, to: '192.0.2.25', lines: session.lines });
  await pause(4000);
  await settle();
}
