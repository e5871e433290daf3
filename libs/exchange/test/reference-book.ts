import {
  BUY,
  CANCEL_REASON,
  ORDER_FLAGS,
  REJECT,
  SELL,
  type MatchSink,
  type RejectCode,
  type SideCode,
} from '@bourseworks/exchange';

interface Entry {
  readonly id: number;
  readonly side: SideCode;
  readonly flags: number;
  readonly tag: number;
  price: number;
  quantity: number;
  filled: number;
  /** Part that is shown at a time, 0 = all; and what is shown now. */
  display: number;
  shown: number;
}

const { MARKET, IOC, FOK, POST_ONLY } = ORDER_FLAGS;
const MAX_UNITS = 2 ** 50;

/**
 * The rules of matching, as plainly as they can be written: a Map of orders, an array of queues by price, searched from end
 * to end. Order ids are handed in, for the real book makes its own.
 */
export class ReferenceBook {
  readonly live = new Map<number, Entry>();
  private readonly queues = new Map<number, Entry[]>();

  constructor(
    private readonly sink: MatchSink,
    private readonly tickSize: number,
    private readonly lotSize: number,
    private readonly maxPrice: number,
  ) {}

  prices(side: SideCode): number[] {
    const found = [...this.queues].filter(([, queue]) => queue[0].side === side).map(([price]) => price);
    return found.sort((a, b) => (side === BUY ? b - a : a - b));
  }

  quantityAt(price: number): number {
    return (this.queues.get(price) ?? []).reduce((sum, entry) => sum + entry.shown, 0);
  }

  private hidden(price: number): number {
    return (this.queues.get(price) ?? []).reduce((sum, one) => sum + one.quantity - one.filled - one.shown, 0);
  }

  submit(id: number, side: SideCode, flags: number, price: number, quantity: number, tag: number, display = 0): void {
    const market = (flags & MARKET) !== 0;
    const code = this.check(side, flags, price, quantity, display);
    if (code !== REJECT.NONE) {
      this.sink.rejected(code, 0, tag);
      return;
    }
    const entry: Entry = { id, side, flags, tag, price: market ? 0 : price, quantity, filled: 0, display, shown: 0 };
    this.sink.accepted(id, side, entry.price, quantity, flags, tag);
    const reachable = this.reachable(entry).reduce((sum, p) => sum + this.quantityAt(p) + this.hidden(p), 0);
    if ((flags & FOK) !== 0 && reachable < quantity) {
      this.sink.canceled(id, entry.price, quantity, CANCEL_REASON.FILL_OR_KILL);
      return;
    }
    this.match(entry);
    if (entry.filled === entry.quantity) return;
    if ((flags & (MARKET | IOC | FOK)) !== 0) {
      this.sink.canceled(id, entry.price, quantity - entry.filled, CANCEL_REASON.UNFILLED_REST);
    } else {
      this.rest(entry);
    }
  }

  cancel(id: number): void {
    const entry = this.live.get(id);
    if (entry === undefined) {
      this.sink.rejected(REJECT.ORDER_UNKNOWN, id, 0);
      return;
    }
    this.remove(entry);
    this.sink.canceled(id, entry.price, entry.quantity - entry.filled, CANCEL_REASON.REQUESTED);
  }

  replace(id: number, price: number, quantity: number, display = 0): void {
    const entry = this.live.get(id);
    const code =
      entry === undefined ? REJECT.ORDER_UNKNOWN : this.check(entry.side, entry.flags, price, quantity, display);
    if (entry === undefined || code !== REJECT.NONE) {
      this.sink.rejected(code, id, entry?.tag ?? 0);
      return;
    }
    const old = entry.price;
    if (quantity <= entry.filled) {
      this.remove(entry);
      this.sink.replaced(id, old, price, entry.filled, 0, false);
    } else if (price === old && quantity < entry.quantity && display === entry.display) {
      entry.quantity = quantity;
      entry.shown = Math.min(entry.shown, quantity - entry.filled);
      this.sink.replaced(id, old, price, quantity, quantity - entry.filled, true);
    } else {
      this.remove(entry);
      entry.price = price;
      entry.quantity = quantity;
      entry.display = display;
      this.sink.replaced(id, old, price, quantity, quantity - entry.filled, false);
      this.match(entry);
      if (entry.filled < entry.quantity) this.rest(entry);
    }
  }

  private check(side: SideCode, flags: number, price: number, quantity: number, display: number): RejectCode {
    const neverRests = (flags & (MARKET | IOC | FOK)) !== 0;
    if (flags >= 16 || flags < 0 || (((flags & POST_ONLY) !== 0 || display > 0) && neverRests))
      return REJECT.FLAGS_INVALID;
    if (!(quantity > 0) || quantity > MAX_UNITS || quantity % this.lotSize !== 0) return REJECT.QUANTITY_INVALID;
    const shows = display === 0 || (display > 0 && display < quantity && display % this.lotSize === 0);
    if (!shows) return REJECT.QUANTITY_INVALID;
    if ((flags & MARKET) !== 0) return REJECT.NONE;
    if (!(price > 0) || price >= this.maxPrice || price % this.tickSize !== 0) return REJECT.PRICE_INVALID;
    const best = this.prices(side === BUY ? SELL : BUY).at(0);
    const takes = best !== undefined && (side === BUY ? price >= best : price <= best);
    return takes && (flags & POST_ONLY) !== 0 ? REJECT.POST_ONLY_WOULD_TAKE : REJECT.NONE;
  }

  private reachable(entry: Entry): number[] {
    const market = (entry.flags & MARKET) !== 0;
    const opposite = this.prices(entry.side === BUY ? SELL : BUY);
    return opposite.filter((p) => market || (entry.side === BUY ? p <= entry.price : p >= entry.price));
  }

  private match(taker: Entry): void {
    for (const price of this.reachable(taker)) {
      while (taker.filled < taker.quantity) {
        const maker = this.queues.get(price)?.at(0);
        if (maker === undefined) break;
        const traded = Math.min(maker.shown, taker.quantity - taker.filled);
        maker.filled += traded;
        maker.shown -= traded;
        taker.filled += traded;
        const makerLeaves = maker.quantity - maker.filled;
        this.sink.trade(maker.id, taker.id, price, traded, makerLeaves, taker.quantity - taker.filled, taker.side);
        if (makerLeaves === 0) this.remove(maker);
        else if (maker.shown === 0) this.showMore(maker);
      }
    }
  }

  private showMore(entry: Entry): void {
    this.remove(entry);
    this.rest(entry);
  }

  private rest(entry: Entry): void {
    const left = entry.quantity - entry.filled;
    entry.shown = entry.display === 0 ? left : Math.min(entry.display, left);
    this.live.set(entry.id, entry);
    const queue = this.queues.get(entry.price);
    if (queue === undefined) this.queues.set(entry.price, [entry]);
    else queue.push(entry);
  }

  private remove(entry: Entry): void {
    this.live.delete(entry.id);
    const queue = (this.queues.get(entry.price) ?? []).filter((other) => other !== entry);
    if (queue.length === 0) this.queues.delete(entry.price);
    else this.queues.set(entry.price, queue);
  }
}
