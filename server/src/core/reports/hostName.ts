// Which server answered, by the words of the program that asked it? Names before addresses; ports and final dots left out.

const ip = /^\[?((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7})\]?(?::\d+)?$/i;

/** `mx.example.jp [192.0.2.5]:25` → `mx.example.jp`; `[192.0.2.5]` → `192.0.2.5`; null where there is neither. */
export function hostOf(text: string): string | null {
  const words = text
    .trim()
    .split(/[\s()]+/, 3)
    .filter((word) => word !== '');
  if (words.length === 0) return null;
  const address = ip.exec(words[0]);
  if (address) return address[1];
  const name = words[0]
    .slice(0, 320)
    .split('[')[0]
    .replace(/:\d{1,5}$/, '')
    .replace(/\.$/, '');
  return /^[a-z0-9_](?:[a-z0-9._-]{0,252})$/i.test(name) && name.toLowerCase() !== 'unknown' ? name : null;
}

const named: readonly RegExp[] = [
  // host mx.example.jp[192.0.2.20] said:      host mx.example.jp [192.0.2.20]: 550 …
  /\bhost (\[?[\w.:-]{1,255}\]?)/i,
  // ... while talking to mx.example.jp.:
  /while talking to (\[?[\w.:-]{1,255}\]?)/i,
  // by the server for the recipient domain example.jp by mx.example.jp. [192.0.2.5].
  /recipient domain [\w.-]{1,255} by (\[?[\w.:-]{1,255}\]?)/i,
  // Connected to 192.0.2.225 but sender was rejected.
  /\bConnected to (\[?[\w.:-]{1,255}\]?)/i,
  // 192.0.2.225 does not like recipient.    192.0.2.225 failed after I sent the message.
  /(?:^|\s)((?:\d{1,3}\.){3}\d{1,3}|[0-9a-f:]{2,39}) (?:does not like|failed (?:after|on)|said)/i,
  // remote delivery to mx.example.jp [192.0.2.5] failed
  /delivery to (\[?[\w.:-]{1,255}\]?) \[/i,
  // mx.example.jp [192.0.2.5] did not like our RCPT TO:      mx.example.jp gave this error:      mx.example.jp[192.0.2.5] said:
  /(?:^|\s)([\w.-]{1,255})\s?(?:\[[\w.:]{2,40}\] ?|\([\w.:]{2,40}\) ?)?(?:did not like our|gave this error|said:|returned ')/i,
  // Message rejected by: mx.example.jp     Remote system: dns; mx.example.jp (TCP|…)     host: mx.example.jp
  /(?:rejected by|remote (?:system|server|host)|receiving server|\bhost)\s{0,2}:\s{0,2}(?:dns;\s{0,2})?(\[?[\w.:-]{1,255}\]?)/i,
  // mx.example.jp #550 5.1.1 …      <mx.example.jp #5.5.0 smtp;550 …>
  /(?:^|[\s<])([a-z0-9][\w.-]{1,255}) #(?:[245]\.\d|[45]\d\d|\s|$)/i,
  // mx.example.jp [192.0.2.5]:      (Courier)
  /(?:^|\s)([a-z0-9][\w.-]{1,255}) \[[\w.:]{2,40}\](?::\d{1,5})?:/i,
  // SMTP Server <mx.example.jp> refused to accept your message
  /SMTP Server <(\[?[\w.:-]{1,255}\]?)>/i,
];

/** The host that a program's words name; null for none. */
export function hostIn(words: string): string | null {
  for (const pattern of named) {
    const match = pattern.exec(words);
    const host = match && hostOf(match[1]);
    if (host && (host.includes('.') || host.includes(':'))) return host;
  }
  return null;
}
