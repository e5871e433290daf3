import {
  barSeconds,
  US_PER_SECOND,
  type Bar,
  type Instrument,
  type Quote,
  type Side,
  type StreamKind,
  type Trade,
} from '@bourseworks/domain';
import { asRaw, badData, priceOf, sizeOf, timeOf, unitsOf, type Raw } from './fields.js';

/** Messages of Alpaca as domain events, in integers of the instrument. Throw DomainError DATA_FORMAT. */

/** Before this day of New York the sizes of stock quotes counted round lots of 100 shares, since then shares. */
const QUOTES_IN_SHARES_US = Date.UTC(2025, 10, 3, 5) * 1_000;
const ROUND_LOT = 100;

const AGGRESSORS: ReadonlyMap<unknown, Side> = new Map([
  ['B', 'BUY'],
  ['S', 'SELL'],
]);

/** Unique within the symbol and day: every exchange counts its own trades. */
function tradeIdOf({ i, x }: Raw): string | undefined {
  // Beyond 2^53 JSON has lost digits: no id is better than that of another trade.
  if (!Number.isSafeInteger(i)) return undefined;
  return typeof x === 'string' && x !== '' ? `${x}-${String(i)}` : String(i);
}

export function parseTrade(value: unknown, instrument: Instrument): Trade {
  const raw = asRaw(value, 'a trade');
  const { us, ns } = timeOf(raw, 't');
  const price = priceOf(raw, 'p', instrument.priceScale);
  const quantity = sizeOf(raw, 's', instrument.qtyScale);
  const aggressor = AGGRESSORS.get(raw['tks']);
  const tradeId = tradeIdOf(raw);
  return {
    kind: 'trade',
    us,
    ns,
    price,
    quantity,
    ...(aggressor === undefined ? {} : { aggressor }),
    ...(tradeId === undefined ? {} : { tradeId }),
  };
}

/** A stored trade that the exchange took back: it did not happen. */
export function wasUndone(value: unknown): boolean {
  const update = asRaw(value, 'a trade')['u'];
  return update === 'canceled' || update === 'incorrect';
}

export function parseQuote(value: unknown, instrument: Instrument): Quote {
  const raw = asRaw(value, 'a quote');
  const { us, ns } = timeOf(raw, 't');
  const { priceScale, qtyScale } = instrument;
  const lot = instrument.assetClass === 'equity' && us < QUOTES_IN_SHARES_US ? ROUND_LOT : 1;
  const bidPrice = unitsOf(raw, 'bp', priceScale);
  const askPrice = unitsOf(raw, 'ap', priceScale);
  return {
    kind: 'quote',
    us,
    ns,
    bidPrice,
    // A price of 0 says that nobody bids; whatever size came with it stands for nothing.
    bidQuantity: bidPrice === 0 ? 0 : sizeOf(raw, 'bs', qtyScale) * lot,
    askPrice,
    askQuantity: askPrice === 0 ? 0 : sizeOf(raw, 'as', qtyScale) * lot,
  };
}

/** `t` is the start of the bar. A day has 24 hours here from midnight in New York. */
export function parseBar(value: unknown, instrument: Instrument, kind: StreamKind): Bar {
  const raw = asRaw(value, 'a bar');
  const { priceScale, qtyScale } = instrument;
  const { us } = timeOf(raw, 't');
  const trades = raw['n'];
  if (trades !== undefined && !Number.isSafeInteger(trades)) throw badData('no whole number in n');
  return {
    kind: 'bar',
    startUs: us,
    endUs: us + barSeconds(kind) * US_PER_SECOND,
    open: priceOf(raw, 'o', priceScale),
    high: priceOf(raw, 'h', priceScale),
    low: priceOf(raw, 'l', priceScale),
    close: priceOf(raw, 'c', priceScale),
    volume: sizeOf(raw, 'v', qtyScale),
    trades: trades === undefined ? -1 : Number(trades),
  };
}

export function parseEvent(value: unknown, instrument: Instrument, kind: StreamKind): Trade | Quote | Bar {
  if (kind === 'trade') return parseTrade(value, instrument);
  return kind === 'quote' ? parseQuote(value, instrument) : parseBar(value, instrument, kind);
}

/** The items of a message of the WebSocket: always a list; single objects are taken as well. */
export function itemsOfFrame(value: unknown): readonly Raw[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value];
  return items.map((item) => asRaw(item, 'a message'));
}

/** One page of history: under the symbol when several could have been asked for, and nothing at all when empty. */
export function itemsOfPage(page: Raw, field: string, symbol: string): readonly unknown[] {
  const held = page[field];
  const items = held === undefined || held === null || Array.isArray(held) ? held : asRaw(held, field)[symbol];
  if (items === undefined || items === null) return [];
  if (Array.isArray(items)) return items;
  throw badData(`no list in ${field}`);
}

/** The token that asks for the page after this one; undefined = this was the last. */
export function nextPageOf(page: Raw): string | undefined {
  const token = page['next_page_token'];
  if (token === undefined || token === null || token === '') return undefined;
  if (typeof token === 'string') return token;
  throw badData('a page token that is no text');
}
