import { expectOk } from '@bourseworks/domain';
import {
  validateRiskConfig,
  type PriceCollar,
  type RateLimit,
  type RiskConfig,
  type RiskRule,
  type RiskScope,
} from './risk-config.js';

type MutableRule = { -readonly [Field in keyof RiskRule]: RiskRule[Field] };

/**
 * Fluent definition of limits:
 * `RiskBuilder.for('account', 'SIM').maxOrderNotional('50000').priceCollar({ bps: 500 }).for('firm').maxOpenOrders(200).build()`.
 * Every limit belongs to the scope named last. Amounts are decimal texts.
 */
export class RiskBuilder {
  private readonly rules: MutableRule[];
  private rule: MutableRule;

  private constructor(rules: MutableRule[], scope: RiskScope, id: string) {
    this.rules = rules;
    this.rule = { scope, id };
    rules.push(this.rule);
  }

  /** Starts with the limits of a scope. `id` is left out for the firm; `*` stands for each account, strategy or symbol. */
  static for(scope: 'firm'): RiskBuilder;
  static for(scope: Exclude<RiskScope, 'firm'>, id: string): RiskBuilder;
  static for(scope: RiskScope, id = 'all'): RiskBuilder {
    return new RiskBuilder([], scope, id);
  }

  /** Goes on with the limits of another scope. */
  for(scope: 'firm'): RiskBuilder;
  for(scope: Exclude<RiskScope, 'firm'>, id: string): RiskBuilder;
  for(scope: RiskScope, id = 'all'): RiskBuilder {
    return new RiskBuilder(this.rules, scope, id);
  }

  maxOrderQuantity(quantity: string): this {
    this.rule.maxOrderQuantity = quantity;
    return this;
  }

  maxOrderNotional(amount: string): this {
    this.rule.maxOrderNotional = amount;
    return this;
  }

  maxPosition(quantity: string): this {
    this.rule.maxPosition = quantity;
    return this;
  }

  maxOpenOrders(count: number): this {
    this.rule.maxOpenOrders = count;
    return this;
  }

  maxGrossNotional(amount: string): this {
    this.rule.maxGrossNotional = amount;
    return this;
  }

  priceCollar(collar: PriceCollar): this {
    this.rule.priceCollar = collar;
    return this;
  }

  orderRate(rate: RateLimit): this {
    this.rule.orderRate = rate;
    return this;
  }

  replaceRate(rate: RateLimit): this {
    this.rule.replaceRate = rate;
    return this;
  }

  /** The configuration; throws DomainError CONFIG_INVALID, naming the field, when a value is out of its range. */
  build(version = 1): RiskConfig {
    return expectOk(validateRiskConfig({ version, rules: this.rules.map((rule) => ({ ...rule })) }));
  }
}
