// Which answers does a mail server get from the rest of the world? The rest of the world: an SMTP and LMTP
// sink that plays every receiving server of world.mjs, each on its own loopback address.
// Absent on purpose: any judgement about the mail. It says what the table says, and keeps what it accepts only where asked to.
import net from 'node:net';
import tls from 'node:tls';

const SESSION_LIMIT_MS = 60_000;
let serial = 0x4d1f2;

/**
 * The reply for a recipient at this attempt, or null to accept.
 * A table entry with `steps` answers the first attempt with the first step, and so on; the last one stays.
 */
function stepFor(entry, attempt) {
  if (!entry) return null;
  const steps = entry.steps ?? [entry];
  return steps[Math.min(attempt, steps.length - 1)];
}

/** Opens one listener per host. `answers` maps a recipient in lower case to its entry. Returns `close`, and `forget`, which counts attempts anew.
 * `keep(sender, text)` is given each message that came, accepted or not: latin1, its lines ended by LF, as it was before dots were doubled. */
export async function startSink(hosts, answers, { tlsKey, tlsCert, keep } = {}) {
  const attempts = new Map();
  const open = new Set();
  const servers = [];
  for (const host of hosts.filter((h) => !h.closed)) {
    const server = net.createServer((socket) => {
      open.add(socket);
      socket.on('close', () => open.delete(socket));
      serve(host, socket);
    });
    await new Promise((done, failed) => {
      server.once('error', failed);
      server.listen(host.port ?? 25, host.ip, done);
    });
    servers.push(server);
  }
  const close = () => {
    for (const socket of open) socket.destroy();
    for (const server of servers) server.close();
  };
  return { close, forget: () => attempts.clear() };

  function serve(host, rawSocket) {
    let socket = rawSocket;
    let buffer = '';
    let inData = false;
    let sender = '';
    let recipients = [];
    let message = [];
    const limit = setTimeout(() => socket.destroy(), SESSION_LIMIT_MS);
    limit.unref();
    rawSocket.on('close', () => clearTimeout(limit));
    const onData = (chunk) => {
      buffer += chunk.toString('latin1');
      for (let end = buffer.indexOf('\n'); end >= 0; end = buffer.indexOf('\n')) {
        const line = buffer.slice(0, end).replace(/\r$/, '');
        buffer = buffer.slice(end + 1);
        if (inData) {
          if (line === '.') endOfData();
          else message.push(line.replace(/^\./, ''));
        } else command(line);
        if (socket.destroyed) return;
      }
    };
    const attach = (s) => {
      s.on('data', onData);
      s.on('error', () => s.destroy());
    };
    attach(socket);

    /** Says the lines; `drop` closes the connection instead, `silent` leaves the other side waiting. */
    function say(lines) {
      if (lines === 'drop') return socket.destroy();
      if (lines === 'silent') return;
      const id = (serial++).toString(16).toUpperCase();
      const text = [lines].flat().map((l) => `${l.replaceAll('{id}', id)}\r\n`);
      socket.write(text.join(''), 'latin1');
      if (/^(421|521)/.test(text[0])) socket.end();
    }

    function command(line) {
      const verb = line.slice(0, 4).toUpperCase();
      const reply = host.replies?.[verb];
      if (verb === 'QUIT') {
        say('221 2.0.0 Bye');
        return socket.end();
      }
      if (reply && verb !== 'DATA') return say(reply);
      if (verb === 'EHLO' || verb === 'LHLO') {
        const words = [host.name, ...(host.ehlo ?? ['PIPELINING', 'SIZE 52428800', 'ENHANCEDSTATUSCODES', '8BITMIME'])];
        if (host.tls && socket === rawSocket && tlsKey) words.splice(1, 0, 'STARTTLS');
        return say(words.map((w, i) => `250${i === words.length - 1 ? ' ' : '-'}${w}`));
      }
      if (verb === 'HELO') return say(`250 ${host.name}`);
      if (verb === 'STAR' && host.tls && tlsKey) {
        say('220 2.0.0 Ready to start TLS');
        rawSocket.removeListener('data', onData);
        socket = new tls.TLSSocket(rawSocket, { isServer: true, key: tlsKey, cert: tlsCert });
        return attach(socket);
      }
      if (verb === 'MAIL' || verb === 'RSET') {
        sender = /<([^>]*)>/.exec(line)?.[1] ?? '';
        recipients = [];
        return say('250 2.1.0 Ok');
      }
      if (verb === 'RCPT') return rcpt(line);
      if (verb === 'DATA') return data(reply);
      say('250 2.0.0 Ok');
    }

    function rcpt(line) {
      // RCPT TO:<dora.keller@example.net> ORCPT=rfc822;dora.keller@example.net
      const to = (/^RCPT TO:\s*<([^>]*)>/i.exec(line)?.[1] ?? '').toLowerCase();
      const attempt = attempts.get(to) ?? 0;
      attempts.set(to, attempt + 1);
      const step = stepFor(answers.get(to), attempt);
      if (step?.phase === 'RCPT TO') return say(step.say);
      recipients.push({ to, step });
      say(host.rcptOk ?? '250 2.1.5 Ok');
    }

    function data(reply) {
      if (reply) return say(reply);
      const refusal = recipients.find((r) => r.step?.phase === 'DATA');
      if (refusal) return say(refusal.step.say);
      if (recipients.length === 0) return say('554 5.5.1 No valid recipients');
      inData = true;
      message = [];
      say('354 End data with <CR><LF>.<CR><LF>');
    }

    function endOfData() {
      inData = false;
      keep?.(sender, `${message.join('\n')}\n`);
      const ok = host.accept ?? '250 2.0.0 Ok: queued as {id}';
      if (host.lmtp) {
        for (const r of recipients) say(r.step?.phase === 'end of DATA' ? r.step.say : `250 2.0.0 <${r.to}> {id} Saved`);
      } else {
        say(recipients.find((r) => r.step?.phase === 'end of DATA')?.step.say ?? host.replies?.['.'] ?? ok);
      }
      recipients = [];
    }

    say(host.greeting ?? `220 ${host.name} ESMTP`);
  }
}
