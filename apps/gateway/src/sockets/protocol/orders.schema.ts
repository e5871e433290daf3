import { EXEC_TYPES, LOCAL_STATES, ORD_STATUSES, ORDER_TYPES, SIDES, TIMES_IN_FORCE } from '@bourseworks/domain';
import { KILL_PHASES, KILL_SCOPES, LIST_ROLES, RISK_SCOPES, TRADING_STATES } from '@bourseworks/dto/shapes';
import type {
  FillView,
  KillsEvent,
  KillView,
  LimitUsageShape,
  OmsLiveEvent,
  OrdersEvent,
  OrdersSnapshot,
  OrderView,
  PortfolioView,
  PositionView,
  RiskNotice,
  RiskUsageView,
  TradingStateView,
} from '@bourseworks/dto/shapes';
import { exactly, flag, integer, list, object, oneOf, optional, text, type Schema } from '../schema/schema.js';
import { code, decimal, millis } from './common.schema.js';

const name = text();
const sequence = integer({ minimum: 0, description: 'Journal sequence of the OMS.' });

const order: Schema<OrderView> = object<OrderView>('Order', 'An order as its last event left it.', {
  clOrdId: name,
  clientOrderId: optional(name),
  user: optional(name),
  account: name,
  strategy: name,
  listId: optional(name),
  listRole: optional(oneOf(LIST_ROLES)),
  venue: name,
  symbol: name,
  adapter: name,
  side: oneOf(SIDES),
  type: oneOf(ORDER_TYPES),
  timeInForce: oneOf(TIMES_IN_FORCE),
  quantity: decimal,
  price: optional(decimal),
  stopPrice: optional(decimal),
  trailBy: optional(decimal),
  displayQty: optional(decimal),
  postOnly: optional(flag()),
  reduceOnly: optional(flag()),
  goodTillTime: optional(millis),
  triggered: optional(flag()),
  cumQty: decimal,
  leavesQty: decimal,
  avgPx: optional(decimal),
  ordStatus: oneOf(ORD_STATUSES),
  state: oneOf(LOCAL_STATES),
  closed: flag(),
  venueOrderId: optional(name),
  code: optional(code),
  reason: optional(text()),
  createdAt: millis,
  updatedAt: millis,
  sequence,
});

const fill: Schema<FillView> = object<FillView>('Fill', 'An execution, its correction or its bust.', {
  id: name,
  sequence,
  clOrdId: name,
  account: name,
  strategy: name,
  venue: name,
  symbol: name,
  side: oneOf(SIDES),
  quantity: decimal,
  price: decimal,
  fee: optional(decimal),
  feeCurrency: optional(name),
  execType: oneOf(EXEC_TYPES),
  time: millis,
});

const position: Schema<PositionView> = object<PositionView>('Position', 'Quantity is signed.', {
  account: name,
  strategy: name,
  venue: name,
  symbol: name,
  currency: name,
  quantity: decimal,
  avgPrice: decimal,
  markPrice: decimal,
  marketValue: decimal,
  realizedPnl: decimal,
  unrealizedPnl: decimal,
  fees: decimal,
});

export const portfolio: Schema<PortfolioView> = object<PortfolioView>(
  'Portfolio',
  'Figures of an account (strategy `all`) or of one strategy in it.',
  {
    account: name,
    strategy: name,
    currency: name,
    cash: decimal,
    equity: decimal,
    realizedPnl: decimal,
    unrealizedPnl: decimal,
    fees: decimal,
    grossExposure: decimal,
    netExposure: decimal,
    reserved: decimal,
    openOrders: integer({ minimum: 0 }),
    time: millis,
    positions: list(position),
  },
);

const kill: Schema<KillView> = object<KillView>('Kill', 'A kill switch that is on.', {
  scope: oneOf(KILL_SCOPES),
  id: name,
  actor: text(),
  reason: text(),
  since: millis,
  phase: oneOf(KILL_PHASES),
});

const tradingState: Schema<TradingStateView> = object<TradingStateView>('TradingState', 'A scope that is not ACTIVE.', {
  scope: oneOf(RISK_SCOPES),
  id: name,
  state: oneOf(TRADING_STATES),
  cause: text(),
  code,
  actor: text(),
  reason: text(),
  since: millis,
});

const limitUsage: Schema<LimitUsageShape> = object<LimitUsageShape>(
  'LimitUsage',
  'How far a limit is used up; `usedBps` is used / limit in basis points.',
  {
    scope: oneOf(RISK_SCOPES),
    id: name,
    account: text(),
    symbol: text(),
    kind: name,
    limit: text(),
    used: text(),
    usedBps: integer({ minimum: 0 }),
  },
);

export const usage: Schema<RiskUsageView> = object<RiskUsageView>(
  'RiskUsage',
  'Limits above orders of an account, the most used first, and the scopes of the platform that are not ACTIVE.',
  {
    account: name,
    version: integer({ minimum: 1 }),
    time: millis,
    usage: list(limitUsage),
    states: list(tradingState),
  },
);

export const kills = object<KillsEvent>('Kills', 'All kill switches that are on.', { kills: list(kill) });
export const live = object<OmsLiveEvent>('OmsLive', 'Whether the OMS answers the gateway.', { live: flag() });

export const ordersEvent = object<OrdersEvent>(
  'OrdersEvent',
  'What changed, in the order of the journal. With another `prev` than the last `seq`: subscribe again.',
  { prev: sequence, seq: sequence, orders: list(order), fills: list(fill) },
);

export const ordersSnapshot = object<OrdersSnapshot & { ok: true }>(
  'OrdersSnapshot',
  'Open orders and the latest closed ones, the latest fills, figures, switches, use of limits.',
  {
    ok: exactly(true),
    seq: sequence,
    orders: list(order),
    fills: list(fill),
    portfolios: list(portfolio),
    kills: list(kill),
    usages: list(usage),
    live: flag(),
  },
);

export const riskNotice = object<RiskNotice>('RiskNotice', 'A denial, or a switch set or released.', {
  code,
  scope: name,
  id: name,
  message: text(),
  limit: optional(text()),
  observed: optional(text()),
  clOrdId: optional(name),
  time: millis,
});
