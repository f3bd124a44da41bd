// One message by Nodemailer: nodemailer.cjs HOST SENDER RECIPIENT,… debug|quiet [user:password]
const { createTransport } = require('/opt/recorded/node_modules/nodemailer');

const [, , host, from, to, show, login] = process.argv;
const [user, pass] = login?.split(':') ?? [];
const transport = createTransport({
  host,
  port: 25,
  ignoreTLS: true,
  name: 'mail.example.org',
  connectionTimeout: 5_000,
  greetingTimeout: 5_000,
  ...(login && { auth: { user, pass } }),
  ...(show === 'debug' && { logger: true, debug: true }),
});
transport
  .sendMail({ from, to: to.split(','), subject: 'Invoice 550', text: '550 5.1.1 is no answer here\n' })
  .then((info) => show === 'quiet' && console.log('sent', info))
  .catch((error) => show === 'quiet' && console.error(error));
