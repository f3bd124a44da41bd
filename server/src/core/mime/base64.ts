// Which bytes does a base64 body hold? (RFC 4648 §4.) Characters outside the alphabet are passed over, a missing end is borne.
// Deliberately absent: a map. Three bytes share four characters, so no byte has a range of its own; the part is pointed at.

const values = new Int8Array(128).fill(-1);
for (const [value, character] of [
  ...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/',
].entries())
  values[character.charCodeAt(0)] = value;

/** Decodes `text` from `from` to `to`, up to the first `=`. */
export function decodeBase64(text: string, from = 0, to: number = text.length): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(((to - from) * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  for (let at = from; at < to; at++) {
    const c = text.charCodeAt(at);
    if (c === 0x3d) break;
    const value = c < 128 ? values[c] : -1;
    if (value < 0) continue;
    held = ((held << 6) | value) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = (held >> bits) & 0xff;
    }
  }
  return bytes.subarray(0, length);
}
