// Who said what in a delivery line of Postfix's, and at which step: a server's words, or Postfix's own?
import type { Phase } from '../model/attempt.ts';
import { hostName, phaseOf } from './postfixLine.ts';

export interface Words {
  readonly start: number;
  readonly end: number;
  readonly phase: Phase | null;
  readonly host: string | null;
  /** A server spoke, not Postfix itself. */
  readonly said: boolean;
}

/** What Postfix writes between a server's name and its words. */
export const spoken = [' said: ', ' refused to talk to me: ', ' refused to start TLS: '];

/**
 * Who said what between the brackets of a delivery line, or in a remark:
 * `host mx.example[192.0.2.5] said: 550 5.1.1 no such user (in reply to RCPT TO command)`
 * `host mx.example[192.0.2.5] refused to talk to me: 554-mx.example 554 Your access …`
 * `TLS is required, but host mx.example[192.0.2.5] refused to start TLS: 454 4.7.0 TLS not available`
 * `SASL authentication failed; server mx.example[192.0.2.5] said: 535 5.7.8 …`
 * `lost connection with mx.example[192.0.2.5] while sending RCPT TO`
 * `connect to mx.example[192.0.2.5]:25: Connection timed out`
 */
export function wordsIn(line: string, from: number, to: number): Words {
  const reply = line.lastIndexOf(' (in reply to ', to);
  const end = reply > from ? reply : to;
  const phase = reply > from ? phaseOf(line.slice(reply + 14, to)) : null;
  const said = saidAt(line, from, end, ' said: ');
  if (said)
    return {
      start: said.start,
      end,
      phase: phase ?? (line.startsWith('SASL', from) ? 'AUTH' : null),
      host: said.host,
      said: true,
    };
  const noTls = saidAt(line, from, end, ' refused to start TLS: ');
  if (noTls) return { start: noTls.start, end, phase: 'STARTTLS', host: noTls.host, said: true };
  const refused = saidAt(line, from, end, ' refused to talk to me: ');
  if (refused)
    return { start: refused.start, end, phase: phase ?? 'connect', host: refused.host, said: true };
  const own = line.slice(from, end);
  // lost connection with mx.example[192.0.2.5] while sending RCPT TO / conversation with mx.example[192.0.2.5] timed out while …
  const cut =
    /^(?:delivery temporarily suspended: )?(?:lost connection|conversation) with (\S{1,255}) (?:timed out )?while (?:receiving the |sending |performing the )?(.{0,40})/.exec(
      own,
    );
  if (cut) return { start: from, end, phase: phaseOf(cut[2]), host: hostName(cut[1]), said: false };
  const step = own.startsWith(suspended) ? own.slice(suspended.length) : own;
  return {
    start: from,
    end,
    phase: ownSteps.find(([start]) => step.startsWith(start))?.[1] ?? null,
    host: null,
    said: false,
  };
}

const suspended = 'delivery temporarily suspended: ';

/** What Postfix's own words say of the step at which it gave up (src/smtp/smtp_proto.c, smtp_connect.c, smtp_sasl_glue.c). */
const ownSteps: readonly (readonly [words: string, phase: Phase])[] = [
  ['connect to ', 'connect'], // connect to mx.example[192.0.2.5]:25: Connection timed out
  ['Cannot start TLS: ', 'STARTTLS'], // Cannot start TLS: handshake failure
  ['Server certificate not ', 'STARTTLS'], // Server certificate not trusted   Server certificate not verified
  ['TLS is required, but ', 'STARTTLS'], // TLS is required, but was not offered by host mx.example[192.0.2.5]
  ['SASL authentication failed', 'AUTH'], // SASL authentication failed: server mx.example[192.0.2.5] offered no compatible …
  ['SASL authentication failure', 'AUTH'],
];

/** The first `host mx[ip] said: `; Postfix writes the host right before it. */
function saidAt(
  line: string,
  from: number,
  to: number,
  words: string,
): { start: number; host: string | null } | null {
  const at = line.indexOf(words, from);
  if (at < 0 || at >= to) return null;
  const blank = line.lastIndexOf(' ', at - 1);
  const before = line.slice(Math.max(from, blank - 8), blank);
  if (!before.endsWith('host') && !before.endsWith('server')) return null;
  return { start: at + words.length, host: hostName(line.slice(blank + 1, at)) };
}
