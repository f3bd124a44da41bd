// How does the Dovecot corpus come about? Mail over LMTP and dovecot-lda into mailboxes with Sieve scripts and quotas; redirects go to
// the sink. Run by ../record.sh only. Absent on purpose: any change to what Dovecot wrote.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { talk } from '../client.mjs';
import { keep, mailsBelow, pause, pipe, run, sh, startSyslog, startWorld, writeBounces } from '../recorder.mjs';

const here = '/corpus/dovecot';
const SCRIPTS = {
  'anna.berg': 'keep;',
  office: 'require ["fileinto","mailbox"]; fileinto :create "Work";',
  billing: 'require "reject"; reject "550 times no: bills go to accounts@example.org";',
  jobs: 'discard;',
  web: 'redirect "dora.keller@example.net";',
  monitor: 'require "copy"; redirect :copy "info@example.net";',
  'sofia.marek': 'require "vacation"; vacation :days 1 "Away until 5.1.1, call 421";',
  'lars.holm': 'require "nonsense"; keep;',
};
await startWorld();
await sh('groupadd -f vmail; useradd -u 5000 -g vmail -d /var/vmail vmail; mkdir -p /var/vmail /etc/dovecot/sieve; chown -R vmail:vmail /var/vmail');
writeFileSync('/etc/dovecot/users', `${[...Object.keys(SCRIPTS), 'full.drawer', 'policy.test'].map((u) => `${u}@example.org:{plain}x:5000:5000::/var/vmail/${u}::${u === 'full.drawer' ? 'userdb_quota_rule=*:storage=1K' : ''}`).join('\n')}\n`);
for (const [user, script] of Object.entries(SCRIPTS)) {
  mkdirSync(`/var/vmail/${user}`, { recursive: true });
  writeFileSync(`/var/vmail/${user}/.dovecot.sieve`, `${script}\n`);
}
writeFileSync('/etc/dovecot/dovecot.conf', `protocols = lmtp submission
mail_location = maildir:~/Maildir
passdb {
  driver = passwd-file
  args = /etc/dovecot/users
}
userdb {
  driver = passwd-file
  args = /etc/dovecot/users
}
mail_plugins = quota
plugin {
  quota = maildir:User quota
  sieve = ~/.dovecot.sieve
}
hostname = mail.example.org
postmaster_address = postmaster@example.org
submission_host = 198.51.100.11:25
submission_relay_host = 198.51.100.11
submission_relay_port = 25
disable_plaintext_auth = no
ssl = no
auth_mechanisms = plain login
protocol lmtp {
  mail_plugins = quota sieve
}
protocol lda {
  mail_plugins = quota sieve
}
service lmtp {
  inet_listener lmtp {
    address = 192.0.2.25
    port = 24
  }
}
service submission-login {
  inet_listener submission {
    address = 192.0.2.25
    port = 587
  }
}
log_path = syslog
syslog_facility = mail
`);
await sh('chown -R vmail:vmail /var/vmail; mkdir -p /run/dovecot');
const stop = await startSyslog('/run/syslog');
console.log((await run('doveconf', '-n')).stderr);
spawn('dovecot', ['-F'], { stdio: 'ignore' });
await pause(2500);
const mail = (to, size = 0) => ({ data: `From: <t.nguyen@partner.example.com>\nTo: <${to}>\nMessage-ID: <${to.split('@')[0]}.550@partner.example.com>\nSubject: Offer 550\n\nhello\n${'550 pieces, shelf 4.2.2\n'.repeat(size)}` });
for (const user of [...Object.keys(SCRIPTS), 'full.drawer', 'ghost']) {
  const to = `${user}@example.org`;
  console.log(user, await talk({ from: '10.20.0.14', to: '192.0.2.25', port: 24, lines: ['LHLO gate.example.org', 'MAIL FROM:<t.nguyen@partner.example.com>', `RCPT TO:<${to}>`, 'DATA', mail(to, user === 'full.drawer' ? 100 : 0), 'QUIT'] }));
}
await pipe([['t.nguyen@partner.example.com', ['anna.berg@example.org'], 'by lda'], ['t.nguyen@partner.example.com', ['full.drawer@example.org'], 'by lda', 4000], ['t.nguyen@partner.example.com', ['billing@example.org'], 'by lda'], ['t.nguyen@partner.example.com', ['web@example.org'], 'by lda']], (from, [to]) => ['/usr/lib/dovecot/dovecot-lda', '-f', from, '-d', to]);
const login = Buffer.from('\0anna.berg@example.org\0x').toString('base64');
for (const to of ['info@example.net', 'dora.keller@example.net', 'p.novak@example.net', 'invoices@example.net'])
  console.log(await talk({ from: '10.20.0.14', to: '192.0.2.25', port: 587, lines: ['EHLO [10.20.0.14]', `AUTH PLAIN ${login}`, 'MAIL FROM:<anna.berg@example.org>', `RCPT TO:<${to}>`, 'DATA', mail(to), 'QUIT'] }));
console.log(await talk({ from: '10.20.0.14', to: '192.0.2.25', port: 587, lines: ['EHLO [10.20.0.14]', `AUTH PLAIN ${Buffer.from('\0anna.berg@example.org\0wrong').toString('base64')}`, 'QUIT'] }));
await pause(3000);
await run('doveadm', 'stop');
await stop();
keep('/run/syslog', join(here, 'store'));
writeBounces(join(here, 'bounces'), mailsBelow('/var/vmail'));
process.exit(0);
