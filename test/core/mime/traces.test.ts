// What do `Received` lines and results of checks say, as servers write them?
import { describe, expect, test } from 'vitest';
import { readAuthResults, readReceivedSpf, readTags } from '../../../server/src/core/mime/authResults.ts';
import { readReceived } from '../../../server/src/core/mime/received.ts';

/** `helo name ip > by protocol`, with `+tls` and `+login`; `-` for what the line does not say. */
function hop(value: string): string {
  const { helo, name, ip, by, protocol, encrypted, authenticated } = readReceived(value);
  const marks = `${encrypted ? ' +tls' : ''}${authenticated ? ' +login' : ''}`;
  return `${helo ?? '-'} ${name ?? '-'} ${ip ?? '-'} > ${by ?? '-'} ${protocol ?? '-'}${marks}`;
}

describe('a hop', () => {
  test.each([
    [
      'Postfix',
      'from [10.20.0.14] (ws14.example.org [10.20.0.14]) (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)) (No client certificate requested) by mail.example.org (Postfix) with ESMTPSA id DAD147E for <d@b.example>; Mon, 23 Nov 2026 21:41:23 +0000 (UTC)',
      '[10.20.0.14] ws14.example.org 10.20.0.14 > mail.example.org ESMTPSA +tls +login',
    ],
    [
      'Postfix, no name found',
      'from mx.example.com (unknown [192.0.2.9]) by mail.example.org (Postfix) with SMTP id A; Mon, 23 Nov 2026 21:41:23 +0000',
      'mx.example.com - 192.0.2.9 > mail.example.org SMTP',
    ],
    [
      'Exim',
      'from mail.example ([192.0.2.1] helo=ws.example) by mx.example.net with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.96) (envelope-from <a@b>) id 1a-0b; Mon, 23 Nov 2026 21:41:23 +0000',
      'ws.example mail.example 192.0.2.1 > mx.example.net esmtps +tls',
    ],
    [
      'qmail',
      'from unknown (HELO x.example) (192.0.2.7) by y.example with SMTP; 2 Mar 2026 10:00:00 -0000',
      'x.example - 192.0.2.7 > y.example SMTP',
    ],
    [
      'Exchange',
      'from A.example (2001:db8::1) by B.example (2001:db8::2) with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_X) id 15.20.1; Thu, 24 Nov 2016 17:49:08 +0000',
      'A.example - 2001:db8::1 > B.example Microsoft SMTP Server +tls',
    ],
    [
      'Gmail',
      'from n.example.org (n.example.org. [198.51.100.225]) by mx.google.com with ESMTPS id e2 for <k@example.com> (version=TLS1 cipher=AES128-SHA bits=128/128); Thu, 29 Apr 2017 23:34:45 -0700 (PDT)',
      'n.example.org n.example.org 198.51.100.225 > mx.google.com ESMTPS +tls',
    ],
    [
      'a program on the spot',
      'by mail.example.org (Postfix, from userid 0) id C; Mon, 23 Nov 2026 21:41:23 +0000',
      '- - - > mail.example.org -',
    ],
    ['nothing', '', '- - - > - -'],
    ['brackets that never close', 'from a ((((b by c', 'a - - > - -'],
  ])('%s', (_, value, expected) => expect(hop(value)).toBe(expected));

  test('its date is what stands behind the last semicolon, without what Sendmail adds', () => {
    expect(
      readReceived('by a (x; y) id 1; Thu, 29 Apr 2013 23:45:00 +0900 (JST) (envelope-from M@e)').date,
    ).toBe('Thu, 29 Apr 2013 23:45:00 +0900 (JST)');
    expect(readReceived('by a id 1').date).toBeNull();
  });
});

describe('results of checks', () => {
  const told = (value: string) => {
    const { server, checks, instance } = readAuthResults(value);
    return [server, instance, ...checks.map(({ method, result }) => `${method}=${result}`)];
  };

  test('with the server’s name, without it, and as ARC has it', () => {
    expect(
      told(
        'mx.example; dkim=pass header.i=@a.example; spf=fail (mx: not 192.0.2.1; no) smtp.mailfrom=a@b; dmarc=fail (p=REJECT)',
      ),
    ).toEqual(['mx.example', null, 'dkim=pass', 'spf=fail', 'dmarc=fail']);
    expect(
      told('spf=fail (sender IP is 192.0.2.4) smtp.mailfrom=x.example;compauth=fail reason=000'),
    ).toEqual([null, null, 'spf=fail', 'compauth=fail']);
    expect(told('i=2; mx.example 1; arc=none')).toEqual(['mx.example', 2, 'arc=none']);
    expect(told('mx.example; none')).toEqual(['mx.example', null]);
  });

  test('properties and comments belong to their check', () => {
    const [first, second] = readAuthResults(
      'a; spf=pass (one (two)) smtp.mailfrom="x@y.example"; dkim=fail reason="body; hash" header.d=z.example',
    ).checks;
    expect([first.comment, first.properties.get('smtp.mailfrom')]).toEqual(['one (two)', 'x@y.example']);
    expect([second.properties.get('reason'), second.properties.get('header.d')]).toEqual([
      'body, hash',
      'z.example',
    ]);
  });

  test('Received-SPF and tags', () => {
    const spf = readReceivedSpf('SoftFail (mx: of a@b) client-ip=192.0.2.4; helo=x')!;
    expect([spf.result, spf.properties.get('client-ip'), spf.properties.get('helo')]).toEqual([
      'softfail',
      '192.0.2.4',
      'x',
    ]);
    expect(readReceivedSpf('')).toBeNull();
    expect(Object.fromEntries(readTags('i=1; cv=none; b=ab=='))).toEqual({ i: '1', cv: 'none', b: 'ab==' });
  });
});

test('long nonsense is read in no time', () => {
  const started = performance.now();
  for (const piece of ['(', ';', 'a=', 'from ', '1.', ':', `${'a'.repeat(50)} `, 'tests= '])
    for (const read of [readReceived, readAuthResults, readReceivedSpf, readTags])
      read(piece.repeat(8000 / piece.length));
  expect(performance.now() - started).toBeLessThan(1000);
});
