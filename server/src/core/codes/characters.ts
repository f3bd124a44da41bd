// Character tests that several readers need, by code unit; no regular expressions, no allocation.

export const isDigit = (c: number): boolean => c >= 0x30 && c <= 0x39;

export const isLetter = (c: number): boolean => (c >= 0x61 && c <= 0x7a) || (c >= 0x41 && c <= 0x5a);

/** Letters, digits and the underscore: what a `\b` looks at. */
export const isWord = (c: number): boolean => isDigit(c) || isLetter(c) || c === 0x5f;

export const isBlank = (c: number): boolean => c === 0x20 || c === 0x09;
