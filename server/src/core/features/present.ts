// How do places become ranges, and texts Markdown or plain text? The edge between the engine's words and the editor's.
import type { MarkupContent, Range } from 'vscode-languageserver-types';
import type { Place } from '../model/summary.ts';
import type { PagedText } from '../text/pagedText.ts';

export function rangeOf(place: Place): Range {
  return {
    start: { line: place.line, character: place.start },
    end: { line: place.line, character: place.end },
  };
}

/** The span as far as it stands on its first line: where to jump to. Offsets from the start of the file. */
export function firstLineOf(text: PagedText, { start, end }: { start: number; end: number }): Range {
  const from = text.positionAt(start);
  const to = text.positionAt(Math.max(start, end));
  const character = to.line === from.line ? to.character : text.lineAt(from.line).text.length;
  return { start: from, end: { line: from.line, character } };
}

/** What the client can show. */
export interface Display {
  /** Hovers in Markdown; plain text otherwise. */
  readonly markdown: boolean;
  /** The client runs `smtpLens.*` commands behind links. */
  readonly commandLinks: boolean;
}

/**
 * Text in which nothing is Markdown: a reply's words must never format a hover or make a link. Dots and hyphens stay as they
 * are, so that codes and host names can be found and copied.
 */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*_{}[\]<>~$&]/g, '\\$&').replace(/\s+/g, ' ');
}

/** Marks that make a heading, a list or a quotation at the start of a paragraph: `# `, `- `, `+ `, `1. `. */
const opening = /^(\d*)([#+.)-])/;

/** Writes either Markdown or plain text, so that features say each thing once. */
export class Writer {
  readonly #display: Display;
  readonly #blocks: string[] = [];

  constructor(display: Display) {
    this.#display = display;
  }

  /** Words of ours or of the log, as they are. */
  text(words: string): string {
    return this.#display.markdown ? escapeMarkdown(words) : words;
  }

  bold(words: string): string {
    return this.#display.markdown ? `**${escapeMarkdown(words)}**` : words;
  }

  link(title: string, url: string | null): string {
    return this.#display.markdown && url
      ? `[${escapeMarkdown(title)}](${url.replace(/[()\s]/g, encodeURIComponent)})`
      : title;
  }

  /** A link that runs a command; null where the client cannot. */
  command(title: string, command: string, ...args: unknown[]): string | null {
    if (!this.#display.markdown || !this.#display.commandLinks) return null;
    return `[${escapeMarkdown(title)}](command:${command}?${encodeURIComponent(JSON.stringify(args))})`;
  }

  /** Adds a paragraph; empty ones are left out. */
  paragraph(...parts: (string | null | undefined | false)[]): void {
    const words = parts.filter((part) => part).join(' ');
    if (!words) return;
    this.#blocks.push(this.#display.markdown ? words.replace(opening, '$1\\$2') : words);
  }

  markup(): MarkupContent {
    return { kind: this.#display.markdown ? 'markdown' : 'plaintext', value: this.#blocks.join('\n\n') };
  }
}
