// The lifecycle story: what becomes of a message over time. Put off, tried again, delayed, expired, held, removed,
// probed, bounced twice. Hours are seconds here (see STORY_MAIN.lifecycle). Absent on purpose: anything at our own door.
import { submission, talk } from '../client.mjs';
import { message } from './traffic.mjs';

const FIRST = [
  ['sofia.marek@example.org', ['fast.lane@bigmail.example', 'info@example.net'], 'See you at the station'],
  ['anna.berg@example.org', ['p.novak@example.net'], 'Second interview'],
  ['anna.berg@example.org', ['late.riser@example.net'], 'Breakfast'],
  ['newsletter@news.example.org', ['club@bigmail.example', 'rektor@uni.example.net', 'n.berger@outpost.example'], 'News in December'],
  ['billing@example.org', ['m.silva@example.net'], 'Invoice 2026-421'],
  ['billing@example.org', ['grandma.rose@bigmail.example'], 'Invoice 2026-422'],
  ['office@example.org', ['hr@busy.example.com'], 'Room booking'],
  ['office@example.org', ['desk@busy.example.com'], 'Room booking'],
  ['lars.holm@example.org', ['boss@down.example.com'], 'Appointment'],
  ['lars.holm@example.org', ['hr@down.example.com', 'mail@down.example.com'], 'Appointment'],
  ['lars.holm@example.org', ['hr@strict.example.com'], 'Appointment'],
  ['jobs@example.org', ['fax@legacy.example.net', 'kasse@legacy.example.net'], 'Job description'],
  ['jobs@example.org', ['archive@example.net'], 'Job description'],
  ['web@example.org', ['hr@lame.example.com'], 'Form answer'],
  ['web@example.org', ['t.nguyen@partner.example.com'], 'Form answer'],
  ['anna.berg@example.org', ['ill@store.example.org'], 'Duty roster'],
  ['dora.keller@example.net', ['gone@store.example.org'], 'Forwarded: duty roster'],
];

/** Sends, waits, holds, releases, probes and lets expire. Takes about a minute. */
export async function playLifecycle({ settle, pause, run, reconfigure }) {
  let n = 0;
  const send = async (from, to, subject, { notify, options, extra } = {}) => {
    const data = message({ from, to, subject, extra, id: `life.${++n}.421` });
    const replies = await talk({ from: '10.20.0.14', to: '192.0.2.25', port: 587, lines: submission({ helo: '[10.20.0.14]', sender: from, recipients: to, data, notify, options }) });
    await pause(150);
    // 250 2.0.0 Ok: queued as 4YxyzN0Abcz3
    return /queued as (\w+)/.exec(replies.join('\n'))?.[1];
  };
  for (const [from, to, subject] of FIRST) await send(from, to, subject);
  const moving = await send('web@example.org', ['strange@legacy.example.net'], 'On the move');
  // Success is to be reported: by the next server, by the last one, by a mailbox of ours.
  await send('anna.berg@example.org', ['info@example.net', 'reception@hospital.example.com', 'office@example.org'], 'Please confirm', { notify: ' NOTIFY=SUCCESS,FAILURE', options: ' RET=HDRS ENVID=QQ550' });
  // No report wanted.
  await send('anna.berg@example.org', ['k.brandt@example.net'], 'Never mind', { notify: ' NOTIFY=NEVER' });
  const held = await send('office@example.org', ['info@example.net'], 'Contract [legal]');
  const dropped = await send('office@example.org', ['sales@example.net'], 'Other contract [legal]');
  const stuck = await send('office@example.org', ['front@down.example.com'], 'Key card');
  await pause(6000);
  await run('postsuper', '-H', held);
  await run('postsuper', '-d', dropped);
  await run('postsuper', '-h', stuck);
  await run('postqueue', '-f');
  // Probes: would these addresses take mail?
  await run('sendmail', '-bv', '-f', 'anna.berg@example.org', 'info@example.net', 'dora.keller@example.net', 'm.silva@example.net', 'office@example.org', 'hr@down.example.com');
  await pause(5000);
  await run('postsuper', '-r', moving);
  await pause(4000);
  await run('postsuper', '-H', stuck);
  await run('postsuper', '-e', stuck);
  await run('postqueue', '-f');
  // Refusals for good become refusals for now.
  await reconfigure({ soft_bounce: 'yes' });
  await pause(500);
  await send('sofia.marek@example.org', ['dora.keller@example.net', 'zaehler@stadtwerke.example.com'], 'With soft bounces');
  await pause(3000);
  await reconfigure({ maximal_queue_lifetime: '6s', bounce_queue_lifetime: '6s' });
  await pause(9000);
  await run('postqueue', '-f');
  await settle();
  await pause(5000);
}
