// Which formats are there? The most specific first; what none of them claims goes to the generic reader.
import { cisco } from './cisco.ts';
import { courier } from './courier.ts';
import { dialogue } from './dialogue.ts';
import { dma } from './dma.ts';
import { dovecot } from './dovecot.ts';
import { exchangeProtocol } from './exchangeProtocol.ts';
import { exchangeTracking } from './exchangeTracking.ts';
import { exim } from './exim.ts';
import type { Format } from './format.ts';
import { fortimail } from './fortimail.ts';
import { generic } from './generic.ts';
import { haraka } from './haraka.ts';
import { kumomta } from './kumomta.ts';
import { msmtp } from './msmtp.ts';
import { nullmailer } from './nullmailer.ts';
import { opensmtpd } from './opensmtpd.ts';
import { postfix } from './postfix.ts';
import { powermta } from './powermta.ts';
import { qmail } from './qmail.ts';
import { sendmail } from './sendmail.ts';

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
  haraka,
  kumomta,
  powermta,
  exchangeTracking,
  exchangeProtocol,
  cisco,
  fortimail,
  dialogue,
];

/** Reads what no format claims. */
export const fallback: Format = generic;
