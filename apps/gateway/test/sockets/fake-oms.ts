import {
  JSON_CODEC,
  orderEventTopic,
  portfolioTopic,
  riskEventTopic,
  ORDER_QUERY,
  riskUsageTopic,
  type KillSwitchShape,
  type OrderEventShape,
  type OrdersQueryShape,
  type PortfolioShape,
  type RiskUsageShape,
} from '@bourseworks/dto';
import { DEVELOPMENT_USER } from '@bourseworks/smf-broker';
import { SolaceSession, type InboundMessage } from '@bourseworks/solace-transport';
import { instrumentOf } from '../fake-oms.js';

const TIME = '1700000000000000000';

export function portfolioShape(account: string, strategy: string, equity: string): PortfolioShape {
  return {
    account,
    strategy,
    sequence: 1,
    time: TIME,
    currency: 'USD',
    cash: '1000',
    equity,
    realizedPnl: '0',
    unrealizedPnl: '-1.50',
    fees: '0',
    grossExposure: '0',
    netExposure: '0',
    reserved: '0',
    openOrders: 0,
    positions: [],
  };
}

export function usageShape(account: string, used: string): RiskUsageShape {
  const row = { scope: 'account' as const, id: account, account, symbol: '', kind: 'maxOpenOrders', limit: '100' };
  const halted = { scope: 'strategy' as const, id: 'pairs', state: 'HALTED' as const, cause: 'drawdown' };
  const why = { code: 'RISK_DRAWDOWN' as const, actor: '', reason: 'drawdown', time: TIME, sequence: 1 };
  const usage = [{ ...row, used, usedBps: Number(used) * 100 }];
  return { account, sequence: 1, time: TIME, version: 2, usage, states: [{ ...halted, ...why }] };
}

/** Stands in for the OMS. */
export class FakeOms {
  readonly events: OrderEventShape[] = [];
  kills: KillSwitchShape[] = [];
  journal = 'journal-1';
  silent = false;

  private constructor(private readonly session: SolaceSession) {}

  static async start(url: string): Promise<FakeOms> {
    const session = new SolaceSession({ url, ...DEVELOPMENT_USER });
    await session.connect();
    const fake = new FakeOms(session);
    await session.subscribe('orders/query/>', (message) => fake.serve(message));
    return fake;
  }

  /** A new order, or one that was filled. */
  order(clOrdId: string, change: Partial<OrderEventShape> = {}): void {
    const sequence = (this.events.at(-1)?.sequence ?? 0) + 1;
    const event: OrderEventShape = {
      sequence,
      streamSequence: sequence,
      account: 'main',
      strategy: 'manual',
      clOrdId,
      commandId: `command-${clOrdId}`,
      execType: 'New',
      ordStatus: 'New',
      state: 'Acknowledged',
      adapter: 'sim',
      venue: 'sim',
      symbol: 'BTCUSD',
      side: 'BUY',
      type: 'LIMIT',
      timeInForce: 'DAY',
      quantity: '1',
      price: '100',
      cumQty: '0',
      leavesQty: '1',
      time: TIME,
      ...instrumentOf(change),
      ...change,
    };
    this.events.push(event);
    this.session.publish(orderEventTopic('main', 'manual', clOrdId), JSON_CODEC.encode(event));
  }

  portfolio(shape: PortfolioShape): void {
    this.session.publish(portfolioTopic(shape.account, shape.strategy), JSON_CODEC.encode(shape));
  }

  usage(shape: RiskUsageShape): void {
    this.session.publish(riskUsageTopic(shape.account), JSON_CODEC.encode(shape));
  }

  /** `isTold` false: the notice of it is lost on its way. */
  kill(id: string, on: boolean, isTold = true): void {
    const figures = { phase: 'VERIFIED', openOrders: 0, flatten: false } as const;
    const entry = {
      scope: 'strategy',
      id,
      actor: 'rita',
      reason: 'test',
      time: TIME,
      sequence: 1,
      ...figures,
    } as const;
    this.kills = on ? [...this.kills, entry] : this.kills.filter((one) => one.id !== id);
    if (!isTold) return;
    const body = { sequence: 1, code: 'RISK_KILLED', scope: 'strategy', id, message: `by rita: ${on}`, time: TIME };
    this.session.publish(riskEventTopic('RISK_KILLED', 'strategy', id), JSON_CODEC.encode(body));
  }

  stop(): Promise<void> {
    return this.session.close();
  }

  private serve(message: InboundMessage): void {
    if (this.silent) return;
    const query = JSON.parse(message.payload.toString('utf8')) as OrdersQueryShape;
    this.session.reply(message, JSON_CODEC.encode(this.answer(message.topic, query)));
  }

  private answer(topic: string, { afterSequence = 0, account = '' }: OrdersQueryShape): object {
    const { journal } = this;
    switch (topic) {
      case ORDER_QUERY.accounts:
        return { accounts: [{ account: 'main', currency: 'USD' }] };
      case ORDER_QUERY.portfolio:
        return portfolioShape(account, 'all', '1000');
      case ORDER_QUERY.kills:
        return { kills: this.kills };
      case ORDER_QUERY.limits:
        return { config: { version: 1, rules: [] }, usage: [] };
      case ORDER_QUERY.tradingStates:
        return { states: [] };
      case ORDER_QUERY.events: {
        const events = this.events.filter(({ sequence }) => sequence > afterSequence);
        return { events, more: false, journal, lastSequence: this.events.at(-1)?.sequence ?? 0 };
      }
      default:
        return {};
    }
  }
}
