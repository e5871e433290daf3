import { quoteLayout, RingMemory, type QuoteRecord } from '@bourseworks/ring';
import { FixedBatch } from '@bourseworks/solace-transport';

/** A quote that says of itself what it is, as text formats carry it. */
export interface NamedQuote {
  readonly kind: 'quote';
  readonly venue: string;
  readonly symbol: string;
  readonly sequence: number;
  /** Decimal text of nanoseconds since the epoch. */
  readonly time: string;
  readonly bid: number;
  readonly bidSize: number;
  readonly ask: number;
  readonly askSize: number;
}

/** Ticks of one flush. */
export const FLUSH = 64;

/** The names behind the numeric ids: known to both sides before the first tick. */
const SYMBOLS = ['BTC/USD', 'ETH/USD', 'SOL/USD', 'LTC/USD', 'XRP/USD'];
const PRICE_SCALE = 100;
const QUANTITY_SCALE = 1_000;

export const RECORDS: readonly QuoteRecord[] = Array.from({ length: FLUSH }, (_, index) => ({
  instrument: index % SYMBOLS.length,
  flags: 0,
  seq: 1_000 + index,
  us: 1_504_396_800_000_000 + index * 137,
  ns: (index * 3) % 1_000,
  bidPrice: 6_012_350 + index,
  bidQuantity: 25_000 + index * 7,
  askPrice: 6_012_360 + index,
  askQuantity: 31_000 + index,
}));

/** What a record says, in words. */
export function named(record: QuoteRecord): NamedQuote {
  return {
    kind: 'quote',
    venue: 'sim',
    symbol: SYMBOLS[record.instrument] ?? '',
    sequence: record.seq,
    time: String(BigInt(record.us) * 1_000n + BigInt(record.ns)),
    bid: record.bidPrice / PRICE_SCALE,
    bidSize: record.bidQuantity / QUANTITY_SCALE,
    ask: record.askPrice / PRICE_SCALE,
    askSize: record.askQuantity / QUANTITY_SCALE,
  };
}

export const NAMED: readonly NamedQuote[] = RECORDS.map(named);

export const newBatch = (): FixedBatch<QuoteRecord, RingMemory> =>
  new FixedBatch({ layout: quoteLayout, memory: (buffer) => new RingMemory(buffer), maxRecords: FLUSH });

export const blankQuote = (): QuoteRecord => quoteLayout.blank();
