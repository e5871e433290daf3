import type { DecimalText, NanosText } from './common.js';

/** Why a broker was reconciled: at the start, after its link was lost, in turn, or because a person asked. */
export type ReconcileTriggerName = 'start' | 'link' | 'periodic' | 'command';

/** Body of `orders/query/v1/reconcile`. */
export interface ReconcileQueryShape {
  readonly adapter?: string;
}

/** Body of `control/v1/reconcile/adapter/{adapter}`: compare everything with this broker now. */
export interface ReconcileRequestShape {
  readonly commandId: string;
  readonly actor: string;
  readonly reason: string;
  readonly claim?: string;
}

/** An order at the broker that was not placed here. */
export interface OutsideOrderShape {
  readonly account: string;
  readonly clOrdId: string;
  readonly venueOrderId: string;
  /** `venue/symbol`, empty where the broker does not tell. */
  readonly instrument: string;
  readonly side: string;
  readonly quantity: DecimalText;
  readonly cumQty: DecimalText;
  readonly action: 'adopted' | 'flagged';
  /** Why it was not taken over. */
  readonly reason?: string;
}

/** A position that differed; `told`: the venue forgets its books when it starts anew, nothing is done. */
export interface PositionDifferenceShape {
  readonly account: string;
  readonly venue: string;
  readonly symbol: string;
  readonly ours: DecimalText;
  readonly broker: DecimalText;
  readonly action: 'adjusted' | 'flagged' | 'told';
}

export interface CashDifferenceShape {
  readonly account: string;
  readonly currency: string;
  readonly ours: DecimalText;
  readonly broker: DecimalText;
  readonly action: 'flagged' | 'told';
}

/** What the last whole reconciliation of a broker found. */
export interface ReconcileReportShape {
  readonly adapter: string;
  readonly trigger: ReconcileTriggerName;
  readonly startTime: NanosText;
  readonly endTime: NanosText;
  /** Own orders that were compared, and fills of them that had been missed. */
  readonly orders: number;
  readonly missedFills: number;
  readonly outside: readonly OutsideOrderShape[];
  /** Instruments that either side holds a position in. */
  readonly positionsCompared: number;
  readonly positions: readonly PositionDifferenceShape[];
  readonly cash: readonly CashDifferenceShape[];
  /** What could not be compared, and why. */
  readonly notes: readonly string[];
}

/** Answer to both: of each broker, or of the one named. `waitingFor`: brokers that are not reconciled now, and why. */
export interface ReconcileReplyShape {
  readonly reports: readonly ReconcileReportShape[];
  readonly waitingFor: readonly string[];
}
