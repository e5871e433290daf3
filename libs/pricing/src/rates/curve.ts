import { PricingError } from '../errors.js';
import { type Compounding, discountOf, growthOf, rateOf } from './compounding.js';
import { type CurveInterpolation, INTERPOLATORS, type LogDiscount } from './interpolation.js';
import { checkNodes } from './nodes.js';

/** What one unit of money, paid after some years, is worth now. */
export interface Curve {
  /** Discount factor for a payment after `years`, from 0 on; 1 at 0. */
  discount(years: number): number;
}

/**
 * A curve through discount factors at given times. Before the first node it begins at 1 by the rule of the interpolation;
 * beyond the last the forward rate stays what it is there.
 */
export class DiscountCurve implements Curve {
  private readonly between: LogDiscount;
  private readonly lastTime: number;
  private readonly lastValue: number;
  private readonly lastForward: number;

  private constructor(
    times: readonly number[],
    logDiscounts: readonly number[],
    readonly interpolation: CurveInterpolation,
  ) {
    checkNodes(times, logDiscounts);
    const interpolator = INTERPOLATORS[interpolation];
    if (!interpolator) throw new PricingError('PRICING_INPUT', `no interpolation: ${String(interpolation)}`);
    this.between = interpolator(Float64Array.of(0, ...times), Float64Array.of(0, ...logDiscounts));
    this.lastTime = times[times.length - 1];
    this.lastValue = logDiscounts[times.length - 1];
    this.lastForward = this.between.forward(this.lastTime);
  }

  /** From discount factors at ascending times in years. Throws PRICING_INPUT. */
  static fromDiscounts(
    times: readonly number[],
    discounts: readonly number[],
    interpolation: CurveInterpolation = 'log-linear discount',
  ): DiscountCurve {
    return new DiscountCurve(
      times,
      discounts.map((discount) => -Math.log(discount)),
      interpolation,
    );
  }

  /** From zero rates at ascending times in years. Throws PRICING_INPUT. */
  static fromZeroRates(
    times: readonly number[],
    rates: readonly number[],
    interpolation: CurveInterpolation = 'linear zero',
    compounding: Compounding = 'continuous',
  ): DiscountCurve {
    return new DiscountCurve(
      times,
      rates.map((rate, i) => Math.log(growthOf(rate, times[i], compounding))),
      interpolation,
    );
  }

  discount(years: number): number {
    return Math.exp(-this.logDiscount(years));
  }

  /** The forward rate of the moment, continuously compounded. */
  instantaneousForward(years: number): number {
    return checkTime(years) > this.lastTime ? this.lastForward : this.between.forward(years);
  }

  private logDiscount(years: number): number {
    if (checkTime(years) <= this.lastTime) return this.between.value(years);
    return this.lastValue + this.lastForward * (years - this.lastTime);
  }
}

/** The curve of one rate for all times. */
export function flatCurve(rate: number, compounding: Compounding = 'continuous'): Curve {
  growthOf(rate, 0, compounding);
  return { discount: (years) => discountOf(rate, checkTime(years), compounding) };
}

/** A curve moved up by a spread on its zero rates, in the compounding of the spread. */
export function shiftedCurve(curve: Curve, spread: number, compounding: Compounding = 'continuous'): Curve {
  return {
    discount(years) {
      const discount = curve.discount(years);
      if (years === 0) return discount;
      return discountOf(rateOf(1 / discount, years, compounding) + spread, years, compounding);
    },
  };
}

/** Zero rate for a time after now. Throws PRICING_INPUT at 0 and before. */
export function zeroRate(curve: Curve, years: number, compounding: Compounding = 'continuous'): number {
  if (!(years > 0)) throw new PricingError('PRICING_INPUT', `a zero rate needs a time after now: ${years}`);
  return rateOf(1 / curve.discount(years), years, compounding);
}

/** Rate agreed now for a loan from one time to a later. Throws PRICING_INPUT. */
export function forwardRate(curve: Curve, from: number, to: number, compounding: Compounding = 'simple'): number {
  if (!(to > from))
    throw new PricingError('PRICING_INPUT', `a forward rate needs its end after its start: ${from}, ${to}`);
  return rateOf(curve.discount(from) / curve.discount(to), to - from, compounding);
}

/** Worth of one unit a year paid over periods that end at `times` and accrue `fractions` of a year each. */
export function annuity(curve: Curve, times: readonly number[], fractions: readonly number[]): number {
  if (times.length === 0 || times.length !== fractions.length) {
    throw new PricingError('PRICING_INPUT', 'payments need a time and a share of a year each');
  }
  return times.reduce((sum, time, i) => sum + fractions[i] * curve.discount(time), 0);
}

/** Fixed rate at which a swap from `start` over the periods is worth nothing: (D(start) - D(end)) / annuity. */
export function parRate(curve: Curve, start: number, times: readonly number[], fractions: readonly number[]): number {
  const last = times[times.length - 1];
  return (curve.discount(start) - curve.discount(last)) / annuity(curve, times, fractions);
}

function checkTime(years: number): number {
  if (years >= 0 && Number.isFinite(years)) return years;
  throw new PricingError('PRICING_INPUT', `a curve answers for times from 0 on: ${years}`);
}
