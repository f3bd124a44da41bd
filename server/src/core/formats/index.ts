// Which formats are there? The most specific first; what none of them claims goes to the generic reader.

import { courier } from './courier.ts';
import { dialogue } from './dialogue.ts';
import { dma } from './dma.ts';
import { dovecot } from './dovecot.ts';
import { exim } from './exim.ts';
import type { Format } from './format.ts';
import { generic } from './generic.ts';
import { msmtp } from './msmtp.ts';
import { nullmailer } from './nullmailer.ts';
import { opensmtpd } from './opensmtpd.ts';
import { postfix } from './postfix.ts';
import { qmail } from './qmail.ts';
import { sendmail } from './sendmail.ts';

/** Every format that claims lines by its own marks. To add one, write its file and its samples and name it here. */
export const formats: readonly Format[] = [
  postfix,
  exim,
  sendmail,
  msmtp,
  nullmailer,
  dma,
  opensmtpd,
  qmail,
  courier,
  dovecot,
  dialogue,
];

/** Reads what no format claims. */
export const fallback: Format = generic;
