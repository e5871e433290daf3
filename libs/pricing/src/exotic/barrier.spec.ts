import { describe, expect, it } from '@jest/globals';
import { gaussLegendre } from '../math/gauss-legendre.js';
import { normalPdf } from '../math/normal.js';
import { bsmPrice } from '../option/black-scholes.js';
import { CALL, PUT, type OptionKind } from '../option/option-kind.js';
import { type BarrierOption, barrierPrice, type BarrierType } from './barrier.js';

/**
 * E. G. Haug, "Option Pricing Formulas" (1998), page 72: spot 100, half a year, rate 8%, carry 4%, rebate 3; strikes 90, 100
 * and 110, at a volatility of 25% and of 30%.
 */
const HAUG: readonly (readonly [BarrierType, OptionKind, number, readonly number[], readonly number[]])[] = [
  ['down-and-out', CALL, 95, [9.0246, 6.7924, 4.8759], [8.8334, 7.0285, 5.4137]],
  ['down-and-out', CALL, 100, [3, 3, 3], [3, 3, 3]],
  ['up-and-out', CALL, 105, [2.6789, 2.358, 2.3453], [2.6341, 2.4389, 2.4315]],
  ['down-and-in', CALL, 95, [7.7627, 4.0109, 2.0576], [9.0093, 5.137, 2.8517]],
  ['down-and-in', CALL, 100, [13.8333, 7.8494, 3.9795], [14.8816, 9.2045, 5.3043]],
  ['up-and-in', CALL, 105, [14.1112, 8.4482, 4.591], [15.2098, 9.7278, 5.835]],
  ['down-and-out', PUT, 95, [2.2798, 2.2947, 2.6252], [2.417, 2.4258, 2.6246]],
  ['down-and-out', PUT, 100, [3, 3, 3], [3, 3, 3]],
  ['up-and-out', PUT, 105, [3.776, 5.4932, 7.5187], [4.2293, 5.8032, 7.5649]],
  ['down-and-in', PUT, 95, [2.9586, 6.5677, 11.9752], [3.8769, 7.7989, 13.3078]],
  ['down-and-in', PUT, 100, [2.2845, 5.9085, 11.6465], [3.3328, 7.2636, 12.9713]],
  ['up-and-in', PUT, 105, [1.4653, 3.3721, 7.0846], [2.0658, 4.4226, 8.3686]],
];
const MARKET = { spot: 100, years: 0.5, rate: 0.08, carry: 0.04 };
const TYPES = ['down-and-in', 'down-and-out', 'up-and-in', 'up-and-out'] as const;
const CASES = TYPES.flatMap((type) =>
  ([CALL, PUT] as const).flatMap((kind) => [80, 93, 108, 125].map((strike) => ({ type, kind, strike }))),
);
const barrierOf = (type: BarrierType): number => (type.startsWith('down') ? 94 : 109);

const { nodes, weights } = gaussLegendre(40);

/** Integral over pieces between ascending `edges`, each cut into equal parts. */
function integral(f: (x: number) => number, edges: readonly number[], parts = 12): number {
  let sum = 0;
  for (const [at, from] of edges.slice(0, -1).entries()) {
    const width = (edges[at + 1] - from) / parts;
    for (let part = 0; part < parts; part++) {
      for (const [index, node] of nodes.entries()) sum += width * weights[index] * f(from + (part + node) * width);
    }
  }
  return sum;
}

/**
 * The price by integration: over the price at expiry, times the chance that a bridge between the two ends has, or has not,
 * touched the barrier; and over the time of the first touch for the rebate of a knock-out.
 */
function integrated({
  type,
  kind,
  spot,
  strike,
  years,
  rate,
  carry = rate,
  volatility,
  barrier,
  rebate = 0,
}: BarrierOption): number {
  const s = volatility * Math.sqrt(years);
  const drift = carry - 0.5 * volatility ** 2;
  const toBarrier = Math.log(barrier / spot);
  const zOf = (price: number): number => (Math.log(price / spot) - drift * years) / s;
  const isIn = type.endsWith('in');
  const edges = [-9, zOf(strike), zOf(barrier), 9].sort((a, b) => a - b);
  const expected = (payoff: (end: number) => number, touched: boolean): number =>
    integral((z) => {
      const end = drift * years + s * z;
      const beyond = Math.sign(toBarrier) * (end - toBarrier) >= 0;
      const chance = beyond ? 1 : Math.exp((-2 * toBarrier * (toBarrier - end)) / (s * s));
      return normalPdf(z) * payoff(spot * Math.exp(end)) * (touched ? chance : 1 - chance);
    }, edges);
  const paid = Math.exp(-rate * years) * expected((end) => Math.max(0, kind * (end - strike)), isIn);
  if (isIn) return paid + rebate * Math.exp(-rate * years) * expected(() => 1, false);
  const touch = (t: number): number =>
    (Math.abs(toBarrier) / (volatility * Math.sqrt(t) * t)) *
    normalPdf((toBarrier - drift * t) / (volatility * Math.sqrt(t))) *
    Math.exp(-rate * t);
  return paid + rebate * integral(touch, [1e-9, 0.01 * years, years], 30);
}

describe('barrierPrice', () => {
  it.each(HAUG)('of a %s (kind %d, barrier %d) is as in Haug’s book', (type, kind, barrier, low, high) => {
    for (const [volatility, prices] of [
      [0.25, low],
      [0.3, high],
    ] as const) {
      const found = [90, 100, 110].map((strike) =>
        barrierPrice({ ...MARKET, type, kind, strike, barrier, rebate: 3, volatility }),
      );
      for (const [at, price] of prices.entries()) expect(Math.abs(found[at] - price)).toBeLessThan(1e-4);
    }
  });

  it.each(CASES)('of a $type (kind $kind, strike $strike) is the integral over all paths', ({ type, kind, strike }) => {
    const option = { ...MARKET, type, kind, strike, barrier: barrierOf(type), rebate: 2.5, volatility: 0.27 };
    expect(Math.abs(barrierPrice(option) - integrated(option))).toBeLessThan(1e-8);
  });

  it.each(CASES)(
    'in and out are together the option without a barrier ($type, $kind, $strike)',
    ({ type, kind, strike }) => {
      const option = { ...MARKET, kind, strike, barrier: barrierOf(type), volatility: 0.4 };
      const side = type.startsWith('down') ? 'down' : 'up';
      const both =
        barrierPrice({ ...option, type: `${side}-and-in` }) + barrierPrice({ ...option, type: `${side}-and-out` });
      expect(both).toBeCloseTo(bsmPrice(kind, 100, strike, 0.5, 0.08, 0.04, 0.4), 11);
    },
  );

  it('has finite prices at volatilities so low that its powers leave all range', () => {
    const option = { ...MARKET, kind: CALL, strike: 90, volatility: 0.001 } as const;
    const vanilla = bsmPrice(CALL, 100, 90, 0.5, 0.08, 0.04, 0.001);
    expect(barrierPrice({ ...option, type: 'down-and-out', barrier: 95 })).toBeCloseTo(vanilla, 9);
    expect(barrierPrice({ ...option, type: 'up-and-in', barrier: 105 })).toBeLessThan(1e-9);
    expect(barrierPrice({ ...option, type: 'up-and-in', barrier: 101 })).toBeCloseTo(vanilla, 9);
  });

  it('refuses bad inputs with a code', () => {
    const option = { ...MARKET, kind: CALL, type: 'down-and-out', strike: 90, barrier: 95, volatility: 0.2 } as const;
    const code = expect.objectContaining({ code: 'PRICING_INPUT' });
    expect(() => barrierPrice({ ...option, barrier: 0 })).toThrow(code);
    expect(() => barrierPrice({ ...option, rebate: -1 })).toThrow(code);
    expect(() => barrierPrice({ ...option, volatility: 0 })).toThrow(code);
    expect(() => barrierPrice({ ...option, type: 'down' as BarrierType })).toThrow(/type must be one of/);
    // No real value: the discount grows faster than the barrier is reached.
    expect(() => barrierPrice({ ...option, rate: -0.5, carry: 0, rebate: 1 })).toThrow(code);
  });
});
