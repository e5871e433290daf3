import {
  dateOf,
  FLAG,
  LocalTime,
  type Bar,
  type BookLevel,
  type Quote,
  type Side,
  type Timestamp,
  type Trade,
} from '@bourseworks/domain';
import type { DepthDiff } from '@bourseworks/feeds';
import { quoteRemarks, tradeRemarks } from '../../mapper/conditions.mapper.js';
import { fields, type Raw } from '../fields.js';
import { priceOf, quantityOf, sizeOf, unitsOf, type Receipt, type Scales } from './fields.js';

/** Items of the streams and of the pages of history, in integers of the instrument. All throw DomainError DATA_FORMAT. */

/** Before this day of New York the sizes of stock quotes counted round lots of 100 shares, since then shares. */
const QUOTES_IN_SHARES_US = Date.UTC(2025, 10, 3, 5) * 1_000;
const ROUND_LOT = 100;

const NEW_YORK = new LocalTime('America/New_York');

const AGGRESSORS: ReadonlyMap<unknown, Side> = new Map([
  ['B', 'BUY'],
  ['S', 'SELL'],
]);

/** `receipt` only of what is received as it happens. */
export function tradeOf(raw: Raw, scales: Scales, receipt?: Receipt): Trade {
  const time = fields.timeOf(raw, 't');
  const aggressor = AGGRESSORS.get(raw['tks']);
  const tradeId = tradeIdOf(raw['i'], raw['x'], time, scales);
  return {
    kind: 'trade',
    ...time,
    ...receipt,
    price: priceOf(raw, 'p', scales),
    quantity: quantityOf(raw, 's', scales),
    ...(aggressor !== undefined && { aggressor }),
    ...(tradeId !== undefined && { tradeId }),
    ...tradeRemarks(raw['c']),
  };
}

/** A trade in the place of another one; its time is that of the correction. */
export function correctionOf(raw: Raw, scales: Scales, receipt: Receipt): Trade {
  const time = fields.timeOf(raw, 't');
  const { flags = 0, conditions } = tradeRemarks(raw['cc']);
  return {
    kind: 'trade',
    ...time,
    ...receipt,
    price: priceOf(raw, 'cp', scales),
    quantity: quantityOf(raw, 'cs', scales),
    tradeId: namedId(raw['ci'], raw['x'], time, scales),
    corrects: namedId(raw['oi'], raw['x'], time, scales),
    flags: flags | FLAG.CORRECTION,
    ...(conditions !== undefined && { conditions }),
  };
}

/** A trade that is taken back; its time is that of the cancel. */
export function cancelOf(raw: Raw, scales: Scales, receipt: Receipt): Trade {
  const time = fields.timeOf(raw, 't');
  const id = namedId(raw['i'], raw['x'], time, scales);
  return {
    kind: 'trade',
    ...time,
    ...receipt,
    price: priceOf(raw, 'p', scales),
    quantity: quantityOf(raw, 's', scales),
    tradeId: id,
    corrects: id,
    flags: FLAG.CANCELLED,
  };
}

export function quoteOf(raw: Raw, scales: Scales, receipt?: Receipt): Quote {
  const time = fields.timeOf(raw, 't');
  const lot = scales.assetClass === 'equity' && time.us < QUOTES_IN_SHARES_US ? ROUND_LOT : 1;
  const bidPrice = unitsOf(raw, 'bp', scales.priceScale);
  const askPrice = unitsOf(raw, 'ap', scales.priceScale);
  return {
    kind: 'quote',
    ...time,
    ...receipt,
    bidPrice,
    // A price of 0 says that nobody bids; whatever size came with it stands for nothing.
    bidQuantity: bidPrice === 0 ? 0 : sharesOf(raw, 'bs', scales, lot),
    askPrice,
    askQuantity: askPrice === 0 ? 0 : sharesOf(raw, 'as', scales, lot),
    ...quoteRemarks(raw['c']),
  };
}

function sharesOf(raw: Raw, field: string, scales: Scales, lot: number): number {
  const shares = sizeOf(raw, field, scales) * lot;
  if (Number.isSafeInteger(shares)) return shares;
  throw fields.badData(`more shares than there can be in ${field}`);
}

/** `t` is the start of the bar. Alpaca counts no trades in the bars of some streams: then they are -1. */
export function barOf(raw: Raw, scales: Scales, lengthUs: number, receipt?: Receipt): Bar {
  const { us } = fields.timeOf(raw, 't');
  const [open, high, low, close] = ['o', 'h', 'l', 'c'].map((field) => priceOf(raw, field, scales));
  if (low > Math.min(open, close) || high < Math.max(open, close))
    throw fields.badData('a bar whose prices contradict each other');
  return {
    kind: 'bar',
    startUs: us,
    endUs: us + lengthUs,
    ...receipt,
    open,
    high,
    low,
    close,
    volume: sizeOf(raw, 'v', scales),
    trades: raw['n'] === undefined ? -1 : fields.countOf(raw, 'n'),
  };
}

/** A change of a book, or a whole one: Alpaca numbers neither. */
export type Depth = Omit<DepthDiff, 'firstId' | 'lastId' | 'previousId'>;

export function depthOf(raw: Raw, scales: Scales, receipt: Receipt): Depth & { readonly whole: boolean } {
  const side = (field: string): BookLevel[] =>
    (raw[field] === undefined ? [] : fields.listOf(raw, field)).map((value) => {
      const level = fields.asRaw(value, 'a level of a book');
      return [priceOf(level, 'p', scales), sizeOf(level, 's', scales)];
    });
  return { ...fields.timeOf(raw, 't'), ...receipt, bids: side('b'), asks: side('a'), whole: raw['r'] === true };
}

/** Codes by which trading stops, and by which it goes on: of the tapes A and B, and of C. */
const HALTS: ReadonlySet<string> = new Set(['2', 'H', 'P']);
const RESUMES: ReadonlySet<string> = new Set(['3', 'T']);
const MAX_REASON = 200;

export type TradingStatus =
  | { readonly kind: 'halted'; readonly reason: string }
  | { readonly kind: 'resumed' | 'other' };

/** What a status says of trading: imbalances, indications, resumed quotes and the like change nothing. */
export function statusOf(raw: Raw): TradingStatus {
  const code = fields.textOf(raw, 'sc');
  if (RESUMES.has(code)) return { kind: 'resumed' };
  if (!HALTS.has(code)) return { kind: 'other' };
  const words = ['sm', 'rm'].map((field) => fields.optionalText(raw, field) ?? '').filter((text) => text !== '');
  return { kind: 'halted', reason: (words.join(': ') || code).slice(0, MAX_REASON) };
}

/** The day that `tradeIdOf` was asked for last: most trades are of one. */
let known = { fromUs: 0, toUs: 0, date: '' };

function dayOf({ us }: Timestamp): string {
  if (us < known.fromUs || us >= known.toUs) {
    const day = NEW_YORK.dayOf(us);
    known = { fromUs: NEW_YORK.at(day, 0), toUs: NEW_YORK.at(day + 1, 0), date: dateOf(day).replaceAll('-', '') };
  }
  return known.date;
}

/**
 * Unique within the instrument. Of stocks every exchange counts its own trades, each day anew: the id is the day in New York, the
 * exchange and its number, as in `20210222-D-96921`.
 */
function tradeIdOf(id: unknown, exchange: unknown, time: Timestamp, { assetClass }: Scales): string | undefined {
  if (id === undefined || id === null) return undefined;
  const text = typeof id === 'number' ? String(id) : id;
  if (typeof text !== 'string' || !/^\d{1,20}$/.test(text)) throw fields.badData('a trade whose id is no number');
  if (assetClass !== 'equity') return text;
  return [dayOf(time), ...(typeof exchange === 'string' && exchange !== '' ? [exchange] : []), text].join('-');
}

function namedId(id: unknown, exchange: unknown, time: Timestamp, scales: Scales): string {
  const text = tradeIdOf(id, exchange, time, scales);
  if (text !== undefined) return text;
  throw fields.badData('a change of a trade without an id');
}
