import type { EngineState } from './engine-state.js';
import type { Order } from './order.js';
import type { OrderEvent } from './order-event.js';
import { viewOf, type OrderFilter, type OrderView } from './order-view.js';

export type OpenQuery = OrderFilter & { readonly adapter?: string };
export type OrderQuery = OrderFilter & { readonly open?: boolean; readonly newest?: boolean };

function* lastEvents(orders: Iterable<Order>): Generator<OrderEvent | undefined> {
  for (const order of orders) yield order.lastEvent;
}

/** The first `limit` events of the filter's account and strategy. */
function matching(events: Iterable<OrderEvent | undefined>, filter: OrderFilter, limit: number): OrderEvent[] {
  const found: OrderEvent[] = [];
  for (const event of events) {
    if (found.length >= limit) break;
    if (event === undefined) continue;
    if (filter.account !== undefined && filter.account !== event.account) continue;
    if (filter.strategy === undefined || filter.strategy === event.strategy) found.push(event);
  }
  return found;
}

/**
 * Last events of orders, oldest order first, refused ones after all others; at most `limit`. With `newest` those of the
 * latest orders, the one that changed last first.
 */
export function ordersOf(state: EngineState, filter: OrderQuery, limit: number): OrderEvent[] {
  const live = lastEvents(filter.open === true ? state.open : state.orders.values());
  const denied = filter.open === true ? [] : state.denied.values();
  if (filter.newest !== true) {
    const found = matching(live, filter, limit);
    return [...found, ...matching(denied, filter, limit - found.length)];
  }
  const latest = [...live].reverse();
  const refused = [...denied].reverse();
  const found = [...matching(latest, filter, limit), ...matching(refused, filter, limit)];
  return found.sort((a, b) => b.sequence - a.sequence).slice(0, limit);
}

/** Orders that are not closed, in the order in which they were made. */
export function openViews(state: EngineState, { account, strategy, adapter }: OpenQuery = {}): OrderView[] {
  const fits = (mine: string, asked: string | undefined) => asked === undefined || mine === asked;
  return [...state.open]
    .filter((order) => fits(order.account, account) && fits(order.strategy, strategy) && fits(order.adapter, adapter))
    .map(viewOf);
}
