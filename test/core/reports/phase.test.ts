// Is the step that a report's words name the one that was answered, where they show the dialogue before it too?
import { expect, test } from 'vitest';
import { phaseIn } from '../../../server/src/core/reports/phase.ts';

test.each([
  ['--> RCPT To:<ben@example.net> <-- 250 2.1.5 Recipient OK --> DATA <-- ', 'DATA'],
  ['--> MAIL From:<ann@example.com> <-- 250 OK --> RCPT To:<ben@example.net> <-- ', 'RCPT TO'],
  ['while talking to mx.example.net: >>> MAIL From:<ann@example.com> <<< ', 'MAIL FROM'],
  ['--> RCPT To:<ben@example.net> <-- 250 OK --> NOOP <-- ', 'RCPT TO'],
  ['host mx.example.net said: (in reply to RCPT TO command)', 'RCPT TO'],
  ['no step', null],
])('%s: %s', (words, phase) => expect(phaseIn(words)).toBe(phase));
