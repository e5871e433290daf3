import {
  barSeconds,
  formatDecimal,
  type Bar,
  type BookDelta,
  type BookLevel,
  type BookSnapshot,
  type MarketDataEvent,
  type Quote,
  type StreamKind,
  type Trade,
} from '@bourseworks/domain';

/** The spot market, or the futures that are settled in a stable coin. */
export type BinanceFlavour = 'spot' | 'usdm';

/** How the stand-in's symbol is listed, and the scales of its instrument. */
export interface BinanceListing {
  readonly symbol: string;
  readonly priceScale: number;
  readonly qtyScale: number;
}

const US_PER_MS = 1_000;
/** Ids of the venue for one change of the book: it numbers single levels, and futures leave some out. */
const IDS_A_CHANGE: Readonly<Record<BinanceFlavour, number>> = { spot: 3, usdm: 5 };

/** Says what happens on a market in the words of Binance, of one flavour and symbol. */
export class BinanceWords {
  constructor(
    readonly flavour: BinanceFlavour,
    private readonly listing: BinanceListing,
  ) {}

  /** The name of the stream of a kind. */
  stream(kind: StreamKind): string {
    const names: Readonly<Record<string, string>> = { trade: 'trade', quote: 'bookTicker', book: 'depth@100ms' };
    return `${this.listing.symbol.toLowerCase()}@${names[kind] ?? `kline_${kind.slice(4)}`}`;
  }

  /** A message of the stream of its kind. */
  message(kind: StreamKind, event: MarketDataEvent): object {
    return { stream: this.stream(kind), data: this.data(kind, event) };
  }

  depth({ us, venueSequence, bids, asks }: BookSnapshot, limit: number): object {
    const times = this.flavour === 'spot' ? {} : { E: ms(us), T: ms(us) };
    const sides = { bids: this.levels(bids.slice(0, limit)), asks: this.levels(asks.slice(0, limit)) };
    return { lastUpdateId: this.updateId(venueSequence), ...times, ...sides };
  }

  /** Trades one by one, as /trades and /historicalTrades list them. */
  trade(trade: Trade): object {
    const { us, price, quantity, aggressor, tradeId } = trade;
    const text = { price: this.price(price), qty: this.quantity(quantity) };
    return { id: Number(tradeId), ...text, quoteQty: '1', time: ms(us), isBuyerMaker: aggressor === 'SELL' };
  }

  /** A trade as an aggregate of itself alone. */
  aggregate(trade: Trade, id: number): object {
    const { us, price, quantity, aggressor, tradeId } = trade;
    const text = { p: this.price(price), q: this.quantity(quantity) };
    return { a: id, ...text, f: Number(tradeId), l: Number(tradeId), T: ms(us), m: aggressor === 'SELL' };
  }

  kline({ startUs, endUs, open, high, low, close, volume, trades }: Bar): unknown[] {
    const prices = [open, high, low, close].map((price) => this.price(price));
    return [ms(startUs), ...prices, this.quantity(volume), ms(endUs) - 1, '1', trades, '1', '1', '0'];
  }

  private data(kind: StreamKind, event: MarketDataEvent): object {
    switch (event.kind) {
      case 'trade':
        return this.tradeData(event);
      case 'quote':
        return this.quoteData(event);
      case 'bar':
        return this.barData(kind, event);
      case 'book-delta':
        return this.changeData(event);
      case 'book-snapshot':
        throw new Error('Binance sends no snapshots on its streams');
    }
  }

  private tradeData({ us, price, quantity, aggressor, tradeId }: Trade): object {
    return {
      ...this.head('trade', us),
      t: Number(tradeId),
      p: this.price(price),
      q: this.quantity(quantity),
      T: ms(us),
      ...(this.flavour === 'spot' ? { m: aggressor === 'SELL', M: true } : { X: 'MARKET', m: aggressor === 'SELL' }),
    };
  }

  /** Spot has neither the kind nor a time in it. */
  private quoteData({ us, bidPrice, bidQuantity, askPrice, askQuantity }: Quote): object {
    const best = {
      u: ms(us),
      s: this.listing.symbol,
      b: this.price(bidPrice),
      B: this.quantity(bidQuantity),
      a: this.price(askPrice),
      A: this.quantity(askQuantity),
    };
    return this.flavour === 'spot' ? best : { e: 'bookTicker', ...best, T: ms(us), E: ms(us) };
  }

  private barData(kind: StreamKind, bar: Bar): object {
    const { startUs, endUs, open, high, low, close, volume, trades } = bar;
    const prices = { o: this.price(open), c: this.price(close), h: this.price(high), l: this.price(low) };
    const k = {
      t: ms(startUs),
      T: ms(endUs) - 1,
      s: this.listing.symbol,
      i: intervalOf(kind),
      f: 1,
      L: trades,
      ...prices,
      v: this.quantity(volume),
      n: trades,
      x: true,
      q: '1',
      V: '1',
      Q: '1',
      B: '0',
    };
    return { ...this.head('kline', endUs), k };
  }

  private changeData({ us, venueSequence, bids, asks }: BookDelta): object {
    const u = this.updateId(venueSequence);
    const ids = this.flavour === 'spot' ? { U: u - 2, u } : { T: ms(us), U: u - 2, u, pu: u - IDS_A_CHANGE.usdm };
    return { ...this.head('depthUpdate', us), ...ids, b: this.levels(bids), a: this.levels(asks) };
  }

  private head(e: string, us: number): object {
    return { e, E: ms(us), s: this.listing.symbol };
  }

  private updateId(venueSequence: number): number {
    return venueSequence * IDS_A_CHANGE[this.flavour];
  }

  private levels(levels: readonly BookLevel[]): [string, string][] {
    return levels.map(([price, quantity]) => [this.price(price), this.quantity(quantity)]);
  }

  private price(units: number): string {
    return formatDecimal(units, this.listing.priceScale);
  }

  private quantity(units: number): string {
    return formatDecimal(units, this.listing.qtyScale);
  }
}

const ms = (us: number): number => us / US_PER_MS;

/** What Binance calls the length of a kind of bars. */
export function intervalOf(kind: StreamKind): string {
  if (barSeconds(kind) === 0) throw new Error(`${kind} is no kind of bars`);
  return kind.slice('bar-'.length);
}
