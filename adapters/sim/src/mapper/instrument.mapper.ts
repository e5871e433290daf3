import { ASSET_CLASSES, defineInstrument, expectOk, type Instrument } from '@bourseworks/domain';
import { asRaw, badData, textOf } from '../parse/fields.js';

export const VENUE = 'sim';

/** An instrument of the exchange's list. */
export function toInstrument(value: unknown): Instrument {
  const raw = asRaw(value, 'an instrument');
  const assetClass = ASSET_CLASSES.find((known) => known === raw['assetClass']);
  if (assetClass === undefined) throw badData(`the asset class ${String(raw['assetClass'])}`);
  const spec = {
    venue: VENUE,
    symbol: textOf(raw, 'symbol'),
    assetClass,
    currency: textOf(raw, 'currency'),
    base: textOf(raw, 'base'),
    tickSize: textOf(raw, 'tickSize'),
    lotSize: textOf(raw, 'lotSize'),
    minQuantity: textOf(raw, 'minQuantity'),
    maxQuantity: textOf(raw, 'maxQuantity'),
  };
  return expectOk(defineInstrument(spec));
}
