import { defineInstrument, expectOk, parseDecimal, trimDecimal, type Instrument } from '@bourseworks/domain';
import type { VenueAsset } from '../parse/account.parse.js';

export const VENUE = 'alpaca';

/**
 * Decimals that prices and quantities are counted at. Alpaca fills fractions of a share to nine decimals, and states the
 * price of a fill finer than any tick (105.8988475). Nine and nine are all that the ledger has room for; the largest
 * quantity, and price, is then 2^50 units, or 1 125 899.
 */
const SCALE = 9;
const FINEST = '0.000000001';
const CENT = '0.01';
const SUB_DOLLAR_TICK = '0.0001';

/** Our symbol of an asset: topics and keys have no room for the slash of `BTC/USD`. */
export function symbolOf(venueSymbol: string): string {
  return venueSymbol.replace('/', '');
}

/** `subDollar`: prices below one dollar, which may have four decimals. */
export function toInstrument(asset: VenueAsset, subDollar = false): Instrument {
  return asset.assetClass === 'crypto' ? toPair(asset) : toStock(asset, subDollar);
}

function toStock({ symbol, fractionable }: VenueAsset, subDollar: boolean): Instrument {
  return expectOk(
    defineInstrument({
      venue: VENUE,
      symbol,
      assetClass: 'equity',
      currency: 'USD',
      tickSize: subDollar ? SUB_DOLLAR_TICK : CENT,
      priceScale: SCALE,
      lotSize: fractionable ? FINEST : '1',
      qtyScale: SCALE,
    }),
  );
}

function toPair(asset: VenueAsset): Instrument {
  const [base, currency = 'USD'] = asset.symbol.split('/');
  const lotSize = trimDecimal(asset.minTradeIncrement ?? FINEST);
  const least = asset.minOrderSize;
  return expectOk(
    defineInstrument({
      venue: VENUE,
      symbol: symbolOf(asset.symbol),
      assetClass: 'crypto',
      currency,
      base,
      tickSize: trimDecimal(asset.priceIncrement ?? FINEST),
      priceScale: SCALE,
      lotSize,
      qtyScale: SCALE,
      ...(least === undefined ? {} : { minQuantity: trimDecimal(least) }),
    }),
  );
}

/**
 * The same for market data, in coarser units: a day of many stocks, or of a coin of a fraction of a cent, has more of them than
 * nine decimals leave room for. Prices of stocks are counted at 10^-4 dollars, as trades print inside the tick, sizes at 10^-5
 * shares; its lot is the whole share, which every kind of order may use.
 */
export function toDataInstrument(asset: VenueAsset, subDollar = false): Instrument {
  return asset.assetClass === 'crypto' ? toDataPair(asset) : toDataStock(asset, subDollar);
}

function toDataStock({ symbol }: VenueAsset, subDollar: boolean): Instrument {
  return expectOk(
    defineInstrument({
      venue: VENUE,
      symbol,
      assetClass: 'equity',
      currency: 'USD',
      tickSize: subDollar ? SUB_DOLLAR_TICK : CENT,
      priceScale: 4,
      lotSize: '1',
      qtyScale: 5,
    }),
  );
}

/** Decimals of a coin of which one is the least order, about a dollar: the volume of a bar may be 10^7 of them, or 10^15 units. */
const ROOM = 8;

function toDataPair(asset: VenueAsset): Instrument {
  const [base, currency = 'USD'] = asset.symbol.split('/');
  const least = Math.ceil(Math.log10(Number(asset.minOrderSize ?? FINEST)));
  const qtyScale = Math.min(SCALE, Math.max(0, ROOM - least));
  /** What is finer than a unit is not told: orders have units of their own. */
  const inUnits = (text: string | undefined): string | undefined => {
    const trimmed = trimDecimal(text ?? '');
    const units = parseDecimal(trimmed, qtyScale);
    return units.ok && units.value > 0 ? trimmed : undefined;
  };
  const minQuantity = inUnits(asset.minOrderSize);
  return expectOk(
    defineInstrument({
      venue: VENUE,
      symbol: symbolOf(asset.symbol),
      assetClass: 'crypto',
      currency,
      base,
      tickSize: trimDecimal(asset.priceIncrement ?? FINEST),
      priceScale: SCALE,
      lotSize: inUnits(asset.minTradeIncrement) ?? (qtyScale === 0 ? '1' : `0.${'1'.padStart(qtyScale, '0')}`),
      qtyScale,
      ...(minQuantity !== undefined && { minQuantity }),
    }),
  );
}
