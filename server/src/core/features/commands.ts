// Which commands of the client do links and lenses name? The client's table (client/src/commands.ts) runs them.

export const commandNames = {
  /** Arguments: entry id. Opens the page of the reference. */
  openReference: 'smtpLens.openReference',
  /** Arguments: uri, code, entry (as in `CodeRow`). Shows where they all are. */
  showAll: 'smtpLens.showAll',
  /** Arguments: uri. Opens the list of codes. */
  listCodes: 'smtpLens.listCodes',
  /** Arguments: uri. Opens the report. */
  report: 'smtpLens.report',
  /** Arguments: uri, line and column (from 0) that name the message; none for where the cursor is. */
  followMessage: 'smtpLens.followMessage',
  /** The same, looked for in the rotated siblings of the log and in other open logs too. */
  followEverywhere: 'smtpLens.followEverywhere',
  /** Arguments: uri. Opens the page that sums a saved message up. */
  showBounceSummary: 'smtpLens.showBounceSummary',
  /** Arguments: uri. Opens the readable text of a saved message. */
  showDecodedText: 'smtpLens.showDecodedText',
  /** Arguments: rule of lint.ts or none. Opens the page about the rules for bounces. */
  openLintRule: 'smtpLens.openLintRule',
  /** Arguments: text or none. */
  lookUp: 'smtpLens.lookUpCode',
} as const;
