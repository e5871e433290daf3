import { parseDecimal, sideSign } from '@bourseworks/domain';
import type { OrderRequest } from '@bourseworks/dto';
import type { Portfolio } from '@bourseworks/portfolio';

/**
 * Whether an order can do nothing but bring the position of its account nearer to zero, whatever it fills at: at the market,
 * at once or not at all, against what is held and no more than that.
 */
export function reducesPosition(portfolio: Portfolio, request: OrderRequest): boolean {
  const { account, venue, symbol, type, timeInForce, side } = request;
  if (type !== 'MARKET' || timeInForce !== 'IOC') return false;
  const key = `${venue}/${symbol}`;
  const row = portfolio.positions({ account, strategy: 'all' }).find(({ instrument }) => instrument.key === key);
  if (row === undefined) return false;
  const quantity = parseDecimal(request.quantity, row.instrument.qtyScale);
  if (!quantity.ok || sideSign(side) * row.quantity >= 0) return false;
  return quantity.value <= Math.abs(row.quantity);
}
