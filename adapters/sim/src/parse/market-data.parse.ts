import {
  MAX_TIME_US,
  SIDES,
  type Bar,
  type BookDelta,
  type BookLevel,
  type BookSnapshot,
  type Instrument,
  type Quote,
  type Trade,
} from '@bourseworks/domain';
import { asRaw, badData, countOf, listOf, textOf, unitsOf, type Raw } from './fields.js';

/** Public messages of the exchange as domain events, in integers of the instrument. Throw DomainError DATA_FORMAT. */
export function parseTrade(value: unknown, instrument: Instrument): Trade & { readonly tradeId: string } {
  const raw = asRaw(value, 'a trade');
  const aggressor = SIDES.find((side) => side === raw['aggressor']);
  if (aggressor === undefined) throw badData('a trade without a side');
  return {
    kind: 'trade',
    us: timeOf(raw, 'time'),
    ns: 0,
    price: someOf(raw['price'], instrument.priceScale),
    quantity: someOf(raw['quantity'], instrument.qtyScale),
    aggressor,
    tradeId: String(countOf(raw, 'id')),
  };
}

export function parseQuote(value: unknown, instrument: Instrument): Quote {
  const raw = asRaw(value, 'a quote');
  const [bidPrice, askPrice] = ['bid', 'ask'].map((side) => unitsOf(raw[side], instrument.priceScale));
  const [bidQuantity, askQuantity] = ['bidSize', 'askSize'].map((side) => unitsOf(raw[side], instrument.qtyScale));
  if ((bidPrice === 0 && bidQuantity > 0) || (askPrice === 0 && askQuantity > 0))
    throw badData('a quote of something for nothing');
  return {
    kind: 'quote',
    us: timeOf(raw, 'time'),
    ns: 0,
    bidPrice,
    bidQuantity,
    askPrice,
    askQuantity,
  };
}

export function parseBar(value: unknown, instrument: Instrument): Bar {
  const raw = asRaw(value, 'a bar');
  const { priceScale, qtyScale } = instrument;
  const [startUs, endUs] = [timeOf(raw, 'start'), timeOf(raw, 'end')];
  const [open, high, low, close] = ['open', 'high', 'low', 'close'].map((field) => someOf(raw[field], priceScale));
  if (endUs <= startUs) throw badData('a bar that ends before it begins');
  if (low > Math.min(open, close) || high < Math.max(open, close)) throw badData('a bar whose prices cross');
  return {
    kind: 'bar',
    startUs,
    endUs,
    open,
    high,
    low,
    close,
    volume: unitsOf(raw['volume'], qtyScale),
    trades: countOf(raw, 'trades'),
  };
}

function parseLevels(raw: Raw, field: string, instrument: Instrument): BookLevel[] {
  return listOf(raw, field).map((level) => {
    if (!Array.isArray(level) || level.length !== 2) throw badData('a book level that is no pair');
    return [someOf(level[0], instrument.priceScale), unitsOf(level[1], instrument.qtyScale)];
  });
}

/** A message of the book channel. */
export function parseBook(message: Raw, instrument: Instrument): BookSnapshot | BookDelta {
  const action = textOf(message, 'action');
  if (action !== 'snapshot' && action !== 'delta') throw badData(`the book action ${action}`);
  const raw = asRaw(message['data'], 'a book');
  return {
    kind: `book-${action}`,
    us: timeOf(raw, 'time'),
    ns: 0,
    venueSequence: countOf(raw, 'sequence'),
    bids: parseLevels(raw, 'bids', instrument),
    asks: parseLevels(raw, 'asks', instrument),
  };
}

function timeOf(raw: Raw, field: string): number {
  const us = countOf(raw, field);
  if (us <= MAX_TIME_US) return us;
  throw badData(`a time that is too late in ${field}`);
}

/** Units of what is more than nothing. */
function someOf(value: unknown, scale: number): number {
  const units = unitsOf(value, scale);
  if (units > 0) return units;
  throw badData('nothing where a price or a quantity stands');
}
