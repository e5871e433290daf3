import { defineInstrument, type Instrument } from '@bourseworks/domain';
import type { CcxtListing, CcxtMarket, CcxtNumber } from '../ccxt-exchange.js';
import { plain } from './numbers.js';

const DECIMAL_PLACES = 2;
const TICK_SIZE = 4;

/** Smallest step as decimal text; undefined where the exchange counts significant digits, which is no step. */
function step(precision: CcxtNumber | null | undefined, mode: number | undefined): string | undefined {
  if (precision === null || precision === undefined) return undefined;
  if (mode === TICK_SIZE) return plain(precision);
  if (mode !== DECIMAL_PLACES) return undefined;
  const decimals = Number(precision);
  return decimals <= 0 ? `1${'0'.repeat(-decimals)}` : `0.${'0'.repeat(decimals - 1)}1`;
}

/** Our symbols stand in topics, where a slash parts levels: BTC/USDT is BTC-USDT, BTC/USDT:USDT is BTC-USDT.USDT. */
export function ourSymbol(symbol: string): string {
  return symbol.replace('/', '-').replace(':', '.');
}

/** A market as an instrument; undefined for what cannot be told exactly: inverse contracts, fractions of a unit a contract. */
export function toInstrument(exchange: CcxtListing, market: CcxtMarket): Instrument | undefined {
  const tickSize = step(market.precision.price, exchange.precisionMode);
  const lotSize = step(market.precision.amount, exchange.precisionMode);
  const contract = market.swap === true || market.future === true;
  const multiplier = contract ? Number(market.contractSize ?? 1) : 1;
  if (tickSize === undefined || lotSize === undefined || (contract && market.linear !== true)) return undefined;
  const { min, max } = market.limits?.amount ?? {};
  const positive = (value: CcxtNumber | null | undefined): boolean => value !== null && Number(value ?? 0) > 0;
  const defined = defineInstrument({
    venue: exchange.id,
    symbol: ourSymbol(market.symbol),
    assetClass: 'crypto',
    currency: contract ? (market.settle ?? market.quote) : market.quote,
    base: market.base,
    tickSize,
    lotSize,
    multiplier,
    ...(positive(min) ? { minQuantity: plain(min as CcxtNumber) } : {}),
    ...(positive(max) ? { maxQuantity: plain(max as CcxtNumber) } : {}),
  });
  return defined.ok ? defined.value : undefined;
}
