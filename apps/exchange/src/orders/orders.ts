import { Inject, Injectable } from '@nestjs/common';
import { isStopType } from '@bourseworks/domain';
import { Clock } from '@bourseworks/ports';
import type { Account } from '../accounts/account.js';
import { VenueError, type VenueErrorCode } from '../refusal.js';
import type { OrderWire } from '../wire/execution-wire.js';
import { Markets } from '../market/markets.js';
import { ClientOrder, type ClientOrderExtras } from './client-order.js';
import { enterBook } from './enter-book.js';
import { OrderReports } from './order-reports.js';
import { asBody, readClientOrderId, readExtras, readLimit, readQuantity, readTerms } from './order-request.js';

const MAX_OPEN_ORDERS = 5_000;

/**
 * Orders of clients: checked here, matched in the book, reported on the account's numbered executions. Bodies are untrusted;
 * refusals are thrown as VenueError and leave everything, ids included, as it was.
 */
@Injectable()
export class Orders {
  /** Open orders that end at a time of their own. */
  private readonly ending = new Set<ClientOrder>();

  constructor(
    private readonly markets: Markets,
    private readonly reports: OrderReports,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  submit(account: Account, raw: unknown): OrderWire {
    const body = asBody(raw);
    const clientOrderId = readClientOrderId(body['clientOrderId']);
    this.refuseUsed(account, clientOrderId);
    const market = this.markets.bySymbol(body['symbol']);
    const terms = readTerms(body);
    const quantity = readQuantity(body['quantity'], market.instrument);
    const price = readLimit(body['price'], terms, market.instrument);
    const now = this.clock.nowUs();
    const extras = readExtras(body, terms, quantity, market.instrument, now);
    if (account.open.size >= MAX_OPEN_ORDERS) throw new VenueError('TOO_MANY_OPEN_ORDERS', 'cancel some orders first');
    const stops = isStopType(terms.type);
    if (stops && !market.stops.hasRoom) throw new VenueError('BOOK_FULL', 'the market takes no more stop orders');
    account.claim(clientOrderId);
    const order = new ClientOrder(account, market, terms, clientOrderId, quantity, price, extras, now);
    account.index(clientOrderId, order);
    account.open.add(order);
    if (extras.goodTillUs > 0) this.ending.add(order);
    this.reports.during(order, () =>
      market.run(now, (book) => {
        if (stops) this.wait(order);
        else enterBook(book, order, OrderReports.CLIENT_TAG);
      }),
    );
    return order.wire();
  }

  /** `cancelId` names the request itself; it comes back as the report's clientOrderId. */
  cancel(account: Account, clientOrderId: unknown, cancelId?: unknown): OrderWire {
    const order = this.openOrder(account, clientOrderId);
    const requestId = cancelId === undefined ? undefined : readClientOrderId(cancelId, 'cancelId');
    this.reports.during(order, () => this.takeOut(order), requestId);
    return order.wire();
  }

  /** New quantity (whole, filled part included) and/or price under a new id. */
  replace(account: Account, clientOrderId: unknown, raw: unknown): OrderWire {
    const body = asBody(raw);
    const order = this.openOrder(account, clientOrderId);
    const newId = readClientOrderId(body['newClientOrderId'], 'newClientOrderId');
    this.refuseUsed(account, newId);
    const { instrument } = order.market;
    const quantity = body['quantity'] === undefined ? order.quantity : readQuantity(body['quantity'], instrument);
    const price = body['price'] === undefined ? order.price : readLimit(body['price'], order.terms, instrument);
    const now = this.clock.nowUs();
    const extras = readExtras(body, order.terms, quantity, instrument, now, order.extras);
    if (order.stop !== undefined) {
      this.reports.during(order, () => this.rearm(order, price, quantity, extras, now), newId);
      return order.wire();
    }
    if (body['stopPrice'] !== undefined || body['trailBy'] !== undefined)
      throw new VenueError('UNSUPPORTED', 'the stop was triggered already');
    const refused = this.reports.during(
      order,
      () => order.market.run(now, (book) => book.replace(order.orderId, price, quantity, extras.displayQty)),
      newId,
    );
    if (refused !== undefined) throw new VenueError(refused, 'the replace was refused; the order stays as it was');
    order.extras = extras;
    return order.wire();
  }

  order(account: Account, clientOrderId: unknown): OrderWire {
    const order = account.order(readClientOrderId(clientOrderId));
    if (order === undefined) throw new VenueError('UNKNOWN_ORDER', 'no such order');
    return order.wire();
  }

  openOrders(account: Account): OrderWire[] {
    return [...account.open].map((order) => order.wire());
  }

  /** Ends the day orders of all accounts, at the change of the UTC day. */
  expireDayOrders(accounts: Iterable<Account>): number {
    let expired = 0;
    for (const account of accounts) {
      const due = [...account.open].filter((order) => order.terms.timeInForce === 'DAY');
      for (const order of due) {
        this.reports.expire(order, 'the day is over', () => this.takeOut(order));
        expired++;
      }
    }
    return expired;
  }

  /** Ends the GTD orders whose time has come. */
  expireGoodTill(): number {
    const now = this.clock.nowUs();
    let expired = 0;
    for (const order of this.ending) {
      if (order.isOpen && order.extras.goodTillUs > now) continue;
      this.ending.delete(order);
      if (!order.isOpen) continue;
      this.reports.expire(order, 'its time is over', () => this.takeOut(order));
      expired++;
    }
    return expired;
  }

  private wait(order: ClientOrder): void {
    const { market, terms, extras } = order;
    const side = terms.side === 'BUY' ? 0 : 1;
    this.reports.waits(order);
    order.stop = market.stops.add(side, extras.stopPrice, extras.trailBy, order);
  }

  /** New terms of a stop that waits. Its trigger, which may have followed the market, stays where neither it nor the distance changes. */
  private rearm(order: ClientOrder, price: number, quantity: number, extras: ClientOrderExtras, now: number): void {
    const { stop, market, extras: before } = order;
    if (stop === undefined) return;
    market.run(now, () => {
      order.extras = extras;
      this.reports.rearmed(order, price, quantity);
      const moved = extras.stopPrice !== before.stopPrice;
      if (!moved && extras.trailBy === before.trailBy) return;
      order.stop = market.stops.replace(stop, moved ? extras.stopPrice : 0, extras.trailBy);
    });
  }

  private takeOut(order: ClientOrder): void {
    const { market, stop } = order;
    market.run(this.clock.nowUs(), (book) => {
      if (stop === undefined) book.cancel(order.orderId);
      else if (market.stops.remove(stop)) this.reports.withdrawn(order);
    });
  }

  private refuseUsed(account: Account, clientOrderId: string): void {
    if (!account.isUsed(clientOrderId)) return;
    const code: VenueErrorCode = 'DUPLICATE_CLIENT_ORDER_ID';
    throw new VenueError(code, `clientOrderId ${clientOrderId} was used before`);
  }

  private openOrder(account: Account, clientOrderId: unknown): ClientOrder {
    const order = account.order(readClientOrderId(clientOrderId));
    if (order === undefined) throw new VenueError('UNKNOWN_ORDER', 'no such order');
    if (!order.isOpen) throw new VenueError('ORDER_CLOSED', `the order is ${order.status}`);
    return order;
  }
}
