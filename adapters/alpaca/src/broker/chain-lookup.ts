import { parseDecimal } from '@bourseworks/domain';
import type { BrokerOrderState } from '@bourseworks/ports';
import { toTerms } from '../mapper/order.mapper.js';
import { fields, listIn } from '../parse/fields.js';
import { orderIdsOf, parseOrder, submittedAtOf, type VenueOrder } from '../parse/order.parse.js';
import type { AlpacaRest } from '../session/alpaca-rest.js';
import type { ChainBook } from './chain-book.js';
import type { LeftOut } from './left-out.js';
import type { Listings } from './listings.js';
import { MAX_LEGS, type OrderChain } from './order-chain.js';

/** The most that Alpaca lists at once. */
const PAGE = 500;
const MAX_PAGES = 200;
/** Fewer are asked for one by one. */
const MANY_UNKNOWN = 3;

/** Of what Alpaca sent, in a message. */
const MAX_SAID = 60;
/** Ids of orders that are none of ours; beyond it they are asked for anew. */
const MAX_OTHERS = 10_000;

/** Asks Alpaca for orders, and puts together what belongs together. */
export class ChainLookup {
  private readonly others = new Set<string>();

  constructor(
    private readonly rest: AlpacaRest,
    private readonly book: ChainBook,
    private readonly listings: Listings,
    private readonly leftOut: LeftOut,
  ) {}

  /** The chain of a client id as it is now; undefined when Alpaca does not know the id, or it is no order of this platform's kind. */
  async byClientId(clientOrderId: string): Promise<OrderChain | undefined> {
    const body = await this.rest.find('/v2/orders:by_client_order_id', { client_order_id: clientOrderId });
    return body === undefined ? undefined : this.whole(parseOrder(body), true);
  }

  /** One of Alpaca's orders as it is now. Throws DomainError DATA_FORMAT when there is none, or none that can be read. */
  async byId(id: string): Promise<VenueOrder> {
    const body = await this.rest.find(`/v2/orders/${encodeURIComponent(id)}`);
    if (body === undefined) throw fields.badData(`an id of an order, ${id}, which it does not know`);
    return parseOrder(body);
  }

  async openChains(): Promise<readonly OrderChain[]> {
    const chains = new Set<OrderChain>();
    for (const item of await this.listOpen()) {
      const chain = await this.orLeaveOut(item, () => this.whole(parseOrder(item), false));
      if (chain !== undefined) chains.add(chain);
    }
    return [...chains];
  }

  /** Makes the chains of these orders known, with the ids that they were sent with. */
  async learn(ids: ReadonlySet<string>): Promise<void> {
    const unknown = () => [...ids].filter((id) => !this.others.has(id) && this.book.ofVenueId(id)?.complete !== true);
    if (unknown().length > MANY_UNKNOWN) {
      // One question for the most recent ones, instead of one for each.
      const recent = await this.rest.ask('/v2/orders', { status: 'all', limit: PAGE, direction: 'desc' });
      for (const item of listIn(recent, 'orders'))
        await this.orLeaveOut(item, () => Promise.resolve(this.see(parseOrder(item))));
    }
    for (const id of unknown()) await this.orLeaveOut({ id }, async () => this.whole(await this.byId(id), false));
  }

  /** An order, as it was sent, could not be taken in: throws `error` unless it is none of ours, which is told and left out. */
  leaveOut(order: unknown, error: unknown): void {
    const ids = orderIdsOf(order);
    if (ids.id === '' || this.book.isOurs(ids)) throw error;
    this.leftOut.add(`order ${ids.id.slice(0, MAX_SAID)}`, error);
  }

  /** As `leaveOut`, of a fill. Until its order was asked for, one in what is traded here may be of an order of ours. */
  leaveOutFill(fill: unknown, error: unknown): void {
    const { id, order_id: orderId, symbol } = fields.asRaw(fill, 'an activity');
    const ours = typeof orderId === 'string' && this.book.ofVenueId(orderId)?.ours === true;
    if (typeof id !== 'string' || typeof symbol !== 'string' || ours || this.listings.has(symbol)) throw error;
    this.leftOut.add(`fill ${id.slice(0, MAX_SAID)}`, error);
  }

  private async orLeaveOut<T>(order: unknown, work: () => Promise<T>): Promise<T | undefined> {
    try {
      return await work();
    } catch (error) {
      this.leaveOut(order, error);
      return undefined;
    }
  }

  /** Takes an order in; undefined for what this platform does not trade, or cannot count: then it is none of ours. */
  see(order: VenueOrder): OrderChain | undefined {
    const instrument = this.listings.of(order.symbol, order.assetClass);
    const counts = (text: string, scale: number): boolean => parseDecimal(text, scale).ok;
    const texts = [order.quantity ?? '0', order.filledQuantity];
    if (instrument !== undefined && texts.every((text) => counts(text, instrument.qtyScale))) {
      return this.book.see(order, instrument);
    }
    if (this.others.size >= MAX_OTHERS) this.others.clear();
    this.others.add(order.id);
    return undefined;
  }

  /**
   * The chain of an order, back to its beginning; `onwards` also to the order that is in force now. Whatever took the place
   * of an order that is listed as open is listed as well.
   */
  private async whole(order: VenueOrder, onwards: boolean): Promise<OrderChain | undefined> {
    const chain = this.see(order);
    if (chain === undefined) return undefined;
    let steps = 0;
    const step = async (id: string): Promise<VenueOrder> => {
      if (++steps > MAX_LEGS) throw fields.badData('orders that replace each other without an end');
      const next = await this.byId(id);
      this.book.adopt(chain, next);
      chain.followed(next);
      return next;
    };
    // A replacement that is not known to be in force may be: that it is, the order before it shows.
    const goesBack = ({ id }: VenueOrder): boolean => !chain.complete || chain.leg(id)?.inForce === false;
    for (let first = order; first.replaces !== undefined && goesBack(first);) first = await step(first.replaces);
    for (let last = order; onwards && last.replacedBy !== undefined;) last = await step(last.replacedBy);
    // What it became may be known already, from an order that was asked for by a later id.
    const { active } = chain;
    if (onwards && active !== undefined && active.id !== order.id && steps === 0)
      this.book.adopt(chain, await this.byId(active.id));
    return chain;
  }

  /** Open orders as they were sent. */
  private async listOpen(): Promise<readonly unknown[]> {
    const orders = new Map<string, unknown>();
    let query: Record<string, string | number> = { status: 'open', limit: PAGE, direction: 'asc' };
    for (let page = 0; page < MAX_PAGES; page++) {
      const found = listIn(await this.rest.ask('/v2/orders', query), 'orders');
      for (const item of found) orders.set(orderIdsOf(item).id, item);
      if (found.length < PAGE) return [...orders.values()];
      query = { ...query, after: submittedAtOf(found[found.length - 1]) };
    }
    throw fields.badData(`more than ${MAX_PAGES * PAGE} open orders`);
  }
}

/** What the OMS is told of a chain; `clOrdId` is the id under which it was asked for. Undefined while nothing is known. */
export function stateOf(chain: OrderChain, clOrdId: string): BrokerOrderState | undefined {
  const { active, instrument, cumQty } = chain;
  if (active === undefined || cumQty === undefined) return undefined;
  const before = chain.cumBefore(active) ?? 0;
  const terms = toTerms(active.order, instrument, before + active.quantity);
  return {
    clOrdId,
    venueOrderId: active.id,
    cumQty,
    leavesQty: active.open ? Math.max(0, active.quantity - active.cumQty) : 0,
    open: active.open,
    instrument,
    ...(terms === undefined ? {} : { terms }),
    acceptedUs: chain.legs[0].order.acceptedAt.us,
  };
}
