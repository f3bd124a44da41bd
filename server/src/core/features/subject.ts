// What is the place under the cursor about: a message's id, a code, a recipient, a host? References, highlights and the
// filtered views start from it. Deliberately absent: where else it stands (linesOf.ts).
import type { Position } from 'vscode-languageserver-types';
import type { Analysis } from '../analyze.ts';
import { keyUnder } from '../formats/keys.ts';
import type { Attempt } from '../model/attempt.ts';
import { questionsOf } from '../model/question.ts';
import { codeLabel, placeOf } from '../tally.ts';
import type { PagedText } from '../text/pagedText.ts';
import { recordAt } from './lines.ts';

/** `code`: as in the list of codes (`550 5.1.1`). */
export type SubjectKind = 'message' | 'code' | 'recipient' | 'host';

export interface Subject {
  readonly kind: SubjectKind;
  /** `283FEFC63F`, `550 5.1.1`, `u@d.example`, `mx.d.example`. */
  readonly value: string;
}

/** `u@d.example` in `to=<u@d.example>,`, in `F=<a@example.org>`, behind `id=`. */
const inAddress = /[\w.!#$%&'*+/=?^`{|}~@-]/;

/** `mx.d.example` in `mx.d.example[192.0.2.5]:25`, `192.0.2.7`, `2001:db8::25` */
const inHost = /[A-Za-z0-9_.:-]/;

/** What stands right under a position; null where it is only a word. */
export function subjectUnder(text: PagedText, analysis: Analysis | null, position: Position): Subject | null {
  const line = text.lineAt(position.line).text.slice(0, 20_000);
  // The protocol lets a client name a place behind the line's end.
  const at = Math.min(position.character, line.length);
  const id = keyUnder(line, at);
  if (id && !id.key.includes('@')) return { kind: 'message', value: id.key };
  const record = recordAt(text, analysis, position.line);
  const code = record?.codes.some(({ start, end }) => at >= start && at <= end);
  const place = record && placeOf(record);
  if (record && place && (code || (at >= place.start && at <= place.end && record.codes.length > 0))) {
    const label = labelsOf(record)[0];
    if (label) return { kind: 'code', value: label };
  }
  if (id) return { kind: 'message', value: id.key };
  const person = wordUnder(line, inAddress, at).replace(/^(?:to|from|orig_to|addr|rcpt|F|id)=/i, '');
  if (/^[^@]{1,200}@[^@]{2,255}$/.test(person)) return { kind: 'recipient', value: person };
  const machine = withoutPort(wordUnder(line, inHost, at));
  return isHost(machine, line) ? { kind: 'host', value: machine } : null;
}

/** What a line says of this kind, wherever in it the cursor stands; what is under the cursor comes first. */
export function subjectOfLine(
  text: PagedText,
  analysis: Analysis | null,
  position: Position,
  kind: Exclude<SubjectKind, 'message'>,
): string | null {
  const under = subjectUnder(text, analysis, position);
  if (under?.kind === kind) return under.value;
  const record = recordAt(text, analysis, position.line);
  if (kind === 'code') return record ? (labelsOf(record)[0] ?? null) : null;
  const attempt: Attempt | undefined = record?.attempts[0];
  if (kind === 'recipient') return attempt?.recipient ?? null;
  if (attempt) return attempt.host;
  const line = text.lineAt(position.line).text.slice(0, 20_000);
  // connect from pc.example.org[192.0.2.7]   client=pc.example.org[192.0.2.7]
  return /(?:\bfrom |\bclient=|\brelay=|\bH=)([A-Za-z0-9_.:-]{3,255})/.exec(line)?.[1] ?? null;
}

function labelsOf(record: Parameters<typeof questionsOf>[0]): string[] {
  return questionsOf(record)
    .map(codeLabel)
    .filter((label) => label !== '');
}

/** The word of such characters around a place, without the full stops and colons at its ends. */
function wordUnder(line: string, characters: RegExp, at: number): string {
  let [start, end] = [at, at];
  while (start > 0 && at - start < 320 && characters.test(line[start - 1]!)) start--;
  while (end < line.length && end - at < 320 && characters.test(line[end]!)) end++;
  return line
    .slice(start, end)
    .replace(/^[.:]{1,3}/, '')
    .replace(/(?<!:):$|\.$/, '');
}

/** `192.0.2.5:25`; an address of IPv6 has more colons than one. */
function withoutPort(word: string): string {
  const colon = word.indexOf(':');
  return colon > 0 && colon === word.lastIndexOf(':') ? word.slice(0, colon) : word;
}

/** A name with letters, or an address of four numbers, or of IPv6; not a version, a time or a code. */
function isHost(word: string, line: string): boolean {
  if (word.length < 3) return false;
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/.test(word) || /^[\da-f:]{3,45}$/i.test(word))
    return word.includes('.') || word.includes('::') || word.split(':').length === 8;
  return /\.[A-Za-z][A-Za-z0-9-]{1,62}$/.test(word) && !line.includes(`/${word}`);
}
