// The shape of the catalogue. To be generated from the schemas beside this file (see catalog/README.md).

/** One of the 28 reasons of `catalog/reasons.json`. */
export type ReasonId =
  | 'delivered' | 'unknown-user' | 'unknown-domain' | 'mailbox-disabled' | 'mailbox-full' | 'recipient-restricted'
  | 'message-too-big' | 'content-format' | 'spam' | 'malware' | 'sender-rejected' | 'sender-auth' | 'sender-dns'
  | 'blocklist' | 'reputation' | 'policy' | 'greylisting' | 'rate-limit' | 'relay-denied' | 'login' | 'tls'
  | 'dns-routing' | 'connection' | 'expired' | 'loop' | 'system' | 'protocol' | 'unknown';

export type Permanence = 'success' | 'temporary' | 'permanent';

/** Who has to do something. The first action of an entry is the one that matters most. */
export type Who = 'sender' | 'recipient' | 'sending-administrator' | 'receiving-administrator' | 'third-party' | 'nobody';

/** How sure the statement is: the vendor or standard says so; seen in real mail; told by others, not checked. */
export type Evidence = 'documented' | 'seen' | 'unverified';

/** The step of the SMTP dialogue that a reply answers. */
export type Phase = 'connect' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL FROM' | 'RCPT TO' | 'DATA' | 'end of DATA' | 'QUIT';

export interface Action { who: Who; do: string }

/** What every explanation has, whatever it explains. Prose is the project's own, plain text, no Markdown. */
export interface Prose {
  /** What happened, up to about 60 characters, no full stop: "The mailbox does not exist". */
  title: string;
  /** One to three short sentences: what happened, is it over. */
  meaning: string;
  /** Each distinct cause as a sentence or clause, the likeliest first. May be empty. */
  causes?: string[];
  /** At least one. */
  actions: Action[];
  /** Warnings, products' peculiarities, other readings. */
  notes?: string[];
}

interface EntryBase extends Prose {
  reason: ReasonId;
  /** null where the code says nothing of it (3yz, library errors). */
  permanence: Permanence | null;
  evidence: Evidence;
  /** Ids of `sources.json`; at least one. */
  sources: string[];
  /** Further words by which a person may look for this entry: product names, old names, event ids. */
  keywords?: string[];
  /** What the 2010 reference said of it and no longer (or never) held, in our words. */
  formerly?: string[];
  /** Ids of other entries worth reading. */
  see?: string[];
}

/** catalog/codes/reply.json: { "entries": ReplyEntry[] }; id is `reply/<code>`, or `reply/4yz` for a whole class. */
export interface ReplyEntry extends EntryBase {
  id: string;
  /** `550`, or `4yz`. */
  code: string;
  /** How established the number is. */
  standing: 'standard' | 'listed' | 'experimental' | 'provider' | 'seen';
  /** The phases in which it is met. */
  phases?: Phase[];
  /** The default reason where it depends on the phase (`reason` is then what holds when the phase is unknown). */
  reasonByPhase?: Partial<Record<Phase, ReasonId>>;
  /** Readings that differ by phase or product, with the reason each would have. */
  readings?: { reason: ReasonId; title: string; when: string }[];
}

/**
 * catalog/codes/enhanced.json: { "entries": EnhancedEntry[] }. One entry describes x.y.z for all classes it is useful with;
 * the loader expands it to `enhanced/4.y.z` and `enhanced/5.y.z` (and `enhanced/2.y.z`), each with the overrides of `classes`.
 * Subjects are written `X.1` (id `enhanced/5.1`), classes `X` (id `enhanced/5`).
 */
export interface EnhancedEntry extends Omit<EntryBase, 'permanence' | 'reason'> {
  /** `X.1.1`, `X.1`, or `X`. */
  code: string;
  /** The registry's name, null for an unregistered code, a subject or a class. */
  name: string | null;
  /** The reply codes that the registry pairs it with. */
  replies?: string[];
  registered: boolean;
  /** For which classes (first digits) the code is met, with what differs there. `reason` is required. */
  classes: Partial<Record<'2' | '4' | '5', { reason: ReasonId } & Partial<Prose>>>;
}

/** catalog/codes/legacy.json: { "entries": LegacyEntry[] }; id is `legacy/<code>`. */
export interface LegacyEntry extends EntryBase {
  id: string;
  code: string;
  /** `short-form`: an enhanced code without its dots (511). `library`: an error number of a library or system (111). `product`: one product's own number. */
  kind: 'short-form' | 'library' | 'product';
  /** The enhanced code that a short form stands for. */
  shortFor?: string;
}

/**
 * How a reply is recognised. `text` is a literal of whole words, matched without regard to case against the reply's words;
 * `<gap>` stands for anything (within one reply). At least one of text, enhanced, reply is present; all that are present must hold.
 */
export interface Pattern {
  text?: string;
  /** Three digits, several, or `4yz`. */
  reply?: string | string[];
  /** `5.7.26`, `X.7.26`, a range `5.7.700-5.7.749`, or several. */
  enhanced?: string | string[];
  phase?: Phase | Phase[];
  /**
   * Words so common that they prove little (`spam`, `certificate`): compared after addresses, hosts, URLs and ids are left out,
   * and ranked below a specific enhanced code. Never needed for a provider's or server's own sentence.
   */
  hint?: boolean;
  /** A real or realistic reply that this pattern must recognise; required. */
  sample: string;
}

/** An explanation that needs more than a number: the words of a provider, a server, a filter, or anyone. */
export interface PhraseEntry extends EntryBase {
  /** `<source>/<slug in words>`: `gmail/mailbox-full`, `postfix/relay-access-denied`, `phrase/greylisted`. */
  id: string;
  patterns: Pattern[];
}

/** catalog/{providers,servers,filters,blocklists,clients}/<id>.json */
export interface Speaker {
  id: string;
  /** As people write it: "Gmail". */
  name: string;
  kind: 'provider' | 'server' | 'filter' | 'blocklist' | 'client';
  /** Host-name suffixes of the servers that answer for it: `google.com` takes `gmail-smtp-in.l.google.com`. */
  hosts?: string[];
  /** Words that only this speaker writes: `gsmtp`. */
  markers?: string[];
  keywords?: string[];
  /** Where hosts and markers come from. */
  sources: string[];
  entries: PhraseEntry[];
}

/** catalog/phrases.json: { "entries": PhraseEntry[] }: words that anyone may say. */

/** catalog/reasons.json: { "families": Family[], "reasons": Reason[] } */
export interface Family { id: string; title: string }
export interface Reason {
  id: ReasonId;
  family: string;
  title: string;
  meaning: string;
  advice: string;
  /** What kind of bounce it makes when permanent. */
  kind: 'sent' | 'hard' | 'soft' | 'block' | 'message' | 'config' | null;
  actions: Action[];
  sources: string[];
}

/** catalog/sources.json: { "<id>": Source } */
export interface Source {
  title: string;
  publisher: string;
  /** null where there is none (a server's source file is named in the title). */
  url: string | null;
  /** ISO date of the last reading, or null. */
  read: string | null;
  verified: boolean;
}

/** dist/catalog.json */
export interface CatalogFile {
  version: 1;
  reply: ReplyEntry[];
  enhanced: EnhancedEntry[];
  legacy: LegacyEntry[];
  speakers: Speaker[];
  phrases: PhraseEntry[];
  families: Family[];
  reasons: Reason[];
  sources: Record<string, Source>;
}
