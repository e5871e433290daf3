/** A trade from entry to exit. Amounts are exact ledger money, times microseconds since the epoch. */
export interface RoundTrip {
  readonly entryUs: number;
  readonly exitUs: number;
  /** Signed units: positive = bought first. */
  readonly quantity: number;
  /** Signed value at entry and at exit: positive for a long. */
  readonly entryValue: bigint;
  readonly exitValue: bigint;
  /** Of both fills, each by its share. */
  readonly fees: bigint;
  /** exitValue - entryValue - fees. */
  readonly profit: bigint;
}

/** Profit as a ratio of the entry value, the only rounding: for statistics. */
export function tripReturn(trip: RoundTrip): number {
  const entry = trip.entryValue < 0n ? -trip.entryValue : trip.entryValue;
  return entry === 0n ? 0 : Number(trip.profit) / Number(entry);
}
