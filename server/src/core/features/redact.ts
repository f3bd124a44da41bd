// How can a text be shown to others without telling who wrote to whom? Addresses, host names, IPs, queue ids and message-ids get
// made-up names of the same shape, the same one each time; codes, words and times stay, so that the text reads as before.
// Deliberately absent: where ids and subjects stand in a log line (redactLog.ts) and in a message (redactMessage.ts), and any promise
// about other free text: those words cannot be known.
import type { Catalog } from '../catalog/catalog.ts';
import { LoginRedactor } from './redactLogins.ts';

/**
 * u@d.example   u@[192.0.2.5]   "odd one"@d.example   — with what may stand before: `<`, `=`, `:`; not the stop or colon behind
 * The local part keeps no trace; SRS and VERP addresses, which hold others, go as a whole.
 */
const address =
  /(?:"[^"\s]{1,64}"|[^\s<>()[\]{}"',;:|@/\\]{1,160})@(\[[A-Za-z0-9.:_-]{1,255}\]|[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,253}[A-Za-z0-9_])?)/g;

/** The name of a field that the address is the value of: `from=`, `orig_to=`, `smtp.mailfrom=`. */
const fieldName = /^[a-z_.]{2,16}=/i;

/**
 * MAILER-DAEMON   postmaster   no-reply   MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e
 * Programs, not people; a notice is known by them.
 */
const program =
  /^(?:mail(?:er)?[._-]?daemon|post[_-]?master|(?:do-?not|no)[-_.]?reply|microsoftexchange[0-9a-f]{8,40})$/i;

/** 192.0.2.5, with nothing that would make it a longer number. */
const ipv4 = /(?<![\d.])(?:\d{1,3}\.){3}\d{1,3}(?![\d.]*\d)/g;

/** 2001:db8::25 and IPv6:2001:db8::25; at least three groups, so that a time (00:00:31) is none. */
const ipv6 =
  /(?<![0-9A-Za-z:.])(?=[0-9a-f:]{0,45}[a-f:]{2})(?:[0-9a-f]{1,4}:){2,7}(?::?[0-9a-f]{1,4}){0,7}(?![0-9A-Za-z:])/gi;

/**
 * mx1.example.net: labels with dots, the last of letters; not a file (`mail.log`), not a version. PHPMailer's pages glue the next line to
 * it: `250-mx1.example.net250-PIPELINING`.
 */
const hostName =
  /(?<![\w.]|[\w.]-|[^\s<>()[\]{}"',;:|/\\]@)(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}(?:(?=[2-5]\d\d[- ])|(?!\w|-\w|\.\w))/g;

/** 554-mx.example.net: the reply's number and the hyphen of a line that is followed by another. */
const isContinued = /^[2-5]\d\d-[A-Za-z]/;

/** STOREDRV.Deliver   RESOLVER.ADR.RecipNotFound: Exchange's own words for places in itself. */
const exchangePlace = /^(?:STOREDRV|RESOLVER|ROUTING|QUEUE|SMTPSEND|AGENT|TRANSPORT)\.[A-Z]/;

/** Query and fragment of a URL name recipients and messages. */
const urlTail = /(https?:\/\/[^\s?#)>"]{1,400})[?#](?:[^\s)>"'|,;]{0,999}[^\s)>"'|,;.])?/g;

const endings = new Set([
  'log',
  'mai',
  'msg',
  'tmp',
  'dll',
  'exe',
  'ini',
  'eml',
  'cf',
  'conf',
  'db',
  'c',
  'so',
  'txt',
  'gz',
  'pm',
  'pl',
  'py',
  'php',
  'js',
  'json',
  'service',
]);

/** Words of host names that tell a provider's part of its own network, not a customer: `gmail-smtp-in.l`, `mx00.emig`, `olc.protection`. */
const networkWords = new Set(
  (
    'mx mxa mxb mxs mta mail smtp in out inbound outbound relay aspmx gmail alt l hotmail outlook com live msn am olc ' +
    'protection prod emig kundenserver perfora mailin security feedback bounce bounces www help support postmaster ' +
    'learn docs answers knowledge'
  ).split(' '),
);

/** A uuid, which Exchange gives to messages and organisations. */
const uuid = /(?<![0-9A-Za-z])[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?![0-9A-Za-z])/gi;

/** What may be an id: as long as the shortest queue id, as short as the longest. */
const idWord = /(?<![0-9A-Za-z])[0-9A-Za-z][0-9A-Za-z_.-]{3,120}/g;

/** Redacts the lines of one file; one name stands for one thing throughout. */
export class Redactor {
  readonly #known: Set<string>;
  readonly #names = new Map<string, string>();
  readonly #given = new Set<string>();
  readonly #logins = new LoginRedactor({ user: (name) => this.#person(name) });
  readonly #counts: { [kind: string]: number } = {};
  readonly #ids = new Map<string, string>();

  /** Host names that the catalogue needs to know a speaker by are kept: they are no secret and decide what a reply means. */
  constructor(catalog: Catalog) {
    const known = new Set<string>();
    for (const speaker of catalog.speakers)
      for (const host of speaker.hosts ?? []) known.add(host.toLowerCase());
    for (const entry of catalog.entries.values())
      for (const { text } of entry.patterns)
        for (const name of text?.match(hostName) ?? []) known.add(name.toLowerCase());
    this.#known = known;
  }

  /** Leaves a host, and all below it, as it is. */
  keep(host: string): void {
    this.#known.add(host.toLowerCase());
  }

  /** From here on this queue id or message-id has a made-up one, wherever it stands by itself. */
  learn(id: string): void {
    if (id.length < 5 || id.length > 300 || this.#ids.has(id) || this.#given.has(id)) return;
    // 550.5.1.1@example.org: an address to all who read it.
    if (id.includes('@')) return;
    // A short number would be found in places that are none of it.
    if (/^\d{1,7}$/.test(id)) return;
    let made: string;
    let tries = 0;
    do made = alike(id, this.#ids.size * 7 + ++tries);
    while (this.#given.has(made) && tries < 200);
    this.#given.add(made);
    this.#ids.set(id, made);
  }

  /** A host name that stands alone, without a dot too (`mail`). */
  host(name: string): string {
    return name.includes('.') ? this.#host(name) : this.#name('host', name.toLowerCase()).split('.', 1)[0];
  }

  /** qmail writes blanks as underscores: `Remote_host_said:_421_mx1.example.net_Service_not_available`. */
  hostsBetweenUnderscores(words: string): string {
    return words
      .split('_')
      .map((word) => (word.match(hostName)?.[0] === word ? this.#host(word) : word))
      .join('_');
  }

  /** The line with its logins made up; the lines of a file are given in their order, each once. */
  withoutLogin(line: string): string {
    return this.#logins.redact(line);
  }

  /** A user's name without a domain. */
  user(name: string): string {
    return isProgram(name) ? name : this.#name('user', name);
  }

  /**
   * One line, or any text. The same as before where it names nobody.
   * @param withHosts false leaves host names as they are
   */
  redact(line: string, withHosts = true): string {
    return this.redactNames(this.withoutLogin(line), withHosts);
  }

  /** The same for a line whose logins are dealt with; it may be asked again. */
  redactNames(line: string, withHosts = true): string {
    const host = (name: string) => (withHosts ? this.#host(name) : name);
    return this.#withoutIds(line)
      .replace(urlTail, '$1?…')
      .replace(address, (whole, domain: string) => this.#address(whole, domain, host))
      .replace(hostName, (name) =>
        isContinued.test(name) ? name.slice(0, 4) + host(name.slice(4)) : host(name),
      )
      .replace(ipv6, (ip) => this.#name('v6', ip.toLowerCase()))
      .replace(ipv4, (ip) => (ip.startsWith('127.') ? ip : this.#name('v4', ip)));
  }

  #withoutIds(line: string): string {
    const text = line.replace(uuid, (id) => {
      const lower = id.toLowerCase();
      let made = this.#ids.get(lower);
      if (made === undefined) this.#ids.set(lower, (made = alike(lower, this.#ids.size * 7)));
      return id === id.toUpperCase() ? made.toUpperCase() : made;
    });
    if (this.#ids.size === 0) return text;
    return text.replace(idWord, (word) => {
      const whole = this.#ids.get(word);
      if (whole !== undefined) return whole;
      // `1xVc1q-00001R-23.` ends a sentence; `4T4D1F8.1795470088` begins a boundary.
      return word.replace(/[0-9A-Za-z][0-9A-Za-z-]{3,60}/g, (part) => this.#ids.get(part) ?? part);
    });
  }

  /** A user's name, with its domain where it has one. */
  #person(name: string): string {
    const at = name.lastIndexOf('@');
    return at > 0 ? `${this.user(name.slice(0, at))}@${this.#host(name.slice(at + 1))}` : this.user(name);
  }

  #address(whole: string, domain: string, host: (name: string) => string): string {
    const field = fieldName.exec(whole)?.[0] ?? '';
    const local = whole.slice(field.length, whole.lastIndexOf('@'));
    return `${field}${this.user(local)}@${host(domain)}`;
  }

  #host(name: string): string {
    const lower = name.toLowerCase();
    if (
      lower.endsWith('.example') ||
      exchangePlace.test(name) ||
      endings.has(lower.slice(lower.lastIndexOf('.') + 1)) ||
      lower === 'localhost.localdomain'
    )
      return name;
    const known = this.#knownIn(lower);
    if (known === null) return this.#name('host', lower);
    const own = lower.slice(0, Math.max(0, lower.length - known.length - 1));
    if (own === '' || isNetwork(own)) return name;
    // acme-de.mail.protection.outlook.com: the customer's name stands before the provider's.
    return `${this.#name('host', lower).split('.', 1)[0]}.${name.slice(name.length - known.length)}`;
  }

  /** The known name that this one is, or ends in; null for none. */
  #knownIn(name: string): string | null {
    for (let rest = name; rest; rest = rest.slice(rest.indexOf('.') + 1)) {
      if (this.#known.has(rest)) return rest;
      if (!rest.includes('.')) return null;
    }
    return null;
  }

  /** Documentation names and addresses only (RFC 2606, RFC 5737, RFC 3849). */
  #name(kind: 'user' | 'host' | 'v4' | 'v6', original: string): string {
    const key = `${kind} ${original}`;
    let name = this.#names.get(key);
    if (name === undefined) {
      const count = (this.#counts[kind] = (this.#counts[kind] ?? 0) + 1);
      name = made[kind](count);
      this.#names.set(key, name);
    }
    return name;
  }
}

const isProgram = (name: string): boolean => program.test(name);

/** `gmail-smtp-in.l`, `mx00.emig`, `alt1`: nothing but a provider's own words and numbers. */
function isNetwork(name: string): boolean {
  return name.split(/[.\d-]+/).every((word) => word === '' || networkWords.has(word));
}

/**
 * Another id of the same shape: digits for digits, letters for letters of the same kind. Nothing of the original goes in.
 * @param seed another result for another number
 */
export function alike(id: string, seed: number): string {
  const hex = /^[0-9A-F._-]+$/.test(id) || /^[0-9a-f._-]+$/.test(id);
  let state = Math.imul(seed + 1, 0x9e_37_79_b1) || 1;
  const next = (below: number): number => {
    // Marsaglia's xorshift: random enough that no two ids look alike.
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % below;
  };
  return id.replace(/[0-9A-Za-z]/g, (c) => {
    if (c <= '9') return String(next(10));
    // Postfix's long ids have no vowels.
    const letters = hex ? 'abcdef' : 'bcdfghjklmnpqrstvwxyz';
    const letter = letters[next(letters.length)];
    return c <= 'Z' ? letter.toUpperCase() : letter;
  });
}

const made = {
  user: (count: number) => `user${count}`,
  host: (count: number) => `host${count}.example`,
  v4: (count: number) =>
    `${['192.0.2', '198.51.100', '203.0.113'][Math.floor((count - 1) / 254) % 3]}.${((count - 1) % 254) + 1}`,
  v6: (count: number) => `2001:db8::${count.toString(16)}`,
};

/** Letters and digits as x; what separates them stays, so the shape does. */
export const masked = (text: string): string => text.replace(/[^\s\p{P}\p{S}]/gu, 'x');
