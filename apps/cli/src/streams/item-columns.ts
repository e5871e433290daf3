import { trimDecimal } from '@bourseworks/domain';
import type {
  BarShape,
  BookShape,
  InstrumentShape,
  MarketDataItem,
  QuoteShape,
  TradeShape,
} from '@bourseworks/dto/shapes';
import type { StreamKind } from '@bourseworks/domain';
import { clockOf, isoOf } from './iso-time.js';

/** One figure of a market-data item as text. */
export interface ItemColumn {
  readonly header: string;
  readonly width: number;
  readonly align: 'left' | 'right';
  /** Whether it is compared with the value before: prices, not sizes or times. */
  readonly moves: boolean;
  text(item: MarketDataItem, instrument: InstrumentShape): string;
  /** Shorter, for a table of what is now: with it a table of quotes has room in 80 columns. */
  brief?(item: MarketDataItem): string;
}

const decimalsOf = (size: string): number => (size.includes('.') ? size.length - size.indexOf('.') - 1 : 0);

/** Market data travel as doubles; the scale of the instrument says which decimal is meant. */
const figure = (value: number, scale: number, size: string): string =>
  trimDecimal(value.toFixed(scale), Math.min(scale, decimalsOf(size)));

export const priceText = (value: number, { priceScale, tickSize }: InstrumentShape): string =>
  figure(value, priceScale, tickSize);

export const sizeText = (value: number, { qtyScale, lotSize }: InstrumentShape): string =>
  figure(value, qtyScale, lotSize);

type Read<Item> = (item: Item) => number;

const time = <Item>(header: string, read: (item: Item) => string): ItemColumn => ({
  header,
  width: 27,
  align: 'left',
  moves: false,
  text: (item) => isoOf(read(item as Item)),
});

const instant = <Item>(header: string, read: (item: Item) => string): ItemColumn => ({
  ...time(header, read),
  brief: (item) => clockOf(read(item as Item)),
});

const price = <Item>(header: string, read: Read<Item>): ItemColumn => ({
  header,
  width: 12,
  align: 'right',
  moves: true,
  text: (item, instrument) => priceText(read(item as Item), instrument),
});

const size = <Item>(header: string, read: Read<Item>): ItemColumn => ({
  header,
  width: 12,
  align: 'right',
  moves: false,
  text: (item, instrument) => sizeText(read(item as Item), instrument),
});

const plain = <Item>(header: string, width: number, read: (item: Item) => string | number | undefined): ItemColumn => ({
  header,
  width,
  align: 'left',
  moves: false,
  text: (item) => String(read(item as Item) ?? ''),
});

const TRADE: readonly ItemColumn[] = [
  instant<TradeShape>('time', (trade) => trade.time),
  price<TradeShape>('price', (trade) => trade.price),
  size<TradeShape>('quantity', (trade) => trade.quantity),
  plain<TradeShape>('aggressor', 9, (trade) => trade.aggressor),
  plain<TradeShape>('tradeId', 10, (trade) => trade.tradeId),
];

const QUOTE: readonly ItemColumn[] = [
  instant<QuoteShape>('time', (quote) => quote.time),
  size<QuoteShape>('bidSize', (quote) => quote.bidSize),
  price<QuoteShape>('bid', (quote) => quote.bid),
  price<QuoteShape>('ask', (quote) => quote.ask),
  size<QuoteShape>('askSize', (quote) => quote.askSize),
];

const BAR: readonly ItemColumn[] = [
  time<BarShape>('start', (bar) => bar.start),
  time<BarShape>('end', (bar) => bar.end),
  price<BarShape>('open', (bar) => bar.open),
  price<BarShape>('high', (bar) => bar.high),
  price<BarShape>('low', (bar) => bar.low),
  price<BarShape>('close', (bar) => bar.close),
  size<BarShape>('volume', (bar) => bar.volume),
  plain<BarShape>('trades', 6, (bar) => bar.trades),
];

const BOOK: readonly ItemColumn[] = [
  time<BookShape>('time', (book) => book.time),
  plain<BookShape>('type', 8, (book) => book.type),
  plain<BookShape>('venueSequence', 14, (book) => book.venueSequence),
  plain<BookShape>('bids', 6, (book) => book.bids.length),
  plain<BookShape>('asks', 6, (book) => book.asks.length),
];

/** What there is to show of an item of a kind. */
export function itemColumns(kind: StreamKind): readonly ItemColumn[] {
  switch (kind) {
    case 'trade':
      return TRADE;
    case 'quote':
      return QUOTE;
    case 'book':
      return BOOK;
    default:
      return BAR;
  }
}

/** Time at which the item is known, epoch nanoseconds as text. */
export function itemTime(item: MarketDataItem): string {
  return 'end' in item ? item.end : item.time;
}

/** The same as a number of microseconds, good to a quarter of one. */
export function itemUs(item: MarketDataItem): number {
  return Number(itemTime(item)) / 1_000;
}
