// What do Postfix's clients and its server say to others, as they log it with -v or for a peer in debug_peer_list?
// Deliberately absent: deliveries. Each has an outcome line of its own (`status=`, `NOQUEUE: reject:`), so the trace only
// shows its codes and what they answer.
import type { LogRecord } from '../model/attempt.ts';
import type { FormatState } from './format.ts';
import type { Frame } from './frame.ts';
import { stampOf } from './reading.ts';
import { hearClient, hearServer, isReply, type Session } from './session.ts';

/** `< mx1.example.net[198.51.100.11]:25: 550 5.1.1 no such user` (smtp), `> unknown[192.0.2.7]: 554 5.7.1 …` (smtpd), `< store[private/dovecot-lmtp]: 250 ok` (lmtp) */
const traced = /^[<>] (\S{1,255})\[([^\]\s]{1,200})\](?::\d{1,5})?: /;

interface Traces extends FormatState {
  /** By process: `postfix/smtp[183]`. */
  traces?: { [process: string]: Session };
}

const most = 64;

export const isTraced = (line: string, at: number): boolean =>
  (line.charCodeAt(at) === 0x3c || line.charCodeAt(at) === 0x3e) && line.charCodeAt(at + 1) === 0x20;

/** @param state Postfix's memory */
export function readTraced(line: string, frame: Frame, state: FormatState): LogRecord | null {
  const at = frame.messageStart;
  const match = traced.exec(line.slice(at, at + 480));
  if (!match) return null;
  const memory = state as Traces;
  const process = line.slice(line.lastIndexOf(' ', at - 2) + 1, at);
  const start = at + match[0].length;
  const listens = frame.program.endsWith('/smtpd');
  const fromServer = (line.charCodeAt(at) === 0x3c) !== listens;
  const session = sessionOf(memory, process);
  if (!fromServer) hearClient(session, line.slice(start));
  const heard =
    fromServer && isReply(line, start) ? hearServer(session, line, start, line.length, 'postfix') : null;
  // smtp(8) does not wait for the answer to its QUIT.
  const [next, ...others] = session.waiting ?? [];
  const over = !listens && next?.phase === 'QUIT' && others.length === 0;
  if (over || Object.keys(session).length === 0) drop(memory, process);
  if (!heard) return null;
  const [, name, address] = match;
  return {
    format: 'postfix',
    codes: heard.codes,
    attempts: [],
    at: { start, end: line.length },
    text: heard.text,
    stamp: stampOf(line, frame),
    ...(heard.goesOn && { again: true }),
    asked: {
      phase: heard.phase,
      host: name === 'unknown' ? address : name,
      direction: listens ? 'in' : 'out',
    },
  };
}

function sessionOf(memory: Traces, process: string): Session {
  const traces = (memory.traces ??= {});
  const known = Object.keys(traces);
  if (!traces[process] && known.length >= most) delete traces[known[0]];
  return (traces[process] ??= {});
}

function drop(memory: Traces, process: string): void {
  delete memory.traces?.[process];
  if (memory.traces && Object.keys(memory.traces).length === 0) delete memory.traces;
}
