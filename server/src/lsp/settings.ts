// Which settings hold now? Asked of the client where it answers such questions, else what it sent, else the defaults.
import { defaultSettings as engineDefaults } from '../core/features/settings.ts';
import type { Settings, Severity } from './protocol.ts';

export const settingsSection = 'smtpLens';

export const defaultSettings: Settings = { languages: [], rules: { files: [] }, ...engineDefaults };

export class CurrentSettings {
  /** Rises with every change: answers given under another revision are out of date. */
  revision = 0;
  private known: Promise<Settings> | null = null;

  /**
   * `ask` gets the section from the client, null where the client does not answer that.
   * `sent` came with the initialize request.
   */
  constructor(
    private readonly ask: (() => Promise<unknown>) | null,
    private sent: unknown,
  ) {}

  get(): Promise<Settings> {
    this.known ??= this.read();
    return this.known;
  }

  /** The client says that settings changed; `pushed` are those of all sections, where it sends them along. */
  changed(pushed: unknown): void {
    this.revision++;
    this.known = null;
    const section = member(pushed, settingsSection);
    if (section !== undefined) this.sent = section;
  }

  private async read(): Promise<Settings> {
    if (this.ask) {
      try {
        return readSettings((await this.ask()) ?? this.sent);
      } catch {
        // A client that said it would answer and does not: what it sent is the best there is.
      }
    }
    return readSettings(this.sent);
  }
}

/** Any JSON as settings: what is missing or makes no sense is the default. */
export function readSettings(raw: unknown): Settings {
  const standard = defaultSettings;
  const diagnostics = member(raw, 'diagnostics');
  const severity = member(diagnostics, 'severity');
  const codeLens = member(raw, 'codeLens');
  const bySeverity = standard.diagnostics.severity;
  const lint = severities(member(raw, 'lint'));
  return {
    languages: strings(member(raw, 'languages')),
    rules: { files: strings(member(member(raw, 'rules'), 'files')) },
    diagnostics: {
      enabled: flag(member(diagnostics, 'enabled'), standard.diagnostics.enabled),
      maximum: limit(member(diagnostics, 'maximum'), standard.diagnostics.maximum),
      severity: {
        ours: asSeverity(member(severity, 'ours')) ?? bySeverity.ours,
        permanent: asSeverity(member(severity, 'permanent')) ?? bySeverity.permanent,
        temporary: asSeverity(member(severity, 'temporary')) ?? bySeverity.temporary,
        refused: asSeverity(member(severity, 'refused')) ?? bySeverity.refused,
      },
      severityByReason: severities(member(diagnostics, 'severityByReason')),
    },
    lint,
    codeLens: {
      enabled: flag(member(codeLens, 'enabled'), standard.codeLens.enabled),
      maximum: limit(member(codeLens, 'maximum'), standard.codeLens.maximum),
    },
    inlayHints: {
      enabled: flag(member(member(raw, 'inlayHints'), 'enabled'), standard.inlayHints.enabled),
    },
  };
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as { [name: string]: unknown })[name]
    : undefined;
}

function flag(value: unknown, standard: boolean): boolean {
  return typeof value === 'boolean' ? value : standard;
}

function limit(value: unknown, standard: number): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) return standard;
  return Math.max(1, Math.min(1000, Math.floor(value)));
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function asSeverity(value: unknown): Severity | undefined {
  switch (value) {
    case 'error':
    case 'warning':
    case 'information':
    case 'hint':
    case 'off':
      return value;
    default:
      return undefined;
  }
}

function severities(value: unknown): { [reason: string]: Severity } {
  if (typeof value !== 'object' || value === null) return {};
  const found = Object.entries(value).flatMap(([reason, raw]) => {
    const severity = asSeverity(raw);
    return severity ? [[reason, severity] as const] : [];
  });
  return Object.fromEntries(found);
}
