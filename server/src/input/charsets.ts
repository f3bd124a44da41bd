// What do bytes say in a character set? As far as the host's TextDecoder knows it, the same in Node and in a browser.

/** @returns null where the character set is not known */
export function decoded(bytes: Uint8Array, charset: string): string | null {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return null;
  }
}
