// Who writes reports? The list of writers, most specific first; the first that claims a report is taken.
import { dma } from './dma.ts';
import { dovecot } from './dovecot.ts';
import { exim } from './exim.ts';
import { gmail } from './gmail.ts';
import { listManagers } from './listManagers.ts';
import { postfix } from './postfix.ts';
import { sendmail } from './sendmail.ts';
import { sesEvents } from './sesEvents.ts';
import { programs, quotable, services } from './signatures.ts';
import type { Writer } from './writer.ts';
import { zoho } from './zoho.ts';

export const writers: readonly Writer[] = [
  sesEvents,
  dovecot,
  ...listManagers,
  zoho,
  gmail,
  ...services,
  postfix,
  dma,
  ...programs,
  exim,
  sendmail,
  ...quotable,
];
