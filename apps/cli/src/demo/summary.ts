import {
  ORDER_QUERY,
  strategyControlTopic,
  type EventsReplyShape,
  type OrderEventShape,
  type PortfolioShape,
  type StrategyControlReplyShape,
  type StrategyStatusShape,
} from '@bourseworks/dto/shapes';
import type { Bus } from '../bus.js';

const PAGE = 1_000;
/** More events than a demo can make: a query that never ends is a fault, not a long answer. */
const MAX_PAGES = 1_000;

/** The result of a demo. Amounts are in the account's currency; `tickToOrderUs` and `wallSeconds` are wall-clock figures. */
export interface DemoSummary {
  readonly barsPublished: number;
  readonly barsReceived: number;
  readonly gaps: number;
  readonly ordersSubmitted: number;
  readonly ordersDenied: number;
  readonly fills: number;
  readonly fees: number;
  readonly cash: number;
  readonly positions: readonly {
    symbol: string;
    quantity: number;
    averagePrice: number;
    mark: number;
    marketValue: number;
  }[];
  readonly equity: number;
  readonly realizedPnl: number;
  readonly unrealizedPnl: number;
  readonly tickToOrderUs: { readonly p50: number; readonly p99: number };
  readonly wallSeconds: number;
}

/** A demo that is over. */
export interface DemoResult {
  readonly summary: DemoSummary;
  /** Every order event, in its order. */
  readonly events: readonly OrderEventShape[];
}

/** Every order event of the run, from the journal. */
export async function allEvents(bus: Bus, account: string): Promise<OrderEventShape[]> {
  const events: OrderEventShape[] = [];
  for (let page = 0; page < MAX_PAGES; page++) {
    const afterSequence = events.at(-1)?.sequence ?? 0;
    const reply = await bus.ask<EventsReplyShape>(ORDER_QUERY.events, { account, afterSequence, limit: PAGE });
    events.push(...reply.events);
    if (!reply.more) return events;
  }
  throw new Error('the OMS returns order events without end');
}

export async function strategyStatus(bus: Bus, host: string): Promise<readonly StrategyStatusShape[]> {
  const reply = await bus.ask<StrategyControlReplyShape>(strategyControlTopic(host), { action: 'list' });
  return reply.strategies;
}

function total(strategies: readonly StrategyStatusShape[], counter: string): number {
  return strategies.reduce((sum, strategy) => sum + (strategy.counters[counter] ?? 0), 0);
}

function highest(strategies: readonly StrategyStatusShape[], counter: string): number {
  return Math.max(0, ...strategies.map((strategy) => strategy.counters[counter] ?? 0));
}

/** Puts together what the services counted: the OMS for orders and money, the host for what its strategies received. */
export function summarize(
  facts: { barsPublished: number; wallSeconds: number; account: string },
  strategies: readonly StrategyStatusShape[],
  events: readonly OrderEventShape[],
  portfolio: PortfolioShape,
): DemoSummary {
  const orders = new Set(events.map((event) => event.clOrdId));
  return {
    barsPublished: facts.barsPublished,
    barsReceived: total(strategies, 'barsReceived'),
    gaps: total(strategies, 'gaps'),
    ordersSubmitted: orders.size,
    ordersDenied: events.filter((event) => event.execType === 'Denied').length,
    fills: events.filter((event) => event.execType === 'Trade').length,
    fees: Number(portfolio.fees),
    cash: Number(portfolio.cash),
    positions: portfolio.positions.map((position) => ({
      symbol: position.symbol,
      quantity: Number(position.quantity),
      averagePrice: Number(position.avgPrice),
      mark: Number(position.markPrice),
      marketValue: Number(position.marketValue),
    })),
    equity: Number(portfolio.equity),
    realizedPnl: Number(portfolio.realizedPnl),
    unrealizedPnl: Number(portfolio.unrealizedPnl),
    tickToOrderUs: { p50: highest(strategies, 'tickToOrderP50Us'), p99: highest(strategies, 'tickToOrderP99Us') },
    wallSeconds: facts.wallSeconds,
  };
}
