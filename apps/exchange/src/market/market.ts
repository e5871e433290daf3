import type { BookLevel, Instrument } from '@bourseworks/domain';
import {
  BUY,
  MatchingBook,
  SELL,
  StopBook,
  type CancelReason,
  type MatchSink,
  type RejectCode,
  type SideCode,
} from '@bourseworks/exchange';
import { BarBuilder } from './bar-builder.js';
import type { BarSeries } from './bar-series.js';
import {
  sideName,
  type BookPrint,
  type MarketListener,
  type OrderListener,
  type QuotePrint,
} from './market-listener.js';
import type { ClientOrder } from '../orders/client-order.js';
import { TradeTape, type TradePrint } from './trade-tape.js';

const TAPE_TRADES = 5_000;
/** 16 KB a page: 16 MB an instrument at most, in practice well under one. */
const MAX_PAGES = 1_024;
const MAX_ORDERS = 200_000;
const MAX_STOPS = 50_000;

/** One instrument: its book, its tape, its bars, and what of their changes is still to be published. */
export class Market implements MatchSink {
  readonly book: MatchingBook;
  /** Client orders that wait for their trigger, outside of the book. */
  readonly stops = new StopBook<ClientOrder>(MAX_STOPS);
  readonly tape = new TradeTape(TAPE_TRADES);
  private readonly bars: BarBuilder;
  private readonly changed = new Set<number>();
  /** Levels as last published, to know from which side a vanished one is to be taken. */
  private readonly published = new Map<number, SideCode>();
  private trades: TradePrint[] = [];
  private lastQuote: QuotePrint = { us: 0, bidPrice: 0, bidQuantity: 0, askPrice: 0, askQuantity: 0 };
  private bookSequence = 0;
  private nowUs = 0;

  constructor(
    readonly instrument: Instrument,
    readonly series: BarSeries,
    private readonly listener: MarketListener,
    private readonly orders: OrderListener,
  ) {
    const { tickSize, lotSize } = instrument;
    this.book = new MatchingBook(this, { tickSize, lotSize, maxPages: MAX_PAGES, maxOrders: MAX_ORDERS });
    this.bars = new BarBuilder(series, (interval, bar) => this.listener.bar(this, interval, bar));
  }

  get us(): number {
    return this.nowUs;
  }

  get quote(): QuotePrint {
    return this.lastQuote;
  }

  /** Runs commands on the book at a time, then the stops that they trigger; publishes what all changed: one delta. */
  run<T>(us: number, commands: (book: MatchingBook) => T): T {
    this.nowUs = us;
    const result = commands(this.book);
    for (let stop = this.stops.take(); stop !== undefined; stop = this.stops.take())
      this.orders.triggered(this, stop.owner);
    this.publish();
    return result;
  }

  /** Closes the bars that are over. */
  roll(us: number): void {
    this.bars.roll(us);
  }

  snapshot(depth: number): BookPrint {
    return {
      sequence: this.bookSequence,
      us: this.nowUs,
      bids: this.levels(BUY, depth),
      asks: this.levels(SELL, depth),
    };
  }

  accepted(orderId: number, _side: SideCode, price: number, _quantity: number, _flags: number, tag: number): void {
    if (price > 0) this.changed.add(price);
    this.orders.accepted(this, orderId, tag);
  }

  rejected(code: RejectCode, orderId: number, tag: number): void {
    this.orders.rejected(this, code, orderId, tag);
  }

  trade(maker: number, taker: number, price: number, quantity: number, _m: number, _t: number, side: SideCode): void {
    this.changed.add(price);
    this.stops.trade(price);
    this.bars.trade(this.nowUs, price, quantity);
    const print = this.tape.add(this.nowUs, price, quantity, sideName(side));
    this.trades.push(print);
    this.orders.traded(this, print, maker, taker);
  }

  canceled(orderId: number, price: number, leaves: number, reason: CancelReason): void {
    this.changed.add(price);
    this.orders.canceled(this, orderId, leaves, reason);
  }

  replaced(orderId: number, oldPrice: number, price: number, quantity: number, leaves: number): void {
    this.changed.add(oldPrice);
    this.changed.add(price);
    this.orders.replaced(this, orderId, price, quantity, leaves);
  }

  private levels(side: SideCode, depth: number): BookLevel[] {
    const levels: BookLevel[] = [];
    this.book.levels(side, depth, (price, quantity) => levels.push([price, quantity]));
    return levels;
  }

  private publish(): void {
    if (this.trades.length > 0) {
      const trades = this.trades;
      this.trades = [];
      this.listener.trades(this, trades);
    }
    if (this.changed.size === 0) return;
    const sides: [BookLevel[], BookLevel[]] = [[], []];
    for (const price of this.changed) this.noteLevel(price, sides);
    this.changed.clear();
    if (sides[BUY].length + sides[SELL].length === 0) return;
    this.publishQuote();
    const delta = { sequence: ++this.bookSequence, us: this.nowUs, bids: sides[BUY], asks: sides[SELL] };
    this.listener.book(this, delta);
  }

  private noteLevel(price: number, sides: [BookLevel[], BookLevel[]]): void {
    const quantity = this.book.quantityAt(price);
    const side = quantity > 0 ? this.book.sideOf(price) : undefined;
    const before = this.published.get(price);
    if (before !== undefined && before !== side) sides[before].push([price, 0]);
    if (side === undefined) {
      this.published.delete(price);
      return;
    }
    this.published.set(price, side);
    sides[side].push([price, quantity]);
  }

  private publishQuote(): void {
    const { bestBid, bestAsk } = this.book;
    const [bidQuantity, askQuantity] = [this.book.quantityAt(bestBid), this.book.quantityAt(bestAsk)];
    const last = this.lastQuote;
    if (
      bestBid === last.bidPrice &&
      bestAsk === last.askPrice &&
      bidQuantity === last.bidQuantity &&
      askQuantity === last.askQuantity
    )
      return;
    this.lastQuote = { us: this.nowUs, bidPrice: bestBid, bidQuantity, askPrice: bestAsk, askQuantity };
    this.listener.quote(this, this.lastQuote);
  }
}
