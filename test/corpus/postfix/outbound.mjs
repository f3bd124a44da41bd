// The outbound story: our people write to the world, once, and the queue is flushed once at the end.
// Absent on purpose: time. What is deferred and stays so belongs to the lifecycle story.
import { submission, talk } from '../client.mjs';
import { message, OUTBOUND } from './traffic.mjs';

/** Sends all messages of OUTBOUND, three computers' worth, a few also by sendmail(1). */
export async function playOutbound({ settle, pause, run }) {
  let n = 0;
  for (const [from, to, subject, size] of OUTBOUND) {
    n++;
    const host = from.startsWith('app@') || from.startsWith('web@') ? { ip: '10.20.0.31', helo: 'app31.office.example.org' } : { ip: '10.20.0.14', helo: '[10.20.0.14]' };
    const data = message({ from, to, subject, size, id: `20261123.${n}.550.5.1.1` });
    await talk({ from: host.ip, to: '192.0.2.25', port: 587, lines: submission({ helo: host.helo, sender: from, recipients: to, data }) });
    await pause(120);
  }
  // A message by a script on the server, and one whose address needs SMTPUTF8 where the other side has none.
  await run('sh', '-c', 'printf "Subject: nightly backup\\n\\ndone, exit status 550\\n" | sendmail -f monitor@example.org -F "Backup" ghost@mail.example.org t.nguyen@example.net');
  await talk({ from: '10.20.0.14', to: '192.0.2.25', port: 587, lines: submission({ helo: '[10.20.0.14]', sender: 'anna.berg@example.org', options: ' SMTPUTF8', recipients: ['jürgen@example.net'], data: message({ from: 'anna.berg@example.org', to: ['jürgen@example.net'], subject: 'Grüße', id: '20261123.utf8' }) }) });
  await settle(30);
  await pause(1500);
  await run('postqueue', '-f');
  await settle(30);
}
