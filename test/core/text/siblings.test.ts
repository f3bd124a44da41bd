// Which files are one log, and in which order?
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rotatedName, siblingsOf } from '../../../server/src/core/text/siblings.ts';

describe('the files of one log, the oldest first', () => {
  test.each([
    ['logrotate', ['mail.log.10.gz', 'mail.log.2.gz', 'mail.log.1', 'mail.log']],
    ['newsyslog', ['maillog.1.bz2', 'maillog.0.bz2', 'maillog']],
    ['exicyclog', ['mainlog.10.gz', 'mainlog.03.gz', 'mainlog.02.gz', 'mainlog.01', 'mainlog']],
    ['dates', ['maillog-20261025.xz', 'maillog-20261101.zst', 'maillog-20261108', 'maillog']],
    ['hours', ['mail.log-2026110113.gz', 'mail.log-2026110114', 'mail.log']],
    ['days with hyphens', ['mainlog-2026-10-31', 'mainlog-2026-11-01', 'mainlog']],
    ['seconds', ['mail.log-20261101-1793491200.gz', 'mail.log-20261101-1793494800', 'mail.log']],
    ['postlogd', ['maillog.20261101-120000', 'maillog.20261101-130000', 'maillog']],
    ['an extension behind', ['mail-20261031.log.gz', 'mail-20261101.log', 'mail.log']],
    ['a number before the extension', ['mail.2.log.gz', 'mail.1.log', 'mail.log']],
    ['numbers, then dates', ['mail.log.2.gz', 'mail.log.1', 'mail.log-20261101', 'mail.log']],
    ['multilog', ['@400000005f9e0e6f1a2b3c4d.s', '@400000005f9e0e701a2b3c4d.u', 'current']],
    ['Exchange', ['SEND20261031-9.LOG', 'SEND20261031-10.LOG', 'SEND20261101-1.LOG']],
    ['Exchange by hours', ['MSGTRK2026103123-1.LOG', 'MSGTRK2026110100-1.LOG']],
    ['IIS', ['u_ex261031.log', 'u_ex261101.log']],
  ])('%s', (_, wanted) => {
    const folder = [...wanted].reverse();
    folder.push(
      'mail',
      'mail.err',
      'mail.err.1',
      'syslog.1',
      'mailman.log',
      'exim_mainlog.1',
      'RECV20261101-1.LOG',
    );
    for (const name of wanted) expect(siblingsOf(name, folder)).toEqual(wanted);
  });

  test('a name alone is its own', () => {
    expect(siblingsOf('mail.log', [])).toEqual(['mail.log']);
    expect(siblingsOf('trace.txt', ['trace.txt.bak', 'trace2.txt'])).toEqual(['trace.txt']);
  });

  test('in the middle of a rotation one of the two that say the same', () => {
    const folder = ['mail.log.1.gz', 'mail.log.1', 'mail.log'];
    expect(siblingsOf('mail.log', folder)).toEqual(['mail.log.1', 'mail.log']);
    expect(siblingsOf('mail.log.1.gz', folder)).toEqual(['mail.log.1.gz', 'mail.log']);
  });

  test('whatever the names, each once, the asked one among them', () => {
    const name = fc.stringMatching(/^[a-zA-Z0-9@._-]{1,40}$/);
    fc.assert(
      fc.property(name, fc.array(name), (asked, folder) => {
        const found = siblingsOf(asked, folder);
        expect(found).toContain(asked);
        expect(new Set(found).size).toBe(found.length);
        for (const one of found) expect(rotatedName(one).log).toBe(rotatedName(asked).log);
      }),
    );
  });
});

test.each([
  ['mail.log', null],
  ['mail.log.2.gz', 'gz'],
  ['maillog-20261101.zst', 'zst'],
  ['mainlog.3.XZ', 'xz'],
  ['mail.log.1.bz2', 'bz2'],
])('%s is packed as %s', (name, packing) => expect(rotatedName(name).packing).toBe(packing));
