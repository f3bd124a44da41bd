# One message by smtplib: smtplib_client.py HOST SENDER RECIPIENT,… DEBUGLEVEL [user:password]
import smtplib
import sys
import traceback

host, sender, recipients, level = sys.argv[1:5]
message = "Subject: Invoice 550\r\n\r\n550 5.1.1 is no answer here\r\n"
try:
    client = smtplib.SMTP(timeout=5, local_hostname="mail.example.org")
    client.set_debuglevel(int(level))
    client.connect(host, 25)
    if len(sys.argv) > 5:
        client.login(*sys.argv[5].split(":"))
    refused = client.sendmail(sender, recipients.split(","), message)
    if level == "0" and refused:
        print("not sent to all:", refused)
    client.quit()
except Exception:
    if level == "0":
        traceback.print_exc(file=sys.stdout)
