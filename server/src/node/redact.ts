// `smtp-lens redact FILE`: the file with made-up names, line for line, on standard output.
import { Redactor } from '../core/features/redact.ts';
import { LogRedactor } from '../core/features/redactLog.ts';
import { redactMessage } from '../core/features/redactMessage.ts';
import { looksLikeMessage } from '../core/mime/looksLikeMessage.ts';
import type { Service } from '../core/service.ts';
import { textPieces } from './input.ts';
import type { Sink } from './output/sink.ts';

/** Saved messages are read as a whole; what lies behind so many UTF-16 units is redacted line by line. */
const longestMessage = 64 * 1024 * 1024;

/** Line ends stay as they are. Logs stream. Throws what `textPieces` throws. */
export async function redactFile(path: string, service: Service, sink: Sink): Promise<void> {
  const redactor = new Redactor(service.speech.catalog);
  let message: string | null = null;
  const log = new LogRedactor(redactor, service.judge);
  let first = true;
  for await (const text of textPieces(path)) {
    if (first && looksLikeMessage(text, path)) message = '';
    first = false;
    if (message !== null && message.length + text.length <= longestMessage) {
      message += text;
      continue;
    }
    if (message) sink.write(redactMessage(message, redactor, service));
    message = null;
    sink.write(log.redact(text));
  }
  if (message) sink.write(redactMessage(message, redactor, service));
}
