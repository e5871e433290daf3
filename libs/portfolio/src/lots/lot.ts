/** An open lot: a quantity bought (or sold short) at once, with its cost. */
export interface Lot {
  readonly id: string;
  /** Signed units: positive = long. */
  readonly quantity: number;
  /** Signed ledger money: positive for a long lot, negative (proceeds) for a short one. */
  readonly cost: bigint;
  readonly openedUs: number;
}

/** What a closing took from a lot. */
export interface LotClose {
  readonly lotId: string;
  /** Signed units taken from the lot: positive = a long was sold. */
  readonly quantity: number;
  readonly openedUs: number;
  readonly closedUs: number;
  /** Cost of what was closed; signed like the lot's. */
  readonly cost: bigint;
  /** Its value at the closing price; signed like the cost. */
  readonly proceeds: bigint;
  /** proceeds - cost, before fees. */
  readonly realized: bigint;
}
