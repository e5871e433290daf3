import { read, type Raw } from '../fields.js';

/** A pair of the venue's list; numbers are decimal texts. */
export interface ListedPair {
  /** What REST takes: XBTUSD. */
  readonly altname: string;
  /** What version 1 of the streams takes: XBT/USD. */
  readonly wsname: string;
  /** Decimals of prices and of quantities. */
  readonly priceDecimals: number;
  readonly lotDecimals: number;
  readonly tickSize: string | undefined;
  readonly minQuantity: string | undefined;
}

/** The pairs that have public data: those of dark pools have no name in the streams. Throws DomainError DATA_FORMAT. */
export function parseAssetPairs(result: Raw): ListedPair[] {
  return Object.values(result).flatMap((value) => {
    const raw = read.asRaw(value, 'a pair');
    const wsname = read.optionalText(raw, 'wsname');
    if (wsname === undefined) return [];
    return [
      {
        altname: read.textOf(raw, 'altname'),
        wsname,
        priceDecimals: read.countOf(raw, 'pair_decimals'),
        lotDecimals: read.countOf(raw, 'lot_decimals'),
        tickSize: read.optionalText(raw, 'tick_size'),
        minQuantity: read.optionalText(raw, 'ordermin'),
      },
    ];
  });
}
