import { MAX_UNITS, type BookView, type LevelVisitor } from '@bourseworks/domain';
import {
  BUY,
  CANCEL_REASON,
  ORDER_FLAGS,
  REJECT,
  SELL,
  type CancelReason,
  type RejectCode,
  type SideCode,
} from './codes.js';
import { Icebergs } from './icebergs.js';
import type { MatchSink } from './match-sink.js';
import { MatchingSide } from './matching-side.js';
import { FILLED, FLAGS, LEAVES, NEXT, ORDER_F64, ORDER_I32, OrderPool, PREV, TAG, TICK } from './order-pool.js';
import { HEAD, LEVEL_F64, LEVEL_I32, NO_LEVEL, PriceLadder, QUANTITY, TAIL } from './price-ladder.js';

const { MARKET, IOC, FOK, POST_ONLY } = ORDER_FLAGS;
const ALL_FLAGS = MARKET | IOC | FOK | POST_ONLY;
const NEVER_RESTS = MARKET | IOC | FOK;
const SIDE_BIT = 256;

export interface MatchingBookOptions {
  /** Price units of one tick; order prices are its multiples. Default 1. */
  readonly tickSize?: number;
  /** Quantity units of one lot. Default 1. */
  readonly lotSize?: number;
  /** Prices from one tick up to (but without) this many ticks are taken. Default 2^26. */
  readonly maxTicks?: number;
  /** Bound on orders in the book. Default 2^20. */
  readonly maxOrders?: number;
  /** Bound on pages of 1 024 price levels (16 KB each). Default 4 096. */
  readonly maxPages?: number;
}

/**
 * Continuous matching of one instrument by price, then time. Prices and quantities are integers of the instrument. Commands
 * are synchronous; what they do is told to the sink. Nothing is allocated per order once the pools have grown.
 *
 * Replace keeps the place in the queue only when the price stays and the quantity falls; any other replace queues anew.
 * A replace to a quantity that is filled already ends the order.
 *
 * An iceberg rests with a part of it shown; once that is traded, the next part is shown at the end of the queue.
 */
export class MatchingBook implements BookView {
  readonly bids = new MatchingSide(this, BUY);
  readonly asks = new MatchingSide(this, SELL);
  private readonly tickSize: number;
  private readonly lotSize: number;
  private readonly pool: OrderPool;
  private readonly ladder: PriceLadder;
  private readonly sink: MatchSink;
  private readonly icebergs = new Icebergs();
  /** 0 when there is no bid. */
  private bidTick = 0;
  /** maxTicks when there is no ask. */
  private askTick: number;
  private liveOrders = 0;

  constructor(sink: MatchSink, options: MatchingBookOptions = {}) {
    this.sink = sink;
    this.tickSize = options.tickSize ?? 1;
    this.lotSize = options.lotSize ?? 1;
    this.pool = new OrderPool(options.maxOrders ?? 2 ** 20);
    this.ladder = new PriceLadder(options.maxTicks ?? 2 ** 26, options.maxPages ?? 4_096);
    this.askTick = this.ladder.maxTicks;
  }

  /** 0 when there is none. */
  get bestBid(): number {
    return this.bidTick * this.tickSize;
  }

  /** 0 when there is none. */
  get bestAsk(): number {
    return this.askTick === this.ladder.maxTicks ? 0 : this.askTick * this.tickSize;
  }

  /** Orders resting in the book. */
  get orders(): number {
    return this.liveOrders;
  }

  /** Quantity shown at a price, on whichever side it lies. */
  quantityAt(price: number): number {
    const tick = price / this.tickSize;
    if (!Number.isInteger(tick) || tick < 1 || tick >= this.ladder.maxTicks) return 0;
    const level = this.ladder.find(tick);
    return level === NO_LEVEL ? 0 : this.ladder.f64[level * LEVEL_F64 + QUANTITY];
  }

  /** Side on which a price would rest now: at or below the best bid BUY, at or above the best ask SELL, else undefined. */
  sideOf(price: number): SideCode | undefined {
    if (price <= this.bestBid) return BUY;
    return this.askTick < this.ladder.maxTicks && price >= this.bestAsk ? SELL : undefined;
  }

  /** Calls back for each price level of a side, best first, at most `depth`, until one answers false. */
  levels(side: SideCode, depth: number, each: LevelVisitor): void {
    const { ladder } = this;
    let tick = side === BUY ? this.bidTick : this.askTick;
    for (let i = 0; i < depth && tick > 0 && tick < ladder.maxTicks; i++) {
      if (each(tick * this.tickSize, ladder.f64[ladder.find(tick) * LEVEL_F64 + QUANTITY]) === false) return;
      tick = side === BUY ? ladder.previous(tick) : ladder.next(tick);
    }
  }

  isLive(orderId: number): boolean {
    return this.pool.slotOf(orderId) !== 0;
  }

  /** Leaves quantity of a live order, shown or not; 0 otherwise. */
  leavesOf(orderId: number): number {
    const slot = this.pool.slotOf(orderId);
    return slot === 0 ? 0 : this.pool.f64[slot * ORDER_F64 + LEAVES] + this.icebergs.hiddenOf(slot);
  }

  /** The tag given with a live order (int32), 0 otherwise. Valid within sink calls, for orders they complete too. */
  tagOf(orderId: number): number {
    const slot = this.pool.slotOf(orderId);
    return slot === 0 ? 0 : this.pool.i32[slot * ORDER_I32 + TAG];
  }

  /**
   * A new order. `price` is ignored for market orders. `tag` (int32) comes back in events. `display` is the part of a limit
   * order that is shown while it rests, less than its quantity; 0 = all. Returns its id, 0 when refused;
   * the id may belong to an order that is done already.
   */
  submit(side: SideCode, flags: number, price: number, quantity: number, tag = 0, display = 0): number {
    const market = (flags & MARKET) !== 0;
    const tick = market ? 0 : price / this.tickSize;
    const code = this.check(side, flags, tick, quantity, display);
    const slot = code === REJECT.NONE ? this.pool.allocate() : 0;
    if (slot === 0) {
      this.sink.rejected(code === REJECT.NONE ? REJECT.BOOK_FULL : code, 0, tag);
      return 0;
    }
    const { i32, f64 } = this.pool;
    const id = this.pool.idOf(slot);
    i32[slot * ORDER_I32 + TICK] = tick;
    i32[slot * ORDER_I32 + TAG] = tag;
    i32[slot * ORDER_I32 + FLAGS] = flags | (side === SELL ? SIDE_BIT : 0);
    f64[slot * ORDER_F64 + LEAVES] = quantity;
    if (display > 0) this.icebergs.set(slot, display);
    this.sink.accepted(id, side, market ? 0 : price, quantity, flags, tag);
    const limit = market ? (side === BUY ? this.ladder.maxTicks - 1 : 1) : tick;
    if ((flags & FOK) !== 0 && !this.canFill(side, limit, quantity)) {
      this.discard(slot, market ? 0 : price, CANCEL_REASON.FILL_OR_KILL);
      return id;
    }
    const left = this.match(slot, side, limit);
    if (left === 0) this.release(slot);
    else if ((flags & NEVER_RESTS) !== 0) this.discard(slot, market ? 0 : price, CANCEL_REASON.UNFILLED_REST);
    else this.rest(slot, side, tick, left);
    return id;
  }

  /** Takes an order out of the book. False (and a rejected event) when it is not live. */
  cancel(orderId: number): boolean {
    const slot = this.pool.slotOf(orderId);
    if (slot === 0) {
      this.sink.rejected(REJECT.ORDER_UNKNOWN, orderId, 0);
      return false;
    }
    const price = this.pool.i32[slot * ORDER_I32 + TICK] * this.tickSize;
    this.unlink(slot);
    this.discard(slot, price, CANCEL_REASON.REQUESTED);
    return true;
  }

  /** New price, new whole quantity (filled part included) and what of it is shown. False (and a rejected event) when refused. */
  replace(orderId: number, price: number, quantity: number, display = 0): boolean {
    const slot = this.pool.slotOf(orderId);
    const tick = price / this.tickSize;
    const code = slot === 0 ? REJECT.ORDER_UNKNOWN : this.checkReplace(slot, tick, quantity, display);
    if (code !== REJECT.NONE) {
      this.sink.rejected(code, orderId, this.tagOf(orderId));
      return false;
    }
    const { i32, f64 } = this.pool;
    const oldTick = i32[slot * ORDER_I32 + TICK];
    const oldLeaves = f64[slot * ORDER_F64 + LEAVES] + this.icebergs.hiddenOf(slot);
    const sameDisplay = display === this.icebergs.displayOf(slot);
    const filled = f64[slot * ORDER_F64 + FILLED];
    const leaves = quantity - filled;
    const oldPrice = oldTick * this.tickSize;
    if (leaves <= 0) {
      this.unlink(slot);
      this.sink.replaced(orderId, oldPrice, price, filled, 0, false);
      this.release(slot);
    } else if (tick === oldTick && leaves < oldLeaves && sameDisplay) {
      // What is not shown goes first.
      const shown = oldLeaves - leaves - this.icebergs.takeHidden(slot, oldLeaves - leaves);
      this.ladder.f64[this.ladder.find(tick) * LEVEL_F64 + QUANTITY] -= shown;
      f64[slot * ORDER_F64 + LEAVES] -= shown;
      this.sink.replaced(orderId, oldPrice, price, quantity, leaves, true);
    } else {
      this.unlink(slot);
      i32[slot * ORDER_I32 + TICK] = tick;
      f64[slot * ORDER_F64 + LEAVES] = leaves;
      if (!sameDisplay) this.icebergs.set(slot, display);
      this.sink.replaced(orderId, oldPrice, price, quantity, leaves, false);
      const side = this.sideOfSlot(slot);
      const left = this.match(slot, side, tick);
      if (left === 0) this.release(slot);
      else this.rest(slot, side, tick, left);
    }
    return true;
  }

  private sideOfSlot(slot: number): SideCode {
    return (this.pool.i32[slot * ORDER_I32 + FLAGS] & SIDE_BIT) !== 0 ? SELL : BUY;
  }

  private check(side: SideCode, flags: number, tick: number, quantity: number, display: number): RejectCode {
    if ((flags & ~ALL_FLAGS) !== 0) return REJECT.FLAGS_INVALID;
    if (((flags & POST_ONLY) !== 0 || display > 0) && (flags & NEVER_RESTS) !== 0) return REJECT.FLAGS_INVALID;
    if (!this.quantityOk(quantity) || !this.displayOk(display, quantity)) return REJECT.QUANTITY_INVALID;
    if ((flags & MARKET) !== 0) return REJECT.NONE;
    return this.checkPrice(side, flags, tick, quantity);
  }

  private checkReplace(slot: number, tick: number, quantity: number, display: number): RejectCode {
    if (!this.quantityOk(quantity) || !this.displayOk(display, quantity)) return REJECT.QUANTITY_INVALID;
    return this.checkPrice(this.sideOfSlot(slot), this.pool.i32[slot * ORDER_I32 + FLAGS], tick, quantity);
  }

  private quantityOk(quantity: number): boolean {
    return quantity > 0 && quantity <= MAX_UNITS && Number.isInteger(quantity / this.lotSize);
  }

  private displayOk(display: number, quantity: number): boolean {
    return display === 0 || (this.quantityOk(display) && display < quantity);
  }

  private checkPrice(side: SideCode, flags: number, tick: number, quantity: number): RejectCode {
    if (!(tick >= 1 && tick < this.ladder.maxTicks) || !Number.isInteger(tick)) return REJECT.PRICE_INVALID;
    const takes = side === BUY ? tick >= this.askTick : tick <= this.bidTick;
    if (takes) return (flags & POST_ONLY) !== 0 ? REJECT.POST_ONLY_WOULD_TAKE : REJECT.NONE;
    const level = this.ladder.find(tick);
    if (level === NO_LEVEL) return REJECT.NONE;
    // The sum of a level stays an exact integer.
    const sum = this.ladder.f64[level * LEVEL_F64 + QUANTITY] + quantity;
    return sum > Number.MAX_SAFE_INTEGER ? REJECT.QUANTITY_INVALID : REJECT.NONE;
  }

  private canFill(side: SideCode, limit: number, quantity: number): boolean {
    const { ladder } = this;
    let tick = side === BUY ? this.askTick : this.bidTick;
    let sum = 0;
    while (side === BUY ? tick <= limit : tick >= limit) {
      const level = ladder.find(tick);
      sum += ladder.f64[level * LEVEL_F64 + QUANTITY];
      if (this.icebergs.size > 0) sum += this.hiddenIn(level);
      if (sum >= quantity) return true;
      tick = side === BUY ? ladder.next(tick) : ladder.previous(tick);
    }
    return false;
  }

  private hiddenIn(level: number): number {
    const { i32 } = this.pool;
    let sum = 0;
    for (let slot = this.ladder.i32[level * LEVEL_I32 + HEAD]; slot !== 0; slot = i32[slot * ORDER_I32 + NEXT])
      sum += this.icebergs.hiddenOf(slot);
    return sum;
  }

  /** Trades the taker against the other side up to its limit; returns what is left of it. */
  private match(taker: number, side: SideCode, limit: number): number {
    const { ladder } = this;
    const leavesAt = taker * ORDER_F64 + LEAVES;
    let left = this.pool.f64[leavesAt];
    while (left > 0) {
      const tick = side === BUY ? this.askTick : this.bidTick;
      if (side === BUY ? tick > limit : tick < limit) break;
      const level = ladder.find(tick);
      left = this.consume(taker, side, level, tick * this.tickSize, left);
      if (ladder.i32[level * LEVEL_I32 + HEAD] === 0) {
        ladder.vacate(tick);
        if (side === BUY) this.askTick = ladder.next(tick);
        else this.bidTick = ladder.previous(tick);
      }
    }
    return left;
  }

  /** Trades the taker against one level, oldest order first. */
  private consume(taker: number, side: SideCode, level: number, price: number, quantity: number): number {
    const { pool, ladder, sink } = this;
    const { i32, f64 } = pool;
    const takerId = pool.idOf(taker);
    const headAt = level * LEVEL_I32 + HEAD;
    let maker = ladder.i32[headAt];
    let left = quantity;
    while (maker !== 0 && left > 0) {
      const at = maker * ORDER_F64;
      const makerLeaves = f64[at + LEAVES];
      const traded = makerLeaves < left ? makerLeaves : left;
      left -= traded;
      f64[at + LEAVES] = makerLeaves - traded;
      f64[at + FILLED] += traded;
      f64[taker * ORDER_F64 + LEAVES] = left;
      f64[taker * ORDER_F64 + FILLED] += traded;
      ladder.f64[level * LEVEL_F64 + QUANTITY] -= traded;
      if (makerLeaves > traded) {
        const leaves = makerLeaves - traded + this.icebergs.hiddenOf(maker);
        sink.trade(pool.idOf(maker), takerId, price, traded, leaves, left, side);
        break;
      }
      const next = i32[maker * ORDER_I32 + NEXT];
      ladder.i32[headAt] = next;
      if (next === 0) ladder.i32[level * LEVEL_I32 + TAIL] = 0;
      else i32[next * ORDER_I32 + PREV] = 0;
      const hidden = this.icebergs.hiddenOf(maker);
      sink.trade(pool.idOf(maker), takerId, price, traded, hidden, left, side);
      if (hidden > 0) {
        this.enqueue(maker, level, this.icebergs.refill(maker));
        maker = ladder.i32[headAt];
        continue;
      }
      this.liveOrders--;
      this.release(maker);
      maker = next;
    }
    return left;
  }

  /** Queues an order at the end of its level. */
  private rest(slot: number, side: SideCode, tick: number, left: number): void {
    const { ladder } = this;
    const level = ladder.occupy(tick);
    if (level === NO_LEVEL) {
      this.discard(slot, tick * this.tickSize, CANCEL_REASON.BOOK_FULL);
      return;
    }
    this.enqueue(slot, level, this.icebergs.size === 0 ? left : this.icebergs.hide(slot, left));
    this.liveOrders++;
    if (side === BUY) {
      if (tick > this.bidTick) this.bidTick = tick;
    } else if (tick < this.askTick) {
      this.askTick = tick;
    }
  }

  /** Puts an order, of which `shown` is to be seen, at the end of a level. */
  private enqueue(slot: number, level: number, shown: number): void {
    const { ladder } = this;
    const { i32, f64 } = this.pool;
    const tail = ladder.i32[level * LEVEL_I32 + TAIL];
    i32[slot * ORDER_I32 + NEXT] = 0;
    i32[slot * ORDER_I32 + PREV] = tail;
    if (tail === 0) ladder.i32[level * LEVEL_I32 + HEAD] = slot;
    else i32[tail * ORDER_I32 + NEXT] = slot;
    ladder.i32[level * LEVEL_I32 + TAIL] = slot;
    ladder.f64[level * LEVEL_F64 + QUANTITY] += shown;
    f64[slot * ORDER_F64 + LEAVES] = shown;
  }

  private release(slot: number): void {
    if (this.icebergs.size > 0) this.icebergs.delete(slot);
    this.pool.release(slot);
  }

  /** Takes a resting order out of its level; what it did not show counts among its leaves again. */
  private unlink(slot: number): void {
    const { ladder } = this;
    const { i32, f64 } = this.pool;
    const tick = i32[slot * ORDER_I32 + TICK];
    const next = i32[slot * ORDER_I32 + NEXT];
    const previous = i32[slot * ORDER_I32 + PREV];
    const level = ladder.find(tick);
    if (previous === 0) ladder.i32[level * LEVEL_I32 + HEAD] = next;
    else i32[previous * ORDER_I32 + NEXT] = next;
    if (next === 0) ladder.i32[level * LEVEL_I32 + TAIL] = previous;
    else i32[next * ORDER_I32 + PREV] = previous;
    ladder.f64[level * LEVEL_F64 + QUANTITY] -= f64[slot * ORDER_F64 + LEAVES];
    if (this.icebergs.size > 0) f64[slot * ORDER_F64 + LEAVES] += this.icebergs.takeHidden(slot, Infinity);
    this.liveOrders--;
    if (ladder.i32[level * LEVEL_I32 + HEAD] !== 0) return;
    ladder.vacate(tick);
    if (tick === this.bidTick) this.bidTick = ladder.previous(tick);
    else if (tick === this.askTick) this.askTick = ladder.next(tick);
  }

  /** Ends an order that is in no level. */
  private discard(slot: number, price: number, reason: CancelReason): void {
    this.sink.canceled(this.pool.idOf(slot), price, this.pool.f64[slot * ORDER_F64 + LEAVES], reason);
    this.release(slot);
  }
}
