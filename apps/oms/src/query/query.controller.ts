import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  ORDER_QUERY,
  OrdersQuery,
  type EventsReplyShape,
  type OrderEventShape,
  type OrdersReplyShape,
  type PortfolioShape,
  type PositionsReplyShape,
} from '@bourseworks/dto';
import { CodedRpcException, SolaceMessagePattern } from '@bourseworks/solace-transport';
import { OmsCore } from '../core/oms-core.js';
import { EventPublisher } from '../publish/event-publisher.js';
import { orderEventShape } from '../publish/order-event-shape.js';
import { portfolioShape, positionShape } from '../publish/portfolio-shape.js';

const DEFAULT_LIMIT = 500;
const EXECUTIONS = new Set(['Trade', 'TradeCorrect', 'TradeCancel']);

/** Questions about orders, fills, positions and figures. They never change anything. */
@Controller()
export class QueryController {
  constructor(
    private readonly core: OmsCore,
    private readonly events: EventPublisher,
  ) {}

  @SolaceMessagePattern(ORDER_QUERY.orders)
  orders(@Payload() query: OrdersQuery): OrdersReplyShape {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const found = this.core.engine.orders(query, limit + 1);
    return { orders: found.slice(0, limit).map((event) => orderEventShape(event)), more: found.length > limit };
  }

  @SolaceMessagePattern(ORDER_QUERY.events)
  since(@Payload() query: OrdersQuery): EventsReplyShape {
    return this.find(query, () => true);
  }

  @SolaceMessagePattern(ORDER_QUERY.fills)
  fills(@Payload() query: OrdersQuery): EventsReplyShape {
    return this.find(query, (event) => EXECUTIONS.has(event.execType));
  }

  @SolaceMessagePattern(ORDER_QUERY.positions)
  positions(@Payload() { account, strategy }: OrdersQuery): PositionsReplyShape {
    const filter = { ...(account === undefined ? {} : { account }), ...(strategy === undefined ? {} : { strategy }) };
    return { positions: this.core.engine.portfolio.positions(filter).map(positionShape) };
  }

  @SolaceMessagePattern(ORDER_QUERY.portfolio)
  portfolio(@Payload() query: OrdersQuery): PortfolioShape {
    const account = query.account ?? '';
    const shape = portfolioShape(this.core.engine, account, query.strategy ?? 'all', this.core.nowUs);
    if (shape !== undefined) return shape;
    throw new CodedRpcException('ACCOUNT_UNKNOWN', 'no such account', {
      accounts: this.core.engine.portfolio.accountIds().join(', '),
    });
  }

  private find(query: OrdersQuery, matches: (event: OrderEventShape) => boolean): EventsReplyShape {
    const { window } = this.events;
    const after = query.afterSequence ?? 0;
    // A stream sequence alone may lie anywhere: only a sequence of the journal can be compared with what fell out.
    if (query.afterStreamSequence === undefined && after < window.evictedThrough) {
      throw new CodedRpcException('EVENTS_EVICTED', 'older events are no longer in memory', {
        oldest: window.evictedThrough + 1,
      });
    }
    return window.find(query, query.limit ?? DEFAULT_LIMIT, matches);
  }
}
