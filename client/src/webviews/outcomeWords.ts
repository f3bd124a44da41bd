// What became of a delivery, in the language of the editor; the same words on every page.
import { l10n } from 'vscode';

export const outcomeWords = () => ({
  delivered: l10n.t('delivered'),
  relayed: l10n.t('passed on'),
  deferred: l10n.t('deferred'),
  bounced: l10n.t('bounced'),
  expired: l10n.t('expired'),
  rejected: l10n.t('refused'),
  discarded: l10n.t('discarded'),
  held: l10n.t('held'),
  suppressed: l10n.t('suppressed'),
});
