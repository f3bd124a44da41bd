// Is a mailbox at an address literal (RFC 5321 §4.1.3: `user@[192.0.2.7]`, `user@[IPv6:2001:db8::1]`) read as a recipient like any
// other? Every bounce of one recipient is read once more with its recipient moved there.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { addressIn, nextAddress } from '../../../server/src/core/reports/address.ts';
import { fileNamed, read, rows } from './support.ts';

describe('an address in a text', () => {
  const cases: readonly (readonly [text: string, address: string | null])[] = [
    ['to <user@[192.0.2.7]>: no', 'user@[192.0.2.7]'],
    ['rfc822;user@[192.0.2.7]', 'user@[192.0.2.7]'],
    ['user@[192.0.2.7].', 'user@[192.0.2.7]'],
    ['user@[IPv6:2001:db8::1]: no', 'user@[IPv6:2001:db8::1]'],
    ['(user@[ipv6:2001:DB8::1])', 'user@[ipv6:2001:DB8::1]'],
    ['"john doe"@[192.0.2.7]', '"john doe"@[192.0.2.7]'],
    // No literals: a list in brackets, an open bracket, words
    ['user@[192.0.2.7', null],
    ['user@[]', null],
    ['user@[some words] ben@example.net', 'ben@example.net'],
    ['[user@example.net]', 'user@example.net'],
    ['user@[192.0.2.7] and ben@example.net', 'user@[192.0.2.7]'],
  ];
  for (const [text, address] of cases) it(text, () => expect(addressIn(text)).toBe(address));

  it('goes on behind a literal', () => {
    const text = 'user@[192.0.2.7], ben@example.net';
    const first = nextAddress(text)!;
    expect(text.slice(first.end)).toBe(', ben@example.net');
    const second = nextAddress(text, first.end)!;
    expect(text.slice(second.start, second.end)).toBe('ben@example.net');
  });
});

describe('bounces with the recipient at an address literal', () => {
  const servers = ['postfix', 'exim', 'sendmail', 'opensmtpd', 'courier', 'dma', 'nullmailer'];
  for (const folder of [...servers.map((server) => `${server}/bounces`), 'reports'])
    for (const literal of ['user@[192.0.2.7]', 'user@[IPv6:2001:db8::1]'])
      it(`${folder}: ${literal}`, () => {
        const wrong: string[] = [];
        let count = 0;
        for (const file of readdirSync(new URL(`../../corpus/${folder}/`, import.meta.url))) {
          // In base64 the address is not to be found.
          if (!file.endsWith('.eml') || file === 'base64.eml') continue;
          const text = fileNamed(`${folder}/${file}`);
          const before = read(text);
          const [one] = before.recipients;
          if (before.recipients.length !== 1 || !one.attempt.recipient) continue;
          count++;
          const { recipient } = one.attempt;
          const moved = rows(read(text.replaceAll(recipient, literal)));
          const wanted = rows(before).map((row) => row.replace(recipient, literal));
          if (moved.join() !== wanted.join()) wrong.push(`${file}: ${moved.join()} not ${wanted.join()}`);
        }
        expect(count).toBeGreaterThan(folder === 'reports' ? 15 : 30);
        expect(wrong).toEqual([]);
      });
});
