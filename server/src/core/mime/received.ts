// What does a `Received` line say: who brought the message, who took it, how, and when? (RFC 5321 §4.4)
// Read as servers write it: Postfix, Exim, Sendmail, qmail, Exchange and Gmail each put the name and the IP elsewhere.
// Deliberately absent: dates as instants, delays and trust (features/received.ts).

export interface Hop {
  /** What the client called itself (HELO); null where the line does not say. */
  readonly helo: string | null;
  /** The client's name as the DNS has it for its address; null where the server found or wrote none. */
  readonly name: string | null;
  /** The client's address, IPv4 or IPv6. */
  readonly ip: string | null;
  /** The server that took the message and wrote this line. */
  readonly by: string | null;
  /** `ESMTPS`, `SMTP`, `LMTP`, `Microsoft SMTP Server` … as written. */
  readonly protocol: string | null;
  /** The line names a TLS version or a cipher, or the protocol's name says so (RFC 3848). */
  readonly encrypted: boolean;
  /** The client logged in (RFC 3848: the protocol's name ends in A). */
  readonly authenticated: boolean;
  readonly id: string | null;
  /** The recipient, where the message had only one. */
  readonly recipient: string | null;
  /** As written, with its offset; null where there is none. */
  readonly date: string | null;
}

interface Word {
  readonly text: string;
  readonly comment: boolean;
}

const keys = new Set(['from', 'by', 'via', 'with', 'id', 'for']);

/** @param value the unfolded value of the field */
export function readReceived(value: string): Hop {
  const { words, date } = wordsOf(value);
  const clauses = new Map<string, { words: string[]; comments: string[] }>();
  const all: string[] = [];
  let open = { words: [] as string[], comments: [] as string[] };
  for (const { text, comment } of words) {
    const key = text.toLowerCase();
    if (!comment && keys.has(key) && !clauses.has(key))
      clauses.set(key, (open = { words: [], comments: [] }));
    else (comment ? open.comments : open.words).push(text);
    if (comment) all.push(text);
  }
  const [from, by, taken] = ['from', 'by', 'with'].map((key) => clauses.get(key));
  const protocol = protocolOf(taken?.words ?? []);
  // (version=TLS1_2, cipher=…)   (using TLSv1.3 with cipher …)   with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384
  const tls = [...all, ...(taken?.words ?? [])].some((text) =>
    /\btls_?v?1|\bcipher\b|\btls_|\bssl/i.test(text),
  );
  return {
    ...clientOf(from?.words[0] ?? null, from?.comments ?? []),
    by: nameIn(by?.words[0] ?? null),
    protocol,
    encrypted: tls || /^(?:utf8)?(?:esmtp|smtp|lmtp)sa?$/i.test(protocol ?? ''),
    authenticated: /^(?:utf8)?(?:esmtp|smtp|lmtp)s?a$/i.test(protocol ?? ''),
    id: nameIn(clauses.get('id')?.words[0] ?? null),
    recipient: nameIn(clauses.get('for')?.words[0] ?? null),
    date,
  };
}

/** Words and comments before the date, which stands behind the last semicolon outside comments. */
function wordsOf(value: string): { words: Word[]; date: string | null } {
  const words: Word[] = [];
  let dateAt = -1;
  let beforeDate = 0;
  for (let at = 0; at < value.length && words.length < 200; ) {
    const c = value[at];
    if (c === '(') {
      const end = commentEnd(value, at);
      words.push({ text: value.slice(at + 1, end), comment: true });
      at = end + 1;
    } else if (c === ';') {
      dateAt = ++at;
      beforeDate = words.length;
    } else if (c <= ' ') at++;
    else {
      let end = at;
      while (end < value.length && value[end] > ' ' && value[end] !== '(' && value[end] !== ';') end++;
      words.push({ text: value.slice(at, end), comment: false });
      at = end;
    }
  }
  if (dateAt < 0) return { words, date: null };
  // Sendmail adds a comment of its own: …; Thu, 29 Apr 2013 23:45:00 +0900 (JST) (envelope-from a@example.org)
  const [date] = value.slice(dateAt, dateAt + 100).split(' (envelope-from', 1);
  return { words: words.slice(0, beforeDate), date: date.trim() || null };
}

/** Where the comment that opens at `at` closes; comments may hold others. */
function commentEnd(value: string, at: number): number {
  let depth = 0;
  for (let end = at; end < value.length; end++) {
    if (value[end] === '(') depth++;
    else if (value[end] === ')' && --depth === 0) return end;
  }
  return value.length;
}

// 192.0.2.25   [IPv6:2001:db8::25]   2001:db8::25
const ipAddress =
  /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})(?![\w:]|\.\w)/i;
// helo=mail.example.org   HELO mail.example.org   EHLO mail.example.org
const greeting = /(?:^|\s)[he][eh]lo[= ]([^\s)]{1,255})/i;

/**
 * from HELO (name [192.0.2.1])         Postfix, Sendmail, Gmail
 * from name ([192.0.2.1] helo=HELO)    Exim; from [192.0.2.1] (helo=HELO) where the address has no name
 * from name (HELO x) (192.0.2.1)       qmail
 * from name (192.0.2.1)                Exchange
 */
function clientOf(word: string | null, comments: readonly string[]): Pick<Hop, 'helo' | 'name' | 'ip'> {
  const said = comments.join(' ');
  const ip = (ipAddress.exec(said) ?? ipAddress.exec(word ?? ''))?.[0] ?? null;
  const helo = greeting.exec(said)?.[1] ?? null;
  const first = nameIn(word);
  if (helo) return { helo: nameIn(helo), name: isName(first) ? first : null, ip };
  const named = /^\s*([^\s[\]()=]{1,255})\s*\[/.exec(comments[0] ?? '')?.[1] ?? null;
  return { helo: first, name: isName(named) ? named!.replace(/\.$/, '') : null, ip };
}

/** Not an address, not `unknown`. */
const isName = (name: string | null): boolean =>
  name !== null && !/^(?:unknown|\[.{0,255}|[\d.]{1,40}|[^:]{0,255}:.{0,255})$/i.test(name);

/** Without brackets, blanks and closing dots; null for nothing. */
function nameIn(word: string | null): string | null {
  const name = word?.replace(/^<|[>,]{1,4}$/g, '').replace(/\.$/, '') ?? '';
  return name === '' ? null : name;
}

/** `ESMTPS`; Exchange's name has several words. */
function protocolOf(words: readonly string[]): string | null {
  if (words.length === 0) return null;
  return /^microsoft$/i.test(words[0]) ? words.slice(0, 3).join(' ') : words[0];
}
