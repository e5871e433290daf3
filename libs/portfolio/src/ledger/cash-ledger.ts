/** Why money moved. `rebate` is a negative fee; `cash-in-lieu` pays the fraction of a split. */
export const ENTRY_KINDS = [
  'trade',
  'fee',
  'rebate',
  'funding',
  'borrow',
  'dividend',
  'cash-in-lieu',
  'deposit',
  'withdrawal',
  'conversion',
] as const;
export type EntryKind = (typeof ENTRY_KINDS)[number];

/** One exact booking. cash = initial cash + sum of all entries, for every account and currency. */
export interface LedgerEntry {
  readonly account: string;
  /** Undefined for money of the account itself. */
  readonly strategy: string | undefined;
  /** Key of the instrument; empty for money that belongs to none. */
  readonly instrument: string;
  readonly kind: EntryKind;
  readonly currency: string;
  /** Ledger money; positive = received. */
  readonly amount: bigint;
  /** Microseconds since the epoch, 0 when whoever booked it did not say. */
  readonly us: number;
}

/** Sees every entry as it is booked: a store, a report, a test. It must not throw. */
export type LedgerSink = (entry: LedgerEntry) => void;

/** One field for each kind: of one shape always, because fills pass through here. */
type KindSums = Record<EntryKind, bigint>;

function noSums(): KindSums {
  return {
    trade: 0n,
    fee: 0n,
    rebate: 0n,
    funding: 0n,
    borrow: 0n,
    dividend: 0n,
    'cash-in-lieu': 0n,
    deposit: 0n,
    withdrawal: 0n,
    conversion: 0n,
  };
}

/** Sums of entries by currency and kind: what stays of them when nobody keeps the entries themselves. */
export class CashLedger {
  private readonly sums = new Map<string, KindSums>();

  add(currency: string, kind: EntryKind, amount: bigint): void {
    let kinds = this.sums.get(currency);
    if (kinds === undefined) this.sums.set(currency, (kinds = noSums()));
    kinds[kind] += amount;
  }

  sum(currency: string, kind: EntryKind): bigint {
    return this.sums.get(currency)?.[kind] ?? 0n;
  }

  total(currency: string): bigint {
    const kinds = this.sums.get(currency);
    return kinds === undefined ? 0n : ENTRY_KINDS.reduce((total, kind) => total + kinds[kind], 0n);
  }

  currencies(): IterableIterator<string> {
    return this.sums.keys();
  }

  /** Plain data of all of it, for `restore`. */
  image(): ReadonlyMap<string, KindSums> {
    return this.sums;
  }

  restore(image: ReadonlyMap<string, KindSums>): void {
    for (const [currency, kinds] of image) this.sums.set(currency, { ...noSums(), ...kinds });
  }

  /** Sums that are not zero, by currency in the order of their first entries, then by kind. */
  *entries(): Generator<readonly [currency: string, kind: EntryKind, amount: bigint]> {
    for (const [currency, kinds] of this.sums)
      for (const kind of ENTRY_KINDS) if (kinds[kind] !== 0n) yield [currency, kind, kinds[kind]];
  }
}
