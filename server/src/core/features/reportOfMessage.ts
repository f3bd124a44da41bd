// What does one message of a file report? An mbox holds many; headline, lenses and summary ask each by itself.
import type { ReportReading } from '../model/report.ts';
import type { PagedText } from '../text/pagedText.ts';
import type { Verdict } from '../verdict/verdict.ts';

/** What a file, or one message of it, reports; the verdicts are those of the recipients. */
export interface Report {
  readonly reading: Pick<ReportReading, 'kinds' | 'recipients' | 'messages'>;
  readonly verdicts: readonly Verdict[];
}

/** Whose summary is asked for: the message's number in the file, from 0, or a line of it. */
export interface MessageChoice {
  readonly message?: number | null;
  readonly line?: number | null;
}

/**
 * The same as if the file held this message alone; offsets and lines stay those of the file.
 * @param index counts the file's messages from 0
 */
export function reportOfMessage({ reading, verdicts }: Report, index: number): Report {
  const message = reading.messages[index];
  const { first, behind } = message.recipients;
  return {
    reading: {
      kinds: message.kinds,
      recipients: reading.recipients.slice(first, behind),
      messages: [message],
    },
    verdicts: verdicts.slice(first, behind),
  };
}

/** The message that is asked for, else the first; numbers that are too high mean the last. */
export function chosenMessage(
  { messages }: Pick<ReportReading, 'messages'>,
  text: PagedText,
  { message, line }: MessageChoice,
): number {
  const last = messages.length - 1;
  if (isWhole(message)) return Math.min(last, Math.max(0, message));
  if (!isWhole(line)) return 0;
  const behind = messages.findIndex(({ start }) => text.positionAt(start).line > line);
  return behind < 0 ? last : Math.max(0, behind - 1);
}

const isWhole = (value: unknown): value is number => Number.isInteger(value);
