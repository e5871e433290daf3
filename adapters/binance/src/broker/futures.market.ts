import { ok } from '@bourseworks/domain';
import { toFuturesOrder, toModification, type Params } from '../mapper/order.mapper.js';
import {
  parseConditionalOrder,
  parseFuturesHoldings,
  parseOrder,
  parseOrders,
  parsePositions,
  parseTrades,
} from '../parse/answers.js';
import { parseExchangeInfo } from '../parse/exchange-info.js';
import { read } from '../parse/fields.js';
import { question, rangeParams, TRADES_A_PAGE, type Market } from './market.js';

const ORDER = '/fapi/v1/order';
/** Conditional orders wait apart from the others since December 2025. */
const CONDITIONAL = '/fapi/v1/algoOrder';
const WEEK_MS = 7 * 86_400_000;
const ORDER_COST = { 'orders-10s': 1, 'orders-1m': 1 };

/** Both directions of a contract held at a time would be two positions of one instrument. */
function hedgeProblem(body: unknown): string | undefined {
  const { dualSidePosition } = read.asRaw(body, 'the position mode');
  return dualSidePosition === true ? 'the account is in hedge mode: switch it to one-way mode' : undefined;
}

/** Weights are those of the venue's documentation, 2026. Limits that it states at start take the place of these. */
export const FUTURES: Market = {
  name: 'binance-usdm',
  assetClass: 'future',
  capabilities: {
    orderTypes: ['MARKET', 'LIMIT', 'STOP', 'STOP_LIMIT'],
    timesInForce: ['GTC', 'IOC', 'FOK', 'GTD'],
    instructions: ['POST_ONLY', 'REDUCE_ONLY'],
    replace: true,
    uniqueClOrdId: false,
    consistencyHorizonUs: 5_000_000,
  },
  rest: {
    windows: [
      { name: 'weight', limit: 2_400, windowUs: 60_000_000, cancelReserve: 0.1 },
      { name: 'orders-10s', limit: 300, windowUs: 10_000_000 },
      { name: 'orders-1m', limit: 1_200, windowUs: 60_000_000 },
    ],
    usedHeaders: {
      'x-mbx-used-weight-1m': 'weight',
      'x-mbx-order-count-10s': 'orders-10s',
      'x-mbx-order-count-1m': 'orders-1m',
    },
    timePath: '/fapi/v1/time',
    timeCost: { weight: 1 },
  },
  conditionalOrders: true,
  tradeSpanMs: WEEK_MS - 1,
  precondition: question({ path: '/fapi/v1/positionSide/dual', params: {}, cost: { weight: 30 } }, hedgeProblem),
  limitWindow: (type, windowMs) => {
    if (windowMs === 60_000 && type === 'REQUEST_WEIGHT') return 'weight';
    if (type !== 'ORDERS') return undefined;
    return windowMs === 10_000 ? 'orders-10s' : windowMs === 60_000 ? 'orders-1m' : undefined;
  },
  exchangeInfo: (symbols) => {
    const call = { path: '/fapi/v1/exchangeInfo', params: {}, cost: { weight: 1 }, security: 'PUBLIC' } as const;
    return question(call, (body) => parseExchangeInfo(body, new Set(symbols)));
  },
  isConditional: ({ type }) => type === 'STOP' || type === 'STOP_LIMIT',
  submit: (order, clientId) => {
    const mapped = toFuturesOrder(order);
    if (!mapped.ok) return mapped;
    const { conditional, params } = mapped.value;
    const id: Params = conditional
      ? { clientAlgoId: clientId }
      : { newClientOrderId: clientId, newOrderRespType: 'ACK' };
    const path = conditional ? CONDITIONAL : ORDER;
    return ok({ method: 'POST', path, params: { ...params, ...id }, lane: 'new', cost: ORDER_COST });
  },
  cancels: ({ symbol, clientId, conditional }) => {
    const rest = { method: 'DELETE', lane: 'cancel', cost: { weight: 1 } } as const;
    const order = { ...rest, path: ORDER, params: { symbol, origClientOrderId: clientId } };
    // Once triggered it is an order like any other, under the same id.
    return conditional ? [{ ...rest, path: CONDITIONAL, params: { clientAlgoId: clientId } }, order] : [order];
  },
  replace: (order, clientId, terms) => {
    const params = toModification(order, terms);
    if (!params.ok) return params;
    const cost = { weight: 1, ...ORDER_COST };
    return ok({
      method: 'PUT',
      path: ORDER,
      params: { ...params.value, origClientOrderId: clientId },
      lane: 'replace',
      cost,
    });
  },
  lookups: ({ symbol, clientId, conditional }) => {
    const params = { symbol, origClientOrderId: clientId };
    const order = question({ path: ORDER, params, cost: { weight: 1 } }, parseOrder);
    if (!conditional) return [order];
    const waiting = { path: CONDITIONAL, params: { clientAlgoId: clientId }, cost: { weight: 1 } };
    return [order, question(waiting, parseConditionalOrder)];
  },
  lookupById: (symbol, orderId) =>
    question({ path: ORDER, params: { symbol, orderId }, cost: { weight: 1 } }, parseOrder),
  open: () => [
    question({ path: '/fapi/v1/openOrders', params: {}, cost: { weight: 40 } }, (body) =>
      parseOrders(body, parseOrder),
    ),
    question({ path: '/fapi/v1/openAlgoOrders', params: {}, cost: { weight: 40 } }, (body) =>
      parseOrders(body, parseConditionalOrder),
    ),
  ],
  trades: (symbol, range) => {
    const params = { symbol, limit: TRADES_A_PAGE, ...rangeParams(range) };
    return question({ path: '/fapi/v1/userTrades', params, cost: { weight: 5 } }, parseTrades);
  },
  holdings: question({ path: '/fapi/v2/balance', params: {}, cost: { weight: 5 } }, parseFuturesHoldings),
  positions: question({ path: '/fapi/v2/positionRisk', params: {}, cost: { weight: 5 } }, parsePositions),
};
