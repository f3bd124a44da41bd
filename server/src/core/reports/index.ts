// Who writes reports? The list of writers, most specific first; the first that claims a report is taken.
import { exim } from './exim.ts';
import { postfix } from './postfix.ts';
import { sendmail } from './sendmail.ts';
import { sesEvents } from './sesEvents.ts';
import { namedWriters } from './signatures.ts';
import type { Writer } from './writer.ts';
import { zoho } from './zoho.ts';

export const writers: readonly Writer[] = [sesEvents, zoho, ...namedWriters, postfix, exim, sendmail];
