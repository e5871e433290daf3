import { defineInstrument, expectOk, type Instrument, type InstrumentSpec } from '@bourseworks/domain';

export const VENUE = 'sim';

/** How the fair value of an instrument moves; see MarketModel. */
export interface FairValueTerms {
  /** Price about which it moves, in the currency. */
  readonly basePrice: number;
  /** Weight of the common factor. */
  readonly beta: number;
  /** Weight of the pair spread (half-life about half a minute). */
  readonly pair: number;
  /** Standard deviation of its own slow noise, as a fraction of the price. */
  readonly ownSd: number;
}

export interface Listing {
  readonly spec: InstrumentSpec;
  readonly fair: FairValueTerms;
}

function listing(
  symbol: string,
  tickSize: string,
  lotSize: string,
  maxQuantity: string,
  fair: FairValueTerms,
): Listing {
  const base = symbol.slice(0, -3);
  const spec = {
    venue: VENUE,
    symbol,
    assetClass: 'crypto',
    currency: 'USD',
    base,
    tickSize,
    lotSize,
    maxQuantity,
  } as const;
  return { spec, fair };
}

/** Everything the venue can list. BTCUSD and ETHUSD share a spread that reverts to its mean: a pair to trade. */
export const LISTINGS: readonly Listing[] = [
  listing('BTCUSD', '0.01', '0.00001', '1000', { basePrice: 64_000, beta: 1, pair: 0.5, ownSd: 0 }),
  listing('ETHUSD', '0.01', '0.0001', '20000', { basePrice: 3_200, beta: 1, pair: -0.5, ownSd: 0 }),
  listing('SOLUSD', '0.001', '0.001', '500000', { basePrice: 150, beta: 1.3, pair: 0, ownSd: 0.006 }),
  listing('LTCUSD', '0.001', '0.001', '1000000', { basePrice: 85, beta: 0.8, pair: 0, ownSd: 0.004 }),
];

export function instrumentOf(listed: Listing): Instrument {
  return expectOk(defineInstrument(listed.spec));
}
