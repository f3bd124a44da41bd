// Where does each SMTP dialogue of a log begin and end, and what came of it? For the outline and for folding.
// Deliberately absent: who says what (formats/dialogueLine.ts), and sessions of programs that write an id on each line.
import type { Analysis } from '../analyze.ts';
import { connectionIn, shownIn } from '../formats/dialogueLine.ts';
import { readPage } from '../formats/readPage.ts';
import { commandIn, isReply } from '../formats/session.ts';
import type { Outcome } from '../model/attempt.ts';

export interface ListedDialogue {
  /** Lines from 0, in the file. */
  readonly first: number;
  last: number;
  /** As the server calls itself, or as it was called; null where nobody says. */
  host: string | null;
  sender: string | null;
  /** The outcome of each recipient; the empty string stands for one that no line names. */
  readonly ends: Map<string, Outcome>;
}

/** An outline or a fold of more is no overview. */
const most = 2_000;
/** Further apart two lines are no longer of one dialogue. */
const longestPause = 200;

/** The dialogues in order of the file, the first 2,000. Yields the share that is done. */
export function* dialoguesOf({ kind, pages, text }: Analysis): Generator<number, ListedDialogue[]> {
  const found: ListedDialogue[] = [];
  if (kind !== 'log') return found;
  let current: ListedDialogue | null = null;
  let spoken = false;
  for (let index = 0; index < pages.length && found.length < most; index++) {
    const { page, entry, counts } = pages[index]!;
    if (counts.formats.dialogue) {
      const before = text.pageFirstLine(index);
      const heard = new Map<
        number,
        { sender: string | null; host: string | null; ends: [string, Outcome][] }
      >();
      readPage(page.text, page.startsMidLine, entry, ({ format, attempts }, line) => {
        if (format !== 'dialogue') return;
        const [first] = attempts;
        heard.set(line + before, {
          sender: first?.sender ?? null,
          host: first?.host ?? null,
          ends: attempts.map(({ recipient, outcome }) => [recipient ?? '', outcome]),
        });
      });
      const last = before + page.lineBreaks;
      for (let line = before; line <= last && found.length < most; line++) {
        const step = stepIn(text.lineAt(line).text.slice(0, 1_000));
        const record = heard.get(line);
        if (!step && !record) continue;
        const isNew =
          current === null ||
          line - current.last > longestPause ||
          step?.kind === 'call' ||
          (step?.kind === 'greeting' && spoken);
        // A lone number, or a word that is a command elsewhere, opens no dialogue.
        if (
          isNew &&
          !record &&
          step?.kind !== 'call' &&
          step?.kind !== 'greeting' &&
          step?.kind !== 'command'
        )
          continue;
        if (isNew) {
          current = { first: line, last: line, host: null, sender: null, ends: new Map() };
          found.push(current);
          spoken = false;
        }
        current!.last = line;
        current!.host ??= step?.host ?? record?.host ?? null;
        current!.sender ??= record?.sender ?? null;
        for (const [recipient, outcome] of record?.ends ?? []) current!.ends.set(recipient, outcome);
        if (step?.kind === 'command') spoken = true;
        if (step?.kind === 'goodbye') current = null;
      }
    }
    yield (index + 1) / pages.length;
  }
  // One line is no dialogue.
  return found.filter(({ first, last }) => last > first);
}

interface StepOfDialogue {
  readonly kind: 'call' | 'greeting' | 'command' | 'reply' | 'goodbye';
  readonly host?: string;
}

/** What a line adds to a dialogue; null where it is none of one. */
function stepIn(line: string): StepOfDialogue | null {
  const call = connectionIn(line);
  if (call) return { kind: 'call', host: call.host };
  const shown = shownIn(line);
  const words = shown ? line.slice(shown.start, shown.end) : line;
  if (shown?.side !== 'server' && commandIn(words)) return { kind: 'command' };
  if (shown?.side === 'client' || !isReply(words)) return null;
  // 220 mx.example.net ESMTP   220 2.0.0 Ready to start TLS
  const greeting = /^220[ -]([A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,8}) /.exec(words);
  if (greeting) return { kind: 'greeting', host: greeting[1]! };
  return { kind: words.startsWith('221') ? 'goodbye' : 'reply' };
}
