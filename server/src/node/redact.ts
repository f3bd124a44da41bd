// `smtp-lens redact FILE`: the file with made-up names, line for line, on standard output.
import { Redactor } from '../core/features/redact.ts';
import type { Service } from '../core/service.ts';
import { pieces } from './input.ts';
import type { Sink } from './output/sink.ts';

/** Streams `path`; line ends stay as they are. Throws what `pieces` throws. */
export async function redactFile(path: string, service: Service, sink: Sink): Promise<void> {
  const redactor = new Redactor(service.speech.catalog);
  for await (const { text } of pieces(path)) {
    for (const line of text.split(/(\r\n|\n|\r)/)) sink.write(redactor.redact(line));
  }
}
