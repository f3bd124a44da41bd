// How is our own Postfix set up for the recording? main.cf, master.cf and the look-up tables, as text.
// Absent on purpose: chroot, users' passwords, anything that a real server of this size would not have.

/** Settings that hold for every story; a story adds its own. */
export const MAIN = {
  compatibility_level: '3.6',
  maillog_file: '/var/log/mail.log',
  myhostname: 'mail.example.org',
  mydomain: 'example.org',
  myorigin: 'example.org',
  mydestination: 'mail.example.org, localhost',
  mynetworks: '127.0.0.0/8, 10.20.0.0/16',
  inet_interfaces: '192.0.2.25, 127.0.0.1',
  inet_protocols: 'all',
  smtp_bind_address: '192.0.2.25',
  biff: 'no',
  alias_maps: 'texthash:/etc/postfix/aliases',
  alias_database: '',
  virtual_mailbox_domains: 'example.org, news.example.org',
  virtual_mailbox_maps: 'texthash:/etc/postfix/mailboxes',
  virtual_alias_maps: 'texthash:/etc/postfix/virtual',
  virtual_mailbox_base: '/var/mail/vhosts',
  virtual_uid_maps: 'static:65534',
  virtual_gid_maps: 'static:65534',
  relay_domains: 'store.example.org, tickets.example.org',
  transport_maps: 'texthash:/etc/postfix/transport',
  sender_dependent_default_transport_maps: 'texthash:/etc/postfix/sender_transport',
  message_size_limit: '102400',
  mailbox_size_limit: '122880',
  virtual_mailbox_limit: '122880',
  tickets_destination_recipient_limit: '1',
  smtp_tls_security_level: 'may',
  smtp_tls_loglevel: '1',
  smtp_tls_policy_maps: 'texthash:/etc/postfix/tls_policy',
  smtp_connect_timeout: '4s',
  smtp_helo_timeout: '4s',
  smtp_mail_timeout: '4s',
  smtp_rcpt_timeout: '4s',
  smtp_data_done_timeout: '4s',
  smtpd_sender_restrictions: 'check_sender_access texthash:/etc/postfix/sender_filter',
  smtpd_relay_restrictions: 'permit_mynetworks, reject_unauth_destination',
};

/** What differs from story to story. */
export const STORY_MAIN = {
  outbound: {},
  inbound: {
    enable_long_queue_ids: 'yes',
    header_checks: 'regexp:/etc/postfix/header_checks',
    body_checks: 'regexp:/etc/postfix/body_checks',
    smtpd_helo_required: 'yes',
    smtpd_error_sleep_time: '0',
    smtpd_hard_error_limit: '4',
    smtpd_soft_error_limit: '3',
    smtpd_recipient_limit: '6',
    disable_vrfy_command: 'yes',
    smtpd_client_restrictions: 'permit_mynetworks, reject_unknown_reverse_client_hostname',
    smtpd_helo_restrictions: 'permit_mynetworks, reject_invalid_helo_hostname, reject_non_fqdn_helo_hostname, check_helo_access texthash:/etc/postfix/helo_access, reject_unknown_helo_hostname',
    smtpd_sender_restrictions: 'reject_non_fqdn_sender, check_sender_access texthash:/etc/postfix/sender_access, reject_unknown_sender_domain, reject_rhsbl_sender dbl.example.net',
    smtpd_relay_restrictions: 'permit_mynetworks, reject_unauth_destination',
    smtpd_recipient_restrictions: 'reject_non_fqdn_recipient, reject_unknown_recipient_domain, check_recipient_access texthash:/etc/postfix/recipient_access, reject_unlisted_recipient, permit_mynetworks, reject_rbl_client bl.example.net, check_policy_service inet:127.0.0.1:10023, reject_unverified_recipient',
    unverified_recipient_reject_code: '550',
    address_verify_poll_count: '3',
    address_verify_poll_delay: '1s',
    anvil_rate_time_unit: '60s',
  },
  // A day at the office, all of the above in small: what test/samples shows.
  day: {},
  lifecycle: {
    enable_long_queue_ids: 'yes',
    queue_run_delay: '2s',
    minimal_backoff_time: '2s',
    maximal_backoff_time: '4s',
    // A site is left alone after its first failure: "delivery temporarily suspended".
    initial_destination_concurrency: '1',
    delay_warning_time: '3s',
    confirm_delay_cleared: 'yes',
    bounce_template_file: '/etc/postfix/bounce.cf',
    notify_classes: 'bounce, 2bounce, resource, software',
    header_checks: 'regexp:/etc/postfix/header_checks',
  },
};

/** master.cf, the same for every story. */
export const MASTER = `
192.0.2.25:25  inet  n - n - - smtpd
192.0.2.26:25  inet  n - n - - smtpd
  -o syslog_name=postfix/mx2
  -o smtpd_client_connection_rate_limit=8
  -o smtpd_client_message_rate_limit=5
192.0.2.25:587 inet  n - n - - smtpd
  -o syslog_name=postfix/submission
  -o smtpd_client_restrictions=
  -o smtpd_recipient_restrictions=
pickup    unix  n - n 60 1 pickup
cleanup   unix  n - n - 0 cleanup
qmgr      unix  n - n 300 1 qmgr
tlsmgr    unix  - - n 1000? 1 tlsmgr
rewrite   unix  - - n - - trivial-rewrite
bounce    unix  - - n - 0 bounce
defer     unix  - - n - 0 bounce
trace     unix  - - n - 0 bounce
verify    unix  - - n - 1 verify
flush     unix  n - n 1000? 0 flush
proxymap  unix  - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp      unix  - - n - - smtp
relay     unix  - - n - - smtp
  -o syslog_name=postfix/relay
bulk      unix  - - n - - smtp
  -o syslog_name=newsletter
showq     unix  n - n - - showq
error     unix  - - n - - error
retry     unix  - - n - - error
discard   unix  - - n - - discard
local     unix  - n n - - local
virtual   unix  - n n - - virtual
lmtp      unix  - - n - - lmtp
anvil     unix  - - n - 1 anvil
scache    unix  - - n - 1 scache
postlog   unix-dgram n - n - 1 postlogd
tickets   unix  - n n - - pipe
  flags=Rq user=nobody argv=/etc/postfix/ticket.sh \${recipient}
`;

const PEOPLE = ['anna.berg', 'office', 'billing', 'jobs', 'lars.holm', 'web', 'postmaster', 'monitor', 'sofia.marek', 'app'];

/** Look-up tables and scripts, by file name under /etc/postfix. */
export const FILES = {
  mailboxes: `${PEOPLE.map((p) => `${p}@example.org example.org/${p}/`).join('\n')}
newsletter@news.example.org news.example.org/newsletter/
full.drawer@example.org example.org/full.drawer
`,
  virtual: 'team@example.org anna.berg@example.org, lars.holm@example.org\nforward@example.org dora.keller@example.net\n',
  transport: `store.example.org lmtp:[10.20.0.50]:2424
tickets.example.org tickets:
partner.example.com relay:[mx1.example.net]
retired.example.com error:5.1.2 This domain is no longer in use, write to info@example.net
later.example.com retry:4.3.5 Routing to this domain is on hold by the administrator
sinkhole.example.com discard:test mail
`,
  sender_transport: 'newsletter@news.example.org bulk:\n',
  sender_filter: 'app@example.org FILTER smtp:[10.20.0.50]:10024\n',
  tls_policy: 'secret.example.com encrypt\ntlsdown.example.com encrypt\n',
  aliases: 'postmaster postmaster@example.org\nroot jonas\nring ring2@mail.example.org\nring2 ring@mail.example.org\nprinter "|/etc/postfix/printer.sh"\nreports /var/mail/nowhere/reports\nlists :include:/etc/postfix/missing-list\n',
  header_checks: `/^Subject: .*cheap pills/ REJECT Message refused by local rule 12
/^Subject: .*TEST-DISCARD/ DISCARD test messages end here
/^Subject: .*\\[legal\\]/ HOLD waits for the legal department
/^Subject: .*quarterly draft/ WARN draft leaves the house
/^X-Mailer: .*BulkSender/ REDIRECT postmaster@example.org
/^Subject: .*via filter/ FILTER smtp:[10.20.0.50]:10024
`,
  body_checks: '/click-here\\.spamvertised\\.example\\.com/ REJECT 5.7.1 Link to a listed site\n/^TVqQAAMAAAAEAAAA/ REJECT Windows programs are not accepted by mail\n',
  helo_access: 'mail.example.org REJECT You are not us\nylmf-pc REJECT\nexample.org REJECT You are not us\n',
  sender_access: 'blocked@partner.example.com REJECT\nbounces@mailer.example.net 450 4.7.1 Bulk mail is taken at night only\nspam@partner.example.com 554 5.7.1 Go away, 550 times no\nquiet@partner.example.com DISCARD nobody reads this\n',
  recipient_access: 'exstaff@example.org 550 5.2.1 This colleague has left the company\ntrap@example.org REJECT\nboard@example.org DEFER the board is not in\n',
  // The stock text counts in hours, and an hour here is a second.
  'bounce.cf': `delay_template = <<EOF
Charset: us-ascii
From: MAILER-DAEMON (Mail Delivery System)
Subject: Delayed Mail (still being retried)
Postmaster-Subject: Postmaster Warning: Delayed Mail

This is the mail system at host $myhostname.

####################################################################
# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #
####################################################################

Your message could not be delivered for more than $delay_warning_time_seconds second(s).
It will be retried until it is $maximal_queue_lifetime_days day(s) old.

For further assistance, please send mail to postmaster.

If you do so, please include this problem report. You can
delete your own text from the attached returned message.

                   The mail system
EOF
`,
  'ticket.sh': `#!/bin/sh
cat >/dev/null
case "$1" in
closed@*) echo "Queue closed: no such ticket queue"; exit 67;;
busy@*) echo "database is locked, try again"; exit 75;;
private@*) echo "5.7.1 This queue takes mail from staff only"; exit 77;;
broken@*) echo "/opt/tickets/intake.pl line 421: cannot open config"; exit 1;;
esac
`,
  'printer.sh': '#!/bin/sh\ncat >/dev/null\necho "lp: The printer or class does not exist." >&2\nexit 69\n',
};

const { smtpd_hard_error_limit, smtpd_soft_error_limit, ...door } = STORY_MAIN.inbound;
Object.assign(STORY_MAIN.day, door, { initial_destination_concurrency: '1', queue_run_delay: '3s', minimal_backoff_time: '3s', maximal_backoff_time: '6s' });
