import type { ExecType, Side } from '@bourseworks/domain';
import type { RecordBase } from './record.js';

/**
 * A fill of an order that had left memory, or that was refused and never sent, or a bust or correction of one: booked,
 * alarmed.
 */
export interface LateTradeRecord extends RecordBase {
  readonly type: 'LateTrade';
  readonly clOrdId: string;
  readonly streamSequence: number;
  readonly adapter: string;
  readonly account: string;
  readonly strategy: string;
  readonly instrument: string;
  readonly side: Side;
  /** Id under which the broker told of it. */
  readonly reportId: string;
  readonly venueOrderId: string;
  readonly execId: string;
  /** Trade, TradeCancel or TradeCorrect; of the last two, the execution that they take back. */
  readonly execType: ExecType;
  readonly execRefId: string;
  readonly lastQty: number;
  readonly lastPx: number;
  readonly fee: bigint | undefined;
  readonly feeCurrency: string;
  readonly reason: string;
  readonly venueUs: number;
  readonly venueNs: number;
}
