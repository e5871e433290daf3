import type { Money, RiskNotional } from './brand.js';
import type { Instrument } from './instrument.js';

/**
 * Exact arithmetic on products of two integers of up to 50 bits: two limbs, value = hi * 2^50 + lo with 0 <= lo < 2^50.
 * `price * quantity` in doubles is wrong from 2^53 on: one BTC at 60 000 with 8+8 decimals is 6e20.
 */
const LIMB = 2 ** 50;
const HALF = 2 ** 25;
const LIMB_BITS = 50n;
const BIG_LIMB = 1n << LIMB_BITS;
/** 10^7 < 2^25 keeps every partial dividend of the long division below 2^50. */
const DIVISOR_DIGITS = 7;

/** Mutable two-limb accumulator. One instance serves a whole loop without allocating. */
export class Wide {
  hi = 0;
  lo = 0;

  static product(a: number, b: number): Wide {
    return new Wide().addProduct(a, b);
  }

  /** |value| < 2^102. */
  static of(value: bigint): Wide {
    const wide = new Wide();
    wide.hi = Number(value >> LIMB_BITS);
    wide.lo = Number(value & (BIG_LIMB - 1n));
    return wide;
  }

  clear(): this {
    this.hi = 0;
    this.lo = 0;
    return this;
  }

  /** Adds a * b exactly; |a|, |b| <= 2^50, |total| < 2^102. */
  addProduct(a: number, b: number): this {
    const negative = a < 0 !== b < 0;
    const x = Math.abs(a);
    const y = Math.abs(b);
    const x1 = Math.floor(x / HALF);
    const x0 = x - x1 * HALF;
    const y1 = Math.floor(y / HALF);
    const y0 = y - y1 * HALF;
    const middle = x1 * y0 + x0 * y1;
    const m1 = Math.floor(middle / HALF);
    const low = (middle - m1 * HALF) * HALF + x0 * y0;
    return negative ? this.addLimbs(-(x1 * y1 + m1), -low) : this.addLimbs(x1 * y1 + m1, low);
  }

  /** Adds a safe integer. */
  addInteger(value: number): this {
    const hi = Math.floor(value / LIMB);
    return this.addLimbs(hi, value - hi * LIMB);
  }

  add(other: Wide): this {
    return this.addLimbs(other.hi, other.lo);
  }

  private addLimbs(hi: number, lo: number): this {
    const sum = this.lo + lo;
    const carry = Math.floor(sum / LIMB);
    this.lo = sum - carry * LIMB;
    this.hi += hi + carry;
    return this;
  }

  compare(other: Wide): number {
    return this.hi - other.hi || this.lo - other.lo;
  }

  get sign(): number {
    return this.hi < 0 ? -1 : this.hi > 0 || this.lo > 0 ? 1 : 0;
  }

  toBigInt(): bigint {
    return BigInt(this.hi) * BIG_LIMB + BigInt(this.lo);
  }

  /**
   * ceil(|value| / 10^digits) as a double: exact while it is a safe integer; a result above 2^53 is returned as
   * Infinity, which every limit refuses.
   */
  ceilAbsDivPow10(digits: number): number {
    const negative = this.hi < 0;
    // Magnitude of the two limbs.
    let hi = negative ? (this.lo === 0 ? -this.hi : -this.hi - 1) : this.hi;
    let lo = negative && this.lo !== 0 ? LIMB - this.lo : this.lo;
    let inexact = false;
    for (let left = digits; left > 0; left -= DIVISOR_DIGITS) {
      const divisor = 10 ** Math.min(left, DIVISOR_DIGITS);
      const q3 = Math.floor(hi / divisor);
      const r3 = hi - q3 * divisor;
      const l1 = Math.floor(lo / HALF);
      const d1 = r3 * HALF + l1;
      const q1 = Math.floor(d1 / divisor);
      const d0 = (d1 - q1 * divisor) * HALF + (lo - l1 * HALF);
      const q0 = Math.floor(d0 / divisor);
      inexact ||= d0 !== q0 * divisor;
      hi = q3;
      lo = q1 * HALF + q0;
    }
    const result = hi * LIMB + lo + (inexact ? 1 : 0);
    return hi >= 8 ? Infinity : result;
  }
}

const scratch = new Wide();

/** Exact ledger value of `quantity` at `price`: bigint at 10^-18 of the currency; signed like the product. */
export function notionalMoney(instrument: Instrument, price: number, quantity: number): Money {
  const product = scratch.clear().addProduct(price, quantity).toBigInt();
  return (product * instrument.moneyFactor) as Money;
}

/**
 * Risk notional of `quantity` at `price`: integer at 10^-4 of the currency, rounded up (against the trader). Infinity when
 * it exceeds 2^53, which every limit refuses.
 */
export function riskNotional(instrument: Instrument, price: number, quantity: number): RiskNotional {
  const wide = scratch.clear().addProduct(price, Math.abs(quantity));
  const digits = instrument.priceScale + instrument.qtyScale - 4;
  const value = digits >= 0 ? wide.ceilAbsDivPow10(digits) : wide.ceilAbsDivPow10(0) * 10 ** -digits;
  const total = value * instrument.multiplier;
  return (Number.isSafeInteger(total) ? total : Infinity) as RiskNotional;
}
