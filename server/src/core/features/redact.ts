// How can a line be shown to others without telling who wrote to whom? Addresses, host names and IPs get made-up names, the
// same one each time; codes, words, times and queue ids stay, so that the line reads as before.
// Deliberately absent: any promise about free text (a subject, a display name in a reply): those words cannot be known.
import type { Catalog } from '../catalog/catalog.ts';

/**
 * u@d.example   u@[192.0.2.5]   "odd one"@d.example   — with what may stand before: `<`, `=`, `:`; not the stop or colon behind
 * The local part keeps no trace; SRS and VERP addresses, which hold others, go as a whole.
 */
const address =
  /(?:"[^"\s]{1,64}"|[^\s<>()[\]{}",;:@/\\]{1,160})@(\[[A-Za-z0-9.:_-]{1,255}\]|[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,253}[A-Za-z0-9_])?)/g;

/** The name of a field that the address is the value of: `from=`, `orig_to=`, `smtp.mailfrom=`. */
const fieldName = /^[a-z_.]{2,16}=/;

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

/** mx1.example.net: labels with dots, the last of letters; not a file (`mail.log`), not a version. */
const hostName =
  /(?<![\w@.-])(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}(?![\w-]|\.\w)/g;

/** 554-mx.example.net: the reply's number and the hyphen of a line that is followed by another. */
const isContinued = /^[2-5]\d\d-[A-Za-z]/;

/** STOREDRV.Deliver   RESOLVER.ADR.RecipNotFound: Exchange's own words for places in itself. */
const exchangePlace = /^(?:STOREDRV|RESOLVER|ROUTING|QUEUE|SMTPSEND|AGENT|TRANSPORT)\.[A-Z]/;

/** Query and fragment of a URL name recipients and messages. */
const urlTail = /(https?:\/\/[^\s?#)>"]{1,400})[?#][^\s)>"]{0,1000}/g;

const endings = new Set([
  'log',
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

/** Redacts the lines of one file; one name stands for one thing throughout. */
export class Redactor {
  readonly #known: Set<string>;
  readonly #names = new Map<string, string>();
  readonly #counts: { [kind: string]: number } = {};

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

  /** One line, or any text. The same as before where it names nobody. */
  redact(line: string): string {
    return line
      .replace(urlTail, '$1?…')
      .replace(address, (whole, domain: string) => this.#address(whole, domain))
      .replace(hostName, (name) =>
        isContinued.test(name) ? name.slice(0, 4) + this.#host(name.slice(4)) : this.#host(name),
      )
      .replace(ipv6, (ip) => this.#name('v6', ip.toLowerCase()))
      .replace(ipv4, (ip) => this.#name('v4', ip));
  }

  #address(whole: string, domain: string): string {
    const field = fieldName.exec(whole)?.[0] ?? '';
    const local = whole.slice(field.length, whole.lastIndexOf('@'));
    const user = program.test(local) ? local : this.#name('user', local);
    return `${field}${user}@${this.#host(domain)}`;
  }

  #host(name: string): string {
    const lower = name.toLowerCase();
    if (
      lower.endsWith('.example') ||
      exchangePlace.test(name) ||
      endings.has(lower.slice(lower.lastIndexOf('.') + 1)) ||
      this.#isKnown(lower)
    )
      return name;
    return this.#name('host', lower);
  }

  #isKnown(name: string): boolean {
    for (let rest = name; rest; rest = rest.slice(rest.indexOf('.') + 1)) {
      if (this.#known.has(rest)) return true;
      if (!rest.includes('.')) return false;
    }
    return false;
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

const made = {
  user: (count: number) => `user${count}`,
  host: (count: number) => `host${count}.example`,
  v4: (count: number) =>
    `${['192.0.2', '198.51.100', '203.0.113'][Math.floor((count - 1) / 254) % 3]}.${((count - 1) % 254) + 1}`,
  v6: (count: number) => `2001:db8::${count.toString(16)}`,
};
