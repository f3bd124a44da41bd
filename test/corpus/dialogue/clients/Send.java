// One message by JavaMail: Send.java HOST SENDER RECIPIENT,… debug|quiet [user:password]
import java.util.Properties;
import javax.mail.Message;
import javax.mail.MessagingException;
import javax.mail.Session;
import javax.mail.Transport;
import javax.mail.internet.InternetAddress;
import javax.mail.internet.MimeMessage;

public class Send {
    public static void main(String[] args) throws Exception {
        Properties properties = new Properties();
        properties.put("mail.smtp.host", args[0]);
        properties.put("mail.smtp.localhost", "mail.example.org");
        properties.put("mail.smtp.timeout", "5000");
        properties.put("mail.debug", String.valueOf(args[3].equals("debug")));
        properties.put("mail.smtp.sendpartial", "true");
        Session session = Session.getInstance(properties);
        session.setDebugOut(System.out);
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(args[1]));
        message.setRecipients(Message.RecipientType.TO, InternetAddress.parse(args[2]));
        message.setSubject("Invoice 550");
        message.setText("550 5.1.1 is no answer here\n");
        try {
            if (args.length > 4) Transport.send(message, args[4].split(":")[0], args[4].split(":")[1]);
            else Transport.send(message);
        } catch (MessagingException e) {
            e.printStackTrace(System.out);
        }
    }
}
