import { formatDecimal, trimDecimal } from '../decimal.js';
import type { Wide } from '../wide.js';

/** Digits shown beyond the price scale of the instrument. */
const EXTRA_DIGITS = 4n;

/**
 * Average price as decimal text, for display only: the exact notional divided by the quantity, rounded half away from zero
 * at four digits beyond `priceScale`. Undefined while nothing is filled.
 */
export function averagePriceText(notional: bigint, quantity: number | bigint, priceScale: number): string | undefined {
  const divisor = BigInt(quantity);
  if (divisor === 0n) return undefined;
  const scaled = notional * 10n ** EXTRA_DIGITS;
  const negative = scaled < 0n !== divisor < 0n;
  const n = scaled < 0n ? -scaled : scaled;
  const d = divisor < 0n ? -divisor : divisor;
  const rounded = (n + d / 2n) / d;
  return trimDecimal(formatDecimal(negative ? -rounded : rounded, priceScale + Number(EXTRA_DIGITS)), priceScale);
}

/** Average price of an accumulated notional (sum of price * quantity). */
export function averagePriceOf(notional: Wide, cumQty: number, priceScale: number): string | undefined {
  return averagePriceText(notional.toBigInt(), cumQty, priceScale);
}
