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

/** Sums of entries by currency and kind: what stays of them when nobody keeps the entries themselves. */
export class CashLedger {
  private readonly sums = new Map<string, Map<EntryKind, bigint>>();

  add(currency: string, kind: EntryKind, amount: bigint): void {
    let kinds = this.sums.get(currency);
    if (kinds === undefined) this.sums.set(currency, (kinds = new Map()));
    kinds.set(kind, (kinds.get(kind) ?? 0n) + amount);
  }

  sum(currency: string, kind: EntryKind): bigint {
    return this.sums.get(currency)?.get(kind) ?? 0n;
  }

  total(currency: string): bigint {
    let total = 0n;
    for (const amount of this.sums.get(currency)?.values() ?? []) total += amount;
    return total;
  }

  currencies(): IterableIterator<string> {
    return this.sums.keys();
  }

  *entries(): Generator<readonly [currency: string, kind: EntryKind, amount: bigint]> {
    for (const [currency, kinds] of this.sums) for (const [kind, amount] of kinds) yield [currency, kind, amount];
  }
}
