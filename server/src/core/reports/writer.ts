// What is the writer of a report? One file per mail server or service, listed in index.ts; each brings the lines that it was
// made from.
import type { Notice } from './notice.ts';
import type { Statement } from './statement.ts';

export interface Marks {
  /** Fields seen in the machine part, in lower case. */
  readonly names: ReadonlySet<string>;
  /** `Reporting-MTA`, empty where there is none. */
  readonly reportingHost: string;
}

export interface Writer {
  /** As `scan --format json` names it: `qmail`. */
  readonly id: string;
  /**
   * Whether this program wrote the report; cheap.
   * @param marks what its machine part tells about the writer
   */
  wrote(notice: Notice, marks: Marks): boolean;
  /** What its human part says, a statement per recipient. Absent where it adds nothing or the general reader does. */
  read?(notice: Notice): Statement[];
}
