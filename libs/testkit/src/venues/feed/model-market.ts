import {
  barSeconds,
  MAX_BOOK_LEVELS,
  OrderBook,
  US_PER_SECOND,
  type Bar,
  type BookDelta,
  type BookLevel,
  type BookSnapshot,
  type MarketDataEvent,
  type Quote,
  type StreamKind,
  type Trade,
} from '@bourseworks/domain';
import { SeededRng } from '@bourseworks/ports';

/** Bars of a kind that a test may ask for. */
const NEXT_BARS = 200;
/** Ticks between the first price and the last level of the book. */
const REACH = 99;

export interface ModelMarketOptions {
  /** About which price it trades, units of the instrument; at least 100 ticks. */
  readonly price: number;
  /** Units of the instrument. */
  readonly tickSize: number;
  readonly lotSize: number;
  /** Steps of the venue's times, microseconds: 1 000 where it tells milliseconds. Default 1. */
  readonly resolutionUs?: number;
  /** Trades, and bars of each kind, that happened before. Default 100. */
  readonly past?: number;
  /** Levels of each side of the book. Default 10. */
  readonly depth?: number;
  readonly seed?: number;
}

/**
 * A market of one instrument whose every event is known: a stand-in says it in the words of its venue, and the contract looks
 * whether the adapter gives the same. Ids and sequences rise by one, times by a step at least.
 */
export class ModelMarket {
  /** All trades, oldest first. */
  readonly trades: Trade[] = [];
  private readonly barsByKind = new Map<StreamKind, Bar[]>();
  private readonly ladder = new OrderBook();
  private readonly rng: SeededRng;
  private readonly resolutionUs: number;
  private readonly past: number;
  private lastUs = 0;

  constructor(private readonly options: ModelMarketOptions) {
    const { resolutionUs = 1, past = 100, seed = 1 } = options;
    this.resolutionUs = resolutionUs;
    this.past = past;
    this.rng = new SeededRng(seed);
    const startUs = this.now() - 60 * US_PER_SECOND;
    const stepUs = Math.max(this.resolutionUs, 100_000);
    for (let i = 0; i < past; i++) this.trades.push(this.tradeAt(this.floor(startUs) - (past - i) * stepUs));
    this.ladder.applySnapshot(this.firstBook());
  }

  /** The next event of a kind, now. Of `book` a change. */
  next(kind: StreamKind): MarketDataEvent {
    if (kind === 'trade') return this.trade();
    if (kind === 'quote') return this.quote();
    if (kind === 'book') return this.change();
    return this.bar(kind);
  }

  trade(): Trade {
    const trade = this.tradeAt(this.time());
    this.trades.push(trade);
    return trade;
  }

  quote(): Quote {
    const { price, tickSize } = this.options;
    const bid = price + this.rng.integer(20) * tickSize;
    const sizes = { bidQuantity: this.quantity(), askQuantity: this.quantity() };
    return { kind: 'quote', us: this.time(), ns: 0, bidPrice: bid, askPrice: bid + tickSize, ...sizes };
  }

  /** The bar after the last one. */
  bar(kind: StreamKind): Bar {
    const bars = this.bars(kind);
    if (bars.length >= this.past + NEXT_BARS) throw new Error(`the market has no more ${kind}`);
    const bar = this.barFrom(bars[bars.length - 1].endUs, barSeconds(kind) * US_PER_SECOND);
    bars.push(bar);
    return bar;
  }

  /** Bars of a kind, oldest first; those that there were from the start ended so long ago that NEXT_BARS more are over too. */
  bars(kind: StreamKind): Bar[] {
    let bars = this.barsByKind.get(kind);
    if (bars === undefined) {
      const lengthUs = barSeconds(kind) * US_PER_SECOND;
      const lastUs = (Math.floor(this.now() / lengthUs) - NEXT_BARS) * lengthUs;
      bars = Array.from({ length: this.past }, (_, i) => this.barFrom(lastUs - (this.past - i) * lengthUs, lengthUs));
      this.barsByKind.set(kind, bars);
    }
    return bars;
  }

  /** One level changes, or goes, or comes. The book is never crossed, and keeps a level on each side. */
  change(): BookDelta {
    const level = this.rng.next() < 0.5 ? this.changeOf('bids') : this.changeOf('asks');
    const delta: BookDelta = {
      kind: 'book-delta',
      us: this.time(),
      ns: 0,
      venueSequence: this.ladder.venueSequence + 1,
      bids: [],
      asks: [],
      ...level,
    };
    this.ladder.applyDelta(delta);
    return delta;
  }

  /** The book now. */
  book(): BookSnapshot {
    return this.ladder.snapshot();
  }

  private changeOf(side: 'bids' | 'asks'): { readonly bids: BookLevel[] } | { readonly asks: BookLevel[] } {
    const levels = this.ladder[side].levels(MAX_BOOK_LEVELS);
    const { depth = 10 } = this.options;
    const [price] = levels[this.rng.integer(levels.length)];
    const dice = this.rng.next();
    let level: BookLevel = [price, this.quantity()];
    if (dice < 0.3 && levels.length < 2 * depth) level = [this.newPrice(side, levels) ?? price, this.quantity()];
    else if (dice < 0.6 && levels.length > depth / 2) level = [price, 0];
    return side === 'bids' ? { bids: [level] } : { asks: [level] };
  }

  /** One tick nearer to the other side where there is room, else one behind all others, within REACH of the start. */
  private newPrice(side: 'bids' | 'asks', levels: readonly BookLevel[]): number | undefined {
    const { price, tickSize } = this.options;
    const nearer = side === 'bids' ? tickSize : -tickSize;
    const { bids, asks } = this.ladder;
    if (asks.bestPrice - bids.bestPrice > 2 * tickSize) return levels[0][0] + nearer;
    const behind = levels[levels.length - 1][0] - nearer;
    return Math.abs(behind - price) < REACH * tickSize ? behind : undefined;
  }

  private firstBook(): BookSnapshot {
    const { price, tickSize, depth = 10 } = this.options;
    const side = (sign: 1 | -1): BookLevel[] =>
      Array.from({ length: depth }, (_, i) => [price + sign * (i + 1) * tickSize, this.quantity()]);
    return { kind: 'book-snapshot', us: this.time(), ns: 0, venueSequence: 1_000, bids: side(-1), asks: side(1) };
  }

  private tradeAt(us: number): Trade {
    const { price, tickSize } = this.options;
    return {
      kind: 'trade',
      us,
      ns: 0,
      price: price + this.rng.integer(20) * tickSize,
      quantity: this.quantity(),
      aggressor: this.rng.next() < 0.5 ? 'BUY' : 'SELL',
      tradeId: String(1_000 + this.trades.length),
    };
  }

  private barFrom(startUs: number, lengthUs: number): Bar {
    const { price, tickSize } = this.options;
    const [low, open, close, high] = [0, 5, 10, 20].map((base) => price + (base + this.rng.integer(5)) * tickSize);
    const rest = { volume: this.quantity(), trades: 1 + this.rng.integer(100) };
    return { kind: 'bar', startUs, endUs: startUs + lengthUs, open, high, low, close, ...rest };
  }

  private quantity(): number {
    return (1 + this.rng.integer(1_000)) * this.options.lotSize;
  }

  /** Now, and after everything before. */
  private time(): number {
    this.lastUs = Math.max(this.lastUs + this.resolutionUs, this.floor(this.now()));
    return this.lastUs;
  }

  private floor(us: number): number {
    return Math.floor(us / this.resolutionUs) * this.resolutionUs;
  }

  private now(): number {
    return Math.floor((performance.timeOrigin + performance.now()) * 1_000);
  }
}
