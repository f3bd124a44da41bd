// What do Nodemailer's errors say, as one line of a log or as the block that Node prints (message, stack, fields)?
// Deliberately absent: its debug log, which is a dialogue.
import type { LogRecord, Phase } from '../../model/attempt.ts';
import type { Format } from '../format.ts';
import type { Frame } from '../frame.ts';
import { attemptOf, backslashes, readWords, remark, type Words } from '../reading.ts';
import { mayBeWrapped, readFailure, recipientNamed, stampIn, type Thrown } from './failure.ts';

/**
 * Error: Can't send mail - all recipients were rejected: 550 5.1.1 <u@d>: …   Error: Recipient command failed: 450 4.2.0 …
 * Error: Message failed: 554 5.7.1 …   Error: Invalid login: 535 5.7.8 …   Error: Invalid greeting. response=554-mx.example.net …
 */
const message =
  /\b(Can't send mail - all recipients were rejected|Recipient command failed|Mail command failed|Data command failed|Message failed|Invalid login|Invalid greeting|Unexpected socket close|Error upgrading connection with STARTTLS)(?:: |\. response=)(?=[2-5]\d\d(?:[ -]|$))/;

const phases: { readonly [start: string]: Phase | undefined } = {
  Can: 'RCPT TO',
  Rec: 'RCPT TO',
  Mai: 'MAIL FROM',
  Dat: 'DATA',
  Mes: 'end of DATA',
  Inv: 'AUTH',
  Err: 'STARTTLS',
};

/**   response: '550 5.1.1 <u@d>: Recipient address rejected',   response: "550 It's gone",   responseCode: 550, */
const field = /^\s{1,40}(?:response: (['"`])|responseCode: )(?=[2-5]\d\d\b)/;

/**   recipient: 'u@d'   rejected: [ 'u@d' ],   accepted: [ 'u@d', 'v@d' ], */
const addresses =
  /^\s{1,40}(recipient|rejected|accepted): (?:\[ )?((?:['"][^'"\s]{1,320}['"](?:, )?){1,100})(?: \])?,?$/;

interface Block extends Thrown {
  /** An error whose recipient stands below it, with what is known of it. */
  open?: { words: Words; phase: Phase | null };
  accepted?: string[];
  /** Within the fields of an error or a result. */
  fields?: boolean;
}

export const nodemailer: Format = {
  id: 'nodemailer',
  documentation: 'https://nodemailer.com/smtp/#error-codes',
  remembersWith: 'dialogue',
  claimsLine(line, state) {
    const block = state as Block;
    if (line.includes(': ') || line.includes('response=')) {
      if (message.test(line) && !mayBeWrapped(line)) return true;
      if (/^\s{1,40}(?:accepted: \[|code: 'E[A-Z]{3,12}',)/.test(line)) block.fields = true;
      if (block.fields && (field.test(line) || addresses.test(line))) return true;
    }
    return block.fields === true && /^\}/.test(line);
  },
  read(line, frame, state) {
    const block = state as Block;
    if (line.startsWith('}')) return end(line, frame, block);
    const listed = addresses.exec(line);
    if (listed) return readAddresses(line, frame, listed[1], listed[2], block);
    const said = field.exec(line);
    if (said) return readField(line, frame, said, block);
    return readMessage(line, frame, block);
  },
};

function readMessage(line: string, frame: Frame, block: Block): LogRecord | null {
  const match = message.exec(line)!;
  const start = match.index + match[0].length;
  const words = readWords(line, start, line.length, backslashes);
  const phase = match[1] === 'Invalid greeting' ? 'connect' : (phases[match[1].slice(0, 3)] ?? null);
  // Its log tells of an error at the connection, then of the same as the message's.
  const inside = (/^\s/.test(line) && block.fields === true) || line.includes(' Send Error: ');
  // Node prints the fields of an error below its stack: there stands the recipient that the server did not name.
  if (
    phase === 'RCPT TO' &&
    /^\s{0,40}(?:\[cause\]: )?Error: /.test(line) &&
    recipientNamed(words.text) === null
  ) {
    if (!inside) delete block.thrown;
    block.open = { words, phase };
    return {
      ...remark('nodemailer', line, frame, words),
      at: { start, end: line.length },
      again: true,
      asked: { phase, host: null, direction: 'out' },
    };
  }
  return readFailure('nodemailer', line, frame, block, [{ words, phase }], inside);
}

/** The same reply again; only where no message came before it is it new. */
function readField(line: string, frame: Frame, match: RegExpExecArray, block: Block): LogRecord | null {
  const start = match[0].length;
  const quote = match[1];
  const end = quote ? line.lastIndexOf(quote) : start + 3;
  const words = readWords(line, start, Math.max(end, start), backslashes);
  const record = { ...remark('nodemailer', line, frame, words), at: { start, end: line.length } };
  if (words.reply?.startsWith('2') && quote && block.accepted) {
    const attempts = block.accepted.map((recipient) =>
      attemptOf('nodemailer', words, { recipient, outcome: 'delivered', phase: 'end of DATA' }),
    );
    delete block.accepted;
    return { ...record, attempts };
  }
  if (!quote || block.open || block.thrown) return { ...record, again: true };
  return readFailure('nodemailer', line, frame, block, [{ words }], true);
}

function readAddresses(
  line: string,
  frame: Frame,
  name: string,
  list: string,
  block: Block,
): LogRecord | null {
  const recipients = list.split(', ').map((one) => one.slice(1, -1));
  if (name === 'accepted') block.accepted = recipients;
  else if (block.open && recipients.length === 1) return told(line, frame, block, recipients[0]);
  return null;
}

function end(line: string, frame: Frame, block: Block): LogRecord | null {
  const record = block.open ? told(line, frame, block, null) : null;
  delete block.fields;
  delete block.accepted;
  delete block.thrown;
  return record;
}

/** The error above is about this recipient. Its codes have been shown there. */
function told(line: string, frame: Frame, block: Block, recipient: string | null): LogRecord | null {
  const { words, phase } = block.open!;
  delete block.open;
  const record = readFailure(
    'nodemailer',
    line,
    frame,
    block,
    [{ words: { ...words, codes: [] }, phase, recipient }],
    true,
  );
  const start = recipient === null ? 0 : line.indexOf(recipient);
  return record && { ...record, at: { start, end: line.length }, stamp: stampIn(line, frame) };
}
