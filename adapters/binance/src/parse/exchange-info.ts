import { read, textOrEmpty, type Raw } from './fields.js';

/** A limit that the venue counts for us. */
export interface VenueLimit {
  /** REQUEST_WEIGHT, ORDERS, RAW_REQUESTS. */
  readonly type: string;
  readonly windowMs: number;
  readonly limit: number;
}

/** A symbol of the venue's list; numbers are decimal texts. */
export interface ListedSymbol {
  readonly symbol: string;
  readonly trading: boolean;
  /** As the venue calls it: TRADING, HALT, BREAK, SETTLING … */
  readonly status: string;
  readonly base: string;
  readonly quote: string;
  readonly tickSize: string;
  readonly stepSize: string;
  readonly minQty: string;
  readonly maxQty: string;
  readonly maxPrice: string;
  /** Decimals in which the venue writes prices and quantities; steps may be coarser. */
  readonly pricePrecision: number;
  readonly qtyPrecision: number;
  /** Least price times quantity of an order, in the quote currency; undefined where the venue has no such rule. */
  readonly minNotional: string | undefined;
}

export interface ExchangeInfo {
  readonly symbols: readonly ListedSymbol[];
  readonly limits: readonly VenueLimit[];
}

const INTERVAL_MS: Readonly<Record<string, number>> = {
  SECOND: 1_000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
};

function limitOf(value: unknown): VenueLimit {
  const raw = read.asRaw(value, 'a rate limit');
  const unit = INTERVAL_MS[read.textOf(raw, 'interval')] ?? 0;
  if (unit === 0) throw read.badData('a rate limit of an unknown interval');
  return {
    type: read.textOf(raw, 'rateLimitType'),
    windowMs: unit * read.countOf(raw, 'intervalNum'),
    limit: read.countOf(raw, 'limit'),
  };
}

function filtersOf(raw: Raw): Map<string, Raw> {
  const filters = new Map<string, Raw>();
  for (const item of read.listOf(raw, 'filters')) {
    const filter = read.asRaw(item, 'a filter');
    filters.set(read.textOf(filter, 'filterType'), filter);
  }
  return filters;
}

/** Undefined for a symbol without the filters that an order needs: it cannot be traded by these rules. */
function symbolOf(value: unknown): ListedSymbol | undefined {
  const raw = read.asRaw(value, 'a symbol');
  const filters = filtersOf(raw);
  const price = filters.get('PRICE_FILTER');
  const lot = filters.get('LOT_SIZE');
  if (price === undefined || lot === undefined) return undefined;
  const notional = filters.get('NOTIONAL') ?? filters.get('MIN_NOTIONAL');
  const least = notional === undefined ? '' : textOrEmpty(notional, 'minNotional') || textOrEmpty(notional, 'notional');
  return {
    symbol: read.textOf(raw, 'symbol'),
    trading: raw['status'] === 'TRADING',
    status: textOrEmpty(raw, 'status').slice(0, 40),
    base: read.textOf(raw, 'baseAsset'),
    quote: textOrEmpty(raw, 'marginAsset') || read.textOf(raw, 'quoteAsset'),
    tickSize: read.textOf(price, 'tickSize'),
    stepSize: read.textOf(lot, 'stepSize'),
    minQty: read.textOf(lot, 'minQty'),
    maxQty: read.textOf(lot, 'maxQty'),
    maxPrice: textOrEmpty(price, 'maxPrice') || '0',
    pricePrecision: precisionOf(raw, 'pricePrecision', 'quotePrecision'),
    qtyPrecision: precisionOf(raw, 'quantityPrecision', 'baseAssetPrecision'),
    minNotional: least === '' ? undefined : least,
  };
}

/** Futures have fields of their own; those of the same name as on the spot market mean something else there. */
function precisionOf(raw: Raw, futures: string, spot: string): number {
  const field = raw[futures] === undefined ? spot : futures;
  return raw[field] === undefined ? 0 : read.countOf(raw, field);
}

/** The symbols of `wanted`, all of them when it is undefined, and the rate limits. */
export function parseExchangeInfo(value: unknown, wanted?: ReadonlySet<string>): ExchangeInfo {
  const raw = read.asRaw(value, 'the exchange information');
  const symbols: ListedSymbol[] = [];
  for (const item of read.listOf(raw, 'symbols')) {
    if (wanted !== undefined && !wanted.has(String(read.asRaw(item, 'a symbol')['symbol']))) continue;
    const listed = symbolOf(item);
    if (listed !== undefined) symbols.push(listed);
  }
  return { symbols, limits: read.listOf(raw, 'rateLimits').map(limitOf) };
}
