import {
  ok,
  refuse,
  formatNanos,
  fromNumber,
  toNumber,
  MAX_UNITS,
  type Bar,
  type BookDelta,
  type BookLevel,
  type BookSnapshot,
  type Instrument,
  type MarketDataEvent,
  type Quote,
  type Result,
  type StreamKind,
  type Trade,
} from '@bourseworks/domain';
import {
  areConditions,
  isChecksum,
  isWhole,
  marked,
  microseconds,
  nanoseconds,
  withMarks,
} from './market-data-marks.js';
import type { BarShape, BookShape, LevelShape, MarketDataItem, QuoteShape, TradeShape } from '../shapes/market-data.js';

/** Scales are all that the mapping needs of an instrument. */
export type Scales = Pick<Instrument, 'priceScale' | 'qtyScale'>;

export function tradeToShape(trade: Trade, { priceScale, qtyScale }: Scales): TradeShape {
  const { aggressor, tradeId, corrects, conditions } = trade;
  return marked<TradeShape>(trade, {
    time: formatNanos(trade.us, trade.ns),
    price: toNumber(trade.price, priceScale),
    quantity: toNumber(trade.quantity, qtyScale),
    ...(aggressor === undefined ? {} : { aggressor }),
    ...(tradeId === undefined ? {} : { tradeId }),
    ...(corrects === undefined ? {} : { corrects }),
    ...(conditions === undefined ? {} : { conditions }),
  });
}

export function quoteToShape(quote: Quote, { priceScale, qtyScale }: Scales): QuoteShape {
  const { conditions } = quote;
  return marked<QuoteShape>(quote, {
    time: formatNanos(quote.us, quote.ns),
    bid: toNumber(quote.bidPrice, priceScale),
    bidSize: toNumber(quote.bidQuantity, qtyScale),
    ask: toNumber(quote.askPrice, priceScale),
    askSize: toNumber(quote.askQuantity, qtyScale),
    ...(conditions === undefined ? {} : { conditions }),
  });
}

export function barToShape(bar: Bar, { priceScale, qtyScale }: Scales): BarShape {
  const { trades, revision } = bar;
  return marked<BarShape>(bar, {
    start: formatNanos(bar.startUs),
    end: formatNanos(bar.endUs),
    open: toNumber(bar.open, priceScale),
    high: toNumber(bar.high, priceScale),
    low: toNumber(bar.low, priceScale),
    close: toNumber(bar.close, priceScale),
    volume: toNumber(bar.volume, qtyScale),
    ...(trades < 0 ? {} : { trades }),
    ...(revision === undefined || revision === 0 ? {} : { revision }),
  });
}

export function bookToShape(book: BookSnapshot | BookDelta, { priceScale, qtyScale }: Scales): BookShape {
  const level = ([price, quantity]: BookLevel): LevelShape => [
    toNumber(price, priceScale),
    toNumber(quantity, qtyScale),
  ];
  const { checksum } = book;
  return marked<BookShape>(book, {
    type: book.kind === 'book-snapshot' ? 'snapshot' : 'delta',
    time: formatNanos(book.us, book.ns),
    venueSequence: book.venueSequence,
    bids: book.bids.map(level),
    asks: book.asks.map(level),
    ...(checksum === undefined ? {} : { checksum }),
  });
}

/** Wire form of any event: JSON numbers, the doubles nearest to the exact decimals. */
export function marketDataToShape(event: MarketDataEvent, scales: Scales): MarketDataItem {
  switch (event.kind) {
    case 'trade':
      return tradeToShape(event, scales);
    case 'quote':
      return quoteToShape(event, scales);
    case 'bar':
      return barToShape(event, scales);
    case 'book-snapshot':
    case 'book-delta':
      return bookToShape(event, scales);
  }
}

/** Units of a wire number, or NaN when it is no number or beyond 2^50 units: NaN makes the caller refuse the item. */
function units(value: unknown, scale: number): number {
  if (typeof value !== 'number') return Number.NaN;
  const result = fromNumber(value, scale);
  return Math.abs(result) <= MAX_UNITS ? result : Number.NaN;
}

/** As `units`, for what cannot be negative. */
function size(value: unknown, scale: number): number {
  const result = units(value, scale);
  return result >= 0 ? result : Number.NaN;
}

/**
 * As `size`, for a level of a book or the volume of a bar: sums, which may exceed the 2^50 units of an order, but not the exact
 * integers. From 2^51 on the nearest double may be one unit beside what was meant.
 */
function total(value: unknown, scale: number): number {
  if (typeof value !== 'number') return Number.NaN;
  const result = fromNumber(value, scale);
  return result >= 0 && result <= Number.MAX_SAFE_INTEGER ? result : Number.NaN;
}

export function tradeFromShape(shape: TradeShape, { priceScale, qtyScale }: Scales): Trade | undefined {
  const us = microseconds(shape.time);
  const price = units(shape.price, priceScale);
  const quantity = size(shape.quantity, qtyScale);
  if (Number.isNaN(us + price + quantity)) return undefined;
  const { aggressor, tradeId, corrects, conditions } = shape;
  if (aggressor !== undefined && aggressor !== 'BUY' && aggressor !== 'SELL') return undefined;
  if (!isTextOrAbsent(tradeId) || !isTextOrAbsent(corrects)) return undefined;
  if (conditions !== undefined && !areConditions(conditions)) return undefined;
  return withMarks<Trade>(shape, {
    kind: 'trade',
    us,
    ns: nanoseconds(shape.time),
    price,
    quantity,
    ...(aggressor === undefined ? {} : { aggressor }),
    ...(tradeId === undefined ? {} : { tradeId }),
    ...(corrects === undefined ? {} : { corrects }),
    ...(conditions === undefined ? {} : { conditions }),
  });
}

const isTextOrAbsent = (value: unknown): boolean => value === undefined || typeof value === 'string';

export function quoteFromShape(shape: QuoteShape, { priceScale, qtyScale }: Scales): Quote | undefined {
  const us = microseconds(shape.time);
  const bidPrice = units(shape.bid, priceScale);
  const bidQuantity = total(shape.bidSize, qtyScale);
  const askPrice = units(shape.ask, priceScale);
  const askQuantity = total(shape.askSize, qtyScale);
  if (Number.isNaN(us + bidPrice + bidQuantity + askPrice + askQuantity)) return undefined;
  const { conditions } = shape;
  if (conditions !== undefined && !areConditions(conditions)) return undefined;
  return withMarks<Quote>(shape, {
    kind: 'quote',
    us,
    ns: nanoseconds(shape.time),
    bidPrice,
    bidQuantity,
    askPrice,
    askQuantity,
    ...(conditions === undefined ? {} : { conditions }),
  });
}

export function barFromShape(shape: BarShape, { priceScale, qtyScale }: Scales): Bar | undefined {
  const startUs = microseconds(shape.start);
  const endUs = microseconds(shape.end);
  const open = units(shape.open, priceScale);
  const high = units(shape.high, priceScale);
  const low = units(shape.low, priceScale);
  const close = units(shape.close, priceScale);
  const volume = total(shape.volume, qtyScale);
  if (Number.isNaN(startUs + endUs + open + high + low + close + volume)) return undefined;
  const { trades, revision } = shape;
  if (trades !== undefined && !isWhole(trades)) return undefined;
  if (revision !== undefined && !isWhole(revision)) return undefined;
  return withMarks<Bar>(shape, {
    kind: 'bar',
    startUs,
    endUs,
    open,
    high,
    low,
    close,
    volume,
    trades: trades ?? -1,
    ...(revision === undefined ? {} : { revision }),
  });
}

export function bookFromShape(shape: BookShape, scales: Scales): BookSnapshot | BookDelta | undefined {
  const us = microseconds(shape.time);
  const bids = levels(shape.bids, scales);
  const asks = levels(shape.asks, scales);
  if (Number.isNaN(us) || bids === undefined || asks === undefined) return undefined;
  const { venueSequence, checksum } = shape;
  if (!isWhole(venueSequence) || (checksum !== undefined && !isChecksum(checksum))) return undefined;
  if (shape.type !== 'snapshot' && shape.type !== 'delta') return undefined;
  const kind = shape.type === 'snapshot' ? 'book-snapshot' : 'book-delta';
  return withMarks<BookSnapshot | BookDelta>(shape, {
    kind,
    us,
    ns: nanoseconds(shape.time),
    venueSequence,
    bids,
    asks,
    ...(checksum === undefined ? {} : { checksum }),
  });
}

function levels(shapes: readonly LevelShape[], { priceScale, qtyScale }: Scales): BookLevel[] | undefined {
  if (!Array.isArray(shapes)) return undefined;
  const result: BookLevel[] = [];
  for (const shape of shapes as readonly unknown[]) {
    if (!Array.isArray(shape)) return undefined;
    const price = units(shape[0], priceScale);
    const quantity = total(shape[1], qtyScale);
    if (Number.isNaN(price + quantity)) return undefined;
    result.push([price, quantity]);
  }
  return result;
}

/** The event of one item of a `kind` stream, undefined when a field is missing, malformed or out of the exact range. */
export function marketDataFromShape(
  kind: StreamKind,
  item: MarketDataItem,
  scales: Scales,
): MarketDataEvent | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  switch (kind) {
    case 'trade':
      return tradeFromShape(item as TradeShape, scales);
    case 'quote':
      return quoteFromShape(item as QuoteShape, scales);
    case 'book':
      return bookFromShape(item as BookShape, scales);
    default:
      return barFromShape(item as BarShape, scales);
  }
}

/** A message of a live topic in domain terms. */
export interface MarketDataEvents {
  readonly epoch: number;
  readonly seq0: number;
  readonly events: readonly MarketDataEvent[];
}

/**
 * Reads the decoded payload of a live topic. One bad item refuses the batch (BAD_MESSAGE): to leave it out would make a
 * hole that the sequences do not show.
 */
export function batchFromShape(kind: StreamKind, payload: unknown, scales: Scales): Result<MarketDataEvents> {
  const { epoch, seq0, items } = (payload ?? {}) as { epoch?: unknown; seq0?: unknown; items?: unknown };
  if (!isCount(epoch) || !isCount(seq0) || !Array.isArray(items) || items.length === 0) {
    return refuse('BAD_MESSAGE', 'not a market-data batch', { kind });
  }
  const events: MarketDataEvent[] = [];
  for (const item of items as readonly MarketDataItem[]) {
    const event = marketDataFromShape(kind, item, scales);
    if (event === undefined) {
      return refuse('BAD_MESSAGE', 'an item of a market-data batch is malformed', { kind, item: events.length });
    }
    events.push(event);
  }
  return ok({ epoch, seq0, events });
}

const isCount = (value: unknown): value is number => isWhole(value) && value >= 1;
