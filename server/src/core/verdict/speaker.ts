// Who spoke: which provider does a host name belong to, or which provider gives itself away by its words?
import type { Catalog, Speaker } from '../catalog/catalog.ts';
import { type Words, wordsOf } from './words.ts';

/** Who the answering server is known to be. */
export interface Identity {
  readonly speaker: Speaker;
  readonly by: 'host' | 'marker' | 'report';
}

const rememberedHosts = 4096;

/** Knows host-name suffixes and markers of every speaker of the catalogue. */
export class Speakers {
  readonly #providers = new Map<string, Speaker>();
  readonly #bySuffix = new Map<string, Speaker>();
  /** Markers by their longest word: of hundreds a reply is compared with one or two. */
  readonly #byMarker = new Map<string, (readonly [marker: string, speaker: Speaker])[]>();
  /** Hosts asked for before: a log names few of them many times. */
  readonly #asked = new Map<string, Speaker | null>();

  constructor(catalog: Catalog) {
    // Mail is answered by a provider or the filter in front of it; a block list or a program named in the words answers nothing.
    for (const speaker of catalog.speakers.filter(({ kind }) => kind === 'provider' || kind === 'filter')) {
      this.#providers.set(speaker.id, speaker);
      for (const host of speaker.hosts ?? []) this.#bySuffix.set(host.toLowerCase(), speaker);
      for (const marker of speaker.markers ?? []) {
        const words = wordsOf(marker);
        const longest = words
          .trim()
          .split(' ')
          .reduce((a, b) => (b.length > a.length ? b : a));
        const list = this.#byMarker.get(longest);
        if (list) list.push([words, speaker]);
        else this.#byMarker.set(longest, [[words, speaker]]);
      }
    }
  }

  /** `gmail-smtp-in.l.google.com` is Gmail's because `google.com` is; null where no suffix is known. */
  byHost(host: string | null): Speaker | null {
    if (!host) return null;
    let speaker = this.#asked.get(host);
    if (speaker === undefined) {
      if (this.#asked.size >= rememberedHosts) this.#asked.clear();
      this.#asked.set(host, (speaker = this.#bySuffixOf(host)));
    }
    return speaker;
  }

  #bySuffixOf(host: string): Speaker | null {
    for (let name = host.toLowerCase().replace(/\.$/, ''); name; ) {
      const speaker = this.#bySuffix.get(name);
      if (speaker) return speaker;
      const dot = name.indexOf('.');
      if (dot < 0) return null;
      name = name.slice(dot + 1);
    }
    return null;
  }

  /** A provider's report that names no answering host and quotes no reply is its own word, and so is a code of Exchange Online. */
  byReport(writer: string | null, reply: string | null): Speaker | null {
    const speaker = writer === null ? undefined : this.#providers.get(writer);
    return speaker && (reply === null || speaker.id === 'exchange-online') ? speaker : null;
  }

  /**
   * The host decides; only where it is not known may the words do so: what a known other host quotes is not its own.
   */
  identify(host: string | null, words: Words): Identity | null {
    const speaker = this.byHost(host);
    if (speaker) return { speaker, by: 'host' };
    const marked = this.#byMarkerIn(words);
    return marked ? { speaker: marked, by: 'marker' } : null;
  }

  /** Whose marker stands in the words; the longest says most. */
  #byMarkerIn(words: Words): Speaker | null {
    let best: readonly [marker: string, speaker: Speaker] | null = null;
    for (const word of words.list)
      for (const one of this.#byMarker.get(word) ?? none)
        if (words.plain.includes(one[0]) && one[0].length > (best?.[0].length ?? 0)) best = one;
    return best?.[1] ?? null;
  }
}

const none: readonly never[] = [];
