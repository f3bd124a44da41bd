// What the message reader asks of the world it runs in.

export interface MessageHost {
  /**
   * Decodes bytes in a charset of the WHATWG Encoding Standard (`TextDecoder` does it); malformed bytes become U+FFFD.
   * @returns null where the charset is not known
   */
  decode(bytes: Uint8Array, charset: string): string | null;
}
