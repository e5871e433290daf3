import { Controller } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import {
  LimitsQuery,
  ORDER_QUERY,
  OrdersQuery,
  RiskCheckRequest,
  type LimitsReplyShape,
  type RiskCheckReplyShape,
  type TradingStatesReplyShape,
} from '@bourseworks/dto';
import type { StateEntry } from '@bourseworks/risk';
import { SolaceMessagePattern } from '@bourseworks/solace-transport';
import { accountUnknown, isAccount } from '../core/accounts.js';
import { OmsCore } from '../core/oms-core.js';
import { askedOrder, riskCheckReply, tradingStateShape } from './risk-shapes.js';

const DEFAULT_ROWS = 100;

/** Whether a state holds for orders of this account or strategy; of an instrument it may. */
function covers({ scope, id }: StateEntry, { account, strategy }: OrdersQuery): boolean {
  if (scope === 'account') return account === undefined || account === id;
  return scope !== 'strategy' || strategy === undefined || strategy === id;
}

/** Questions about limits, trading states, and orders that are only thought of. They never change anything. */
@Controller()
export class RiskQueryController {
  constructor(private readonly core: OmsCore) {}

  @SolaceMessagePattern(ORDER_QUERY.limits)
  limits(@Payload() { account, strategy, limit }: LimitsQuery): Promise<LimitsReplyShape> {
    this.checkAccount(account);
    const filter = { ...(account === undefined ? {} : { account }), ...(strategy === undefined ? {} : { strategy }) };
    return this.core.read((engine) => ({
      config: engine.limits,
      usage: engine.limitUsage(filter, this.core.nowUs, limit ?? DEFAULT_ROWS),
    }));
  }

  @SolaceMessagePattern(ORDER_QUERY.riskCheck)
  check(@Payload() request: RiskCheckRequest): Promise<RiskCheckReplyShape> {
    return this.core.read((engine) => {
      const { nowUs } = this.core;
      return riskCheckReply(engine.whatIf(askedOrder(request, nowUs), nowUs));
    });
  }

  @SolaceMessagePattern(ORDER_QUERY.tradingStates)
  async states(@Payload() query: OrdersQuery): Promise<TradingStatesReplyShape> {
    this.checkAccount(query.account);
    const entries = await this.core.read((engine) => engine.tradingStates().filter((entry) => covers(entry, query)));
    return { states: entries.map(tradingStateShape) };
  }

  /** A misspelt account would be told to have used nothing. */
  private checkAccount(account: string | undefined): void {
    const { engine } = this.core;
    if (account !== undefined && !isAccount(engine, account)) throw accountUnknown(engine);
  }
}
