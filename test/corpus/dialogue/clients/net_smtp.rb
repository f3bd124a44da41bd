# One message by Net::SMTP: net_smtp.rb HOST SENDER RECIPIENT,… debug|quiet
require 'net/smtp'

host, sender, recipients, show = ARGV
smtp = Net::SMTP.new(host, 25, starttls: false)
smtp.open_timeout = smtp.read_timeout = 5
smtp.set_debug_output($stdout) if show == 'debug'
begin
  smtp.start('mail.example.org') do |session|
    session.send_message("Subject: Invoice 550\n\n550 5.1.1 is no answer here\n", sender, *recipients.split(','))
  end
rescue StandardError => error
  puts error.full_message(highlight: false) if show == 'quiet'
end
