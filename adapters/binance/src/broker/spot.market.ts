import { ok, refuse } from '@bourseworks/domain';
import { toSpotOrder } from '../mapper/order.mapper.js';
import { parseOrder, parseOrders, parseSpotHoldings, parseTrades } from '../parse/answers.js';
import { parseExchangeInfo } from '../parse/exchange-info.js';
import { read } from '../parse/fields.js';
import { question, rangeParams, TRADES_A_PAGE, type Market } from './market.js';

const ORDER = '/api/v3/order';
const ACCOUNT = '/api/v3/account';
const DAY_MS = 86_400_000;

function rightsProblem(body: unknown): string | undefined {
  const { canTrade } = read.asRaw(body, 'an account');
  return canTrade === false ? 'the account may not trade' : undefined;
}

/** Weights are those of the venue's documentation, 2026. Limits that it states at start take the place of these. */
export const SPOT: Market = {
  name: 'binance',
  assetClass: 'crypto',
  capabilities: {
    orderTypes: ['MARKET', 'LIMIT', 'STOP', 'STOP_LIMIT'],
    timesInForce: ['GTC', 'IOC', 'FOK'],
    instructions: ['POST_ONLY', 'ICEBERG'],
    // cancelReplace cancels and sends anew, and may do the first alone.
    replace: false,
    // An id is refused while an order of it is open, and good again after that.
    uniqueClOrdId: false,
    consistencyHorizonUs: 5_000_000,
  },
  rest: {
    windows: [
      { name: 'weight', limit: 6_000, windowUs: 60_000_000, cancelReserve: 0.1 },
      { name: 'orders-10s', limit: 100, windowUs: 10_000_000 },
      { name: 'orders-1d', limit: 200_000, windowUs: DAY_MS * 1_000 },
    ],
    usedHeaders: {
      'x-mbx-used-weight-1m': 'weight',
      'x-mbx-order-count-10s': 'orders-10s',
      'x-mbx-order-count-1d': 'orders-1d',
    },
    timePath: '/api/v3/time',
    timeCost: { weight: 1 },
  },
  conditionalOrders: false,
  tradeSpanMs: DAY_MS - 1,
  precondition: question({ path: ACCOUNT, params: {}, cost: { weight: 20 } }, rightsProblem),
  limitWindow: (type, windowMs) => {
    if (type === 'REQUEST_WEIGHT' && windowMs === 60_000) return 'weight';
    if (type !== 'ORDERS') return undefined;
    return windowMs === 10_000 ? 'orders-10s' : windowMs === DAY_MS ? 'orders-1d' : undefined;
  },
  exchangeInfo: (symbols) => {
    const params = { symbols: JSON.stringify(symbols) };
    const call = { path: '/api/v3/exchangeInfo', params, cost: { weight: 20 }, security: 'PUBLIC' } as const;
    return question(call, (body) => parseExchangeInfo(body, new Set(symbols)));
  },
  isConditional: () => false,
  submit: (order, clientId) => {
    const params = toSpotOrder(order);
    if (!params.ok) return params;
    return ok({
      method: 'POST',
      path: ORDER,
      params: { ...params.value, newClientOrderId: clientId, newOrderRespType: 'ACK' },
      lane: 'new',
      cost: { weight: 1, 'orders-10s': 1, 'orders-1d': 1 },
    });
  },
  cancels: ({ symbol, clientId }, cancelClientId) => {
    const params = { symbol, origClientOrderId: clientId, newClientOrderId: cancelClientId };
    return [{ method: 'DELETE', path: ORDER, params, lane: 'cancel', cost: { weight: 1 } }];
  },
  replace: () => refuse('ORDER_TYPE_UNSUPPORTED', 'Binance does not replace orders of the spot market'),
  lookups: ({ symbol, clientId }) => {
    const params = { symbol, origClientOrderId: clientId };
    return [question({ path: ORDER, params, cost: { weight: 4 } }, parseOrder)];
  },
  lookupById: (symbol, orderId) =>
    question({ path: ORDER, params: { symbol, orderId }, cost: { weight: 4 } }, parseOrder),
  open: () => [
    question({ path: '/api/v3/openOrders', params: {}, cost: { weight: 80 } }, (body) => parseOrders(body, parseOrder)),
  ],
  trades: (symbol, range) => {
    const params = { symbol, limit: TRADES_A_PAGE, ...rangeParams(range) };
    const weight = 'orderId' in range ? 5 : 20;
    return question({ path: '/api/v3/myTrades', params, cost: { weight } }, parseTrades);
  },
  holdings: question({ path: ACCOUNT, params: {}, cost: { weight: 20 } }, parseSpotHoldings),
  positions: undefined,
};
