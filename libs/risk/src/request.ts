import type { Side } from '@bourseworks/domain';
import type { RiskPath } from './tree/risk-tree.js';

/** What is asked of risk: an order, or new terms of one. Units of the instrument. */
export interface RiskRequest {
  path: RiskPath;
  side: Side;
  /** Has no limit price: market orders, and stops that become such. */
  market: boolean;
  /** Total quantity of the order and its limit price (0 without one). */
  quantity: number;
  price: number;
  /** Trigger of a stop order and distance of a trailing one; 0 for all others. */
  stopPrice: number;
  trailBy: number;
  /** What would be reserved on top of what the order reserves already: all of it for a new order. */
  addedQuantity: number;
  addedNotional: number;
  addedOrders: 0 | 1;
}
