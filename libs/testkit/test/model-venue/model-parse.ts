import { defineInstrument, expectOk, type BookLevel, type Instrument, type MarketDataEvent } from '@bourseworks/domain';
import type { DepthDiff, DepthSnapshot } from '@bourseworks/feeds';
import { fieldReader, type Raw } from '@bourseworks/venue-client';
import { SYMBOL } from './model-script.js';

export const { asRaw, badData, countOf, listOf, parseObject, textOf } = fieldReader({
  adapter: 'model',
  venue: 'the model venue',
});

export function parseInstrument(value: unknown): Instrument {
  const raw = asRaw(value, 'an instrument');
  const [symbol, tickSize, lotSize] = ['symbol', 'tick', 'lot'].map((field) => textOf(raw, field));
  return expectOk(
    defineInstrument({ venue: 'model', symbol, assetClass: 'crypto', currency: 'USD', tickSize, lotSize }),
  );
}

/** A trade, a quote or a bar. */
export function parseEvent(value: unknown): MarketDataEvent {
  const raw = asRaw(value, 'an event');
  const counts = (...names: string[]) => Object.fromEntries(names.map((name) => [name, countOf(raw, name)]));
  const kind = textOf(raw, 'kind');
  if (kind === 'quote') {
    const numbers = counts('us', 'bidPrice', 'bidQuantity', 'askPrice', 'askQuantity');
    return {
      kind,
      ns: 0,
      ...(numbers as Record<'us' | 'bidPrice' | 'bidQuantity' | 'askPrice' | 'askQuantity', number>),
    };
  }
  if (kind === 'bar') {
    const numbers = counts('startUs', 'endUs', 'open', 'high', 'low', 'close', 'volume', 'trades');
    type Names = 'startUs' | 'endUs' | 'open' | 'high' | 'low' | 'close' | 'volume' | 'trades';
    return { kind, ...(numbers as Record<Names, number>) };
  }
  if (kind !== 'trade') throw badData(`the kind ${kind}`);
  const price = countOf(raw, 'price');
  const quantity = countOf(raw, 'quantity');
  const aggressor = textOf(raw, 'aggressor');
  if (price === 0 || quantity === 0) throw badData('a trade of nothing');
  if (aggressor !== 'BUY' && aggressor !== 'SELL') throw badData(`the side ${aggressor}`);
  return { kind, us: countOf(raw, 'us'), ns: 0, price, quantity, aggressor, tradeId: textOf(raw, 'tradeId') };
}

function levels(raw: Raw, field: string): BookLevel[] {
  return listOf(raw, field).map((level) => {
    const pair = { level: level as readonly unknown[] };
    if (!Array.isArray(level) || level.length !== 2) throw badData('a level that is no pair');
    return [countOf({ price: pair.level[0] }, 'price'), countOf({ quantity: pair.level[1] }, 'quantity')];
  });
}

const depthOf = (raw: Raw) => ({
  us: countOf(raw, 'us'),
  ns: 0,
  bids: levels(raw, 'bids'),
  asks: levels(raw, 'asks'),
  checksum: countOf(raw, 'checksum'),
});

export function parseDiff(value: unknown): DepthDiff {
  const raw = asRaw(value, 'a change');
  const id = countOf(raw, 'venueSequence');
  return { ...depthOf(raw), firstId: id, lastId: id, previousId: -1 };
}

export function parseSnapshot(value: unknown): DepthSnapshot {
  const raw = asRaw(value, 'a book');
  return { ...depthOf(raw), lastUpdateId: countOf(raw, 'venueSequence') };
}

export const isListed = ({ symbol, venue }: Instrument): boolean => symbol === SYMBOL && venue === 'model';
