import { US_PER_SECOND, type ExecType, type ExecutionReport, type Instrument } from '@bourseworks/domain';
import type { Clock } from '@bourseworks/ports';
import type { CcxtOrder, CcxtTrade } from '../ccxt-exchange.js';
import { execIdOf, filledOf, isOpen, isReplaced, toFill } from '../mapper/order.mapper.js';
import type { AccountBooks } from './account-books.js';
import type { TrackedOrder, TrackedOrders } from './tracked-order.js';

/** Trades are asked for from this long before what is told: exchanges show them late and out of order. */
const OVERLAP_MS = 60_000;
const MAX_TOLD = 100_000;
/** An order in doubt is looked for over this many horizons. */
const DOUBT_HORIZONS = 3;

export interface FollowerOptions {
  readonly books: AccountBooks;
  readonly orders: TrackedOrders;
  readonly clock: Clock;
  readonly horizonUs: number;
  readonly symbolOf: (instrument: Instrument) => string;
  readonly report: (report: ExecutionReport) => void;
}

/** Finds out by asking what became of the orders that are live, and reports each change once. */
export class Follower {
  private readonly told = new Set<string>();
  private readonly startMs: number;

  constructor(private readonly options: FollowerOptions) {
    this.startMs = Math.floor(options.clock.nowUs() / 1_000);
  }

  /** One round over a symbol. Throws ccxt's errors. */
  async follow(symbol: string): Promise<void> {
    const { books, clock, orders, symbolOf } = this.options;
    const nowMs = Math.floor(clock.nowUs() / 1_000);
    const live = orders.live().filter(({ order }) => symbolOf(order.instrument) === symbol);
    const open = await books.openOrders(symbol);
    for (const tracked of live) await this.settleDoubt(tracked, symbol, open);
    const ended: [TrackedOrder, CcxtOrder][] = [];
    for (const tracked of live) {
      const { venueId } = tracked;
      if (tracked.stage !== 'open' || venueId === undefined) continue;
      const found = open.find(({ id }) => id === venueId) ?? (await books.byVenueId(venueId, symbol));
      if (found === undefined) continue;
      this.seeReplace(tracked, found);
      if (!isOpen(found) || filledOf(found, tracked.order.instrument) > tracked.cumQty) ended.push([tracked, found]);
      else tracked.countedMs = nowMs;
    }
    // Nothing was filled or ended: the trades need not be asked for.
    if (ended.length === 0) return;
    const sinceMs = Math.min(...ended.map(([{ countedMs }]) => countedMs)) - OVERLAP_MS;
    for (const trade of await books.trades(symbol, sinceMs)) this.tell(trade);
    for (const [tracked, found] of ended) this.end(tracked, found);
  }

  /** The exchange has the order. */
  accepted(tracked: TrackedOrder, venueId: string, us: number): void {
    this.options.orders.link(tracked, venueId);
    tracked.become('open');
    this.options.report({
      clOrdId: tracked.clOrdId,
      venueOrderId: venueId,
      execId: '',
      execType: 'New',
      ordStatus: 'New',
      cumQty: 0,
      leavesQty: tracked.order.terms.quantity,
      us,
      ns: 0,
    });
  }

  /** An order in doubt, or given up, is there. Of one of an earlier process that is no news. */
  found(tracked: TrackedOrder, venueId: string): void {
    if (tracked.stage === 'closed') this.options.orders.reopen(tracked);
    if (tracked.whole) {
      this.accepted(tracked, venueId, this.options.clock.nowUs());
      return;
    }
    this.options.orders.link(tracked, venueId);
    tracked.become('open');
  }

  private async settleDoubt(tracked: TrackedOrder, symbol: string, open: readonly CcxtOrder[]): Promise<void> {
    if (tracked.stage !== 'doubt') return;
    const { books, orders, clock, horizonUs } = this.options;
    const sinceMs = Math.floor(tracked.sinceUs / 1_000) - OVERLAP_MS;
    const mine = open.find(({ clientOrderId }) => clientOrderId === tracked.clOrdId);
    const found = mine ?? (await books.byClientId(tracked.clOrdId, symbol, sinceMs));
    // Answers cross: the submit may have been settled meanwhile.
    if (tracked.stage !== 'doubt') return;
    if (found !== undefined) this.found(tracked, found.id);
    else if (clock.nowUs() - tracked.sinceUs > DOUBT_HORIZONS * horizonUs + US_PER_SECOND) orders.close(tracked);
  }

  private tell(trade: CcxtTrade): void {
    const tracked = this.options.orders.byTheirId(trade.order ?? '');
    const execId = execIdOf(trade);
    if (tracked === undefined || this.told.has(execId)) return;
    if (this.told.size >= MAX_TOLD) {
      for (const oldest of this.told) {
        this.told.delete(oldest);
        break;
      }
    }
    this.told.add(execId);
    const fill = toFill(trade, tracked.order.instrument, tracked.clOrdId);
    tracked.cumQty += fill.lastQty ?? 0;
    // Of an order of an earlier process they count, so that none after them is missed; they are told by fillsSince.
    if (!tracked.whole && trade.timestamp < this.startMs - OVERLAP_MS) return;
    const { quantity } = tracked.order.terms;
    const sums = { cumQty: tracked.cumQty, leavesQty: Math.max(0, quantity - tracked.cumQty) };
    // Of an order of an earlier process not all fills came by here: the exchange's sum would not be ours.
    this.options.report(tracked.whole ? { ...fill, ...sums } : fill);
  }

  /** Reports the end of an order once all of its fills have been reported. */
  private end(tracked: TrackedOrder, found: CcxtOrder): void {
    if (isOpen(found) || tracked.stage !== 'open') return;
    const filled = filledOf(found, tracked.order.instrument);
    if (tracked.cumQty < filled && (tracked.whole || !this.waitedFor(tracked))) return;
    const complete = filled > 0 && filled >= tracked.order.terms.quantity;
    const execType: ExecType = found.status === 'expired' ? 'Expired' : 'Canceled';
    const cancelId = tracked.cancels.pop() ?? tracked.doubtfulCancel;
    if (!complete) this.report(tracked, execType, execType === 'Canceled' ? cancelId : undefined, found);
    else if (cancelId !== undefined && cancelId !== tracked.doubtfulCancel) this.tooLate(tracked, cancelId);
    for (const id of tracked.cancels.splice(0)) this.tooLate(tracked, id);
    this.options.orders.close(tracked);
  }

  /** Of an order of an earlier process some fills may be out of reach: they are waited for no longer than a horizon. */
  private waitedFor(tracked: TrackedOrder): boolean {
    const { clock, horizonUs } = this.options;
    const nowUs = clock.nowUs();
    tracked.endedUs ??= nowUs;
    return nowUs - tracked.endedUs > horizonUs;
  }

  private report(tracked: TrackedOrder, execType: ExecType, cancelId: string | undefined, found: CcxtOrder): void {
    this.options.report({
      clOrdId: cancelId ?? tracked.clOrdId,
      ...(cancelId === undefined ? {} : { origClOrdId: tracked.clOrdId }),
      venueOrderId: found.id,
      execId: '',
      execType,
      ordStatus: execType === 'Expired' ? 'Expired' : 'Canceled',
      cumQty: filledOf(found, tracked.order.instrument),
      leavesQty: 0,
      reason: `the exchange says ${found.status ?? 'that it is gone'}`,
      us: this.options.clock.nowUs(),
      ns: 0,
    });
  }

  private tooLate(tracked: TrackedOrder, cancelId: string): void {
    this.options.report({
      clOrdId: cancelId,
      origClOrdId: tracked.clOrdId,
      execId: '',
      execType: 'CancelRejected',
      code: 'ORDER_CLOSED',
      reason: 'the order had ended',
      us: this.options.clock.nowUs(),
      ns: 0,
    });
  }

  /** A replace in doubt has been done when the order has its terms. */
  private seeReplace(tracked: TrackedOrder, found: CcxtOrder): void {
    const { doubtfulReplace } = tracked;
    if (doubtfulReplace === undefined) return;
    const { id, terms } = doubtfulReplace;
    if (isReplaced(found, tracked.order.instrument, terms)) this.replaced(tracked, id, found.id, terms);
  }

  /** The exchange has replaced the order. */
  replaced(tracked: TrackedOrder, id: string, venueId: string, terms: TrackedOrder['order']['terms']): void {
    const origClOrdId = tracked.clOrdId;
    tracked.doubtfulReplace = undefined;
    tracked.order = { ...tracked.order, clOrdId: id, terms };
    if (tracked.venueId !== venueId) this.options.orders.link(tracked, venueId);
    this.options.report({
      clOrdId: id,
      origClOrdId,
      venueOrderId: venueId,
      execId: '',
      execType: 'Replaced',
      orderQty: terms.quantity,
      price: terms.price,
      us: this.options.clock.nowUs(),
      ns: 0,
    });
  }
}
