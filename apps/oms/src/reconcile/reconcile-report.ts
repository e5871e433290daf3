import type { Instrument } from '@bourseworks/domain';

/** Why a broker was reconciled. */
export type ReconcileTrigger = 'start' | 'link' | 'periodic' | 'command';

/** An order at the broker that was not placed here. Quantities in units of the instrument. */
export interface OutsideOrder {
  readonly account: string;
  readonly clOrdId: string;
  readonly venueOrderId: string;
  readonly instrument: Instrument | undefined;
  readonly side: string;
  readonly quantity: number;
  readonly cumQty: number;
  readonly action: 'adopted' | 'flagged';
  /** Why it was not taken over. */
  readonly reason: string;
}

/** A position that differs. Units of the instrument, signed. */
export interface PositionDifference {
  readonly account: string;
  readonly instrument: Instrument;
  readonly ours: number;
  readonly broker: number;
  readonly action: 'adjusted' | 'flagged' | 'told';
}

/** Cash that differs: ledger money at 10^-18. */
export interface CashDifference {
  readonly account: string;
  readonly currency: string;
  readonly ours: bigint;
  readonly broker: bigint;
  readonly action: 'flagged' | 'told';
}

/** What the last reconciliation of a broker found and did. */
export class ReconcileReport {
  finishedUs = 0;
  /** Orders that were asked about. */
  orders = 0;
  /** Fills that were found and had been missed. */
  missedFills = 0;
  outside: OutsideOrder[] = [];
  /** Instruments whose positions were compared. */
  positionsCompared = 0;
  positions: PositionDifference[] = [];
  cash: CashDifference[] = [];
  /** What could not be compared, and why. */
  readonly notes: string[] = [];

  constructor(
    readonly adapter: string,
    readonly trigger: ReconcileTrigger,
    readonly startedUs: number,
  ) {}

  /** Of an order that was looked at twice the later row counts. */
  addOutside(row: OutsideOrder): void {
    const isSame = (one: OutsideOrder): boolean =>
      one.account === row.account && one.clOrdId === row.clOrdId && one.venueOrderId === row.venueOrderId;
    this.outside = [...this.outside.filter((one) => !isSame(one)), row];
  }

  addNote(note: string): void {
    if (!this.notes.includes(note)) this.notes.push(note);
  }
}
