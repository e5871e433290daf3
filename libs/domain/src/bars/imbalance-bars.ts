import type { Trade } from '../market-data.js';
import { DomainError } from '../result.js';
import { Wide } from '../wide.js';
import type { BarBuilder, BarOptions } from './bar-builder.js';
import { barSetting } from './bar-limits.js';
import { MeasuredRule } from './measured-rule.js';
import { RuledBars } from './ruled-bars.js';

/** What a trade weighs: 1, its quantity, or its price x quantity. */
export type ImbalanceMeasure = 'tick' | 'volume' | 'dollar';

export interface ImbalanceOptions extends BarOptions {
  readonly measure: ImbalanceMeasure;
  /** Trades expected in the first bar, at least 1. */
  readonly expectedTrades: number;
  /** Imbalance expected of a trade in the first bar, in units of the measure, above 0; for ticks at most 1. */
  readonly expectedImbalance: number;
  /** Span, in bars, of the average of their numbers of trades; from 1. */
  readonly barSpan: number;
  /** Span, in trades, of the average of their signed weights; from 1. */
  readonly tradeSpan: number;
  /** A bar has at least so many trades. Default 1. */
  readonly minTrades?: number;
  /** A bar ends with so many trades at the latest, however balanced they are. Default 1 000 000, which is the most. */
  readonly maxTrades?: number;
}

const MAX_TRADES = 1_000_000;
const LIMB = 2 ** 50;

/**
 * Imbalance bars of López de Prado, Advances in Financial Machine Learning (2018), section 2.3.2. The sign b of a trade is
 * that of its price change, without one that of the trade before (the first counts as +1); theta is the sum of b x weight
 * since the bar began, exact. The bar ends when |theta| >= E[T] x |E[b x weight]|: averages over earlier bars and
 * trades, exponentially weighted with alpha = 2 / (span + 1), as they stood when the bar began.
 *
 * These averages may run away (ever longer bars) or collapse (a bar per trade): hence minTrades and maxTrades.
 * Throws NUMBER_RANGE.
 */
export function imbalanceBars(options: ImbalanceOptions): BarBuilder {
  const { measure, expectedImbalance } = options;
  if (!(expectedImbalance > 0 && expectedImbalance <= (measure === 'tick' ? 1 : Number.MAX_VALUE)))
    throw new DomainError({
      code: 'NUMBER_RANGE',
      message: 'expectedImbalance of imbalance bars is above 0, of ticks at most 1',
      details: { field: 'expectedImbalance', value: expectedImbalance },
    });
  const minTrades = barSetting('minTrades', options.minTrades ?? 1, 1, MAX_TRADES);
  const settings: Settings = {
    measure,
    barAlpha: 2 / (barSetting('barSpan', options.barSpan, 1, MAX_TRADES) + 1),
    tradeAlpha: 2 / (barSetting('tradeSpan', options.tradeSpan, 1, MAX_TRADES) + 1),
    minTrades,
    maxTrades: barSetting('maxTrades', options.maxTrades ?? MAX_TRADES, minTrades, MAX_TRADES),
  };
  const trades = barSetting('expectedTrades', options.expectedTrades, 1, MAX_TRADES);
  return new RuledBars(new ImbalanceRule(settings, trades, expectedImbalance), options);
}

interface Settings {
  readonly measure: ImbalanceMeasure;
  readonly barAlpha: number;
  readonly tradeAlpha: number;
  readonly minTrades: number;
  readonly maxTrades: number;
}

class ImbalanceRule extends MeasuredRule {
  private readonly theta = new Wide();
  private sign: 1 | -1 = 1;
  private lastPrice: number | undefined;
  private threshold: number;

  /** `meanTrades`: E[T]; `meanWeight`: E[b x weight]. */
  constructor(
    private readonly settings: Settings,
    private meanTrades: number,
    private meanWeight: number,
  ) {
    super();
    this.threshold = meanTrades * Math.abs(meanWeight);
  }

  protected fills(trade: Trade): boolean {
    const { minTrades, maxTrades, barAlpha, tradeAlpha } = this.settings;
    this.meanWeight += tradeAlpha * (this.count(trade) - this.meanWeight);
    const { trades } = this.bar;
    const { hi, lo } = this.theta;
    const unbalanced = Math.abs(hi * LIMB + lo) >= this.threshold;
    if (!(unbalanced && trades >= minTrades) && trades < maxTrades) return false;
    this.meanTrades += barAlpha * (trades - this.meanTrades);
    this.threshold = this.meanTrades * Math.abs(this.meanWeight);
    this.theta.clear();
    return true;
  }

  /** Adds a trade to theta; its signed weight. */
  private count({ price, quantity }: Trade): number {
    if (this.lastPrice !== undefined && price !== this.lastPrice) this.sign = price > this.lastPrice ? 1 : -1;
    this.lastPrice = price;
    const { measure } = this.settings;
    const one = measure === 'dollar' ? Math.abs(price) : 1;
    const other = measure === 'tick' ? 1 : quantity;
    this.theta.addProduct(this.sign * one, other);
    return this.sign * one * other;
  }

  protected copy(): ImbalanceRule {
    const copy = new ImbalanceRule(this.settings, this.meanTrades, this.meanWeight);
    copy.theta.add(this.theta);
    copy.sign = this.sign;
    copy.lastPrice = this.lastPrice;
    copy.threshold = this.threshold;
    return copy;
  }
}
