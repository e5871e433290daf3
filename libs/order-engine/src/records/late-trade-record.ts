import type { Side } from '@bourseworks/domain';
import type { RecordBase } from './record.js';

/** A fill of an order that had left memory, or that was refused and never sent: booked, alarmed. */
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
  readonly lastQty: number;
  readonly lastPx: number;
  readonly fee: bigint | undefined;
  readonly feeCurrency: string;
  readonly reason: string;
  readonly venueUs: number;
  readonly venueNs: number;
}
