import { amountOf, ONE, textOf } from './amounts.js';
import { conditionalOrder, futuresOrder, listedTrade, spotOrder } from './shapes.js';
import { isOpen, VenueRefusal, type Params, type StandInOrder, type StandInTrade, type StandInVenue } from './venue.js';

export type Security = 'PUBLIC' | 'KEY' | 'SIGNED';

export interface Route {
  readonly security: Security;
  readonly weight: number;
  /** Counts as an order. */
  readonly order?: boolean;
  readonly run: (params: Params) => unknown;
}

/** What the routes need beside the venue. */
export interface RouteWorld {
  readonly venue: StandInVenue;
  readonly symbols: readonly StandInSymbol[];
  nowMs(): number;
  /** Orders that cannot be found yet, though they are there. */
  isHidden(order: StandInOrder): boolean;
  /** The listen key; a new one when there is none. */
  listenKey(): string;
  renew(): void;
  endListenKey(): void;
}

export interface StandInSymbol {
  readonly symbol: string;
  readonly base: string;
  readonly quote: string;
  readonly tick: string;
  readonly step: string;
}

const NOT_FOUND = new VenueRefusal(-2013, 'Order does not exist.');

function exchangeInfo(world: RouteWorld, wanted?: string): object {
  const { symbols } = world;
  const listed = wanted === undefined ? undefined : (JSON.parse(wanted) as string[]);
  const missing = listed?.find((name) => !symbols.some(({ symbol }) => symbol === name));
  if (missing !== undefined) throw new VenueRefusal(-1121, 'Invalid symbol.');
  const chosen = symbols.filter(({ symbol }) => listed?.includes(symbol) ?? true);
  return {
    timezone: 'UTC',
    serverTime: world.nowMs(),
    rateLimits: [
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6_000 },
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 300 },
      { rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 5, limit: 61_000 },
    ],
    symbols: chosen.map(({ symbol, base, quote, tick, step }) => ({
      symbol,
      status: 'TRADING',
      baseAsset: base,
      quoteAsset: quote,
      filters: [
        { filterType: 'PRICE_FILTER', minPrice: tick, maxPrice: '1000000.00000000', tickSize: tick },
        { filterType: 'LOT_SIZE', minQty: step, maxQty: '9000.00000000', stepSize: step },
        { filterType: 'NOTIONAL', minNotional: '5.00000000' },
      ],
    })),
  };
}

function tradesOf({ venue }: RouteWorld, params: Params, longestMs: number): readonly StandInTrade[] {
  const { symbol, fromId, orderId, startTime, endTime } = params;
  if (symbol === undefined) throw new VenueRefusal(-1102, "Mandatory parameter 'symbol' was not sent.");
  const start = Number(startTime ?? 0);
  const end = Number(endTime ?? start + longestMs);
  if (startTime !== undefined && end - start > longestMs)
    throw new VenueRefusal(-1127, 'More than the allowed time between startTime and endTime.');
  const found = venue.trades.filter((trade) => {
    if (trade.symbol !== symbol) return false;
    if (orderId !== undefined) return trade.orderId === orderId;
    if (fromId !== undefined) return trade.id >= Number(fromId);
    return startTime === undefined || (trade.timeMs >= start && trade.timeMs <= end);
  });
  return found.slice(0, Number(params['limit'] ?? 500));
}

function found(world: RouteWorld, params: Params, conditional: boolean): StandInOrder {
  const { origClientOrderId, clientAlgoId, orderId, symbol } = params;
  const order =
    orderId !== undefined
      ? world.venue.orders.find((one) => one.orderId === orderId && one.symbol === symbol)
      : world.venue.find((conditional ? clientAlgoId : origClientOrderId) ?? '', conditional);
  const fits = order !== undefined && (conditional || order.symbol === symbol);
  if (!fits || world.isHidden(order)) throw NOT_FOUND;
  return order;
}

function openOnes(world: RouteWorld, conditional: boolean): readonly StandInOrder[] {
  return world.venue.orders.filter(
    (order) => isOpen(order) && order.conditional === conditional && !world.isHidden(order),
  );
}

const DAY_MS = 86_400_000;

export function spotRoutes(world: RouteWorld): Readonly<Record<string, Route>> {
  const { venue } = world;
  return {
    'GET /api/v3/time': { security: 'PUBLIC', weight: 1, run: () => ({ serverTime: world.nowMs() }) },
    'GET /api/v3/exchangeInfo': {
      security: 'PUBLIC',
      weight: 20,
      run: (params) => exchangeInfo(world, params['symbols']),
    },
    'POST /api/v3/order': {
      security: 'SIGNED',
      weight: 1,
      order: true,
      run: (params) => {
        const order = venue.place(params, false);
        const { symbol, orderId, clientOrderId } = spotOrder(order) as Record<string, unknown>;
        return { symbol, orderId, orderListId: -1, clientOrderId, transactTime: world.nowMs() };
      },
    },
    'DELETE /api/v3/order': {
      security: 'SIGNED',
      weight: 1,
      run: (params) => {
        const { origClientOrderId, newClientOrderId } = params;
        const order = venue.cancel(origClientOrderId ?? '', false, newClientOrderId);
        return { ...spotOrder(order), origClientOrderId, clientOrderId: newClientOrderId };
      },
    },
    'GET /api/v3/order': { security: 'SIGNED', weight: 4, run: (params) => spotOrder(found(world, params, false)) },
    'GET /api/v3/openOrders': { security: 'SIGNED', weight: 80, run: () => openOnes(world, false).map(spotOrder) },
    'GET /api/v3/myTrades': {
      security: 'SIGNED',
      weight: 20,
      run: (params) => tradesOf(world, params, DAY_MS).map(listedTrade),
    },
    'GET /api/v3/account': {
      security: 'SIGNED',
      weight: 20,
      run: () => ({ canTrade: true, balances: balances(world) }),
    },
  };
}

/** Cash of the spot account: what it began with, less what was paid, fees too. */
function balances({ venue, symbols }: RouteWorld): readonly object[] {
  const held = new Map([
    ['USDT', amountOf('1000000')],
    ['BNB', amountOf('100')],
    ['LTC', 0],
  ]);
  const add = (asset: string, amount: number): void => void held.set(asset, (held.get(asset) ?? 0) + amount);
  for (const { symbol, side, quantity, price, fee, feeCurrency } of venue.trades) {
    const { base = '', quote = '' } = symbols.find((one) => one.symbol === symbol) ?? {};
    const sign = side === 'BUY' ? 1 : -1;
    add(base, sign * quantity);
    add(quote, -sign * Number((BigInt(quantity) * BigInt(price)) / BigInt(ONE)));
    add(feeCurrency, -fee);
  }
  return [...held].map(([asset, amount]) => ({ asset, free: textOf(amount), locked: '0.00000000' }));
}

/** Position of the account: what was bought less what was sold, at the price of the last trade. */
function positions({ venue, symbols }: RouteWorld): readonly object[] {
  return symbols.map(({ symbol }) => {
    const trades = venue.trades.filter((trade) => trade.symbol === symbol);
    const amount = trades.reduce((sum, { side, quantity }) => sum + (side === 'BUY' ? quantity : -quantity), 0);
    const entryPrice = amount === 0 ? '0.0' : textOf(trades[trades.length - 1].price);
    return { symbol, positionAmt: textOf(amount), entryPrice, positionSide: 'BOTH', updateTime: 0 };
  });
}

export function futuresRoutes(world: RouteWorld): Readonly<Record<string, Route>> {
  const { venue } = world;
  const signed = (weight: number, run: Route['run']): Route => ({ security: 'SIGNED', weight, run });
  const key = (run: Route['run']): Route => ({ security: 'KEY', weight: 1, run });
  return {
    'GET /fapi/v1/time': { security: 'PUBLIC', weight: 1, run: () => ({ serverTime: world.nowMs() }) },
    'GET /fapi/v1/exchangeInfo': { security: 'PUBLIC', weight: 1, run: () => exchangeInfo(world) },
    'GET /fapi/v1/positionSide/dual': signed(30, () => ({ dualSidePosition: false })),
    'POST /fapi/v1/order': {
      ...signed(0, (params) => {
        if (/STOP|TAKE_PROFIT/.test(params['type'] ?? ''))
          throw new VenueRefusal(-4120, 'Order type not supported for this endpoint. Use the Algo Order API instead.');
        return futuresOrder(venue.place(params, false));
      }),
      order: true,
    },
    'POST /fapi/v1/algoOrder': {
      ...signed(0, (params) => {
        if (!(amountOf(params['triggerPrice']) > 0)) throw new VenueRefusal(-1102, "'triggerPrice' was not sent.");
        return conditionalOrder(venue.place(params, true));
      }),
      order: true,
    },
    'PUT /fapi/v1/order': { ...signed(1, (params) => futuresOrder(venue.modify(params))), order: true },
    'DELETE /fapi/v1/order': signed(1, (params) =>
      futuresOrder(venue.cancel(params['origClientOrderId'] ?? '', false)),
    ),
    'DELETE /fapi/v1/algoOrder': signed(1, (params) => {
      const { orderId, clientId } = venue.cancel(params['clientAlgoId'] ?? '', true);
      return { algoId: Number(orderId.slice(-9)), clientAlgoId: clientId, code: '200', msg: 'success' };
    }),
    'GET /fapi/v1/order': signed(1, (params) => futuresOrder(found(world, params, false))),
    'GET /fapi/v1/algoOrder': signed(1, (params) => conditionalOrder(found(world, params, true))),
    'GET /fapi/v1/openOrders': signed(40, () => openOnes(world, false).map(futuresOrder)),
    'GET /fapi/v1/openAlgoOrders': signed(40, () => openOnes(world, true).map(conditionalOrder)),
    'GET /fapi/v1/userTrades': signed(5, (params) => tradesOf(world, params, 7 * DAY_MS).map(listedTrade)),
    'GET /fapi/v2/balance': signed(5, () => [{ asset: 'USDT', balance: '1000.00000000' }]),
    'GET /fapi/v2/positionRisk': signed(5, () => positions(world)),
    'POST /fapi/v1/listenKey': key(() => ({ listenKey: world.listenKey() })),
    'PUT /fapi/v1/listenKey': key(() => {
      world.renew();
      return { listenKey: world.listenKey() };
    }),
    'DELETE /fapi/v1/listenKey': key(() => {
      world.endListenKey();
      return {};
    }),
  };
}
