import { formatDecimal, formatMoney, formatNanos, notionalMoney } from '@bourseworks/domain';
import type { PortfolioShape, PositionShape } from '@bourseworks/dto';
import type { OrderEngine } from '@bourseworks/order-engine';
import type { PositionView } from '@bourseworks/portfolio';

export function positionShape(view: PositionView): PositionShape {
  const { instrument } = view;
  return {
    account: view.account,
    strategy: view.strategy,
    venue: instrument.venue,
    symbol: instrument.symbol,
    currency: instrument.currency,
    quantity: formatDecimal(view.quantity, instrument.qtyScale),
    avgPrice: view.averagePrice ?? '0',
    markPrice: formatDecimal(view.mark, instrument.priceScale),
    marketValue: formatMoney(view.marketValue),
    realizedPnl: formatMoney(view.realized),
    unrealizedPnl: formatMoney(view.unrealized),
    fees: formatMoney(view.fees),
  };
}

/** Figures of an account (strategy `all`) or of one strategy; undefined for an unknown account. */
export function portfolioShape(
  engine: OrderEngine,
  account: string,
  strategy: string,
  nowUs: number,
): PortfolioShape | undefined {
  const snapshot = engine.portfolio.snapshot(account, strategy);
  if (snapshot === undefined) return undefined;
  const open = engine.openOrders(strategy === 'all' ? { account } : { account, strategy });
  const reserved = open.reduce(
    (sum, order) => sum + notionalMoney(order.instrument, order.reservePx, order.leavesQty),
    0n,
  );
  return {
    account,
    strategy,
    sequence: engine.lastSequence,
    time: formatNanos(nowUs),
    currency: snapshot.currency,
    cash: formatMoney(snapshot.cash),
    equity: formatMoney(snapshot.equity),
    realizedPnl: formatMoney(snapshot.realized),
    unrealizedPnl: formatMoney(snapshot.unrealized),
    fees: formatMoney(snapshot.fees),
    grossExposure: formatMoney(snapshot.grossExposure),
    netExposure: formatMoney(snapshot.netExposure),
    reserved: formatMoney(reserved),
    openOrders: open.length,
    positions: snapshot.positions.map(positionShape),
  };
}
