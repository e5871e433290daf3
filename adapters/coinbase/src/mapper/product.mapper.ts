import { defineInstrument, parseDecimal, trimDecimal, type Instrument } from '@bourseworks/domain';
import type { ListedProduct } from '../parse/rest/products.js';

export const VENUE = 'coinbase';

/**
 * Undefined for a product whose numbers have more decimals than the ledger: its money could not be told exactly. The venue's
 * name of a product is our symbol: BTC-USD.
 */
export function toInstrument({
  id,
  base,
  quote,
  tickSize,
  lotSize,
  minQuantity,
}: ListedProduct): Instrument | undefined {
  const lot = trimDecimal(lotSize);
  const min = trimDecimal(minQuantity ?? '');
  const least = parseDecimal(min, decimalsOf(lot));
  const defined = defineInstrument({
    venue: VENUE,
    symbol: id,
    assetClass: 'crypto',
    currency: quote,
    base,
    tickSize: trimDecimal(tickSize),
    lotSize: lot,
    ...(least.ok && least.value > 0 ? { minQuantity: min } : {}),
  });
  return defined.ok ? defined.value : undefined;
}

function decimalsOf(text: string): number {
  return text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
}
