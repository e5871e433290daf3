import { checkFinite, checkPositive } from '../checks.js';
import { PricingError } from '../errors.js';
import { isButterflyFree, isCalendarFree } from './arbitrage.js';
import { checkSvi, type SviRaw, sviVariance } from './svi.js';

/** The smile of an expiry. */
export interface SurfaceSlice {
  readonly years: number;
  readonly raw: SviRaw;
}

/** A pair of expiries between which, or an expiry at which, something costs less than nothing. */
export interface SurfaceArbitrage {
  readonly kind: 'butterfly' | 'calendar';
  readonly years: number;
}

const MAX_SLICES = 1000;

/**
 * Volatilities over expiry and strike: an SVI smile for each expiry; in between total variance is interpolated linearly in time at
 * the same ln(strike / forward), so that it falls nowhere in time where it does not from smile to smile. Before the first and
 * after the last expiry the volatility is that of the nearest smile.
 */
export class VolatilitySurface {
  readonly slices: readonly SurfaceSlice[];

  /** Slices in any order. Throws PRICING_INPUT: none, two of one expiry, parameters that are no smile. */
  constructor(slices: readonly SurfaceSlice[]) {
    this.slices = slices.toSorted((x, y) => x.years - y.years);
    if (slices.length === 0 || slices.length > MAX_SLICES) {
      throw new PricingError('PRICING_INPUT', `a surface has 1 to ${MAX_SLICES} expiries: ${slices.length}`);
    }
    this.slices.forEach(({ years, raw }, i) => {
      checkPositive('years', years);
      checkSvi(raw);
      if (i > 0 && years === this.slices[i - 1].years) {
        throw new PricingError('PRICING_INPUT', `two smiles expire in ${years} years`);
      }
    });
  }

  /** Total variance at ln(strike / forward), for a time from 0 on. Throws PRICING_INPUT. */
  totalVariance(years: number, k: number): number {
    checkFinite('k', k);
    if (!(years >= 0 && years < Infinity)) {
      throw new PricingError('PRICING_INPUT', `years must be finite and 0 or more: ${years}`);
    }
    const { slices } = this;
    const after = slices.findIndex((slice) => slice.years >= years);
    if (after === 0) return (sviVariance(slices[0].raw, k) * years) / slices[0].years;
    const last = slices[slices.length - 1];
    if (after < 0) return (sviVariance(last.raw, k) * years) / last.years;
    const [left, right] = [slices[after - 1], slices[after]];
    const share = (years - left.years) / (right.years - left.years);
    return (1 - share) * sviVariance(left.raw, k) + share * sviVariance(right.raw, k);
  }

  /** Volatility a year. Throws PRICING_INPUT. */
  volatility(years: number, k: number): number {
    checkPositive('years', years);
    return Math.sqrt(this.totalVariance(years, k) / years);
  }

  /** Volatility for a strike. Throws PRICING_INPUT. */
  volatilityFor(years: number, strike: number, forward: number): number {
    checkPositive('strike', strike);
    checkPositive('forward', forward);
    return this.volatility(years, Math.log(strike / forward));
  }

  /** What costs less than nothing: butterflies of an expiry, calendar spreads from the expiry before; empty for a sound surface. */
  arbitrages(): SurfaceArbitrage[] {
    const found: SurfaceArbitrage[] = [];
    this.slices.forEach(({ years, raw }, i) => {
      if (!isButterflyFree(raw)) found.push({ kind: 'butterfly', years });
      if (i > 0 && !isCalendarFree(this.slices[i - 1].raw, raw)) found.push({ kind: 'calendar', years });
    });
    return found;
  }
}
