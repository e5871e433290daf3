import { parseDecimal } from '@bourseworks/domain';
import type { RiskConfig } from '../config/risk-config.js';
import type { Column, Counters } from './counters.js';

const RATE_SCALE = 6;
/** A rate of one. */
export const ONE = 10 ** RATE_SCALE;

/** A node that holds amounts of one currency, and the rate at which they count in the level's, at 10^-6; NaN = no rate. */
export interface MoneyNode {
  readonly node: number;
  readonly rate: number;
}

/** From ledger money at 10^-18 to 10^-4. */
const LEDGER_PER_UNIT = 10n ** 14n;

/** Ledger money in units of 10^-4, rounded down. */
export function floorUnits(ledger: bigint): number {
  const whole = ledger / LEDGER_PER_UNIT;
  return Number(ledger < 0n && whole * LEDGER_PER_UNIT !== ledger ? whole - 1n : whole);
}

/** Rate of a currency to that of the firm, at 10^-6; NaN when none is stated. */
export function rateOf(config: RiskConfig, currency: string): number {
  if (config.currency === undefined || config.currency === currency) return ONE;
  const text = config.rates?.[currency];
  const parsed = text === undefined ? undefined : parseDecimal(text, RATE_SCALE);
  return parsed?.ok === true ? parsed.value : NaN;
}

/** Away from zero: exact integers, as long as the result is one. */
export function convertUp(amount: number, rate: number): number {
  if (rate === ONE) return amount;
  const size = Math.abs(amount);
  const whole = Math.floor(size / ONE);
  const value = whole * rate + Math.ceil(((size - whole * ONE) * rate) / ONE);
  return amount < 0 ? -value : value;
}

/** Sum of a column over the currencies of a level, in the level's currency; NaN when a rate is missing. */
export function total(counters: Counters, money: readonly MoneyNode[], column: Column): number {
  const { node, rate } = money[0];
  const first = convertUp(counters.get(node, column), rate);
  if (money.length === 1) return first;
  let sum = first;
  for (let i = 1; i < money.length; i++) {
    const amount = counters.get(money[i].node, column);
    if (amount !== 0) sum += convertUp(amount, money[i].rate);
  }
  return sum;
}
