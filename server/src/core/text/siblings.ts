// Which files of a folder are the same log, and in which order were they written? Told by their names alone, as logrotate,
// newsyslog, exicyclog, postlogd, multilog and Exchange name them.
// Deliberately absent: reading files, listing folders, and what the stamps inside say (who merges lines by time does that).

/** How a file's bytes are packed, by the ending of its name; `null` for none. */
export type Packing = 'gz' | 'zst' | 'xz' | 'bz2' | null;

/** What a name says of a log that is rotated. */
export interface RotatedName {
  /** What all files of this log have in common: `mail.log` for `mail.log.2.gz`. */
  readonly log: string;
  readonly packing: Packing;
  /** Sorts in the order of writing within one log, the oldest first. */
  readonly order: string;
}

/** `mail.log.2.gz`, `maillog-20261101.xz`, `mail.log.3.bz2`, `mainlog.4.Z` (compress, which gzip reads too) */
const packed = /\.(?:(gz|gzip|z)|(zst|zstd)|(xz)|(bz2))$/i;

/** `mail.log.1`, `maillog.0`, `mainlog.01` (exicyclog): the greater, the older. */
const numbered = /^(.{1,200})\.(\d{1,4})$/;

/** `mail.1.log` (logrotate's `extension`) */
const numberedInside = /^(.{1,200})\.(\d{1,4})(\.log)$/i;

/**
 * `maillog-20261101`, `mail.log.20261101`, `mail.log-2026-11-01`, `mail.log-2026110113`, `maillog.20261101-120000` (postlogd),
 * `mail.log-20261101-1793491200`; with the extension behind: `mail-20261101.log`
 */
const dated =
  /^(.{1,200}?)[-._]((?:19|20)\d\d-?[01]\d-?[0-3]\d)(?:[-T_]?(\d{1,10}(?:[-_:]\d{1,10}){0,2}))?(\.log)?$/i;

/** `SEND20261101-1.LOG`, `RECV2026110113-1.LOG`, `MSGTRKMD20261101-12.LOG` (Exchange), `u_ex261101.log`, `ex26110113.log` (IIS) */
const joined = /^(SEND|RECV|MSGTRK[A-Z]{0,2}|(?:u_)?(?:ex|nc|in))(\d{6,10})(?:-(\d{1,6}))?(\.log)$/i;

/** `@400000005f9e0e6f1a2b3c4d.s` (multilog): a stamp that sorts as it stands; `current` is the one being written. */
const multilog = /^@[\da-f]{24}\.[su]$/;

/** @param name of a file, without its folder */
export function rotatedName(name: string): RotatedName {
  const [ending = '', gzip, zstd, xz, bzip2] = packed.exec(name) ?? [];
  const packing: Packing = gzip ? 'gz' : zstd ? 'zst' : xz ? 'xz' : bzip2 ? 'bz2' : null;
  return { ...placeOf(name.slice(0, name.length - ending.length)), packing };
}

function placeOf(name: string): { log: string; order: string } {
  if (name === 'current' || multilog.test(name))
    return { log: 'current', order: name === 'current' ? '3' : `2 ${name}` };
  const joint = joined.exec(name);
  if (joint)
    return {
      log: `${joint[1].toUpperCase()}*${joint[4].toLowerCase()}`,
      order: `2 ${joint[2].padEnd(10, '0')} ${(joint[3] ?? '').padStart(6, '0')}`,
    };
  const number = numbered.exec(name) ?? numberedInside.exec(name);
  if (number) {
    // The greater the number, the older: turned round, so that it sorts.
    const order = `1 ${String(9999 - Number(number[2])).padStart(4, '0')}`;
    return { log: number[1] + (number[3] ?? ''), order };
  }
  const date = dated.exec(name);
  if (date) {
    const [, log, day, rest = '', extension = ''] = date;
    return { log: log + extension, order: `2 ${day.replaceAll('-', '')} ${rest.replace(/\D/g, '')}` };
  }
  return { log: name, order: '3' };
}

/**
 * The files of the log that `name` belongs to, in the order of writing: the oldest first, the one being written last.
 * `mail.log` → `mail.log.2.gz`, `mail.log.1`, `mail.log`. `name` is among them even where `names` has it not. Of two that say
 * the same (`mail.log.1` and `mail.log.1.gz`, in the middle of a rotation) the one that is not packed.
 * @param names of the files in its folder, without the folder, in any order
 */
export function siblingsOf(name: string, names: readonly string[]): string[] {
  const { log } = rotatedName(name);
  const files = [...new Set([name, ...names])]
    .map((one) => ({ name: one, ...rotatedName(one) }))
    .filter((one) => one.log === log)
    .sort((a, b) => compare(a.order, b.order) || Number(a.packing !== null) - Number(b.packing !== null));
  // The one that was asked about stays, whatever stands beside it.
  const asked = files.find((one) => one.name === name)!;
  return files
    .filter((one, at) => one === asked || (one.order !== asked.order && one.order !== files[at - 1]?.order))
    .map((one) => one.name);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
