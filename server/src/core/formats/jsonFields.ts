// What does a JSON record hold, whatever its writer put where? Nothing is taken for a string or a number that is none: a log may
// be cut off, edited, or written by another version.
// Deliberately absent: where a value stands in the line (the formats find the few that they point at).

export type JsonObject = { readonly [name: string]: unknown };

/** The object that a line is; null for anything else, a line that is cut off too. */
export function objectIn(line: string): JsonObject | null {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What stands at `path`; undefined where the way there ends early. */
export function valueAt(record: JsonObject, ...path: readonly string[]): unknown {
  let value: unknown = record;
  for (const name of path) {
    if (!isObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

export function stringAt(record: JsonObject, ...path: readonly string[]): string | null {
  const value = valueAt(record, ...path);
  return typeof value === 'string' ? value : null;
}

export function numberAt(record: JsonObject, ...path: readonly string[]): number | null {
  const value = valueAt(record, ...path);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
