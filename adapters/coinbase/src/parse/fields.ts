import { MAX_UNITS, type Instrument, type Side, type Timestamp, type Trade } from '@bourseworks/domain';
import { fieldReader, parseExactJson, type Raw } from '@bourseworks/venue-client';

export type { Raw } from '@bourseworks/venue-client';

export const read = fieldReader({ adapter: 'coinbase', venue: 'Coinbase' });

/** All that reading a message takes of an instrument. */
export type Scales = Pick<Instrument, 'priceScale' | 'qtyScale'>;

/** When a message came. */
export interface Receipt {
  readonly receivedUs: number;
  readonly receivedNs: number;
}

/** A JSON object of a text. Throws DomainError DATA_FORMAT, as all of these. */
export function parseFrame(text: string): Raw {
  let value: unknown;
  try {
    value = parseExactJson(text);
  } catch {
    throw read.badData('text that is not JSON');
  }
  return read.asRaw(value, 'a message');
}

/** Units of a price. */
export function priceOf(value: unknown, { priceScale }: Scales): number {
  return read.exactUnitsOf(value, priceScale, MAX_UNITS);
}

/** Units of a sum: of the orders of a level, of the trades of a bar. */
export function totalOf(value: unknown, { qtyScale }: Scales): number {
  return read.exactUnitsOf(value, qtyScale, Number.MAX_SAFE_INTEGER);
}

/** RFC 3339 time of a field. The venue tells the year 1 where it knows no time: that is none. */
export function timeOf(raw: Raw, field: string): Timestamp {
  const time = read.timeOf(raw, field);
  if (time.us > 0) return time;
  throw read.badData(`no time in ${field}`);
}

const SIDES = ['buy', 'sell', 'BUY', 'SELL'] as const;

/** The venue tells the side of the order that was in the book: the other one is the aggressor's. */
export function aggressorOf(raw: Raw): Side {
  return read.oneOf(raw, 'side', SIDES).toLowerCase() === 'buy' ? 'SELL' : 'BUY';
}

/** The id of a trade, a whole number, as its text. */
export function tradeIdOf(raw: Raw): string {
  const id = raw['trade_id'];
  const text = typeof id === 'number' ? String(id) : id;
  if (typeof text === 'string' && /^\d{1,15}$/.test(text)) return text;
  throw read.badData('a trade without an id');
}

/** A trade as the streams of both interfaces tell it. */
export function tradeOf(raw: Raw, scales: Scales, receipt: Receipt): Trade {
  const price = priceOf(raw['price'], scales);
  const quantity = read.exactUnitsOf(raw['size'], scales.qtyScale, MAX_UNITS);
  if (price === 0 || quantity === 0) throw read.badData('a trade of nothing');
  return {
    kind: 'trade',
    ...timeOf(raw, 'time'),
    ...receipt,
    price,
    quantity,
    aggressor: aggressorOf(raw),
    tradeId: tradeIdOf(raw),
  };
}
