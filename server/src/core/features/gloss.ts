// What does a hover on a field or word of a log line say? The shape that every server’s glossary answers in.

/** A field under the cursor and what it says. Columns from the line's start. */
export interface FieldGloss {
  readonly start: number;
  readonly end: number;
  readonly title: string;
  readonly meaning: string;
}
