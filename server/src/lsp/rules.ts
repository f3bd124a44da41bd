// The user's own rules: handed to the engine, their mistakes shown in their files, and every document read anew.
import type { Connection, Diagnostic } from 'vscode-languageserver';
import type { Service } from '../core/service.ts';
import { PagedText } from '../core/text/pagedText.ts';
import type { Readings } from './documents.ts';
import type { RulesParams } from './protocol.ts';

/** Takes the rules of each notification in place of those before. */
export class UserRules {
  private shown: string[] = [];

  constructor(
    private readonly connection: Pick<Connection, 'sendDiagnostics'>,
    private readonly service: Pick<Service, 'setRules'>,
    private readonly readings: Pick<Readings, 'restart'>,
    /** Told the texts that hold now. */
    private readonly taken: (texts: readonly string[]) => void,
  ) {}

  async changed({ files }: RulesParams): Promise<void> {
    const readable = files.filter((file): file is { uri: string; text: string } => file.text !== null);
    if (readable.length === 0 && this.shown.length === 0) return;
    const problems = this.service.setRules(readable.map((file) => file.text));
    this.taken(readable.map((file) => file.text));
    this.readings.restart();
    const gone = this.shown.filter((uri) => !readable.some((file) => file.uri === uri));
    this.shown = readable.map((file) => file.uri);
    for (const uri of gone) await this.connection.sendDiagnostics({ uri, diagnostics: [] });
    for (const [index, { uri, text }] of readable.entries()) {
      const paged = PagedText.of(text);
      const diagnostics = problems[index].map(
        ({ start, end, message }): Diagnostic => ({
          range: { start: paged.positionAt(start), end: paged.positionAt(end) },
          severity: 1,
          source: 'SMTP Lens',
          code: 'rules',
          message,
        }),
      );
      await this.connection.sendDiagnostics({ uri, diagnostics });
    }
  }
}
