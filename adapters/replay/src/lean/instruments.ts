import { defineInstrument, expectOk, type Instrument, type InstrumentSpec } from '@bourseworks/domain';
import type { LeanAssetClass } from './lean-root.js';
import type { SymbolProperties } from './symbol-properties.js';

const CRYPTO_QTY_SCALE = 8;
const EQUITY_PRICE_SCALE = 4;

const decimals = (text: string): number => (text.includes('.') ? text.length - text.indexOf('.') - 1 : 0);

/** Listed values may be written as 1e-05 or carry a trailing zero that the definition does not need. */
const plain = (text: string): string => (/e/i.test(text) ? Number(text).toFixed(12).replace(/0+$/, '') : text);

/** `BTCUSD` with currency USD counts BTC. */
function baseOf(symbol: string, currency: string): string {
  return symbol.endsWith(currency) && symbol.length > currency.length ? symbol.slice(0, -currency.length) : symbol;
}

/**
 * The instrument behind a data folder. Tick, lot and currency as listed, else the usual ones of the asset class.
 * Equities print inside the tick (mid-point trades), so that their price scale is 4 with a tick of 0.01. Forex has one
 * decimal more than the tick, so that the middle of bid and ask is exact. Throws DomainError INSTRUMENT_INVALID.
 */
export function leanInstrument(
  assetClass: LeanAssetClass,
  venue: string,
  symbol: string,
  listed: SymbolProperties | undefined,
): Instrument {
  return expectOk(defineInstrument({ venue, symbol, ...specOf(assetClass, symbol, listed) }));
}

function specOf(
  assetClass: LeanAssetClass,
  symbol: string,
  listed: SymbolProperties | undefined,
): Omit<InstrumentSpec, 'venue' | 'symbol'> {
  const multiplier = listed === undefined ? 1 : Number(listed.multiplier);
  switch (assetClass) {
    case 'equity':
      return {
        assetClass,
        currency: listed?.currency ?? 'USD',
        base: symbol,
        tickSize: plain(listed?.tickSize ?? '0.01'),
        lotSize: '1',
        priceScale: EQUITY_PRICE_SCALE,
        qtyScale: 0,
        multiplier,
      };
    case 'crypto': {
      const currency = listed?.currency ?? symbol.slice(-3);
      const lotSize = plain(listed?.lotSize ?? '0.00000001');
      const qtyScale = Math.max(CRYPTO_QTY_SCALE, decimals(lotSize));
      const tickSize = plain(listed?.tickSize ?? '0.01');
      return { assetClass, currency, base: baseOf(symbol, currency), tickSize, lotSize, qtyScale, multiplier };
    }
    case 'forex': {
      const currency = listed?.currency ?? symbol.slice(-3);
      const tickSize = plain(listed?.tickSize ?? (currency === 'JPY' ? '0.001' : '0.00001'));
      const lotSize = plain(listed?.lotSize ?? '1');
      const priceScale = decimals(tickSize) + 1;
      return { assetClass, currency, base: baseOf(symbol, currency), tickSize, lotSize, priceScale, multiplier };
    }
  }
}
