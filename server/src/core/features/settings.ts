// What can a reader set, and what holds until they do? The defaults of package.json, which test/manifest.test.ts compares.

export type Severity = 'error' | 'warning' | 'information' | 'hint' | 'off';

/** The section `smtpLens` as far as the engine reads it. */
export interface FeatureSettings {
  readonly diagnostics: {
    readonly enabled: boolean;
    /** At most so many per file, 1–1000. */
    readonly maximum: number;
    readonly severity: {
      readonly ours: Severity;
      readonly permanent: Severity;
      readonly temporary: Severity;
      readonly refused: Severity;
    };
    readonly severityByReason: { readonly [reason: string]: Severity };
  };
  /** Severity by rule of lint.ts, `*` for all that are not named; what is missing keeps its own. */
  readonly lint: { readonly [rule: string]: Severity };
  readonly codeLens: { readonly enabled: boolean; readonly maximum: number };
  readonly inlayHints: { readonly enabled: boolean };
}

export const defaultSettings: FeatureSettings = {
  diagnostics: {
    enabled: true,
    maximum: 200,
    severity: { ours: 'error', permanent: 'warning', temporary: 'information', refused: 'hint' },
    severityByReason: {},
  },
  codeLens: { enabled: true, maximum: 200 },
  inlayHints: { enabled: false },
  lint: {},
};
