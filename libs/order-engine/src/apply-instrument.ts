import { MONEY_SCALE, type Instrument } from '@bourseworks/domain';
import type { EngineState } from './engine-state.js';
import type { InstrumentRecord } from './records/record.js';

/** Takes the definition of an instrument as orders from here on use it. */
export function applyInstrument(state: EngineState, record: InstrumentRecord): void {
  const {
    venue,
    symbol,
    assetClass,
    currency,
    base,
    priceScale,
    qtyScale,
    tickSize,
    lotSize,
    minQuantity,
    maxQuantity,
    multiplier,
  } = record;
  const key = `${venue}/${symbol}`;
  const moneyFactor = BigInt(multiplier) * 10n ** BigInt(MONEY_SCALE - priceScale - qtyScale);
  const terms = { tickSize, lotSize, minQuantity, maxQuantity, multiplier, moneyFactor };
  const instrument: Instrument = { key, venue, symbol, assetClass, currency, base, priceScale, qtyScale, ...terms };
  state.instruments.set(key, instrument);
}
