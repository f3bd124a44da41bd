// What is broken on purpose? Every sample of the project, cut into windows and hurt in ways that real files are hurt: cut off,
// glued together, with bytes lost, doubled or exchanged. Deliberately absent: what must hold (the tests).
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';

const root = join(import.meta.dirname, '..');

function filesBelow(folder: string, ending: RegExp): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return filesBelow(path, ending);
    return ending.test(name) ? [path] : [];
  });
}

const textsOf = (ending: RegExp): string[] =>
  ['corpus', 'samples'].flatMap((folder) =>
    filesBelow(join(root, folder), ending).map((path) => readFileSync(path, 'utf8')),
  );

/** Every log of the project, each as its lines with their ends. */
export const logs: string[][] = textsOf(/\.(?:log|jsonl|csv|txt)$/i).map((text) => text.split(/(?<=\n)/));

/** Every saved message of the project. */
export const messages: string[] = textsOf(/\.(?:eml|mbox)$/i);

/**
 * 2,000 cases in the ordinary run, always the same ones, so that a change is not blamed for what chance finds.
 * `npm run fuzz` asks for 100,000 new ones.
 */
export function cases(share = 1): { numRuns: number; seed?: number } {
  const asked = process.env.FUZZ_RUNS;
  return { numRuns: Math.ceil(Number(asked ?? 2000) * share), ...(asked ? {} : { seed: 20_260_101 }) };
}

/** Words that formats look for, and what upsets readers. */
const spanner = fc.oneof(
  fc.constantFrom(
    ...[
      ' 550 5.1.1 ',
      '550-',
      ' said: ',
      ' status=bounced (',
      'dsn=',
      ': ',
      '""',
      '",',
      '\\n',
      '\\',
      '{',
      '}',
      '[',
      ']',
    ],
    ...[
      '<',
      '>',
      '(',
      ')',
      '=',
      '|',
      '\t',
      '\0',
      '\r',
      '\r\n',
      '\n',
      '\ufeff',
      '\ud800',
      '\u2028',
      '#5.1.0',
      '-> ',
      '@',
    ],
    ...[
      'Nov  1 00:00:31 ',
      '2026-11-01T00:00:31Z ',
      '<22>1 ',
      '#Fields: ',
      '-'.repeat(300),
      'RCPT TO:<',
      '354 go ahead',
    ],
  ),
  fc.string({ maxLength: 6, unit: 'binary' }),
);

interface Change {
  at: number;
  sort: number;
  size: number;
  words: string;
}

const changes = fc.array(fc.record({ at: fc.nat(), sort: fc.nat(5), size: fc.nat(60), words: spanner }), {
  maxLength: 6,
});

/** Text with places cut out, doubled, exchanged, moved to the front, or words thrown in. */
export function hurt(text: string, wounds: readonly Change[]): string {
  let out = text;
  for (const { at, sort, size, words } of wounds) {
    const place = out.length === 0 ? 0 : at % out.length;
    const before = out.slice(0, place);
    if (sort === 0) out = before + out.slice(place + size);
    else if (sort === 1) out = before + words + out.slice(place);
    else if (sort === 2) out = before + words + out.slice(place + words.length);
    else if (sort === 3) out = before + out.slice(place, place + size).repeat(2) + out.slice(place + size);
    else if (sort === 4)
      out = out.slice(place) + before; // what began elsewhere
    // A value of another type, in JSON.
    else
      out =
        before +
        out.slice(place).replace(/:\s?(?:"[^"\n]*"|\d+)/, [':7', ':null', ':{}', ':"x"', ':[]'][size % 5]);
  }
  return out;
}

/** Up to three windows of logs (they may be of different servers), glued and hurt. */
export const hurtLog = fc
  .tuple(fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat(12)), { minLength: 1, maxLength: 3 }), changes)
  .map(([windows, wounds]) =>
    hurt(
      windows
        .map(([which, from, count]) => {
          const lines = logs[which % logs.length];
          const start = from % lines.length;
          return lines.slice(start, start + count + 1).join('');
        })
        .join(''),
      wounds,
    ),
  );

/** A saved message, hurt. */
export const hurtMessage = fc
  .tuple(fc.nat(), changes)
  .map(([which, wounds]) => hurt(messages[which % messages.length], wounds));
