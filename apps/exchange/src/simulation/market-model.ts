import type { Rng } from '@bourseworks/ports';
import type { FairValueTerms } from '../instruments/listings.js';

/** Diffusion of the common factor: 4 basis points per square root of a second. */
const FACTOR_SIGMA = 0.0004;
/** A slow pull to the base prices, so that a venue that runs for weeks stays at plausible prices. */
const FACTOR_HALF_LIFE_S = 6 * 3_600;
/** The spread of the pair: log BTC - log ETH moves about its mean with this half-life and stationary deviation. */
const PAIR_HALF_LIFE_S = 30;
const PAIR_SD = 0.0015;
const OWN_HALF_LIFE_S = 900;

/** Mean-reverting (Ornstein-Uhlenbeck) noise about 0, stepped exactly for any time step. */
class Reverting {
  value = 0;
  private readonly rate: number;

  constructor(
    halfLifeSeconds: number,
    private readonly sd: number,
  ) {
    this.rate = Math.LN2 / halfLifeSeconds;
  }

  advance(seconds: number, rng: Rng): void {
    if (this.sd === 0) return;
    const decay = Math.exp(-this.rate * seconds);
    this.value = this.value * decay + this.sd * Math.sqrt(1 - decay * decay) * rng.normal();
  }
}

/**
 * Fair values of all instruments: exp(log base + beta * factor + pair * spread + own noise). One common factor makes the
 * instruments correlate; the spread makes BTCUSD and ETHUSD a cointegrated pair.
 */
export class MarketModel {
  private readonly factor: Reverting;
  private readonly spread = new Reverting(PAIR_HALF_LIFE_S, PAIR_SD);
  private readonly own: readonly Reverting[];

  constructor(
    private readonly terms: readonly FairValueTerms[],
    private readonly rng: Rng,
  ) {
    const rate = Math.LN2 / FACTOR_HALF_LIFE_S;
    this.factor = new Reverting(FACTOR_HALF_LIFE_S, FACTOR_SIGMA / Math.sqrt(2 * rate));
    this.own = terms.map((term) => new Reverting(OWN_HALF_LIFE_S, term.ownSd));
  }

  /** Lets `seconds` (> 0) of market time pass. */
  advance(seconds: number): void {
    this.factor.advance(seconds, this.rng);
    this.spread.advance(seconds, this.rng);
    for (const own of this.own) own.advance(seconds, this.rng);
  }

  /** Fair value of instrument `index` now, in its currency. */
  fair(index: number): number {
    const { basePrice, beta, pair } = this.terms[index];
    return basePrice * Math.exp(beta * this.factor.value + pair * this.spread.value + this.own[index].value);
  }
}
