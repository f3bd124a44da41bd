// What does `Content-Type: text/plain; charset="iso-8859-1"` say? (RFC 2045 §5.1; quoted or bare parameters, comments left out.)
// Deliberately absent: RFC 2231 continuations of long file names; nothing here needs a file name.

export interface ContentType {
  /** In lower case: `multipart/report`. */
  readonly type: string;
  /** Names in lower case; values as written, without quotes. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** @param value the unfolded value of the field */
export function readContentType(value: string): ContentType {
  const parameters = new Map<string, string>();
  let at = value.indexOf(';');
  const type = (at < 0 ? value : value.slice(0, at))
    .replace(/\([^()]*\)/g, '')
    .trim()
    .toLowerCase();
  while (at >= 0 && at < value.length && parameters.size < 32) {
    const equals = value.indexOf('=', at + 1);
    if (equals < 0) break;
    const name = value
      .slice(at + 1, equals)
      .trim()
      .toLowerCase();
    let start = equals + 1;
    while (value.charCodeAt(start) === 0x20 || value.charCodeAt(start) === 0x09) start++;
    const quoted = value.charCodeAt(start) === 0x22;
    const [text, end] = quoted ? quotedAt(value, start + 1) : bareAt(value, start);
    if (!parameters.has(name)) parameters.set(name, text);
    at = value.indexOf(';', end);
  }
  return { type, parameters };
}

function quotedAt(value: string, from: number): [string, number] {
  let text = '';
  for (let at = from; at < value.length; at++) {
    if (value[at] === '"') return [text, at + 1];
    if (value[at] === '\\' && at + 1 < value.length) at++;
    text += value[at];
  }
  return [text, value.length]; // the closing quote is missing
}

function bareAt(value: string, from: number): [string, number] {
  const semicolon = value.indexOf(';', from);
  const end = semicolon < 0 ? value.length : semicolon;
  return [value.slice(from, end).trim().split(/[ \t]/, 1)[0], end];
}
