import {
  defineInstrument,
  formatDecimal,
  refuse,
  trimDecimal,
  type Instrument,
  type Result,
} from '@bourseworks/domain';
import type { InstrumentShape } from '../shapes/market-data.js';

/** Wire form of an instrument: sizes as exact decimal text. */
export function instrumentToShape(instrument: Instrument): InstrumentShape {
  const { venue, symbol, assetClass, currency, base, priceScale, qtyScale, multiplier } = instrument;
  const quantity = (units: number): string => trimDecimal(formatDecimal(units, qtyScale));
  return {
    venue,
    symbol,
    assetClass,
    currency,
    base,
    tickSize: trimDecimal(formatDecimal(instrument.tickSize, priceScale)),
    lotSize: quantity(instrument.lotSize),
    priceScale,
    qtyScale,
    multiplier,
    minQuantity: quantity(instrument.minQuantity),
    maxQuantity: quantity(instrument.maxQuantity),
  };
}

/** The instrument that `instrumentToShape` wrote; refuses INSTRUMENT_INVALID. */
export function instrumentFromShape(shape: InstrumentShape): Result<Instrument> {
  // The shape comes from the bus: texts of another type would throw inside the number parser.
  const texts = [shape.venue, shape.symbol, shape.currency, shape.base, shape.tickSize, shape.lotSize];
  if (texts.some((text) => typeof text !== 'string')) {
    return refuse('INSTRUMENT_INVALID', 'an instrument on the wire lacks a text field');
  }
  return defineInstrument(shape);
}
