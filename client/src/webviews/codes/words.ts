// The words of the list of codes, in the language of the editor. The page itself has none.
import { l10n } from 'vscode';
import { outcomeWords } from '../outcomeWords';
import type { Words } from './messages';

export function words(): Words {
  return {
    title: l10n.t('Codes in this file'),
    filter: l10n.t('Filter'),
    filterHint: l10n.t('Code, words or address'),
    columns: {
      code: l10n.t('Code'),
      title: l10n.t('What it means'),
      reason: l10n.t('Reason'),
      permanence: l10n.t('Permanent or temporary'),
      count: l10n.t('How often'),
      recipients: l10n.t('Recipients'),
      first: l10n.t('First'),
      last: l10n.t('Last'),
      provider: l10n.t('Where from'),
    },
    permanence: {
      permanent: l10n.t('permanent'),
      temporary: l10n.t('temporary'),
      success: l10n.t('success'),
      unknown: l10n.t('not known'),
    },
    outcomes: outcomeWords(),
    shown: l10n.t('{0} of {1} rows'),
    more: l10n.t('Show {0} more'),
    reading: l10n.t('Still reading the file…'),
    empty: l10n.t('No codes were found in this file.'),
    emptyHint: l10n.t(
      'Looked for: three-digit SMTP replies such as 550, status codes such as 5.1.1, and delivery failures that carry no code, in mail logs, SMTP dialogues and bounce messages.',
    ),
    noMatch: l10n.t('Nothing fits “{0}”, neither in the rows nor in the lines that they stand for.'),
    unreachable: l10n.t('The language server does not answer, or does not read this file.'),
    retry: l10n.t('Try Again'),
    next: l10n.t('Next'),
    all: l10n.t('Show all'),
    explain: l10n.t('Explain'),
    line: l10n.t('line {0}'),
    actions: l10n.t('Actions'),
    inFile: l10n.t('Looking for “{0}” in the lines of the file…'),
  };
}
