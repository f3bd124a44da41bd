// Who keeps the grey list? A policy service for smtpd(8): a new triplet is put off once, the second try is welcome.
// Absent on purpose: waiting times and memory beyond the recording.
import net from 'node:net';

/** Listens on 127.0.0.1:10023 and speaks Postfix's policy protocol. Returns a closer. */
export async function startPolicy() {
  const seen = new Set();
  const server = net.createServer((socket) => {
    let text = '';
    socket.on('error', () => socket.destroy());
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const asked = Object.fromEntries(text.slice(0, end).split('\n').map((l) => [l.slice(0, l.indexOf('=')), l.slice(l.indexOf('=') + 1)]));
        text = text.slice(end + 2);
        const key = `${asked.client_address} ${asked.sender} ${asked.recipient}`;
        const known = seen.has(key) || !asked.sender.startsWith('grey');
        seen.add(key);
        socket.write(`action=${known ? 'DUNNO' : '450 4.2.0 Greylisted, see https://greylist.example.org/help/example.org.html'}\n\n`);
      }
    });
  });
  await new Promise((done, failed) => server.once('error', failed).listen(10023, '127.0.0.1', done));
  return () => server.close();
}
