import {
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
    us: countOf(raw, 'time'),
    ns: 0,
    price: unitsOf(raw['price'], instrument.priceScale),
    quantity: unitsOf(raw['quantity'], instrument.qtyScale),
    aggressor,
    tradeId: String(countOf(raw, 'id')),
  };
}

export function parseQuote(value: unknown, instrument: Instrument): Quote {
  const raw = asRaw(value, 'a quote');
  return {
    kind: 'quote',
    us: countOf(raw, 'time'),
    ns: 0,
    bidPrice: unitsOf(raw['bid'], instrument.priceScale),
    bidQuantity: unitsOf(raw['bidSize'], instrument.qtyScale),
    askPrice: unitsOf(raw['ask'], instrument.priceScale),
    askQuantity: unitsOf(raw['askSize'], instrument.qtyScale),
  };
}

export function parseBar(value: unknown, instrument: Instrument): Bar {
  const raw = asRaw(value, 'a bar');
  const { priceScale, qtyScale } = instrument;
  return {
    kind: 'bar',
    startUs: countOf(raw, 'start'),
    endUs: countOf(raw, 'end'),
    open: unitsOf(raw['open'], priceScale),
    high: unitsOf(raw['high'], priceScale),
    low: unitsOf(raw['low'], priceScale),
    close: unitsOf(raw['close'], priceScale),
    volume: unitsOf(raw['volume'], qtyScale),
    trades: countOf(raw, 'trades'),
  };
}

function parseLevels(raw: Raw, field: string, instrument: Instrument): BookLevel[] {
  return listOf(raw, field).map((level) => {
    if (!Array.isArray(level) || level.length !== 2) throw badData('a book level that is no pair');
    return [unitsOf(level[0], instrument.priceScale), unitsOf(level[1], instrument.qtyScale)];
  });
}

/** A message of the book channel. */
export function parseBook(message: Raw, instrument: Instrument): BookSnapshot | BookDelta {
  const action = textOf(message, 'action');
  if (action !== 'snapshot' && action !== 'delta') throw badData(`the book action ${action}`);
  const raw = asRaw(message['data'], 'a book');
  return {
    kind: `book-${action}`,
    us: countOf(raw, 'time'),
    ns: 0,
    venueSequence: countOf(raw, 'sequence'),
    bids: parseLevels(raw, 'bids', instrument),
    asks: parseLevels(raw, 'asks', instrument),
  };
}
