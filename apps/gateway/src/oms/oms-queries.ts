import {
  ORDER_QUERY,
  orderRequestTopic,
  type AccountShape,
  type AccountsReplyShape,
  type KillsReplyShape,
  type KillSwitchShape,
  type LimitsQueryShape,
  type LimitsReplyShape,
  type ListsQueryShape,
  type ListsReplyShape,
  type OrderEventShape,
  type OrdersReplyShape,
  type PortfolioShape,
  type PositionShape,
  type PositionsReplyShape,
  type RiskCheckReplyShape,
  type RiskCheckRequestShape,
  type TradingStateShape,
  type TradingStatesReplyShape,
} from '@bourseworks/dto/shapes';
import { Injectable } from '@nestjs/common';
import { PlatformBus } from '../bus/platform-bus.js';

/** People's orders run under this strategy. */
export const MANUAL = 'manual';

/** Open orders of one answer; the OMS gives no more. */
const OPEN_LIMIT = 1_000;

export interface OpenOrders {
  readonly orders: readonly OrderEventShape[];
  /** There are more than one answer holds. */
  readonly more: boolean;
}

/** Questions to the OMS. @throws DomainError of the transport, or of the OMS */
@Injectable()
export class OmsQueries {
  constructor(private readonly bus: PlatformBus) {}

  async accounts(): Promise<readonly AccountShape[]> {
    return (await this.bus.ask<AccountsReplyShape>(ORDER_QUERY.accounts, {})).accounts;
  }

  async kills(
    scope: { readonly account?: string; readonly strategy?: string } = {},
  ): Promise<readonly KillSwitchShape[]> {
    return (await this.bus.ask<KillsReplyShape>(ORDER_QUERY.kills, scope)).kills;
  }

  /** In force, and how far they are used up: the most used first. */
  async limits(query: LimitsQueryShape): Promise<LimitsReplyShape> {
    return this.bus.ask<LimitsReplyShape>(ORDER_QUERY.limits, query);
  }

  /** Scopes that are not ACTIVE. */
  async tradingStates(): Promise<readonly TradingStateShape[]> {
    return (await this.bus.ask<TradingStatesReplyShape>(ORDER_QUERY.tradingStates, {})).states;
  }

  async riskCheck(order: RiskCheckRequestShape): Promise<RiskCheckReplyShape> {
    return this.bus.ask<RiskCheckReplyShape>(ORDER_QUERY.riskCheck, order);
  }

  /** With strategy `all` one row per instrument of an account. */
  async positions(of: { readonly account?: string; readonly strategy?: string }): Promise<readonly PositionShape[]> {
    return (await this.bus.ask<PositionsReplyShape>(ORDER_QUERY.positions, of)).positions;
  }

  async portfolio(account: string): Promise<PortfolioShape> {
    return this.bus.ask<PortfolioShape>(ORDER_QUERY.portfolio, { account });
  }

  async openOrders(account?: string): Promise<OpenOrders> {
    const query = { open: true, limit: OPEN_LIMIT, ...(account === undefined ? {} : { account }) };
    return this.bus.ask<OrdersReplyShape>(ORDER_QUERY.orders, query);
  }

  /** The newest ones, newest last. */
  async lists(query: ListsQueryShape): Promise<ListsReplyShape> {
    return this.bus.ask<ListsReplyShape>(ORDER_QUERY.lists, query);
  }

  /** The last event of the order that a person's command made. @throws DomainError ORDER_UNKNOWN */
  async statusOf(account: string, commandId: string): Promise<OrderEventShape> {
    const topic = orderRequestTopic('status', account, MANUAL);
    return this.bus.ask<OrderEventShape>(topic, { account, strategy: MANUAL, commandId });
  }
}
