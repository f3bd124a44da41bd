// What is a code, and what does its own first digit say? Finding codes in text is scan.ts; what they mean is the catalogue.

/** What sort of number or words stands in the text. */
export type CodeKind = 'reply' | 'enhanced' | 'legacy' | 'phrase';

export type Permanence = 'success' | 'temporary' | 'permanent';

/** A code where it stands: offsets in UTF-16 units of the text that was scanned. For `550 #5.1.0 no` the second span is `#5.1.0`, its code `5.1.0`. */
export interface CodeSpan {
  readonly start: number;
  readonly end: number;
  readonly kind: CodeKind;
  /** Normal form: `550`, `5.1.0`; null for a phrase. */
  readonly code: string | null;
}

/**
 * What the first digit says: 2 success, 4 temporary, 5 permanent (RFC 5321 §4.2.1, RFC 3463 §3).
 * null for 3yz and 1yz, which promise nothing, and for anything else.
 */
export function permanenceOf(code: string | null): Permanence | null {
  switch (code?.charCodeAt(0)) {
    case 0x32:
      return 'success';
    case 0x34:
      return 'temporary';
    case 0x35:
      return 'permanent';
    default:
      return null;
  }
}

/** `4.0.0`, `5.0.0`, `2.0.0`: a status that names a class and nothing else (RFC 3463 §3.1). */
export function saysOnlyItsClass(enhanced: string): boolean {
  return enhanced.endsWith('.0.0') && enhanced.length === 5;
}

/** `X.1.1` for `5.1.1`: the code without its class, as the registry writes it. */
export function withoutClass(enhanced: string): string {
  return `X${enhanced.slice(1)}`;
}
