import { ok, refuse, STREAM_KINDS, type Result, type StreamKind } from '@bourseworks/domain';
import type { KillScope } from '../shapes/control.js';
import type { RiskScopeName } from '../shapes/risk.js';
import { encodeLevel, joinTopic, splitTopic } from './encoding.js';

/** Request topics of market data: fixed names. */
export const MARKET_DATA_REQUEST = {
  live: 'marketdata/request/live',
  historical: 'marketdata/request/historical',
  release: 'marketdata/request/release',
  renew: 'marketdata/request/renew',
  cancel: 'marketdata/request/cancel',
  snapshot: 'marketdata/request/snapshot',
  instruments: 'marketdata/request/instruments',
  feeds: 'marketdata/request/feeds',
} as const;

/** Subscriptions with wildcards, as handlers and consumers use them. */
export const PATTERNS = {
  live: 'marketdata/live/v1/>',
  status: 'marketdata/status/v1/>',
  recorded: 'marketdata/live/v1/*/recorded.*/*',
  recordedStatus: 'marketdata/status/v1/recorded.*/*',
  instance: 'marketdata/instance/v1/*/*',
  submit: 'orders/request/v1/submit/*/*',
  submitList: 'orders/request/v1/submit-list/*/*',
  cancel: 'orders/request/v1/cancel/*/*',
  replace: 'orders/request/v1/replace/*/*',
  orderStatus: 'orders/request/v1/status/*/*',
  orderEvents: 'orders/event/v1/>',
  kill: 'control/v1/kill/*/*',
  rearm: 'control/v1/rearm/*/*',
  state: 'control/v1/state/*/*',
  limits: 'control/v1/limits/*/*',
  locate: 'control/v1/locate/*/*',
  cash: 'control/v1/cash/*/*',
  reconcile: 'control/v1/reconcile/*/*',
  risk: 'risk/event/v1/>',
  strategyLeases: 'lease/v1/strategy/*/*',
  sessionLeases: 'lease/v1/session/*',
  riskUsage: 'risk/usage/v1/*',
  replayStart: 'replay/v1/start/*',
  replayStatus: 'replay/v1/status/*',
  replayStep: 'replay/v1/step/*',
  replayDone: 'replay/v1/done/*',
} as const;

export const ORDER_QUERY = {
  orders: 'orders/query/v1/orders',
  lists: 'orders/query/v1/lists',
  fills: 'orders/query/v1/fills',
  positions: 'orders/query/v1/positions',
  events: 'orders/query/v1/events',
  portfolio: 'orders/query/v1/portfolio',
  report: 'orders/query/v1/report',
  reconcile: 'orders/query/v1/reconcile',
  accounts: 'orders/query/v1/accounts',
  kills: 'orders/query/v1/kills',
  limits: 'orders/query/v1/limits',
  riskCheck: 'orders/query/v1/risk-check',
  tradingStates: 'orders/query/v1/trading-states',
} as const;

const LIVE = 'marketdata/live/v1';
const STATUS = 'marketdata/status/v1';
const REQUEST = 'orders/request/v1';
const EVENT = 'orders/event/v1';
const PORTFOLIO = 'portfolio/v1';
const STRATEGY = 'strategy/v1';
const CONTROL = 'control/v1';

export interface LiveTopic {
  readonly kind: StreamKind;
  /** `venue` or `adapter.venue`. */
  readonly venue: string;
  readonly symbol: string;
}

export function liveTopic(kind: StreamKind, venue: string, symbol: string): string {
  return joinTopic('marketdata', 'live', 'v1', kind, venue, symbol);
}

export function parseLiveTopic(topic: string): Result<LiveTopic> {
  const levels = splitTopic(topic, LIVE, 3);
  if (!levels.ok) return levels;
  const [kind, venue, symbol] = levels.value as [StreamKind, string, string];
  if (!STREAM_KINDS.includes(kind)) return refuse('BAD_TOPIC', 'unknown kind of stream', { kind });
  return ok({ kind, venue, symbol });
}

export function statusTopic(venue: string, symbol: string): string {
  return joinTopic('marketdata', 'status', 'v1', venue, symbol);
}

/** Before the venue in topics on which recorded data are played: nobody takes them for the market. */
const RECORDED = 'recorded.';

export const recordedTopic = (kind: StreamKind, venue: string, symbol: string): string =>
  liveTopic(kind, `${RECORDED}${venue}`, symbol);

export const recordedStatusTopic = (venue: string, symbol: string): string =>
  statusTopic(`${RECORDED}${venue}`, symbol);

export function parseStatusTopic(topic: string): Result<{ venue: string; symbol: string }> {
  const levels = splitTopic(topic, STATUS, 2);
  if (!levels.ok) return levels;
  const [venue, symbol] = levels.value as [string, string];
  return ok({ venue, symbol });
}

/** What one instance of market-data asks of another, by its name. */
export function instanceTopic(instance: string, what: 'join' | 'snapshot' | 'cancel' | 'feeds'): string {
  return joinTopic('marketdata', 'instance', 'v1', instance, what);
}

export type OrderVerb = 'submit' | 'submit-list' | 'cancel' | 'replace' | 'status';

export function orderRequestTopic(verb: OrderVerb, account: string, strategy: string): string {
  return joinTopic('orders', 'request', 'v1', verb, account, strategy);
}

export function parseOrderRequestTopic(topic: string): Result<{ verb: OrderVerb; account: string; strategy: string }> {
  const levels = splitTopic(topic, REQUEST, 3);
  if (!levels.ok) return levels;
  const [verb, account, strategy] = levels.value as [OrderVerb, string, string];
  if (!['submit', 'submit-list', 'cancel', 'replace', 'status'].includes(verb))
    return refuse('BAD_TOPIC', 'unknown order verb', { verb });
  return ok({ verb, account, strategy });
}

export function orderEventTopic(account: string, strategy: string, clOrdId: string): string {
  return joinTopic('orders', 'event', 'v1', account, strategy, clOrdId);
}

/** All order events of one strategy. */
export function orderEventPattern(account: string, strategy: string): string {
  return `${joinTopic('orders', 'event', 'v1', account, strategy)}/*`;
}

export function parseOrderEventTopic(topic: string): Result<{ account: string; strategy: string; clOrdId: string }> {
  const levels = splitTopic(topic, EVENT, 3);
  if (!levels.ok) return levels;
  const [account, strategy, clOrdId] = levels.value as [string, string, string];
  return ok({ account, strategy, clOrdId });
}

/** Strategy `all` stands for the whole account. */
export function portfolioTopic(account: string, strategy: string): string {
  return joinTopic('portfolio', 'v1', account, strategy);
}

/** Figures of one account or, without one, of all, and the same of a strategy. */
export function portfolioPattern(account?: string, strategy?: string): string {
  const level = (id: string | undefined): string => (id === undefined ? '*' : encodeLevel(id));
  return `${PORTFOLIO}/${level(account)}/${level(strategy)}`;
}

export function parsePortfolioTopic(topic: string): Result<{ account: string; strategy: string }> {
  const levels = splitTopic(topic, PORTFOLIO, 2);
  if (!levels.ok) return levels;
  const [account, strategy] = levels.value as [string, string];
  return ok({ account, strategy });
}

export function riskEventTopic(code: string, scope: string, id: string): string {
  return joinTopic('risk', 'event', 'v1', code, scope, id);
}

/** How far the limits above orders of an account are used up. */
export function riskUsageTopic(account: string): string {
  return joinTopic('risk', 'usage', 'v1', account);
}

/** Sets the trading state of a scope. */
export function tradingStateTopic(scope: RiskScopeName, id: string): string {
  return joinTopic('control', 'v1', 'state', scope, id);
}

/** Puts new limits in force, whole. */
export function limitsTopic(): string {
  return joinTopic('control', 'v1', 'limits', 'firm', 'all');
}

export function locateTopic(account: string): string {
  return joinTopic('control', 'v1', 'locate', 'account', account);
}

/** Books a cash event of an account, or a split. */
export function cashTopic(account: string): string {
  return joinTopic('control', 'v1', 'cash', 'account', account);
}

/** Compares everything with a broker. */
export function reconcileTopic(adapter: string): string {
  return joinTopic('control', 'v1', 'reconcile', 'adapter', adapter);
}

export function killTopic(action: 'kill' | 'rearm', scope: KillScope, id: string): string {
  return joinTopic('control', 'v1', action, scope, id);
}

export function parseControlTopic(topic: string): Result<{ action: string; scope: string; id: string }> {
  const levels = splitTopic(topic, CONTROL, 3);
  if (!levels.ok) return levels;
  const [action, scope, id] = levels.value as [string, string, string];
  return ok({ action, scope, id });
}

/** Heartbeats of one strategy. */
export function strategyLeaseTopic(account: string, strategy: string): string {
  return joinTopic('lease', 'v1', 'strategy', account, strategy);
}

/** Heartbeats of one session of a person. */
export function sessionLeaseTopic(session: string): string {
  return joinTopic('lease', 'v1', 'session', session);
}

/** Control of the strategies of one host. */
export function strategyControlTopic(host: string): string {
  return joinTopic('control', 'v1', 'strategy', 'host', host);
}

export function strategyMethodTopic(id: string, method: string): string {
  return joinTopic('strategy', 'v1', id, method);
}

export function parseStrategyMethodTopic(topic: string): Result<{ id: string; method: string }> {
  const levels = splitTopic(topic, STRATEGY, 2);
  if (!levels.ok) return levels;
  const [id, method] = levels.value as [string, string];
  return ok({ id, method });
}

export function signalTopic(strategy: string, name: string): string {
  return joinTopic('signals', 'v1', strategy, name);
}

export function replayTopic(what: 'start' | 'status' | 'step' | 'done', run: string): string {
  return joinTopic('replay', 'v1', what, run);
}
