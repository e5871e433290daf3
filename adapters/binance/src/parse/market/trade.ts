import { FLAG, type Trade } from '@bourseworks/domain';
import { read } from '../fields.js';
import { END, keyOf, type JsonScanner } from './json-scanner.js';
import { usOfMs, type Scales } from './scales.js';

const [ID, PRICE, QUANTITY, TIME, MAKER, TYPE] = ['t', 'p', 'q', 'T', 'm', 'X'].map(keyOf);

/** An ordinary trade of the order book. */
const MARKET = 'MARKET';

/**
 * A trade of the stream `@trade`; throws DATA_FORMAT.
 *
 * Futures list fills of the insurance fund and of auto-deleveraging among the trades, with ids of the same numbering: they
 * carry FLAG.CONDITION and the venue's word. Ids without a trade, of neither price nor quantity, are `isVoid`.
 */
export function scanTrade(scan: JsonScanner, { priceScale, qtyScale }: Scales, receivedUs: number): Trade {
  let id = -1;
  let price = -1;
  let quantity = -1;
  let ms = -1;
  let maker: boolean | undefined;
  let type = MARKET;
  scan.openObject();
  for (let key = scan.nextKey(); key !== END; key = scan.nextKey()) {
    if (key === ID) id = scan.count();
    else if (key === PRICE) price = scan.units(priceScale);
    else if (key === QUANTITY) quantity = scan.units(qtyScale);
    else if (key === TIME) ms = scan.count();
    else if (key === MAKER) maker = scan.flag();
    else if (key === TYPE) type = scan.string();
    else scan.skip();
  }
  if (id < 0 || ms < 0 || price < 0 || quantity < 0 || maker === undefined)
    throw read.badData('a trade that lacks a field');
  if ((price === 0 || quantity === 0) && type === MARKET) throw read.badData('a trade without a price or a quantity');
  const us = usOfMs(ms);
  // m: the buyer was the maker, so that the seller came to the book.
  const aggressor = maker ? 'SELL' : 'BUY';
  const trade: Trade = {
    kind: 'trade',
    us,
    ns: 0,
    price,
    quantity,
    aggressor,
    tradeId: String(id),
    receivedUs,
    receivedNs: 0,
  };
  return type === MARKET ? trade : { ...trade, flags: FLAG.CONDITION, conditions: [type] };
}

/** Whether it is an id of the venue's numbering alone, which nobody traded at: for whoever counts ids, and nobody else. */
export function isVoid({ price, quantity }: Trade): boolean {
  return price === 0 || quantity === 0;
}

/** Trades of REST as they stand in a list: one of the book each, or those of one order at one price together. */
export interface ListedTrade {
  readonly trade: Trade;
  /** First and last id of the trades in it. */
  readonly firstId: number;
  readonly lastId: number;
}

/** Trades of /trades and /historicalTrades, ascending by id; throws DATA_FORMAT. */
export function parseListedTrades(body: unknown, scales: Scales): ListedTrade[] {
  return listOf(body).map((item) => {
    const raw = read.asRaw(item, 'a trade');
    const id = read.countOf(raw, 'id');
    const trade = tradeOf(raw, ['price', 'qty', 'time', 'isBuyerMaker'], String(id), scales);
    return { trade, firstId: id, lastId: id };
  });
}

/** A list of /aggTrades with the ids of the aggregates, ascending; throws DATA_FORMAT. */
export interface Aggregate extends ListedTrade {
  readonly id: number;
}

/**
 * An aggregate stands for the trades of one order at one price. Its trade has the id of the last of them: where there is one
 * only, which is the rule, it is that very trade. Throws DATA_FORMAT.
 */
export function parseAggregates(body: unknown, scales: Scales): Aggregate[] {
  return listOf(body).map((item) => {
    const raw = read.asRaw(item, 'a trade');
    const [id, firstId, lastId] = ['a', 'f', 'l'].map((field) => read.countOf(raw, field));
    if (firstId > lastId) throw read.badData('a trade whose ids are reversed');
    const trade = tradeOf(raw, ['p', 'q', 'T', 'm'], String(lastId), scales);
    return { trade, id, firstId, lastId };
  });
}

type Raw = Readonly<Record<string, unknown>>;

function tradeOf(
  raw: Raw,
  [priceField, quantityField, time, makerField]: readonly string[],
  tradeId: string,
  { priceScale, qtyScale }: Scales,
): Trade {
  const price = read.unitsOf(raw[priceField], priceScale);
  const quantity = read.unitsOf(raw[quantityField], qtyScale);
  if (price === 0 || quantity === 0) throw read.badData('a trade without a price or a quantity');
  const maker = raw[makerField];
  if (typeof maker !== 'boolean') throw read.badData('a trade without a side');
  const us = usOfMs(read.countOf(raw, time));
  return { kind: 'trade', us, ns: 0, price, quantity, aggressor: maker ? 'SELL' : 'BUY', tradeId };
}

function listOf(body: unknown): readonly unknown[] {
  if (Array.isArray(body)) return body;
  throw read.badData('no list of trades');
}
