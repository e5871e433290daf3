import {
  formatDecimal,
  trimDecimal,
  type AssetClass,
  type Bar,
  type BookLevel,
  type Instrument,
} from '@bourseworks/domain';
import type { BookPrint, QuotePrint } from '../market/market-listener.js';
import type { TradePrint } from '../market/trade-tape.js';

/** Public data on the wire: prices and quantities as decimal strings, times in microseconds since the epoch. */
export interface InstrumentWire {
  readonly symbol: string;
  readonly assetClass: AssetClass;
  readonly base: string;
  readonly currency: string;
  readonly tickSize: string;
  readonly lotSize: string;
  readonly minQuantity: string;
  readonly maxQuantity: string;
}

export interface TradeWire {
  readonly id: number;
  readonly time: number;
  readonly price: string;
  readonly quantity: string;
  readonly aggressor: 'BUY' | 'SELL';
}

export interface QuoteWire {
  readonly time: number;
  readonly bid: string;
  readonly bidSize: string;
  readonly ask: string;
  readonly askSize: string;
}

/** Start and end of [start, end). */
export interface BarWire {
  readonly start: number;
  readonly end: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly volume: string;
  readonly trades: number;
}

export interface BookWire {
  readonly sequence: number;
  readonly time: number;
  readonly bids: readonly (readonly [price: string, quantity: string])[];
  readonly asks: readonly (readonly [price: string, quantity: string])[];
}

const price = (instrument: Instrument, units: number) => formatDecimal(units, instrument.priceScale);
const quantity = (instrument: Instrument, units: number) => trimDecimal(formatDecimal(units, instrument.qtyScale));

export function instrumentWire(instrument: Instrument): InstrumentWire {
  return {
    symbol: instrument.symbol,
    assetClass: instrument.assetClass,
    base: instrument.base,
    currency: instrument.currency,
    tickSize: price(instrument, instrument.tickSize),
    lotSize: formatDecimal(instrument.lotSize, instrument.qtyScale),
    minQuantity: quantity(instrument, instrument.minQuantity),
    maxQuantity: quantity(instrument, instrument.maxQuantity),
  };
}

export function tradeWire(instrument: Instrument, trade: TradePrint): TradeWire {
  return {
    id: trade.id,
    time: trade.us,
    price: price(instrument, trade.price),
    quantity: quantity(instrument, trade.quantity),
    aggressor: trade.aggressor,
  };
}

export function quoteWire(instrument: Instrument, quote: QuotePrint): QuoteWire {
  return {
    time: quote.us,
    bid: price(instrument, quote.bidPrice),
    bidSize: quantity(instrument, quote.bidQuantity),
    ask: price(instrument, quote.askPrice),
    askSize: quantity(instrument, quote.askQuantity),
  };
}

export function barWire(instrument: Instrument, bar: Bar): BarWire {
  return {
    start: bar.startUs,
    end: bar.endUs,
    open: price(instrument, bar.open),
    high: price(instrument, bar.high),
    low: price(instrument, bar.low),
    close: price(instrument, bar.close),
    volume: quantity(instrument, bar.volume),
    trades: bar.trades,
  };
}

export function bookWire(instrument: Instrument, book: BookPrint): BookWire {
  const level = ([p, q]: BookLevel) => [price(instrument, p), quantity(instrument, q)] as const;
  return { sequence: book.sequence, time: book.us, bids: book.bids.map(level), asks: book.asks.map(level) };
}
