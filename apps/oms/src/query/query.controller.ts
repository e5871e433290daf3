import { formatNanos } from '@bourseworks/domain';
import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  ORDER_QUERY,
  OrdersQuery,
  type AccountsReplyShape,
  type EventsReplyShape,
  type KillScope,
  type KillSwitchShape,
  type KillsReplyShape,
  type OrderEventShape,
  type OrdersReplyShape,
  type PortfolioShape,
  type PositionsReplyShape,
} from '@bourseworks/dto';
import { PROPOSAL_US, type KillView } from '@bourseworks/order-engine';
import { SolaceMessagePattern } from '@bourseworks/solace-transport';
import { OmsConfig } from '../config/oms-config.js';
import { accountUnknown, isAccount } from '../core/accounts.js';
import { OmsCore } from '../core/oms-core.js';
import { EventArchive } from '../publish/event-archive.js';
import { EventPublisher } from '../publish/event-publisher.js';
import type { EventPage } from '../publish/event-window.js';
import { orderEventShape } from '../publish/order-event-shape.js';
import { portfolioShape, positionShape } from '../publish/portfolio-shape.js';

const DEFAULT_LIMIT = 500;
/** Fills, their corrections and busts. */
const isExecution = (event: OrderEventShape): boolean => event.execType.startsWith('Trade');

function killShape(kill: KillView, nowUs: number): KillSwitchShape {
  const { scope, id, actor, reason, us, sequence, phase, openOrders, flatten, detail, proposal } = kill;
  const more = {
    ...(phase === 'ESCALATED' && detail !== '' ? { detail } : {}),
    ...(proposal !== undefined && nowUs - proposal.us <= PROPOSAL_US ? { rearmAskedBy: proposal.actor } : {}),
  };
  return { scope, id, actor, reason, time: formatNanos(us), sequence, phase, openOrders, flatten, ...more };
}

/** Questions about orders, fills, positions and figures. They never change anything. */
@Controller()
export class QueryController {
  constructor(
    private readonly core: OmsCore,
    private readonly events: EventPublisher,
    private readonly archive: EventArchive,
    private readonly config: OmsConfig,
  ) {}

  @SolaceMessagePattern(ORDER_QUERY.orders)
  async orders(@Payload() query: OrdersQuery): Promise<OrdersReplyShape> {
    const limit = query.limit ?? DEFAULT_LIMIT;
    const found = await this.core.read((engine) => engine.orders(query, limit + 1));
    // An order that was refused for its account has one that is not configured.
    if (found.length === 0) this.checkAccount(query.account);
    return { orders: found.slice(0, limit).map((event) => orderEventShape(event)), more: found.length > limit };
  }

  @SolaceMessagePattern(ORDER_QUERY.events)
  since(@Payload() query: OrdersQuery): Promise<EventsReplyShape> {
    return this.find(query, false);
  }

  @SolaceMessagePattern(ORDER_QUERY.fills)
  fills(@Payload() query: OrdersQuery): Promise<EventsReplyShape> {
    return this.find(query, true);
  }

  @SolaceMessagePattern(ORDER_QUERY.positions)
  async positions(@Payload() { account, strategy }: OrdersQuery): Promise<PositionsReplyShape> {
    const filter = { ...(account === undefined ? {} : { account }), ...(strategy === undefined ? {} : { strategy }) };
    this.checkAccount(account);
    return this.core.read(({ portfolio }) => ({ positions: portfolio.positions(filter).map(positionShape) }));
  }

  @SolaceMessagePattern(ORDER_QUERY.portfolio)
  async portfolio(@Payload() query: OrdersQuery): Promise<PortfolioShape> {
    const account = query.account ?? '';
    const shape = await this.core.read((engine) =>
      portfolioShape(engine, account, query.strategy ?? 'all', this.core.nowUs),
    );
    if (shape !== undefined) return shape;
    throw accountUnknown(this.core.engine);
  }

  @SolaceMessagePattern(ORDER_QUERY.accounts)
  accounts(@Payload() { account }: OrdersQuery): AccountsReplyShape {
    this.checkAccount(account);
    const { portfolio } = this.core.engine;
    const ids = portfolio.accountIds().filter((id) => account === undefined || account === id);
    return { accounts: ids.map((id) => ({ account: id, currency: portfolio.account(id)?.currency ?? '' })) };
  }

  @SolaceMessagePattern(ORDER_QUERY.kills)
  async kills(@Payload() { account, strategy }: OrdersQuery): Promise<KillsReplyShape> {
    this.checkAccount(account);
    const covers = (scope: KillScope, id: string): boolean =>
      (scope !== 'account' || account === undefined || account === id) &&
      (scope !== 'strategy' || strategy === undefined || strategy === id);
    const entries = await this.core.read((engine) => engine.kills.list().filter(({ scope, id }) => covers(scope, id)));
    return { kills: entries.map((kill) => killShape(kill, this.core.nowUs)) };
  }

  /** A misspelt account would be told to have no orders and no positions. */
  private checkAccount(account: string | undefined): void {
    const { engine } = this.core;
    if (account !== undefined && !isAccount(engine, account)) throw accountUnknown(engine);
  }

  /** From memory, or from the journal when older events are asked for. */
  private async find(query: OrdersQuery, executionsOnly: boolean): Promise<EventsReplyShape> {
    const { engine, durableSequence: lastSequence } = this.core;
    const journal = `${this.config.BOURSEWORKS_ENV}-${engine.bornUs}`;
    return { ...(await this.page(query, executionsOnly)), journal, lastSequence };
  }

  private page(query: OrdersQuery, executionsOnly: boolean): EventPage | Promise<EventPage> {
    const { window } = this.events;
    const limit = query.limit ?? DEFAULT_LIMIT;
    if (window.holds(query)) return window.find(query, limit, executionsOnly ? isExecution : undefined);
    const { account, strategy, afterSequence, afterStreamSequence, clOrdId } = query;
    const filter = { account, strategy, afterSequence, afterStreamSequence, clOrdId };
    return this.archive.find({ filter, executionsOnly, limit, throughSequence: this.core.durableSequence });
  }
}
