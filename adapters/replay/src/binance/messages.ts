import { US_PER_MINUTE, US_PER_MS, type BookLevel, type Instrument, type Quote, type Trade } from '@bourseworks/domain';
import type { DepthDiff, DepthSnapshot } from '@bourseworks/feeds';
import type { FeedLine } from './feed-line.js';
import { unitsOf } from '../files/units.js';

type Scales = Pick<Instrument, 'priceScale' | 'qtyScale'>;
type Message = Readonly<Record<string, unknown>>;

/** How far the clocks of recorder and venue may be apart: what is of a range is looked for that long before and behind it. */
export const SLACK_US = 5 * US_PER_MINUTE;

/**
 * A trade of the order book; undefined for what is recorded as a trade but did not trade there: futures list insurance fund
 * and auto-deleveraging fills on the same stream, under another type than MARKET. Throws DATA_FORMAT.
 */
export function parseTrade(line: FeedLine, scales: Scales): Trade | undefined {
  const message = line.message();
  const { t, m, X } = message;
  if (X !== undefined && X !== 'MARKET') return undefined;
  if (!Number.isSafeInteger(t) || typeof m !== 'boolean') throw line.fail('the trade has no id or no side');
  const price = units(line, message, 'p', scales.priceScale);
  const quantity = units(line, message, 'q', scales.qtyScale);
  if (price === 0 || quantity === 0) throw line.fail('the trade has no price or no quantity');
  // m: the buyer was the maker, so that the seller came to the book.
  const aggressor = m ? 'SELL' : 'BUY';
  return { kind: 'trade', ...timesOf(line, message), price, quantity, aggressor, tradeId: String(t) };
}

/** Best bid and ask. An empty side has price and size 0. Throws DATA_FORMAT. */
export function parseQuote(line: FeedLine, { priceScale, qtyScale }: Scales): Quote {
  const message = line.message();
  return {
    kind: 'quote',
    ...timesOf(line, message),
    venueSequence: updateId(line, message, 'u'),
    bidPrice: units(line, message, 'b', priceScale),
    bidQuantity: units(line, message, 'B', qtyScale),
    askPrice: units(line, message, 'a', priceScale),
    askQuantity: units(line, message, 'A', qtyScale),
  };
}

/** Throws DATA_FORMAT. `futures`: the message must name the change before it. */
export function parseDiff(line: FeedLine, scales: Scales, futures: boolean): DepthDiff {
  const message = line.message();
  const firstId = updateId(line, message, 'U');
  const lastId = updateId(line, message, 'u');
  if (firstId > lastId) throw line.fail('the update ids are reversed');
  return {
    ...timesOf(line, message),
    firstId,
    lastId,
    previousId: futures ? updateId(line, message, 'pu') : -1,
    bids: levels(line, message, 'b', scales),
    asks: levels(line, message, 'a', scales),
  };
}

/** `lastUs`: time of the change told before; a snapshot that names no time is not older. Throws DATA_FORMAT. */
export function parseSnapshot(line: FeedLine, scales: Scales, lastUs: number): DepthSnapshot {
  const message = line.message();
  const times = timesOf(line, message);
  return {
    ...times,
    ...(times.us < lastUs && { us: lastUs, ns: 0 }),
    lastUpdateId: updateId(line, message, 'lastUpdateId'),
    bids: levels(line, message, 'bids', scales),
    asks: levels(line, message, 'asks', scales),
  };
}

interface Times {
  readonly us: number;
  readonly ns: number;
  readonly receivedUs: number;
  readonly receivedNs: number;
}

/**
 * The venue's time, that of its matching engine (`T`) before that of the message (`E`), and that of receipt, which stands for
 * both where the message names none: tickers and snapshots of spot.
 */
function timesOf(line: FeedLine, { T, E }: Message): Times {
  const received = { receivedUs: line.us, receivedNs: line.ns };
  const ms = T ?? E;
  if (ms === undefined) return { us: line.us, ns: line.ns, ...received };
  const us = Number.isSafeInteger(ms) ? (ms as number) * US_PER_MS : NaN;
  if (!(Math.abs(us - line.us) <= SLACK_US))
    throw line.fail('the venue time is not within five minutes of the receipt');
  return { us, ns: 0, ...received };
}

function units(line: FeedLine, message: Message, field: string, scale: number): number {
  const value = unitsOf(message[field], scale);
  if (value < 0) throw line.fail(`${field} is no decimal text of at most ${scale} decimals and 2^50 units`);
  return value;
}

function updateId(line: FeedLine, message: Message, field: string): number {
  const id = message[field];
  if (!Number.isSafeInteger(id) || (id as number) < 0) throw line.fail(`${field} is no update id`);
  return id as number;
}

function levels(line: FeedLine, message: Message, field: string, { priceScale, qtyScale }: Scales): BookLevel[] {
  const list: unknown = message[field];
  if (!Array.isArray(list)) throw line.fail(`${field} is no list of levels`);
  const result: BookLevel[] = [];
  for (const level of list as readonly unknown[]) {
    const [price, quantity] = Array.isArray(level)
      ? [unitsOf(level[0], priceScale), unitsOf(level[1], qtyScale)]
      : [-1, -1];
    if (price <= 0 || quantity < 0) throw line.fail(`${field} has a level that is no exact price and quantity`);
    result.push([price, quantity]);
  }
  return result;
}
