import { join } from 'node:path';
import { defineInstrument, expectOk, type Instrument, type InstrumentSpec } from '@bourseworks/domain';
import { WrittenDecimals } from '@bourseworks/feeds';
import { recordedPair } from '../../../binance/src/market-data/recorded.js';
import { dataFormatError } from '../files/data-format.js';
import { LineReader, type FeedLine } from './feed-line.js';
import { gzipLines } from '../files/text-lines.js';
import type { BinanceVenue, Recording } from './recordings.js';

type Steps = Pick<InstrumentSpec, 'base' | 'currency' | 'tickSize' | 'lotSize' | 'priceScale' | 'qtyScale'>;

/**
 * As Binance lists them. Spot quantities have eight decimals: levels of before a change of the lot still rest in the book
 * with finer quantities than an order may have today.
 */
const LISTED: Readonly<Record<string, Steps>> = {
  'binance/btcusdt': { base: 'BTC', currency: 'USDT', tickSize: '0.01', lotSize: '0.00001', qtyScale: 8 },
  'binance/ethusdt': { base: 'ETH', currency: 'USDT', tickSize: '0.01', lotSize: '0.0001', qtyScale: 8 },
  'binance-usdm/btcusdt': { base: 'BTC', currency: 'USDT', tickSize: '0.1', lotSize: '0.001' },
};

/** Messages that the steps of a symbol that is not listed are taken from. */
const SAMPLE_MESSAGES = 2_000;

/**
 * The instrument of a recording. Throws DomainError: DATA_FORMAT when the symbol is not listed here and its recording does
 * not tell the steps, INSTRUMENT_INVALID when the currency is not known.
 */
export async function binanceInstrument({ venue, symbol, files }: Recording, folder: string): Promise<Instrument> {
  const steps = LISTED[`${venue}/${symbol}`] ?? {
    ...recordedPair(symbol, files[0].name),
    ...(await recordedSteps(symbol, join(folder, files[0].name), files[0].name)),
  };
  return expectOk(defineInstrument({ venue, symbol: symbol.toUpperCase(), assetClass: assetClassOf(venue), ...steps }));
}

function assetClassOf(venue: BinanceVenue): InstrumentSpec['assetClass'] {
  return venue === 'binance' ? 'crypto' : 'future';
}

/**
 * Tick and lot from the prices and quantities of the first messages: the finest step that occurs is taken for the smallest.
 * The scales are the decimals as written, so that a finer value further on still is exact.
 */
async function recordedSteps(symbol: string, path: string, name: string): Promise<Omit<Steps, 'base' | 'currency'>> {
  const prices = new WrittenDecimals();
  const quantities = new WrittenDecimals();
  const reader = new LineReader(symbol);
  let count = 0;
  for await (const lines of gzipLines(path, name)) {
    for (const text of lines) {
      count++;
      if (text !== '') sample(reader.read(text, name, count), prices, quantities);
    }
    if (count >= SAMPLE_MESSAGES) break;
  }
  if (!prices.seen || !quantities.seen)
    throw dataFormatError(name, Math.max(count, 1), `${symbol} is not listed, and no message tells its tick and lot`);
  return {
    tickSize: prices.step,
    lotSize: quantities.step,
    priceScale: prices.written,
    qtyScale: quantities.written,
  };
}

function sample(line: FeedLine, prices: WrittenDecimals, quantities: WrittenDecimals): void {
  if (line.channel === 'other') return;
  const { p, q, b, B, a, A, bids, asks } = line.message();
  for (const side of [b, a, bids, asks]) {
    if (!Array.isArray(side)) continue;
    for (const level of side as readonly unknown[]) {
      if (!Array.isArray(level)) continue;
      prices.see(level[0]);
      quantities.see(level[1]);
    }
  }
  for (const price of [p, b, a]) prices.see(price);
  for (const quantity of [q, B, A]) quantities.see(quantity);
}
