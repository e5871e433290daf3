import { expectOk, ok, parseDecimalBig, refuse, type Money, type Result } from '@bourseworks/domain';
import { roundDivide } from '../ledger/allocation.js';

/** Digits of rates: a rate is an integer at 10^-18. */
export const RATE_SCALE = 18;
export const RATE_ONE = 10n ** 18n;

/** A decimal text as a rate at 10^-18, exact; throws when it is none (configuration, constants). */
export function rateOf(text: string): bigint {
  return expectOk(parseDecimalBig(text, RATE_SCALE));
}

const MAX_PAIRS = 10_000;

interface Stated {
  readonly rate: bigint;
  readonly us: number;
}

/**
 * Stated rates between currencies. One unit of `from` is `rate` units of `to`; the opposite direction divides by it. There
 * is no chain over a third currency: which one would be a choice that nobody stated. What is missing or stale is refused,
 * never taken at one to one.
 */
export class ConversionRates {
  private readonly rates = new Map<string, Stated>();
  /** Microseconds after which a rate is refused. */
  readonly maxAgeUs: number;

  constructor(options: { readonly maxAgeUs?: number } = {}) {
    this.maxAgeUs = options.maxAgeUs ?? Number.MAX_SAFE_INTEGER;
  }

  /** `rate` as decimal text or integer at 10^-18. Refuses NUMBER_*, CONVERSION_RATE_INVALID, CONVERSION_RATE_LIMIT. */
  set(from: string, to: string, rate: string | bigint, us: number): Result<bigint> {
    const parsed = typeof rate === 'string' ? parseDecimalBig(rate, RATE_SCALE) : ok(rate);
    if (!parsed.ok) return parsed;
    if (parsed.value <= 0n || from === to)
      return refuse('CONVERSION_RATE_INVALID', `${from} to ${to}: a rate is positive, and between two currencies`);
    const pair = `${from}/${to}`;
    if (!this.rates.has(pair) && this.rates.size >= MAX_PAIRS)
      return refuse('CONVERSION_RATE_LIMIT', 'too many pairs', { limit: MAX_PAIRS });
    this.rates.set(pair, { rate: parsed.value, us });
    return parsed;
  }

  /**
   * `amount` of `from` in `to` at `nowUs`, rounded to the nearest 10^-18, halves away from zero. With both directions
   * stated the later one counts. Refuses CONVERSION_RATE_MISSING, CONVERSION_RATE_STALE.
   */
  convert(amount: bigint, from: string, to: string, nowUs: number): Result<Money> {
    if (from === to) return ok(amount as Money);
    const direct = this.rates.get(`${from}/${to}`);
    const inverse = this.rates.get(`${to}/${from}`);
    const useDirect = direct !== undefined && (inverse === undefined || direct.us >= inverse.us);
    const stated = useDirect ? direct : inverse;
    if (stated === undefined) return refuse('CONVERSION_RATE_MISSING', `no rate ${from} to ${to}`, { from, to });
    const ageUs = nowUs - stated.us;
    if (ageUs > this.maxAgeUs)
      return refuse('CONVERSION_RATE_STALE', `the rate ${from} to ${to} is too old`, { from, to, ageUs });
    const value = useDirect ? roundDivide(amount * stated.rate, RATE_ONE) : roundDivide(amount * RATE_ONE, stated.rate);
    return ok(value as Money);
  }
}
