// What does a stranger, or a colleague's mail program, say to our server? A small SMTP client for the recording.
// Absent on purpose: any cleverness. It sends the lines it is given, one reply each, and ends within its time.
import net from 'node:net';

/**
 * One session from the address `from` to `to:port`. `lines` are sent one by one after each full reply;
 * `{ data }` is sent as message text with its final dot, `'drop'` closes without QUIT.
 * Resolves to the replies; never rejects, and never takes longer than `timeout` ms.
 */
export function talk({ from, to, port = 25, lines, timeout = 15_000 }) {
  return new Promise((done) => {
    const replies = [];
    const queue = [...lines];
    let buffer = '';
    const socket = net.connect({ host: to, port, localAddress: from });
    const finish = () => {
      clearTimeout(limit);
      socket.destroy();
      done(replies);
    };
    const limit = setTimeout(finish, timeout);
    socket.on('error', finish);
    socket.on('close', finish);
    socket.on('data', (chunk) => {
      buffer += chunk.toString('latin1');
      for (let end = buffer.indexOf('\n'); end >= 0; end = buffer.indexOf('\n')) {
        const line = buffer.slice(0, end).trimEnd();
        buffer = buffer.slice(end + 1);
        replies.push(line);
        if (/^\d{3}(?: |$)/.test(line)) next(line);
      }
    });
    function next(reply) {
      const line = queue.shift();
      if (line === undefined || line === 'drop') return finish();
      if (typeof line === 'string') return socket.write(`${line}\r\n`, 'utf8');
      // A message is only sent where the server asked for it; otherwise the next line follows.
      if (reply.startsWith('354')) socket.write(`${line.data.replace(/^\./gm, '..').replace(/\r?\n/g, '\r\n')}\r\n.\r\n`, 'utf8');
      else next(reply);
    }
  });
}

/** The lines of a plain submission. `options` go to MAIL (`SIZE=…`), `notify` to each RCPT. */
export function submission({ helo, sender, recipients, data, options = '', notify = '' }) {
  return [
    `EHLO ${helo}`,
    `MAIL FROM:<${sender}>${options}`,
    ...recipients.map((r) => `RCPT TO:<${r}>${notify}`),
    'DATA',
    { data },
    'QUIT',
  ];
}
