import { formatDecimal, parseDecimalBig, refuse, trimDecimal, type Result } from '@bourseworks/domain';
import {
  ORDER_QUERY,
  type EventsReplyShape,
  type OrderEventShape,
  type OrdersReplyShape,
  type PositionsReplyShape,
} from '@bourseworks/dto';
import type { SolaceSession } from '@bourseworks/solace-transport';
import { ask } from '../bus/ask.js';

const PAGE = 500;
const ASK_TIMEOUT_MS = 3_000;
const TRIES = 5;
const SCALE = 18;

export interface CarriedOrders {
  /** What stands for the events that are gone, and then the events that are not; to be delivered in this order. */
  readonly events: readonly OrderEventShape[];
  /** Stream sequence of the last of them; undefined when none is left. */
  readonly last: number | undefined;
}

interface Query {
  readonly account: string;
  readonly strategy: string;
}

/**
 * Orders and positions of a strategy whose oldest events the OMS has dropped from memory: its positions and open orders as
 * they stand, brought to one moment with the events that are left. Refuses when the strategy trades too fast for that.
 */
export async function readCarried(session: SolaceSession, query: Query): Promise<Result<CarriedOrders>> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const before = await readEvents(session, query, 0);
    if (!before.ok) return before;
    const last = before.value.at(-1)?.streamSequence;
    const positions = await ask<PositionsReplyShape>(session, ORDER_QUERY.positions, query, ASK_TIMEOUT_MS);
    if (!positions.ok) return positions;
    const orders = await ask<OrdersReplyShape>(
      session,
      ORDER_QUERY.orders,
      { ...query, open: true, limit: 1_000 },
      ASK_TIMEOUT_MS,
    );
    if (!orders.ok) return orders;
    const after = await readEvents(session, query, last ?? 0);
    if (!after.ok) return after;
    // Something happened in between: the answers are not of one moment.
    if (after.value.length > 0) continue;
    return { ok: true, value: { events: combine(before.value, positions.value, orders.value), last } };
  }
  return refuse('OMS_RECONCILING', 'the positions changed while they were read');
}

async function readEvents(
  session: SolaceSession,
  query: Query,
  afterStreamSequence: number,
): Promise<Result<OrderEventShape[]>> {
  const all: OrderEventShape[] = [];
  for (let after = afterStreamSequence; ; after = all[all.length - 1].streamSequence) {
    const page = await ask<EventsReplyShape>(
      session,
      ORDER_QUERY.events,
      { ...query, afterStreamSequence: after, limit: PAGE },
      ASK_TIMEOUT_MS,
    );
    if (!page.ok) return page;
    all.push(...page.value.events);
    if (!page.value.more || page.value.events.length === 0) return { ok: true, value: all };
  }
}

function units(text: string): bigint {
  const parsed = parseDecimalBig(text, SCALE);
  return parsed.ok ? parsed.value : 0n;
}

/** A position is what its orders filled; the part that no known order explains becomes one made-up, closed order. */
function combine(
  events: readonly OrderEventShape[],
  { positions }: PositionsReplyShape,
  { orders }: OrdersReplyShape,
): OrderEventShape[] {
  const seen = new Set(events.map(({ commandId }) => commandId));
  const open = orders.filter(({ commandId }) => !seen.has(commandId));
  const latest = new Map([...open, ...events].map((event) => [event.commandId, event]));
  const carried: OrderEventShape[] = [];
  for (const { account, strategy, venue, symbol, quantity } of positions) {
    let rest = units(quantity);
    for (const order of latest.values()) {
      if (order.venue !== venue || order.symbol !== symbol) continue;
      rest -= order.side === 'BUY' ? units(order.cumQty) : -units(order.cumQty);
    }
    if (rest === 0n) continue;
    const amount = trimDecimal(formatDecimal(rest < 0n ? -rest : rest, SCALE));
    carried.push({
      account,
      strategy,
      venue,
      symbol,
      adapter: '',
      clOrdId: `carried-${symbol}`,
      commandId: `carried-${symbol}`,
      execType: 'Restated',
      ordStatus: 'Filled',
      state: 'Acknowledged',
      type: 'MARKET',
      timeInForce: 'GTC',
      side: rest > 0n ? 'BUY' : 'SELL',
      quantity: amount,
      cumQty: amount,
      leavesQty: '0',
      sequence: 0,
      streamSequence: 0,
      time: '0',
      reason: 'position of orders that are no longer in memory',
    });
  }
  return [...carried, ...open, ...events];
}
