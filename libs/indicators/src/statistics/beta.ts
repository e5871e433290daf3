import { length, numberOf, VALUE, type Definition } from '../core/definition.js';
import { Indicator } from '../core/indicator.js';
import { Returns } from '../rolling/returns.js';
import { RollingRegression } from '../rolling/rolling-regression.js';

/**
 * Beta of an asset: slope of its returns over those of the market, of the last `length` pairs of returns; NaN while the market
 * does not move. A pair after a price of 0 is left out.
 */
export class Beta extends Indicator {
  private readonly asset = new Returns();
  private readonly market = new Returns();
  private readonly pairs: RollingRegression;

  constructor(readonly length: number) {
    super('beta', [length]);
    this.pairs = new RollingRegression(length);
  }

  get ready(): boolean {
    return this.pairs.ready;
  }

  get value(): number {
    return this.ready ? this.pairs.slope : NaN;
  }

  /** Return of the asset, a bar, when the market's is 0. */
  get alpha(): number {
    return this.ready ? this.pairs.intercept : NaN;
  }

  update(price: number, market: number): number {
    if (!Number.isFinite(price) || !Number.isFinite(market)) return this.value;
    this.pairs.update(this.market.update(market), this.asset.update(price));
    return this.value;
  }
}

export const beta: Definition = {
  name: 'beta',
  title: 'Beta',
  group: 'statistics',
  inputs: ['value', 'other'],
  parameters: [length(50, { title: 'returns in the window', minimum: 3 })],
  outputs: [VALUE, { name: 'alpha', title: 'Alpha, a bar' }],
  formula: 'cov(r, m) / var(m), r and m simple returns of the asset and the market (the other series)',
  source: 'TA-Lib BETA (market first), Skender Beta, LEAN Beta',
  warmup: (parameters) => numberOf(parameters, 'length') + 1,
  create: (parameters) => new Beta(numberOf(parameters, 'length')),
};
