// When was that, in ISO 8601? Only what the log states: no offset where it has none, no year that nobody named.

const months = 'JanFebMarAprMayJunJulAugSepOctNovDec';

/** What a clock has seen: at which month it is, and how often the year has turned. Plain data. */
export interface ClockState {
  readonly month: number;
  readonly turned: number;
}

/** When a file was last written. */
export interface Written {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Completes yearless stamps (RFC 3164 §4.1.2); one per file, since the year may turn in it. */
export class Clock {
  readonly #year: number | null;
  readonly #lastDay: number | null;
  #month = 0;
  #turned = 0;
  #stamp = '';
  #iso: string | null = null;

  /**
   * @param year the year of the log's first line, as `--year` gives it; null when not known
   * @param written when the file was last written: later months belong to the year before
   */
  constructor(year: number | null, written: Written | null = null) {
    this.#year = year ?? written?.year ?? null;
    this.#lastDay = year === null && written ? written.month * 100 + written.day : null;
  }

  get state(): ClockState {
    return { month: this.#month, turned: this.#turned };
  }

  /** Goes on from where another clock on the same file has come to. */
  resume({ month, turned }: ClockState): void {
    this.#month = month;
    this.#turned = turned;
    this.#stamp = '';
    this.#iso = null;
  }

  /** `Nov  1 00:00:31` → `2026-11-01T00:00:31`; an ISO stamp as it is (a blank becomes `T`); null where a year is missing. */
  iso(stamp: string | null): string | null {
    if (stamp === null) return null;
    if (stamp === this.#stamp) return this.#iso;
    this.#stamp = stamp;
    return (this.#iso = this.#complete(stamp));
  }

  #complete(stamp: string): string | null {
    const first = stamp.charCodeAt(0);
    if (first >= 0x30 && first <= 0x39)
      return stamp.length > 10
        ? `${stamp.slice(0, 10)}T${stamp.slice(11).replace(',', '.').replace(' ', '')}`
        : stamp;
    const month = months.indexOf(stamp.slice(0, 3)) / 3 + 1;
    if (!Number.isInteger(month) || month < 1) return null;
    const day = stamp.slice(4, 6).trim().padStart(2, '0');
    const named = /^\w{3} {1,2}\d{1,2} (\d{4}) (.+)$/.exec(stamp); // Nov  1 2026 00:00:31
    const year = named ? Number(named[1]) : this.#yearOf(month, Number(day));
    return year === null
      ? null
      : `${year}-${String(month).padStart(2, '0')}-${day}T${named ? named[2] : stamp.slice(7)}`;
  }

  #yearOf(month: number, day: number): number | null {
    if (this.#year === null) return null;
    if (this.#lastDay !== null) return month * 100 + day > this.#lastDay + 1 ? this.#year - 1 : this.#year;
    if (this.#month === 12 && month === 1) this.#turned++;
    this.#month = month;
    return this.#year + this.#turned;
  }
}
