import { compareTime, type BookLevel, type Quote, type Timestamp, type Trade } from '@bourseworks/domain';
import { checksumOf, parseFrame, priceOf, read, secondsOf, totalOf, tradedOf } from '../fields.js';
import type { Raw, Receipt, Scales } from '../fields.js';
import { bestOf, type Depth } from '../v2/items.js';

/**
 * Version 1 of the streams, which recordings of former years speak: lists of a channel's number, what is told, the channel's
 * name and the pair.
 */
export interface V1Message {
  /** As the venue spells it: XBT/USD. */
  readonly pair: string;
  /** Without what follows a dash: `book`, not `book-1000`. */
  readonly channel: string;
  /** Levels of a book, minutes of a bar; undefined where the name tells none. */
  readonly size: number | undefined;
  readonly parts: readonly unknown[];
}

/** A change of a book, or a whole one, and the decimals of its texts, which its checksum is made of. */
export interface V1Depth extends Depth {
  readonly snapshot: boolean;
  readonly written: { readonly priceScale: number; readonly qtyScale: number } | undefined;
}

/** The ledger has as many; a checksum is made of all of them. */
const MAX_DECIMALS = 18;

const CHANNEL = /^([a-z]+)(?:-(\d{1,5}))?$/;

/** Undefined for what is no market data: heartbeats, answers, states of the system. Throws DomainError DATA_FORMAT. */
export function parseV1(text: string): V1Message | undefined {
  const value = parseFrame(text);
  if (!Array.isArray(value)) {
    read.asRaw(value, 'a message');
    return undefined;
  }
  const [pair, name, ...parts] = [...(value as unknown[])].reverse();
  const match = typeof name === 'string' ? CHANNEL.exec(name) : null;
  if (typeof pair !== 'string' || match === null) throw read.badData('market data of no channel');
  // The number of the channel comes first; between it and the names stand one or more parts.
  const told = parts.reverse().slice(1);
  const size = match[2] === undefined ? undefined : Number(match[2]);
  return { pair, channel: match[1], size, parts: told.filter((part) => part !== null) };
}

/** Trades of `trade`; version 1 tells no ids. All of these throw DomainError DATA_FORMAT. */
export function v1Trades({ parts }: V1Message, scales: Scales, receipt: Receipt): Trade[] {
  return rowsOf(parts[0]).map(([price, quantity, time, side]) => {
    if (side !== 'b' && side !== 's') throw read.badData('a trade without a side');
    return {
      kind: 'trade',
      ...secondsOf(time),
      ...receipt,
      ...tradedOf(price, quantity, scales),
      aggressor: side === 'b' ? 'BUY' : 'SELL',
    };
  });
}

/** The quote of `spread`; undefined when both sides are empty. */
export function v1Spread({ parts }: V1Message, scales: Scales, receipt: Receipt): Quote | undefined {
  const [bid, ask, time, bidQuantity, askQuantity] = rowOf(parts[0]);
  return quoteOf([bid, bidQuantity], [ask, askQuantity], secondsOf(time), scales, receipt);
}

/** The quote of `ticker`, which tells no time: that of receipt. */
export function v1Ticker({ parts }: V1Message, scales: Scales, receipt: Receipt): Quote | undefined {
  const raw = read.asRaw(parts[0], 'a ticker');
  const [bid, , bidQuantity] = read.listOf(raw, 'b');
  const [ask, , askQuantity] = read.listOf(raw, 'a');
  const time = { us: receipt.receivedUs, ns: receipt.receivedNs };
  return quoteOf([bid, bidQuantity], [ask, askQuantity], time, scales, receipt);
}

/** What `book` tells; its time is that of its newest level. */
export function v1Depth({ parts }: V1Message, scales: Scales, receipt: Receipt): V1Depth {
  const raws = parts.map((part) => read.asRaw(part, 'a part of a book'));
  const snapshot = raws.some((raw) => 'as' in raw || 'bs' in raw);
  const [asks, bids] = (snapshot ? ['as', 'bs'] : ['a', 'b']).map((field) => rowsOfField(raws, field));
  const rows = [...asks, ...bids];
  const times = rows.map(([, , time]) => secondsOf(time));
  const time = times.reduce<Timestamp | undefined>(
    (newest, one) => (newest === undefined || compareTime(one, newest) > 0 ? one : newest),
    undefined,
  );
  const checksum = checksumOf(raws.find((raw) => raw['c'] !== undefined)?.['c']);
  const level = ([price, quantity]: readonly unknown[]): BookLevel => [
    priceOf(price, scales),
    totalOf(quantity, scales),
  ];
  return {
    snapshot,
    written: rows.length === 0 ? undefined : { priceScale: decimalsOf(rows[0][0]), qtyScale: decimalsOf(rows[0][1]) },
    ...(time ?? { us: receipt.receivedUs, ns: receipt.receivedNs }),
    ...receipt,
    bids: bids.map(level),
    asks: asks.map(level),
    ...(checksum === undefined ? {} : { checksum }),
  };
}

function quoteOf(
  [bidPrice, bidQuantity]: readonly [unknown, unknown],
  [askPrice, askQuantity]: readonly [unknown, unknown],
  time: Timestamp,
  scales: Scales,
  receipt: Receipt,
): Quote | undefined {
  const bid = bestOf(bidPrice, bidQuantity, scales);
  const ask = bestOf(askPrice, askQuantity, scales);
  if (bid.quantity === 0 && ask.quantity === 0) return undefined;
  return {
    kind: 'quote',
    ...time,
    ...receipt,
    bidPrice: bid.price,
    bidQuantity: bid.quantity,
    askPrice: ask.price,
    askQuantity: ask.quantity,
  };
}

function rowsOfField(raws: readonly Raw[], field: string): readonly (readonly unknown[])[] {
  return raws.flatMap((raw) => (raw[field] === undefined ? [] : rowsOf(raw[field])));
}

function rowsOf(value: unknown): readonly (readonly unknown[])[] {
  if (Array.isArray(value)) return value.map(rowOf);
  throw read.badData('no list of rows');
}

function rowOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  throw read.badData('a row that is none');
}

function decimalsOf(value: unknown): number {
  // Anything else will be refused as a number, and need not even have a text.
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  const decimals = text.includes('.') ? text.length - text.indexOf('.') - 1 : 0;
  if (decimals <= MAX_DECIMALS) return decimals;
  throw read.badData(`a number of ${decimals} decimals`);
}
