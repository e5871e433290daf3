import { parseDecimal, sideSign } from '@bourseworks/domain';
import type { OrderRequest } from '@bourseworks/dto';
import type { OrderEngine } from '@bourseworks/order-engine';

/**
 * Whether an order can do nothing but bring the position of its account nearer to zero, whatever it fills at: at the market,
 * at once or not at all, against what is held and no more than that. What is held less what open orders at the market may
 * still take of it: two at once, each of all that is held, would open the other side.
 */
export function reducesPosition(
  engine: Pick<OrderEngine, 'portfolio' | 'openOrders'>,
  { account, venue, symbol, type, timeInForce, side, quantity: text }: OrderRequest,
): boolean {
  if (type !== 'MARKET' || timeInForce !== 'IOC') return false;
  const key = `${venue}/${symbol}`;
  const row = engine.portfolio.positions({ account, strategy: 'all' }).find(({ instrument }) => instrument.key === key);
  if (row === undefined) return false;
  const quantity = parseDecimal(text, row.instrument.qtyScale);
  if (!quantity.ok || sideSign(side) * row.quantity >= 0) return false;
  const reducers = engine.openOrders({ account }).filter((order) => {
    const isMarket = order.price === 0;
    return isMarket && order.side === side && order.instrument.key === key;
  });
  const taken = reducers.reduce((sum, { leavesQty }) => sum + leavesQty, 0);
  return quantity.value + taken <= Math.abs(row.quantity);
}
