// What can this client do? Read once, from the initialize request; the rest of the server asks this and not the protocol.
import type { InitializeParams } from 'vscode-languageserver';
import { MarkupKind } from 'vscode-languageserver';
import type { InitializationOptions } from './protocol.ts';

export interface ClientAbilities {
  /** It asks for diagnostics; where it does not, they are sent to it. */
  readonly pullsDiagnostics: boolean;
  readonly refreshesDiagnostics: boolean;
  readonly refreshesLenses: boolean;
  readonly refreshesHints: boolean;
  /** It answers `workspace/configuration`. */
  readonly answersSettings: boolean;
  /** It wants to be told that changed settings concern us. */
  readonly registersSettings: boolean;
  /** Its hovers show plain text rather than Markdown. */
  readonly plainText: boolean;
}

export function abilitiesOf({ capabilities }: InitializeParams): ClientAbilities {
  const { workspace, textDocument } = capabilities;
  // The first format named is the preferred one; a client that names none cannot be trusted with Markdown.
  const format = textDocument?.hover?.contentFormat?.find(
    (kind) => kind === MarkupKind.Markdown || kind === MarkupKind.PlainText,
  );
  return {
    pullsDiagnostics: textDocument?.diagnostic !== undefined,
    refreshesDiagnostics: workspace?.diagnostics?.refreshSupport === true,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
    refreshesHints: workspace?.inlayHint?.refreshSupport === true,
    answersSettings: workspace?.configuration === true,
    registersSettings: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    plainText: format !== MarkupKind.Markdown,
  };
}

/** The options as far as they have the shape that protocol.ts gives them. */
export function optionsOf({ initializationOptions }: InitializeParams): InitializationOptions {
  const raw: InitializationOptions =
    typeof initializationOptions === 'object' && initializationOptions !== null ? initializationOptions : {};
  return {
    ...(typeof raw.catalog === 'string' && { catalog: raw.catalog }),
    ...(typeof raw.messages === 'object' && raw.messages !== null && { messages: raw.messages }),
    ...(typeof raw.settings === 'object' && raw.settings !== null && { settings: raw.settings }),
    commandLinks: raw.commandLinks === true,
  };
}
