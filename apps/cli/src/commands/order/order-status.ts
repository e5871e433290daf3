import {
  ORDER_QUERY,
  orderRequestTopic,
  type EventsReplyShape,
  type OrderEventShape,
  type OrderStatusRequestShape,
} from '@bourseworks/dto/shapes';
import type { Bus } from '../../bus.js';

const PAGE = 1_000;

/** The last event of an order. @throws ORDER_UNKNOWN */
export function orderStatus(bus: Bus, query: OrderStatusRequestShape): Promise<OrderEventShape> {
  return bus.query<OrderEventShape>(orderRequestTopic('status', query.account, query.strategy), query);
}

/** All events of an order, oldest first. */
export async function orderEvents(
  bus: Bus,
  { account, strategy, clOrdId }: OrderEventShape,
): Promise<OrderEventShape[]> {
  const events: OrderEventShape[] = [];
  for (;;) {
    const afterSequence = events.at(-1)?.sequence ?? 0;
    const query = { account, strategy, clOrdId, afterSequence, limit: PAGE };
    const page = await bus.query<EventsReplyShape>(ORDER_QUERY.events, query);
    events.push(...page.events);
    if (!page.more || page.events.length === 0) return events;
  }
}
