import type { Side } from '@bourseworks/domain';
import { COLUMN, type Counters } from '../tree/counters.js';

/** True when an order, with all open ones of its side, can only make the position of a node smaller. */
export function onlyReduces(counters: Counters, node: number, side: Side, addedQuantity: number): boolean {
  const position = counters.get(node, COLUMN.position);
  const buy = side === 'BUY';
  const open = counters.get(node, buy ? COLUMN.openBuy : COLUMN.openSell) + addedQuantity;
  return buy ? position <= -open : position >= open;
}
