// The words of the code reference, in the language of the editor. The page itself has none.
import { l10n } from 'vscode';
import type { Words } from './messages';

export function words(): Words {
  return {
    title: l10n.t('SMTP Code Reference'),
    search: l10n.t('Search'),
    searchHint: l10n.t('Code, words or product'),
    back: l10n.t('Back'),
    forward: l10n.t('Forward'),
    list: l10n.t('All codes'),
    pages: l10n.t('Pages: {0}'),
    found: l10n.t('Found: {0}'),
    foundNothing: l10n.t('Nothing found for “{0}”.'),
    foundNothingHint: l10n.t(
      'Try a code such as 550 or 5.1.1, or a word of the reply. For a whole reply or log line, use the command Look Up Code.',
    ),
    welcome: l10n.t('What does the code mean?'),
    welcomeHint: l10n.t('Search for a code or a word, or choose a page from the list.'),
    missing: l10n.t('The reference has no page “{0}”.'),
    unreachable: l10n.t('The language server does not answer.'),
    retry: l10n.t('Try Again'),
    permanence: {
      permanent: l10n.t('permanent'),
      temporary: l10n.t('temporary'),
      success: l10n.t('success'),
    },
    reason: l10n.t('Reason: {0}'),
    speaker: l10n.t('In the words of {0}'),
    meaning: l10n.t('What it means'),
    actions: l10n.t('Who must act'),
    causes: l10n.t('Possible causes'),
    readings: l10n.t('It can also mean'),
    notes: l10n.t('Good to know'),
    formerly: l10n.t('What the reference of 2010 said'),
    samples: l10n.t('How it looks'),
    moreSamples: l10n.t('Show {0} more'),
    see: l10n.t('See also'),
    sources: l10n.t('Sources'),
  };
}
