// A slice of a text keeps all of that text in memory; what is kept longer than its page must be a copy of its own.

/** The same words in memory of their own. Parsing JSON builds a new string; nothing else in the language does for sure. */
export const detached = (text: string): string =>
  // Engines copy short slices anyway.
  text.length < 13 ? text : (JSON.parse(JSON.stringify(text)) as string);
