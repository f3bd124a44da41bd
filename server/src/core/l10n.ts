// How does the engine speak another language? Interface strings go through `translator`; the catalogue's prose is keyed by
// entry id and field and translated where it is loaded.

/** The English sentence with its `{0}`, `{1}` … filled in, in the reader's language where the host brought one. */
export type Translate = (english: string, ...values: (string | number)[]) => string;

/** @param messages English sentence → translated sentence, as `vscode.l10n.bundle` holds them. */
export function translator(messages: { readonly [english: string]: string } = {}): Translate {
  return (english, ...values) =>
    (messages[english] ?? english).replace(/\{(\d)\}/g, (whole, index) =>
      String(values[Number(index)] ?? whole),
    );
}

/** `12,345`: thousands separators; Intl is not used since a worker may lack the reader's locale. */
export const grouped = (value: number): string => String(value).replace(/\B(?=(?:\d{3})+$)/g, ',');
