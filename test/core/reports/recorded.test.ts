// Are the bounces that other servers than Postfix wrote here read as what was really said? The truth is the table that the sink
// answered from (test/corpus/world.mjs). Courier, dma and nullmailer leave much of it out of their reports: each has a key that
// says what of it can be known (key.mjs in its folder); Postfix's has, too (rfc3464.test.ts).
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { answerTo } from '../../corpus/answers.mjs';
import { fileNamed, read } from './support.ts';

/** What is not read as it was said, and why; nothing else may differ. */
const known: { readonly [file: string]: string } = {
  // The address was not asked again: its server had been failing, so there is no answer to this attempt.
  'exim/hr_busy.example.com.failed.eml': 'hr@busy.example.com null 5.0.0',
  // OpenSMTPD finds the loop itself and writes it in the form of a reply.
  'opensmtpd/hr_loop.example.com.failed.eml': 'hr@loop.example.com 500 5.4.6',
};

/** Sendmail names the list; the server answered for its member. */
const members: { readonly [recipient: string]: string } = { 'team@example.org': 'dora.keller@example.net' };

/** Mail that was recorded beside the bounces. */
const noBounce = new Set(['exim/unknown.failed.eml']);

describe('bounces that other servers wrote', () => {
  for (const server of ['exim', 'sendmail', 'opensmtpd']) {
    const files = readdirSync(new URL(`../../corpus/${server}/bounces/`, import.meta.url));

    it(`${server}: there are enough`, () => expect(files.length).toBeGreaterThan(40));

    for (const file of files) {
      it(`${server}: ${file}`, () => {
        const { recipients, kinds } = read(fileNamed(`${server}/bounces/${file}`));
        if (noBounce.has(`${server}/${file}`)) {
          expect(recipients).toEqual([]);
          return;
        }
        expect(kinds).toContain(server);
        expect(recipients.length).toBeGreaterThan(0);
        for (const { attempt } of recipients) {
          const row = `${attempt.recipient} ${attempt.reply} ${attempt.enhanced}`;
          if (known[`${server}/${file}`] === row) continue;
          expect(said(attempt.recipient!, attempt.enhanced)).toContain(row);
        }
      });
    }
  }
});

interface Row {
  readonly recipient: string;
  /** Not given where nobody can tell from the report. */
  readonly outcome?: string;
  readonly reply: string | null;
  readonly enhanced: string | null;
}

describe('bounces with a key of their own', () => {
  for (const server of ['courier', 'dma', 'nullmailer']) {
    const key = JSON.parse(fileNamed(`${server}/expected.json`)) as {
      readonly [file: string]: readonly Row[];
    };
    const files = readdirSync(new URL(`../../corpus/${server}/bounces/`, import.meta.url));

    it(`${server}: there are enough`, () => expect(files.length).toBeGreaterThan(70));

    for (const file of files) {
      it(`${server}: ${file}`, () => {
        const { recipients, kinds } = read(fileNamed(`${server}/bounces/${file}`));
        expect(kinds).toContain(server);
        const wanted = key[`bounces/${file}`];
        expect(wanted.length).toBeGreaterThan(0);
        const found = recipients.map(({ attempt: { recipient, outcome, reply, enhanced } }, index) =>
          wanted[index]?.outcome === undefined
            ? { recipient, reply, enhanced }
            : { recipient, outcome, reply, enhanced },
        );
        expect(found).toEqual(
          wanted.map(({ recipient, outcome, reply, enhanced }) =>
            outcome === undefined ? { recipient, reply, enhanced } : { recipient, outcome, reply, enhanced },
          ),
        );
      });
    }
  }
});

it.each([
  ['hr_down.example.com.failed.eml', 'Connection refused', 'connect', null],
  [
    'hr_cut.example.com.failed.eml',
    'Network connection shut down by the remote mail server',
    null,
    'mx.cut.example.com',
  ],
  ['nobody.here_example.org.failed.eml', '550 User <nobody.here> unknown', null, null],
])('Courier: %s tells its own words without the arrows of the dialogue', (file, words, phase, host) => {
  const [{ attempt }] = read(fileNamed(`courier/bounces/${file}`)).recipients;
  expect([attempt.text, attempt.phase, attempt.host]).toEqual([words, phase, host]);
});

/** Every answer that the sink gave to a recipient, as a row; where it names no enhanced code, the report's Status stands there. */
function said(recipient: string, status: string | null): string[] {
  return [0, 1, 2].map((attempt) => {
    const { reply, enhanced, accepted } = answerTo(members[recipient] ?? recipient, attempt);
    return accepted
      ? `${recipient} null ${status}`
      : `${recipient} ${reply} ${reply === null ? status : (enhanced ?? status)}`;
  });
}
