import { PricingError } from '../errors.js';
import { solveLinear } from '../math/linear.js';
import { DatedCurve } from './dated-curve.js';
import { DiscountCurve } from './curve.js';
import { type Day, formatDay } from './day.js';
import { type DayCount, yearFraction } from './day-count.js';
import type { CurveInterpolation } from './interpolation.js';
import { MAX_NODES } from './nodes.js';

/** A loan between banks, or a forward rate agreement: simple interest from one day to another. */
export interface RateQuote {
  readonly kind: 'deposit' | 'fra';
  readonly start: Day;
  readonly end: Day;
  /** Simple annual rate: 0.05 is 5 %. */
  readonly rate: number;
  readonly dayCount: DayCount;
}

/** A future on a simple rate from one day to another, quoted as 100 minus that rate in percent. */
export interface FutureQuote {
  readonly kind: 'future';
  readonly start: Day;
  readonly end: Day;
  readonly price: number;
  /** What the future's rate is above the forward rate, since its margin is settled daily; 0 by default. */
  readonly convexity?: number;
  readonly dayCount: DayCount;
}

/** A swap of a fixed rate against the floating rate of this very curve, worth nothing at its start. */
export interface SwapQuote {
  readonly kind: 'swap';
  readonly start: Day;
  /** Ends of the fixed periods, ascending; the first period begins at `start`. Payment is on these days. */
  readonly periods: readonly Day[];
  readonly rate: number;
  readonly dayCount: DayCount;
}

export type CurveQuote = RateQuote | FutureQuote | SwapQuote;

export interface BootstrapOptions {
  readonly interpolation?: CurveInterpolation;
  /** How days become times of the curve; ACT/365F by default. */
  readonly dayCount?: DayCount;
}

/** The quote as a fixed rate over periods: what the curve must reprice. */
interface Leg {
  readonly start: number;
  readonly times: readonly number[];
  readonly fractions: readonly number[];
  readonly rate: number;
  readonly end: Day;
}

/** Rates are met to this; a basis point is 1e-4. */
const TOLERANCE = 1e-13;
const MAX_ROUNDS = 50;
const BUMP = 1e-7;

/**
 * The curve that reprices every quote, with one node at the end of each: the zero rates of all nodes are solved together
 * by Newton's method, so that interpolations where one node bends its neighbours' intervals are met as exactly as the others.
 *
 * Throws PRICING_INPUT (two quotes of one end, an end before its start, a start before the reference) and
 * PRICING_NO_SOLUTION where the quotes contradict each other.
 */
export function bootstrap(reference: Day, quotes: readonly CurveQuote[], options: BootstrapOptions = {}): DatedCurve {
  const { interpolation = 'log-linear discount', dayCount = 'ACT/365F' } = options;
  if (quotes.length === 0 || quotes.length > MAX_NODES) {
    throw new PricingError('PRICING_INPUT', `a curve needs 1 to ${MAX_NODES} quotes`);
  }
  const legs = quotes.map((quote) => legOf(quote, reference, dayCount)).toSorted((a, b) => a.end - b.end);
  for (let i = 1; i < legs.length; i++) {
    if (legs[i].end === legs[i - 1].end) {
      throw new PricingError('PRICING_INPUT', `two quotes end on ${formatDay(legs[i].end)}`);
    }
  }
  const times = legs.map((leg) => leg.times[leg.times.length - 1]);
  const build = (rates: readonly number[]) => DiscountCurve.fromZeroRates(times, rates, interpolation);
  const rates = solve(legs, build);
  return new DatedCurve(build(rates), reference, dayCount);
}

function solve(legs: readonly Leg[], build: (rates: readonly number[]) => DiscountCurve): number[] {
  let rates = legs.map((leg) => leg.rate);
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const errors = errorsOf(legs, build(rates));
    if (Math.max(...errors.map(Math.abs)) < TOLERANCE) return rates;
    const columns = rates.map((_, column) => {
      const bumped = errorsOf(legs, build(rates.with(column, rates[column] + BUMP)));
      return bumped.map((error, row) => (error - errors[row]) / BUMP);
    });
    const matrix = errors.map((_, row) => columns.map((column) => column[row]));
    const step = solveLinear(matrix, errors);
    if (!step) break;
    rates = rates.map((rate, i) => rate - step[i]);
  }
  throw new PricingError('PRICING_NO_SOLUTION', 'no curve meets all quotes: they contradict each other');
}

function errorsOf(legs: readonly Leg[], curve: DiscountCurve): number[] {
  return legs.map(({ start, times, fractions, rate }) => {
    let fixed = 0;
    for (let i = 0; i < times.length; i++) fixed += fractions[i] * curve.discount(times[i]);
    return (curve.discount(start) - curve.discount(times[times.length - 1])) / fixed - rate;
  });
}

function legOf(quote: CurveQuote, reference: Day, curveDays: DayCount): Leg {
  const ends = quote.kind === 'swap' ? quote.periods : [quote.end];
  const days = [quote.start, ...ends];
  const rate = rateOf(quote);
  const ascending = days.every((day, i) => i === 0 || day > days[i - 1]);
  if (ends.length === 0 || !ascending || quote.start < reference || !Number.isFinite(rate)) {
    throw new PricingError(
      'PRICING_INPUT',
      `a quote needs a finite rate and ascending days after the reference: ${quote.kind}`,
    );
  }
  return {
    start: yearFraction(reference, quote.start, curveDays),
    times: ends.map((day) => yearFraction(reference, day, curveDays)),
    fractions: ends.map((day, i) => yearFraction(days[i], day, quote.dayCount)),
    rate,
    end: ends[ends.length - 1],
  };
}

function rateOf(quote: CurveQuote): number {
  return quote.kind === 'future' ? (100 - quote.price) / 100 - (quote.convexity ?? 0) : quote.rate;
}
