import {
  decodeMessage,
  JSON_CODEC,
  ORDER_QUERY,
  PATTERNS,
  type LimitsConfigShape,
  type LimitsRequestShape,
  type RiskCheckRequestShape,
  type RiskScopeName,
  type TradingStateRequestShape,
  type TradingStateShape,
} from '@bourseworks/dto';
import { SolaceSession, type InboundMessage } from '@bourseworks/solace-transport';

type Body = Readonly<Record<string, unknown>>;
interface Refusal {
  readonly error: { readonly code: string; readonly message: string };
}

const refused = (code: string, message: string): Refusal => ({ error: { code, message } });

/** Plays what the OMS says of limits and trading states. */
export class FakeRisk {
  config: LimitsConfigShape = { version: 1, rules: [] };
  readonly states = new Map<string, TradingStateShape>();
  readonly checked: RiskCheckRequestShape[] = [];
  readonly commands: Body[] = [];
  private readonly seen = new Set<string>();

  private constructor(private readonly session: SolaceSession) {}

  static async connect(url: string): Promise<FakeRisk> {
    const login = { vpn: 'default', username: 'development', password: 'development' };
    const session = new SolaceSession({ url, ...login });
    await session.connect();
    const fake = new FakeRisk(session);
    const topics = [
      PATTERNS.state,
      PATTERNS.limits,
      ORDER_QUERY.limits,
      ORDER_QUERY.riskCheck,
      ORDER_QUERY.tradingStates,
    ];
    for (const topic of topics) await session.subscribe(topic, (message) => fake.serve(message));
    return fake;
  }

  close(): Promise<void> {
    return this.session.close();
  }

  private serve(message: InboundMessage): void {
    const decoded = decodeMessage(message);
    const answer = this.answer(message.topic, (decoded.ok ? decoded.value : {}) as Body);
    if ('error' in answer) this.session.replyError(message, (answer as Refusal).error);
    else this.session.reply(message, JSON_CODEC.encode(answer));
  }

  private answer(topic: string, body: Body): object {
    if (topic === ORDER_QUERY.limits) return { config: this.config, usage: [] };
    if (topic === ORDER_QUERY.tradingStates) return { states: [...this.states.values()] };
    if (topic === ORDER_QUERY.riskCheck) return this.check(body as unknown as RiskCheckRequestShape);
    this.commands.push(body);
    const [, , action, scope, id] = topic.split('/').map(decodeURIComponent);
    if (action === 'limits') return this.setLimits(body as unknown as LimitsRequestShape);
    return this.setState(scope as RiskScopeName, id, body as unknown as TradingStateRequestShape);
  }

  private check(order: RiskCheckRequestShape): object {
    this.checked.push(order);
    const denial = {
      code: 'RISK_POSITION',
      reason: 'x',
      limit: '1',
      observed: '2',
      scope: 'firm',
      id: 'all',
      ruleVersion: 1,
    };
    return { passes: false, denial, adapter: 'sim', quantity: '1', price: '', notional: '', usage: [], version: 1 };
  }

  private setLimits({ commandId, config }: LimitsRequestShape): object {
    if (!this.seen.has(commandId)) {
      if (config.version <= this.config.version) return refused('RISK_VERSION', 'not later');
      this.config = config;
    }
    this.seen.add(commandId);
    return { version: this.config.version, sequence: 1 };
  }

  private setState(scope: RiskScopeName, id: string, request: TradingStateRequestShape): object {
    const { commandId, state, actor, reason } = request;
    const key = `${scope} ${id}`;
    if (!this.seen.has(commandId)) {
      const what = { scope, id, state, cause: 'person', code: 'RISK_HALTED' as const, actor, reason };
      if (state === 'ACTIVE') this.states.delete(key);
      else this.states.set(key, { ...what, time: '1700000000000000000', sequence: 1 });
    }
    this.seen.add(commandId);
    return { scope, id, state: this.states.get(key)?.state ?? 'ACTIVE', cancelled: 0, sequence: 1 };
  }
}
