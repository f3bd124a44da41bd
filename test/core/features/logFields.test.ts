// A hover on a field or word of a server's own says in a sentence what it is.
import { expect, test } from 'vitest';
import { joinCatalog } from '../../../catalog/build.mjs';
import { createService } from '../../../server/src/core/service.ts';
import { PagedText } from '../../../server/src/core/text/pagedText.ts';
import { finish } from '../../support/engine.ts';
import { withCursor } from '../../support/marks.ts';

const plain = createService(JSON.stringify(joinCatalog()), { plainText: true });

function hover(marked: string): string | null {
  const { text, line, character } = withCursor(`${marked}\n`);
  const paged = PagedText.of(text);
  const analysis = finish(plain.analyze(paged, 'log'));
  const found = plain.hover(paged, 'log', analysis, { line, character }, 'file:///mail.log');
  return found ? (found.contents as { value: string }).value : null;
}

const postfix = 'Nov  1 00:00:31 mail postfix';
const delivery = (fields: string) =>
  `${postfix}/smtp[77]: 4A1B2C3D4E: to=<u@d.example>, orig_to=<x@d.example>, relay=mx.d.example[192.0.2.5]:25, ${fields}, dsn=2.0.0, status=sent (250 Ok)`;
const exim = '2026-11-01 00:00:31 1xVWQc-00002N-0O';

test.each([
  [delivery('conn_u‸se=3, delay=1.1, delays=0.1/0/0.5/0.5'), 'this one included'],
  [delivery('delay=7206, delays=720‸5/12/0.3/1.1'), '12 s in the active queue'],
  [delivery('delay=1, delays=0/0/0/0, tls=da‸ne'), 'DANE'],
  [delivery('delay=1, delays=0/0/0/0, tls=encrypt/(requir‸etls)'), 'asked for beyond that'],
  [`${postfix}/qmgr[7]: 4A1B2C3D4E: from=<s@e>, size=617, nrc‸pt=2 (queue active)`, 'still open'],
  [
    `${postfix}/smtp[7]: Untru‸sted TLS connection established to mx.d.example[192.0.2.5]:25: TLSv1.3 with cipher x (256/256 bits)`,
    'no error',
  ],
  [
    `${postfix}/smtpd[7]: Anony‸mous TLS connection established from mx.d.example[192.0.2.5]: TLSv1.3 with cipher x (256/256 bits)`,
    'no certificate',
  ],
  [
    `${postfix}/postscreen[7]: PREG‸REET 11 after 0.05 from [192.0.2.7]:62795: EHLO x`,
    'before it was greeted',
  ],
  [
    `${postfix}/postscreen[7]: HAN‸GUP after 0.4 from [192.0.2.7]:62795 in tests before SMTP handshake`,
    'hung up',
  ],
  [`${postfix}/postscreen[7]: DNSBL ra‸nk 5 for [192.0.2.7]:62795`, 'postscreen_dnsbl_threshold'],
  [`${postfix}/postscreen[7]: PASS N‸EW [192.0.2.7]:62795`, 'passed the tests'],
  [`${postfix}/postscreen[7]: PASS O‸LD [192.0.2.7]:62795`, 'some time ago'],
  [
    `${postfix}/anvil[7]: statistics: max connection ra‸te 550/60s for (smtp:192.0.2.7) at Nov  1 00:00:01`,
    'a statistic, not an error',
  ],
  [
    `${postfix}/smtpd[7]: disconnect from mx[192.0.2.7] ehlo=1 mail=1 rcpt=0‸/421 commands=2/423`,
    'RCPT: 421 sent, 0 of them accepted.',
  ],
  [
    `${postfix}/smtpd[7]: disconnect from mx[192.0.2.7] ehlo=1 quit=1 comm‸ands=2`,
    'commands: 2 sent, all accepted.',
  ],
  [
    `{"SYSLOG_IDENTIFIER":"postfix/postscreen","MESSAGE":"PREG‸REET 11 after 0.05 from [192.0.2.7]:62795: EHLO x"}`,
    'before it was greeted',
  ],
  [`${exim} <‸= s@e.example H=mx.e.example [192.0.2.7] P=esmtps S=617 id=1@e.example`, 'The message arrived'],
  [`${exim} <= s@e.example H=mx.e‸.example [192.0.2.7] P=esmtps S=617 id=1@e.example`, 'The other host'],
  [
    `${exim} <= s@e.example H=mx.e.example [192.0.2.7] P=esm‸tpsa X=TLS1.3:x:256 CV=no S=617`,
    'encrypted, logged in',
  ],
  [`${exim} <= <> R=1xVW‸Qb-00002N-0N U=Debian-exim P=local S=1617`, 'a notice about another message'],
  [`${exim} <= s@e.example U=root P=local S=617 T="Re: ho‸w are you" for u@d.example`, 'subject'],
  [`${exim} => u@d.example R=dns‸lookup T=remote_smtp H=mx.d.example [192.0.2.5] C="250 OK"`, 'router'],
  [`${exim} => u@d.example R=dnslookup T=rem‸ote_smtp H=mx.d.example [192.0.2.5] C="250 OK"`, 'transport'],
  [
    `${exim} => u@d.example R=dnslookup T=remote_smtp H=mx.d.example [192.0.2.5] X=TLS1.3:x:256 CV=d‸ane C="250 OK" QT=2s`,
    'DANE',
  ],
  [
    `${exim} => u@d.example R=dnslookup T=remote_smtp H=mx.d.example [192.0.2.5] X=TLS1.3:x:256 DN="/CN=m‸x.d.example" C="250 OK"`,
    'in the certificate',
  ],
  [
    `${exim} => u@d.example R=dnslookup T=remote_smtp H=mx.d.example [192.0.2.5] PR‸DR C="250 OK" QT=2s DT=1s`,
    'each recipient separately',
  ],
  [
    `${exim} => u@d.example R=dnslookup T=remote_smtp H=mx.d.example [192.0.2.5] K C="250 OK" Q‸T=2s DT=1s`,
    'from the arrival',
  ],
  [
    `${exim} => u@d.example R=dnslookup T=remote_smtp H=mx.d.example [192.0.2.5] ‸K C="250 OK" QT=2s DT=1s`,
    'BDAT',
  ],
  [`${exim} Compl‸eted QT=2s`, 'Nothing is left to do'],
  [`${exim} =‸= u@d.example R=dnslookup T=remote_smtp defer (111): Connection refused`, 'put off'],
])('%s', (line, words) => {
  expect(hover(line)).toContain(words);
});

test('what is in no field of the server has none', () => {
  expect(
    hover(`${exim} <= s@e.example H=mx.e.example [192.0.2.7] P=esmtps S=617 id=1@e.example ‸x`),
  ).toBeNull();
  expect(hover('Nov  1 00:00:31 web nginx[1]: rcpt=0‸/1 max connection rate 1/60s')).toBeNull();
});
