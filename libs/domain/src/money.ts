import type { Money } from './brand.js';
import { formatDecimal, parseDecimalBig, trimDecimal } from './decimal.js';
import { MONEY_SCALE } from './instrument.js';
import type { Result } from './result.js';

export const ZERO = 0n as Money;

/** Reads a decimal text as ledger money (18 decimals). */
export function parseMoney(text: string): Result<Money> {
  return parseDecimalBig(text, MONEY_SCALE) as Result<Money>;
}

/** Decimal text of ledger money, exact, at least two decimals: "12.50", "0.00012345". */
export function formatMoney(amount: bigint): string {
  return trimDecimal(formatDecimal(amount, MONEY_SCALE), 2);
}

/** Money rounded half away from zero to `decimals` digits, still at 10^-18. */
export function roundMoney(amount: bigint, decimals: number): Money {
  const unit = 10n ** BigInt(MONEY_SCALE - decimals);
  const magnitude = amount < 0n ? -amount : amount;
  const rounded = ((magnitude + unit / 2n) / unit) * unit;
  return (amount < 0n ? -rounded : rounded) as Money;
}

/** numerator / denominator rounded up in magnitude: fees are rounded against the trader. */
export function divideUp(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n !== denominator < 0n;
  const n = numerator < 0n ? -numerator : numerator;
  const d = denominator < 0n ? -denominator : denominator;
  const q = (n + d - 1n) / d;
  return negative ? -q : q;
}
