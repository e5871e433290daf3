import type { Side } from '@bourseworks/domain';
import type { RiskPath } from './tree/risk-tree.js';

/** What is asked of risk: an order, or new terms of one. Units of the instrument. */
export interface RiskRequest {
  path: RiskPath;
  side: Side;
  market: boolean;
  /** Total quantity of the order and its limit price (0 for market orders). */
  quantity: number;
  price: number;
  /** What would be reserved on top of what the order reserves already: all of it for a new order. */
  addedQuantity: number;
  addedNotional: number;
  addedOrders: 0 | 1;
}
