// Is this a saved message rather than a log? Asked of a file's first text where its name does not say.

/** A header line (RFC 5322 §2.2): a name without blanks, a colon. */
const header = /^[A-Za-z][A-Za-z0-9-]{1,60}:(?:[ \t]|$)/;
const wellKnown =
  /^(?:Return-Path|Received|From|To|Subject|Date|Message-ID|MIME-Version|Content-Type|Delivered-To|X-Original-To|Reply-To|Auto-Submitted|X-Failed-Recipients)$/i;

/** @param text the file's beginning @param path decides by its ending: `.eml` and `.mbox` are messages, `.log` is not */
export function looksLikeMessage(text: string, path = ''): boolean {
  if (/\.(?:eml|mbox|mbx|msg)(?:\.gz)?$/i.test(path)) return true;
  if (/\.log(?:\.|$)/i.test(path)) return false;
  const lines = text.slice(0, 16_384).split(/\r\n|\n|\r/, 60);
  let start = 0;
  while (start < lines.length && lines[start].trim() === '') start++;
  if (/^From \S+ .*\d{4}$/.test(lines[start] ?? '')) start++; // From MAILER-DAEMON Sun Nov  1 00:00:31 2026 (mbox)
  let headers = 0;
  let known = 0;
  for (const line of lines.slice(start)) {
    if (/^[ \t]/.test(line) && headers > 0) continue;
    if (!header.test(line)) break;
    headers++;
    if (wellKnown.test(line.slice(0, line.indexOf(':')))) known++;
  }
  return headers >= 2 && known >= 2;
}
