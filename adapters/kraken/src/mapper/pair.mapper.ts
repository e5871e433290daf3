import { defineInstrument, parseDecimal, trimDecimal, type BookDecimals, type Instrument } from '@bourseworks/domain';
import type { ListedPair } from '../parse/rest/asset-pairs.js';

export const VENUE = 'kraken';

/** A market and all its names. */
export interface KrakenPair {
  readonly instrument: Instrument;
  /** In REST: XBTUSD. */
  readonly rest: string;
  /** In version 1 of the streams: XBT/USD. */
  readonly v1: string;
  /** In version 2 of the streams: BTC/USD. */
  readonly v2: string;
  /** Decimals that checksums of version 2 are made of. */
  readonly written: BookDecimals;
}

/** Version 2 and we call these as everybody does. */
const NAMES: Readonly<Record<string, string>> = { XBT: 'BTC', XDG: 'DOGE' };

/** Undefined for a pair whose numbers have more decimals than the ledger: its money could not be told exactly. */
export function toPair(listed: ListedPair): KrakenPair | undefined {
  const { altname, wsname, priceDecimals, lotDecimals } = listed;
  const [base = '', currency = ''] = wsname.split('/').map((name) => NAMES[name] ?? name);
  const tickSize = trimDecimal(listed.tickSize ?? unit(priceDecimals));
  const min = trimDecimal(listed.minQuantity ?? '');
  const least = parseDecimal(min, lotDecimals);
  const defined = defineInstrument({
    venue: VENUE,
    // A slash would be another level of a topic.
    symbol: `${base}-${currency}`,
    assetClass: 'crypto',
    currency,
    base,
    tickSize,
    lotSize: unit(lotDecimals),
    priceScale: Math.max(priceDecimals, decimalsOf(tickSize)),
    ...(least.ok && least.value > 0 ? { minQuantity: min } : {}),
  });
  if (!defined.ok || base === '' || currency === '') return undefined;
  const written = { priceScale: priceDecimals, qtyScale: lotDecimals };
  return { instrument: defined.value, rest: altname, v1: wsname, v2: `${base}/${currency}`, written };
}

function unit(decimals: number): string {
  return decimals === 0 ? '1' : `0.${'1'.padStart(decimals, '0')}`;
}

function decimalsOf(text: string): number {
  return text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
}
