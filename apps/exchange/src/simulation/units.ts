import type { Instrument } from '@bourseworks/domain';

/** Price in whole ticks nearest to a value in the currency. */
export function toTicks(instrument: Instrument, value: number): number {
  return Math.max(1, Math.round((value * 10 ** instrument.priceScale) / instrument.tickSize)) * instrument.tickSize;
}

/** Whole lots nearest to a notional at a price, both in the currency; at least one lot. */
export function toLots(instrument: Instrument, notional: number, price: number): number {
  const units = (notional / price) * 10 ** instrument.qtyScale;
  return Math.max(1, Math.round(units / instrument.lotSize)) * instrument.lotSize;
}
