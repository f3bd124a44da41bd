// What can be done about a problem under the cursor? Nothing in the file is to be repaired, so each leads to the page that explains it:
// by keyboard too, where a hover's links are out of reach.
import type { CodeAction, Diagnostic } from 'vscode-languageserver-types';
import { commandNames } from './commands.ts';
import { lintSeverities } from './lint.ts';
import type { Speech } from './wording.ts';

/** @param diagnostics those that the editor names, ours among them; each is answered once */
export function codeActions(diagnostics: readonly Diagnostic[], { catalog, t }: Speech): CodeAction[] {
  const actions = new Map<string, CodeAction>();
  for (const diagnostic of diagnostics) {
    if (diagnostic.source !== 'SMTP Lens') continue;
    // What comes back from an editor may be anything.
    const { entry, rule } = (diagnostic.data ?? {}) as { entry?: unknown; rule?: unknown };
    const known = typeof entry === 'string' ? catalog.entries.get(entry) : undefined;
    if (known) add(t('Explain: {0}', known.title), commandNames.openReference, known.id, diagnostic);
    else if (typeof rule === 'string' && rule in lintSeverities)
      add(t('About the rule {0}', rule), commandNames.openLintRule, rule, diagnostic);
  }
  return [...actions.values()];

  function add(title: string, command: string, argument: string, diagnostic: Diagnostic): void {
    const known = actions.get(title);
    if (known) known.diagnostics!.push(diagnostic);
    else
      actions.set(title, {
        title,
        kind: 'quickfix',
        diagnostics: [diagnostic],
        command: { title, command, arguments: [argument] },
      });
  }
}
