// Which formats are there? The most specific first; what none of them claims goes to the generic reader.

import { amavis } from './amavis.ts';
import { dotnetMail } from './applications/dotnetMail.ts';
import { goMail } from './applications/goMail.ts';
import { javamail } from './applications/javamail.ts';
import { nodemailer } from './applications/nodemailer.ts';
import { phpMail } from './applications/phpMail.ts';
import { rubyMail } from './applications/rubyMail.ts';
import { smtplib } from './applications/smtplib.ts';
import { axigen } from './axigen.ts';
import { barracuda } from './barracuda.ts';

import { cisco } from './cisco.ts';
import { communigate } from './communigate.ts';
import { courier } from './courier.ts';
import { cyrus } from './cyrus.ts';
import { dialogue } from './dialogue.ts';
import { dma } from './dma.ts';
import { domino } from './domino.ts';
import { dovecot } from './dovecot.ts';
import { events } from './events/events.ts';
import { exchange2003Tracking } from './exchange2003Tracking.ts';
import { exchangeAgents } from './exchangeAgents.ts';
import { exchangeConnectivity } from './exchangeConnectivity.ts';
import { exchangeProtocol } from './exchangeProtocol.ts';
import { exchangeTracking } from './exchangeTracking.ts';
import { exim } from './exim.ts';
import type { Format } from './format.ts';
import { fortimail } from './fortimail.ts';
import { generic } from './generic.ts';
import { gwia } from './gwia.ts';
import { halon } from './halon.ts';
import { haraka } from './haraka.ts';
import { hmailserver } from './hmailserver.ts';
import { icewarp } from './icewarp.ts';
import { iisSmtp } from './iisSmtp.ts';
import { kerio } from './kerio.ts';
import { kumomta } from './kumomta.ts';
import { mailenable } from './mailenable.ts';
import { mdaemon } from './mdaemon.ts';
import { messageTrace } from './messageTrace.ts';
import { milters } from './milters.ts';
import { mimecast } from './mimecast.ts';
import { msmtp } from './msmtp.ts';
import { nullmailer } from './nullmailer.ts';
import { opensmtpd } from './opensmtpd.ts';
import { policyService } from './policyService.ts';
import { postfix } from './postfix.ts';
import { powermta } from './powermta.ts';
import { qmail } from './qmail.ts';
import { exchangeQueue } from './queues/exchangeQueue.ts';
import { eximMessageLog } from './queues/eximMessageLog.ts';
import { mailq } from './queues/mailq.ts';
import { postqueue } from './queues/postqueue.ts';
import { smtpctl } from './queues/smtpctl.ts';
import { rspamd } from './rspamd.ts';
import { sendmail } from './sendmail.ts';
import { smartermail } from './smartermail.ts';
import { ssmtp } from './ssmtp.ts';
import { surgemail } from './surgemail.ts';
import { xmail } from './xmail.ts';
import { zimbra } from './zimbra.ts';
import { zonemta } from './zonemta.ts';

/** Every format that claims lines by its own marks. To add one, write its file and its samples and name it here. */
export const formats: readonly Format[] = [
  postfix,
  exim,
  sendmail,
  opensmtpd,
  qmail,
  courier,
  dovecot,
  dma,
  nullmailer,
  msmtp,
  ssmtp,
  cyrus,
  zonemta,
  haraka,
  kumomta,
  powermta,
  exchangeTracking,
  exchangeProtocol,
  exchangeAgents,
  exchangeConnectivity,
  exchange2003Tracking,
  messageTrace,
  iisSmtp,
  mdaemon,
  icewarp,
  hmailserver,
  mailenable,
  smartermail,
  communigate,
  axigen,
  surgemail,
  kerio,
  zimbra,
  domino,
  gwia,
  xmail,
  mimecast,
  barracuda,
  cisco,
  fortimail,
  postqueue,
  mailq,
  eximMessageLog,
  smtpctl,
  exchangeQueue,
  events,
  amavis,
  rspamd,
  policyService,
  milters,
  halon,
  dialogue,
  javamail,
  nodemailer,
  smtplib,
  phpMail,
  rubyMail,
  goMail,
  dotnetMail,
];

/** Reads what no format claims. */
export const fallback: Format = generic;
