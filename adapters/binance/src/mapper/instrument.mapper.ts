import {
  defineInstrument,
  MAX_UNITS,
  parseDecimal,
  trimDecimal,
  type AssetClass,
  type Instrument,
} from '@bourseworks/domain';
import { read } from '../parse/fields.js';
import type { ListedSymbol } from '../parse/exchange-info.js';

/** Perpetual and delivery contracts settled in a stable coin count one unit of the base each. */
const MULTIPLIER = 1;

/** Orders of the largest size that a level or the volume of a bar must have room for. */
const ROOM = 1_000;

interface Scales {
  readonly priceScale: number;
  readonly qtyScale: number;
}

/**
 * The instrument of market data. Its units are as fine as the venue writes, where the steps are coarser: levels and trades of
 * before a change of the steps are exact, too. Throws as toInstrument.
 */
export function toDataInstrument(listed: ListedSymbol, venue: string, assetClass: AssetClass): Instrument {
  const { tickSize, stepSize, maxPrice, maxQty, pricePrecision, qtyPrecision } = listed;
  return toInstrument(listed, venue, assetClass, {
    priceScale: finest(tickSize, pricePrecision, Number(maxPrice)),
    qtyScale: finest(stepSize, qtyPrecision, Number(maxQty) * ROOM),
  });
}

/** Decimals of a unit: those of the step, or up to `precision` as far as `max` is within the units that there are. */
function finest(step: string, precision: number, max: number): number {
  const least = decimalsOf(trimDecimal(step));
  let scale = Math.max(least, precision);
  while (scale > least && max * 10 ** scale > MAX_UNITS) scale--;
  return scale;
}

function decimalsOf(text: string): number {
  return text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
}

/** The instrument of orders, in units of its steps. Throws DomainError DATA_FORMAT for steps that make no instrument. */
export function toInstrument(listed: ListedSymbol, venue: string, assetClass: AssetClass, scales?: Scales): Instrument {
  const tickSize = trimDecimal(listed.tickSize);
  const lotSize = trimDecimal(listed.stepSize);
  const scale = decimalsOf(lotSize);
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
    ...scales,
    ...(min.ok && min.value > 0 ? { minQuantity: listed.minQty } : {}),
    // A limit beyond all quantities that there can be is none.
    ...(max.ok && max.value > 0 ? { maxQuantity: listed.maxQty } : {}),
  });
  if (defined.ok) return defined.value;
  throw read.badData(`the symbol ${listed.symbol.slice(0, 40)}, whose steps make no instrument`);
}
