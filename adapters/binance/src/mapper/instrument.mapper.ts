import { defineInstrument, parseDecimal, trimDecimal, type AssetClass, type Instrument } from '@bourseworks/domain';
import { read } from '../parse/fields.js';
import type { ListedSymbol } from '../parse/exchange-info.js';

/** Perpetual and delivery contracts settled in a stable coin count one unit of the base each. */
const MULTIPLIER = 1;

/** Throws DomainError DATA_FORMAT for steps that make no instrument. */
export function toInstrument(listed: ListedSymbol, venue: string, assetClass: AssetClass): Instrument {
  const tickSize = trimDecimal(listed.tickSize);
  const lotSize = trimDecimal(listed.stepSize);
  const scale = lotSize.includes('.') ? lotSize.length - lotSize.indexOf('.') - 1 : 0;
  const max = parseDecimal(trimDecimal(listed.maxQty), scale);
  const min = parseDecimal(trimDecimal(listed.minQty), scale);
  const defined = defineInstrument({
    venue,
    symbol: listed.symbol,
    assetClass,
    currency: listed.quote,
    base: listed.base,
    tickSize,
    lotSize,
    multiplier: MULTIPLIER,
    ...(min.ok && min.value > 0 ? { minQuantity: listed.minQty } : {}),
    // A limit beyond all quantities that there can be is none.
    ...(max.ok && max.value > 0 ? { maxQuantity: listed.maxQty } : {}),
  });
  if (defined.ok) return defined.value;
  throw read.badData(`the symbol ${listed.symbol.slice(0, 40)}, whose steps make no instrument`);
}
