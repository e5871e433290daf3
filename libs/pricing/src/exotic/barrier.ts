import { checkNonNegative, checkPositive } from '../checks.js';
import { PricingError } from '../errors.js';
import { bsmPrice } from '../option/black-scholes.js';
import type { EuropeanOption } from '../option/european-option.js';
import { logRatio } from '../option/log-ratio.js';
import { weightedNormal } from '../option/weighted-normal.js';
import { checkedPrice, checkExotic } from './exotic-checks.js';

const BARRIER_TYPES = ['down-and-in', 'down-and-out', 'up-and-in', 'up-and-out'] as const;
export type BarrierType = (typeof BARRIER_TYPES)[number];

/** A European option that comes into being, or ends, when the spot first touches a barrier, watched at all times. */
export interface BarrierOption extends EuropeanOption {
  readonly type: BarrierType;
  readonly barrier: number;
  /** Paid when a knock-out is hit, or at expiry for a knock-in that never was; from 0, 0 when left out. */
  readonly rebate?: number;
}

/** The six terms of Reiner and Rubinstein, of which each price is a sum. */
interface Terms {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  /** The rebate of a knock-in, and of a knock-out. */
  readonly e: number;
  readonly f: number;
}

/**
 * Price of a single-barrier option: E. Reiner, M. Rubinstein, "Breaking down the barriers", RISK 4 (1991), as in Haug (2007),
 * section 4.17. A spot at or beyond the barrier has touched it. Throws PRICING_INPUT as checkExotic says, for a barrier or
 * rebate out of range, and for a rebate at a rate so negative that its formula has no real value.
 */
export function barrierPrice(option: BarrierOption): number {
  const checked = checkExotic(option);
  const { type, barrier, rebate = 0 } = option;
  if (!BARRIER_TYPES.includes(type))
    throw new PricingError('PRICING_INPUT', `type must be one of ${BARRIER_TYPES.join(', ')}: ${type}`);
  checkPositive('barrier', barrier);
  checkNonNegative('rebate', rebate);
  const { kind, spot, strike, years, rate, carry, volatility } = checked;
  const isDown = type === 'down-and-in' || type === 'down-and-out';
  const isIn = type === 'down-and-in' || type === 'up-and-in';
  if (isDown ? spot <= barrier : spot >= barrier) {
    return isIn ? bsmPrice(kind, spot, strike, years, rate, carry, volatility) : rebate;
  }
  const terms = termsOf(checked, barrier, rebate, isDown ? 1 : -1);
  // The strike on the side of the barrier from which the option pays at once when it is hit.
  const isBeyond = strike > barrier;
  const isFavourable = kind === (isDown ? 1 : -1);
  return checkedPrice(
    isIn ? knockIn(terms, isFavourable, isBeyond === isDown) : knockOut(terms, isFavourable, isBeyond === isDown),
  );
}

/** `favourable`: a down call or up put. `inside`: the strike lies on the side of the barrier where the spot is. */
function knockIn({ a, b, c, d, e }: Terms, favourable: boolean, inside: boolean): number {
  if (favourable) return inside ? c + e : a - b + d + e;
  return inside ? b - c + d + e : a + e;
}

function knockOut({ a, b, c, d, f }: Terms, favourable: boolean, inside: boolean): number {
  if (favourable) return inside ? a - c + f : b - d + f;
  return inside ? a - b + c - d + f : f;
}

/** `side` 1 for a barrier below the spot, -1 for one above. */
function termsOf(option: Required<EuropeanOption>, barrier: number, rebate: number, side: 1 | -1): Terms {
  const { kind, spot, strike, years, rate, carry, volatility } = option;
  const variance = volatility * volatility;
  const s = volatility * Math.sqrt(years);
  const mu = carry / variance - 0.5;
  const toBarrier = logRatio(barrier, spot);
  const toStrike = logRatio(strike, spot);
  const drift = (1 + mu) * s;
  const asset = spot * Math.exp((carry - rate) * years);
  const cash = strike * Math.exp(-rate * years);
  const pair = (sign: 1 | -1, z: number, reflected: 0 | 1): number =>
    kind *
    (asset * weightedNormal(reflected * 2 * (mu + 1) * toBarrier, sign * z) -
      cash * weightedNormal(reflected * 2 * mu * toBarrier, sign * (z - s)));
  const x2 = -toBarrier / s + drift;
  const y2 = toBarrier / s + drift;
  return {
    a: pair(kind, -toStrike / s + drift, 0),
    b: pair(kind, x2, 0),
    c: pair(side, (2 * toBarrier - toStrike) / s + drift, 1),
    d: pair(side, y2, 1),
    e:
      rebate === 0
        ? 0
        : rebate *
          Math.exp(-rate * years) *
          (weightedNormal(0, side * (x2 - s)) - weightedNormal(2 * mu * toBarrier, side * (y2 - s))),
    f: rebate === 0 ? 0 : rebate * touched(toBarrier, s, mu, Math.sqrt(mu * mu + (2 * rate) / variance), side),
  };
}

/** Price of one unit of money, paid when the barrier is hit. */
function touched(toBarrier: number, s: number, mu: number, lambda: number, side: 1 | -1): number {
  const z = toBarrier / s + lambda * s;
  return (
    weightedNormal((mu + lambda) * toBarrier, side * z) +
    weightedNormal((mu - lambda) * toBarrier, side * (z - 2 * lambda * s))
  );
}
