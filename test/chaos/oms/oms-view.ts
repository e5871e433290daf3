import { setTimeout as sleep } from 'node:timers/promises';
import {
  ORDER_QUERY,
  type EventsReplyShape,
  type OrderEventShape,
  type OrdersReplyShape,
  type PortfolioShape,
  type PositionShape,
  type PositionsReplyShape,
} from '@bourseworks/dto';

export type Ask = <Reply>(topic: string, body: unknown, timeoutMs?: number) => Promise<Reply>;

const LIMIT = 1_000;
const TRIES = 10;

/** What the OMS says when it is asked over the bus. */
export class OmsView {
  constructor(
    private readonly ask: Ask,
    private readonly account: string,
  ) {}

  /** All events of one strategy's stream, in order. */
  async events(strategy: string): Promise<OrderEventShape[]> {
    const all: OrderEventShape[] = [];
    for (;;) {
      const query = { strategy, afterStreamSequence: all.at(-1)?.streamSequence ?? 0 };
      const { events, more } = await this.query<EventsReplyShape>(ORDER_QUERY.events, query);
      all.push(...events);
      if (!more) return all;
    }
  }

  async fills(): Promise<OrderEventShape[]> {
    const all: OrderEventShape[] = [];
    for (;;) {
      const query = { afterSequence: all.at(-1)?.sequence ?? 0 };
      const { events, more } = await this.query<EventsReplyShape>(ORDER_QUERY.fills, query);
      all.push(...events);
      if (!more) return all;
    }
  }

  openOrders(): Promise<readonly OrderEventShape[]> {
    return this.query<OrdersReplyShape>(ORDER_QUERY.orders, { open: true }).then((reply) => reply.orders);
  }

  positions(): Promise<readonly PositionShape[]> {
    return this.query<PositionsReplyShape>(ORDER_QUERY.positions, {}).then((reply) => reply.positions);
  }

  portfolio(): Promise<PortfolioShape> {
    return this.query<PortfolioShape>(ORDER_QUERY.portfolio, {});
  }

  /** Questions change nothing: one that fails is asked again, a few times. */
  private async query<Reply>(topic: string, body: object): Promise<Reply> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.ask<Reply>(topic, { account: this.account, limit: LIMIT, ...body });
      } catch (error) {
        if (attempt === TRIES) throw error;
        await sleep(200);
      }
    }
  }
}
