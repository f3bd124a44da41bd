# One message by Net::SMTP: net_smtp.pl HOST SENDER RECIPIENT,…
use strict;
use warnings;
use Net::SMTP;

my ($host, $sender, $recipients) = @ARGV;
my $smtp = Net::SMTP->new($host, Hello => 'mail.example.org', Timeout => 5, Debug => 1) or exit 1;
$smtp->mail($sender);
my @good = $smtp->recipient(split(/,/, $recipients), { SkipBad => 1 });
if (@good) {
    $smtp->data();
    $smtp->datasend("Subject: Invoice 550\n\n550 5.1.1 is no answer here\n");
    $smtp->dataend();
}
$smtp->quit;
