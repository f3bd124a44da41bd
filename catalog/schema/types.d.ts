// The shape of the catalogue. Made from the schemas beside this file by generate.mjs; do not edit it by hand.

/**
 * The step of the SMTP dialogue that a reply answers.
 */
export type Phase = 'connect' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL FROM' | 'RCPT TO' | 'DATA' | 'end of DATA' | 'QUIT';
/**
 * Is it over? `temporary` is tried again, `permanent` is not.
 */
export type Permanence = 'success' | 'temporary' | 'permanent';
/**
 * One of the 28 reasons of `catalog/reasons.json`.
 */
export type ReasonId =
  | 'delivered'
  | 'unknown-user'
  | 'unknown-domain'
  | 'mailbox-disabled'
  | 'mailbox-full'
  | 'recipient-restricted'
  | 'message-too-big'
  | 'content-format'
  | 'spam'
  | 'malware'
  | 'sender-rejected'
  | 'sender-auth'
  | 'sender-dns'
  | 'blocklist'
  | 'reputation'
  | 'policy'
  | 'greylisting'
  | 'rate-limit'
  | 'relay-denied'
  | 'login'
  | 'tls'
  | 'dns-routing'
  | 'connection'
  | 'expired'
  | 'loop'
  | 'system'
  | 'protocol'
  | 'unknown';
/**
 * Each distinct cause as a sentence or clause, the likeliest first. May be empty.
 */
export type Causes = string[];
/**
 * Who has to do something. The first action of an entry is the one that matters most.
 */
export type Who = 'sender' | 'recipient' | 'sending-administrator' | 'receiving-administrator' | 'third-party' | 'nobody';
/**
 * At least one; the most important first.
 *
 * @minItems 1
 */
export type Actions = Action[];
/**
 * Warnings, products' peculiarities, other readings.
 */
export type Notes = string[];
/**
 * How sure the statement is: the vendor or standard says so; seen in real mail; told by others, not checked.
 */
export type Evidence = 'documented' | 'seen' | 'unverified';
/**
 * Ids of `sources.json`; at least one.
 *
 * @minItems 1
 */
export type Sources = string[];
/**
 * Further words by which a person may look for this entry: product names, old names, event ids.
 */
export type Keywords = string[];
/**
 * What the 2010 reference said of it and no longer (or never) held, in our words.
 */
export type Formerly = string[];
/**
 * Ids of other entries worth reading.
 */
export type See = string[];

/**
 * dist/catalog.json: all files of the catalogue joined, as it ships.
 */
export interface CatalogFile {
  /**
   * Where the schema of this file is: beside it.
   */
  $schema?: string;
  /**
   * The release of SMTP Lens that it comes with.
   */
  release?: string;
  /**
   * The format of this file; rises when a reader would have to change. What is added does not count.
   */
  version: 1;
  reply: ReplyEntry[];
  enhanced: EnhancedEntry[];
  legacy: LegacyEntry[];
  speakers: Speaker[];
  phrases: PhraseEntry[];
  families: Family[];
  reasons: Reason[];
  sources: {
    [k: string]: Source;
  };
  /**
   * Made by the build: for each word the patterns to compare where it is met, as numbers that count the patterns
   * of all speakers in order, then those of `phrases`; under the empty word those without text. Readers may do without.
   */
  patternIndex?: {
    [k: string]: number[];
  };
}
/**
 * catalog/codes/reply.json: { "entries": ReplyEntry[] }; id is `reply/<code>`, or `reply/4yz` for a whole class.
 */
export interface ReplyEntry {
  id: string;
  /**
   * `550`, or `4yz`.
   */
  code: string;
  /**
   * How established the number is.
   */
  standing: 'standard' | 'listed' | 'experimental' | 'provider' | 'seen';
  /**
   * The phases in which it is met.
   */
  phases?: Phase[];
  /**
   * What happened, up to about 60 characters, no full stop: "The mailbox does not exist".
   */
  title: string;
  /**
   * One to three short sentences: what happened, is it over.
   */
  meaning: string;
  /**
   * null where the code says nothing of it (3yz, library errors).
   */
  permanence: Permanence | null;
  reason: ReasonId;
  /**
   * The default reason where it depends on the phase (`reason` is then what holds when the phase is unknown).
   */
  reasonByPhase?: {
    connect?: ReasonId;
    EHLO?: ReasonId;
    STARTTLS?: ReasonId;
    AUTH?: ReasonId;
    'MAIL FROM'?: ReasonId;
    'RCPT TO'?: ReasonId;
    DATA?: ReasonId;
    'end of DATA'?: ReasonId;
    QUIT?: ReasonId;
  };
  /**
   * Readings that differ by phase or product, with the reason each would have.
   */
  readings?: Reading[];
  causes?: Causes;
  actions: Actions;
  notes?: Notes;
  evidence: Evidence;
  sources: Sources;
  keywords?: Keywords;
  formerly?: Formerly;
  see?: See;
}
/**
 * Something else that the code may mean.
 */
export interface Reading {
  reason: ReasonId;
  /**
   * What happened, up to about 60 characters, no full stop: "The mailbox does not exist".
   */
  title: string;
  /**
   * What tells that this reading is the right one.
   */
  when: string;
}
/**
 * One thing to do, and who can do it.
 */
export interface Action {
  who: Who;
  /**
   * A full sentence in the imperative.
   */
  do: string;
}
/**
 * catalog/codes/enhanced.json: { "entries": EnhancedEntry[] }. One entry describes x.y.z for all classes it is useful with;
 * the loader expands it to `enhanced/4.y.z` and `enhanced/5.y.z` (and `enhanced/2.y.z`), each with the overrides of `classes`.
 * Subjects are written `X.1` (id `enhanced/5.1`), classes `X` (id `enhanced/5`).
 */
export interface EnhancedEntry {
  /**
   * `X.1.1`, `X.1`, or `X`.
   */
  code: string;
  /**
   * The registry's name, null for an unregistered code, a subject or a class.
   */
  name: string | null;
  /**
   * The reply codes that the registry pairs it with.
   *
   * @minItems 1
   */
  replies?: string[];
  /**
   * Whether the registry of enhanced status codes holds it.
   */
  registered: boolean;
  /**
   * What happened, up to about 60 characters, no full stop: "The mailbox does not exist".
   */
  title: string;
  /**
   * One to three short sentences: what happened, is it over.
   */
  meaning: string;
  causes?: Causes;
  actions: Actions;
  notes?: Notes;
  evidence: Evidence;
  sources: Sources;
  keywords?: Keywords;
  formerly?: Formerly;
  see?: See;
  /**
   * For which classes (first digits) the code is met, with what differs there. `reason` is required.
   */
  classes: {
    '2'?: EnhancedClass;
    '4'?: EnhancedClass;
    '5'?: EnhancedClass;
  };
}
/**
 * What one class (first digit) of a code says otherwise than the entry does; what is absent is the entry's.
 */
export interface EnhancedClass {
  reason: ReasonId;
  /**
   * What happened, up to about 60 characters, no full stop: "The mailbox does not exist".
   */
  title?: string;
  /**
   * One to three short sentences: what happened, is it over.
   */
  meaning?: string;
  causes?: Causes;
  actions?: Actions;
  notes?: Notes;
  /**
   * What else the code is used for in this class, and how to tell.
   *
   * @minItems 1
   */
  readings?: Reading[];
}
/**
 * catalog/codes/legacy.json: { "entries": LegacyEntry[] }; id is `legacy/<code>`.
 */
export interface LegacyEntry {
  id: string;
  code: string;
  /**
   * `short-form`: an enhanced code without its dots (511). `library`: an error number of a library or system (111). `product`: one product's own number.
   */
  kind: 'short-form' | 'library' | 'product';
  /**
   * The enhanced code that a short form stands for.
   */
  shortFor?: string;
  /**
   * What happened, up to about 60 characters, no full stop: "The mailbox does not exist".
   */
  title: string;
  /**
   * One to three short sentences: what happened, is it over.
   */
  meaning: string;
  /**
   * null where the code says nothing of it (3yz, library errors).
   */
  permanence: Permanence | null;
  reason: ReasonId;
  causes?: Causes;
  actions: Actions;
  notes?: Notes;
  evidence: Evidence;
  sources: Sources;
  keywords?: Keywords;
  formerly?: Formerly;
  see?: See;
}
/**
 * catalog/{providers,servers,filters,blocklists,clients}/<id>.json: one that answers or writes logs, and what it means by its words.
 */
export interface Speaker {
  /**
   * The file's name without `.json`.
   */
  id: string;
  /**
   * As people write it: "Gmail".
   */
  name: string;
  /**
   * The folder says the same in the plural.
   */
  kind: 'provider' | 'server' | 'filter' | 'blocklist' | 'client';
  /**
   * Host-name suffixes of the servers that answer for it: `google.com` takes `gmail-smtp-in.l.google.com`.
   */
  hosts?: string[];
  /**
   * Words that only this speaker writes: `gsmtp`.
   */
  markers?: string[];
  keywords?: Keywords;
  /**
   * Where hosts and markers come from.
   *
   * @minItems 1
   */
  sources: string[];
  /**
   * What it says, and what that means; ids begin with the speaker's.
   */
  entries: PhraseEntry[];
}
/**
 * An explanation that needs more than a number: the words of a provider, a server, a filter, or anyone.
 */
export interface PhraseEntry {
  /**
   * `<source>/<slug in words>`: `gmail/mailbox-full`, `postfix/relay-access-denied`, `phrase/greylisted`.
   */
  id: string;
  /**
   * What happened, up to about 60 characters, no full stop: "The mailbox does not exist".
   */
  title: string;
  /**
   * One to three short sentences: what happened, is it over.
   */
  meaning: string;
  /**
   * null where the code says nothing of it (3yz, library errors).
   */
  permanence: Permanence | null;
  reason: ReasonId;
  /**
   * At least one.
   *
   * @minItems 1
   */
  patterns: Pattern[];
  causes?: Causes;
  actions: Actions;
  notes?: Notes;
  evidence: Evidence;
  sources: Sources;
  keywords?: Keywords;
  formerly?: Formerly;
  see?: See;
}
/**
 * How a reply is recognised. At least one of text, enhanced, reply is present; all that are present must hold.
 */
export interface Pattern {
  /**
   * A literal of whole words, matched without regard to case against the reply's words; `<gap>` stands for anything (within one reply).
   */
  text?: string;
  /**
   * Three digits, several, or `4yz`.
   */
  reply?: string | string[];
  /**
   * `5.7.26`, `X.7.26`, a range `5.7.700-5.7.749`, or several.
   */
  enhanced?: string | string[];
  /**
   * The step, or the steps, in which the words must have been said.
   */
  phase?: Phase | Phase[];
  /**
   * Words so common that they prove little (`spam`, `certificate`): compared after addresses, hosts, URLs and ids are left out,
   * and ranked below a specific enhanced code. Never needed for a provider's or server's own sentence.
   */
  hint?: boolean;
  /**
   * A real or realistic reply that this pattern must recognise; required.
   */
  sample: string;
}
/**
 * catalog/reasons.json: { "families": Family[], "reasons": Reason[] }. Families are for charts.
 */
export interface Family {
  id: string;
  /**
   * What happened, up to about 60 characters, no full stop: "The mailbox does not exist".
   */
  title: string;
}
/**
 * Why a message was not delivered (or that it was), apart from any code.
 */
export interface Reason {
  id: ReasonId;
  /**
   * Id of a family.
   */
  family: string;
  /**
   * A short label without an article, for lists and charts.
   */
  title: string;
  /**
   * One to three short sentences: what happened, is it over.
   */
  meaning: string;
  /**
   * The first thing to do, as one short sentence.
   */
  advice: string;
  /**
   * What kind of bounce it makes when permanent: `hard` (the address is bad: drop it), `soft` (retry), `block` (refused by a rule of one side),
   * `message` (final for this message, not for the address), `config` (set-up, of either side), `sent`, or null where nothing is known.
   */
  kind: 'sent' | 'hard' | 'soft' | 'block' | 'message' | 'config' | null;
  actions: Actions;
  sources: Sources;
}
/**
 * catalog/sources.json: { "<id>": Source }: where a statement comes from.
 */
export interface Source {
  title: string;
  publisher: string;
  /**
   * null where there is none (a server's source file is named in the title).
   */
  url: string | null;
  /**
   * ISO date of the last reading, or null.
   */
  read: string | null;
  /**
   * Whether the page or text was seen at this address; false for an address formed by pattern or from memory.
   */
  verified: boolean;
}
/**
 * What every explanation has, whatever it explains. Prose is the project's own, plain text, no Markdown.
 *
 * This interface was referenced by `CatalogFile`'s JSON-Schema
 * via the `definition` "Prose".
 */
export interface Prose {
  /**
   * What happened, up to about 60 characters, no full stop: "The mailbox does not exist".
   */
  title: string;
  /**
   * One to three short sentences: what happened, is it over.
   */
  meaning: string;
  causes?: Causes;
  actions: Actions;
  notes?: Notes;
}
