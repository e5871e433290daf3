/**
 * One point of a series. Its time is unique within the series: several events of one nanosecond are told apart before they
 * are written.
 */
export interface Point {
  /** Epoch microseconds, safe integer, not negative. */
  readonly us: number;
  /** 0-999. */
  readonly ns: number;
  /** Finite numbers and texts; at least one. They come back exactly. */
  readonly fields: Readonly<Record<string, number | string>>;
}

/** A series: what is measured, and of what. The order of the tags means nothing. */
export interface SeriesKey {
  readonly measurement: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** Bounds of every store; beyond them it throws STORE_LIMIT. */
export const TIME_SERIES_LIMITS = {
  /** Points of one write. */
  pointsWritten: 10_000,
  /** Points of one part that is read. */
  pointsRead: 5_000,
  /** Bytes in UTF-8 of a measurement, tag or name of a field; at least 1, of a measurement [a-z0-9-] only. */
  nameBytes: 256,
  /** Bytes in UTF-8 of a text field. */
  textBytes: 65_536,
  tags: 16,
  fields: 64,
} as const;

/**
 * Series of points in order of time. It knows what it was given and nothing of what is missing: whoever needs to know which
 * ranges are complete keeps that elsewhere.
 *
 * @throws DomainError STORE_UNAVAILABLE, STORE_LIMIT, STORE_CORRUPT
 */
export abstract class TimeSeries {
  /**
   * Resolves when the points are durable, all or none of them, as far as the store was told to be: where a server takes only
   * so many at a time, the earliest of a write that fails may be there. A point of a time that the series has takes its
   * place, so that a write may be repeated.
   */
  abstract write(series: SeriesKey, points: readonly Point[]): Promise<void>;

  /**
   * The points of [fromUs, toUs) in order of time, in parts of bounded size, none of them empty. `part` resolves when more may
   * come: a slow reader holds the store, memory stays flat. Rejects with the signal's reason soon after it aborts, and with
   * what `part` rejects with. Whether it gives what is written while it reads is not said.
   */
  abstract read(
    series: SeriesKey,
    fromUs: number,
    toUs: number,
    part: (points: readonly Point[]) => Promise<void>,
    signal: AbortSignal,
  ): Promise<void>;

  /** Removes the points of [fromUs, toUs). */
  abstract remove(series: SeriesKey, fromUs: number, toUs: number): Promise<void>;

  /** The series that have points, all or those of a measurement; in no order. */
  abstract series(measurement?: string): Promise<readonly SeriesKey[]>;

  /** Bytes that it takes on disk, as far as it can tell. */
  abstract bytes(): Promise<number>;

  /** Releases connections and files; idempotent. What is asked for afterwards throws STORE_UNAVAILABLE. */
  abstract close(): Promise<void>;
}
