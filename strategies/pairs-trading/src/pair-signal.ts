import { RollingRegression } from '@bourseworks/indicators';

export interface PairObservation {
  /** End of the bars, microseconds. */
  readonly us: number;
  /** Closes as decimals. */
  readonly y: number;
  readonly x: number;
}

export interface SpreadState {
  /** log y = intercept + hedge * log x. */
  readonly hedge: number;
  readonly z: number;
  readonly rSquared: number;
  readonly pairs: number;
}

/** Joins the bars of two symbols by their end time and keeps the regression of their log prices. */
export class PairSignal {
  private readonly regression: RollingRegression;
  private y: { readonly us: number; readonly close: number } | undefined;
  private x: { readonly us: number; readonly close: number } | undefined;
  /** End of the last pair. */
  private lastUs = -Infinity;
  private skipped = 0;
  private seen = 0;

  constructor(window: number) {
    this.regression = new RollingRegression(window);
  }

  /** Bars that stayed without a partner: that minute, one symbol did not trade. */
  get unmatched(): number {
    return this.skipped;
  }

  /** Pairs ever seen. */
  get pairs(): number {
    return this.seen;
  }

  /**
   * Takes the close of one leg at `us`. Returns the pair when the other leg's bar of the same end is there already. A bar
   * without a partner is left out: a price carried forward would make a spread that nobody could trade. So is a bar of a
   * minute that was paired already (the end of a history that comes again live), and a price without a logarithm.
   */
  bar(leg: 'y' | 'x', us: number, close: number): PairObservation | undefined {
    if (us <= this.lastUs) return undefined;
    if (!(close > 0 && close < Infinity)) {
      this.skipped += 1;
      return undefined;
    }
    if (this[leg] !== undefined) this.skipped += 1;
    this[leg] = { us, close };
    const { y, x } = this;
    if (y === undefined || x === undefined) return undefined;
    if (y.us !== x.us) {
      // The older one will find no partner any more.
      this[y.us < x.us ? 'y' : 'x'] = undefined;
      this.skipped += 1;
      return undefined;
    }
    this.y = this.x = undefined;
    this.seen += 1;
    this.lastUs = y.us;
    this.regression.update(Math.log(x.close), Math.log(y.close));
    return { us: y.us, y: y.close, x: x.close };
  }

  /** Where the pair stands, from data up to and including it. */
  state(pair: PairObservation): SpreadState {
    const { regression } = this;
    return {
      hedge: regression.slope,
      z: regression.zScore(Math.log(pair.x), Math.log(pair.y)),
      rSquared: regression.rSquared,
      pairs: regression.count,
    };
  }
}
