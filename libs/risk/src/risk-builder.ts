import { expectOk } from '@bourseworks/domain';
import type {
  BuyingPower,
  CrossingConfig,
  LossLimit,
  MessageTradeRatio,
  PriceCollar,
  PriceWindow,
  RateLimit,
  Restriction,
  RiskConfig,
  RiskRule,
  RiskScope,
  SelfTradeConfig,
  ShortSale,
  TradingHours,
} from './config/risk-config.js';
import { validateRiskConfig } from './config/validate.js';

type MutableRule = { -readonly [Field in keyof RiskRule]: RiskRule[Field] };
type Head = {
  -readonly [
    Field in 'version' | 'currency' | 'rates' | 'day' | 'dailyVolumes' | 'selfTrade' | 'crossing'
  ]?: RiskConfig[Field];
};

/**
 * Fluent definition of limits:
 * `RiskBuilder.for('account', 'SIM').maxOrderNotional('50000').priceCollar({ bps: 500 }).for('firm').maxOpenOrders(200).build()`.
 * Every limit belongs to the scope named last. Amounts are decimal texts.
 */
export class RiskBuilder {
  private readonly rules: MutableRule[];
  private readonly head: Head;
  private readonly rule: MutableRule;

  private constructor(rules: MutableRule[], head: Head, scope: RiskScope = 'firm', id = 'all', symbol?: string) {
    this.rules = rules;
    this.head = head;
    this.rule = symbol === undefined ? { scope, id } : { scope, id, symbol };
  }

  /** Starts with the limits of a scope. `id` is left out for the firm; `*` stands for each account, strategy or symbol. */
  static for(scope: 'firm'): RiskBuilder;
  static for(scope: Exclude<RiskScope, 'firm'>, id: string): RiskBuilder;
  static for(scope: RiskScope, id = 'all'): RiskBuilder {
    return new RiskBuilder([], {}, scope, id);
  }

  /** Goes on from limits that exist, such as those of a file; `for` is to follow before a limit is added. */
  static from({ rules, ...head }: RiskConfig): RiskBuilder {
    return new RiskBuilder(
      rules.map((rule) => ({ ...rule })),
      { ...head },
    );
  }

  /** Goes on with the limits of another scope. */
  for(scope: 'firm'): RiskBuilder;
  for(scope: Exclude<RiskScope, 'firm'>, id: string): RiskBuilder;
  for(scope: RiskScope, id = 'all'): RiskBuilder {
    return new RiskBuilder(this.rules, this.head, scope, id);
  }

  /** Goes on with limits of the same scope that hold for one instrument, `venue/symbol`, alone. */
  only(symbol: string): RiskBuilder {
    return new RiskBuilder(this.rules, this.head, this.rule.scope, this.rule.id, symbol);
  }

  maxOrderQuantity(quantity: string): this {
    return this.set('maxOrderQuantity', quantity);
  }

  maxOrderNotional(amount: string): this {
    return this.set('maxOrderNotional', amount);
  }

  maxVolumeShareBps(bps: number): this {
    return this.set('maxVolumeShareBps', bps);
  }

  priceCollar(collar: PriceCollar): this {
    return this.set('priceCollar', collar);
  }

  priceWindow(window: PriceWindow): this {
    return this.set('priceWindow', window);
  }

  hours(hours: TradingHours): this {
    return this.set('hours', hours);
  }

  maxPosition(quantity: string): this {
    return this.set('maxPosition', quantity);
  }

  maxLong(quantity: string): this {
    return this.set('maxLong', quantity);
  }

  maxShort(quantity: string): this {
    return this.set('maxShort', quantity);
  }

  maxOpenOrders(count: number): this {
    return this.set('maxOpenOrders', count);
  }

  orderRate(rate: RateLimit): this {
    return this.set('orderRate', rate);
  }

  replaceRate(rate: RateLimit): this {
    return this.set('replaceRate', rate);
  }

  messageRate(rate: RateLimit): this {
    return this.set('messageRate', rate);
  }

  restricted(side: Restriction): this {
    return this.set('restricted', side);
  }

  shortSale(mode: ShortSale): this {
    return this.set('shortSale', mode);
  }

  buyingPower(power: BuyingPower): this {
    return this.set('buyingPower', power);
  }

  maxGrossNotional(amount: string): this {
    return this.set('maxGrossNotional', amount);
  }

  maxNetNotional(amount: string): this {
    return this.set('maxNetNotional', amount);
  }

  maxConcentrationBps(bps: number): this {
    return this.set('maxConcentrationBps', bps);
  }

  dailyLoss(loss: LossLimit): this {
    return this.set('dailyLoss', loss);
  }

  drawdown(loss: LossLimit): this {
    return this.set('drawdown', loss);
  }

  repeatedExecution(rate: RateLimit): this {
    return this.set('repeatedExecution', rate);
  }

  messageTradeRatio(ratio: MessageTradeRatio): this {
    return this.set('messageTradeRatio', ratio);
  }

  /** Opening orders need a quote of at most this age, microseconds, not locked, crossed or gapped. */
  staleData(maxAgeUs: number): this {
    return this.set('staleData', { maxAgeUs });
  }

  /** The same order again within the window, microseconds, is refused. */
  duplicate(windowUs: number): this {
    return this.set('duplicate', { windowUs });
  }

  /** Currency of the firm's amounts, and what one unit of the others is worth in it. */
  currency(currency: string, rates: Readonly<Record<string, string>> = {}): this {
    this.head.currency = currency;
    if (Object.keys(rates).length > 0) this.head.rates = rates;
    return this;
  }

  /** Average daily volumes by instrument, `venue/symbol`. */
  dailyVolumes(volumes: Readonly<Record<string, string>>): this {
    this.head.dailyVolumes = volumes;
    return this;
  }

  selfTrade(selfTrade: SelfTradeConfig): this {
    this.head.selfTrade = selfTrade;
    return this;
  }

  crossing(crossing: CrossingConfig): this {
    this.head.crossing = crossing;
    return this;
  }

  /** When the day of daily limits begins. */
  day(timeZone: string, start: string): this {
    this.head.day = { timeZone, start };
    return this;
  }

  /** The configuration; throws DomainError CONFIG_INVALID, naming the field, when a value is out of its range. */
  build(version = this.head.version ?? 1): RiskConfig {
    return expectOk(validateRiskConfig({ ...this.head, version, rules: this.rules.map((rule) => ({ ...rule })) }));
  }

  private set<Name extends keyof RiskRule>(name: Name, value: RiskRule[Name]): this {
    // A scope that is named and given no limit is no rule.
    if (!this.rules.includes(this.rule)) this.rules.push(this.rule);
    this.rule[name] = value;
    return this;
  }
}
