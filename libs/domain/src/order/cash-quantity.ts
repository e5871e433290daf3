import type { Instrument } from '../instrument.js';

/**
 * What an amount of money buys at a price, in units: whole lots, rounded down, so that no more is spent. `amount` is ledger
 * money at 10^-18, `price` > 0 units of the instrument. May exceed what an order may have: it is to be checked as any quantity.
 */
export function quantityForCash(instrument: Instrument, amount: bigint, price: number): number {
  const units = amount / (BigInt(price) * instrument.moneyFactor);
  return Number(units - (units % BigInt(instrument.lotSize)));
}
