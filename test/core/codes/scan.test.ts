import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readReply } from '../../../server/src/core/codes/reply.ts';
import { scanReply } from '../../../server/src/core/codes/scan.ts';
import { withRanges } from '../../support/marks.ts';

/** Every code of the words is marked, and nothing else is found. */
function checkCodes(marked: string): void {
  const { text, ranges } = withRanges(marked);
  const found = scanReply(text, 0, text.length).map(({ start, end }) => ({ start, end }));
  expect(found.map(({ start, end }) => text.slice(start, end))).toEqual(
    ranges.map(({ start, end }) => text.slice(start, end)),
  );
  expect(found).toEqual(ranges);
}

describe('codes in a server’s words', () => {
  test.each([
    '«550» «5.1.1» no mailbox here by that name.',
    '«552» «4.2.2» User has full mailbox',
    '«550»-«5.1.1» <x@y.example>: User unknown «550» «5.1.1» For assistance see https://example.org/550',
    '«550» «#5.1.0» Address rejected.',
    '«452» sorry, mailbox disabled. («#4.2.1»)',
    '«554»-mx.example «554» Your access to this mail system has been rejected',
    '«450» «4.1.1» <u@d>: undeliverable address: host 10.0.0.5[10.0.0.5] said: «550» «5.1.1» <u@d>: User unknown',
    '«550» «5.1.351» Remote server returned unknown recipient -> «550» «#5.1.0» Address rejected.',
    '«4.7.1» Service unavailable - try again later',
    '«250» «2.1.5»Recipient OK',
    '«250» «2.0.0» Ok: queued as 4A550B511C',
    '«511» sorry, no mailbox here by that name («#5.1.1» - chkuser)',
    '«571» Message Refused',
    '«530», response: «5.7.0» Must issue a STARTTLS command first',
    '«#5.5.0» smtp;«553» sorry, that domain isn’t in my list («#5.7.1»)',
    '«5.1.1». The address has a final dot',
    '«550» «550» «5.1.1» said twice',
  ])('%s', checkCodes);
});

describe('what only looks like a code', () => {
  test.each([
    '«554» «5.7.1» Service unavailable; Client host [212.47.19.70] blocked; https://example.org/query/ip/212.47.19.70?p=550',
    '«220» mx.example ESMTP Exim 4.96.2 ready',
    '«550» message refused (size=550, port 10.0.0.1:554, id 5.1.1.7)',
    '«550» a7si7055154eep.296 - gsmtp',
    '«550» host pc-550 at 5.48.118.128 listed',
    '«250» 2.0.0.1 is an address',
    '«550» RFC 3463 section 3.2.1 says so',
    '«421» too many connections from 66-220-155-143.example (limit 550)',
    'queued as 550ABC',
    'Exim 4.96 on 5.1.1-host',
    'user 444@x.example is away until 2026',
  ])('%s', checkCodes);
});

describe('which code is the answer', () => {
  test.each([
    [
      '450 4.1.1 <u>: undeliverable address: host x[10.0.0.5] said: 550 5.1.1 <u>: User unknown',
      '450',
      '4.1.1',
    ],
    [
      '550 5.1.351 Remote server returned unknown recipient or mailbox unavailable -> 550 #5.1.0 Address rejected.',
      '550',
      '5.1.0',
    ],
    ['550 permanent failure for one or more recipients (u@d.example:552 5.2.2 mailbox full)', '552', '5.2.2'],
    [
      '451 4.4.0 Primary target IP address responded with: "421 4.2.1 Unable to connect." Attempted failover',
      '421',
      '4.2.1',
    ],
    ['550 5.0.0 <u@d>: refused (#5.7.1)', '550', '5.7.1'],
    ['#5.5.0 smtp;553 sorry, that domain is not in my list (#5.7.1)', '553', '5.7.1'],
    ['Connection timed out', null, null],
  ])('%s', (text, reply, enhanced) => {
    const said = readReply(text, 0, text.length);
    expect([said.reply, said.enhanced]).toEqual([reply, enhanced]);
  });
});

test('whatever the words, a code found is in the text, in order and in its shape', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '550',
      '5.1.1',
      '-',
      ' ',
      '#',
      '(',
      ')',
      ' said: ',
      '-> ',
      '[1.2.3.4]',
      'x',
      '4.2',
      '.',
      '\n',
    ),
    fc.string({ maxLength: 6 }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      const text = pieces.join('');
      let last = 0;
      for (const code of scanReply(text, 0, text.length)) {
        expect(code.start).toBeGreaterThanOrEqual(last);
        expect(text.slice(code.start, code.end).replace('#', '')).toBe(code.code);
        expect(code.code).toMatch(/^(?:[2-5]\d\d|[245]\.\d\.\d{1,3})$/);
        last = code.end;
      }
    }),
    { numRuns: 2000 },
  );
});
