import { Inject, Injectable } from '@nestjs/common';
import { ORDER_FLAGS } from '@bourseworks/exchange';
import { Clock } from '@bourseworks/ports';
import type { Account } from '../accounts/account.js';
import { VenueError, type VenueErrorCode } from '../refusal.js';
import type { OrderWire } from '../wire/execution-wire.js';
import { Markets } from '../market/markets.js';
import { ClientOrder, type ClientOrderTerms } from './client-order.js';
import { OrderReports } from './order-reports.js';
import { asBody, readClientOrderId, readPrice, readQuantity, readTerms } from './order-request.js';

const MAX_OPEN_ORDERS = 5_000;

function flagsOf(terms: ClientOrderTerms): number {
  let flags = terms.type === 'MARKET' ? ORDER_FLAGS.MARKET : 0;
  if (terms.timeInForce === 'IOC') flags |= ORDER_FLAGS.IOC;
  if (terms.timeInForce === 'FOK') flags |= ORDER_FLAGS.FOK;
  if (terms.postOnly) flags |= ORDER_FLAGS.POST_ONLY;
  return flags;
}

/**
 * Orders of clients: checked here, matched in the book, reported on the account's numbered executions. Bodies are untrusted;
 * refusals are thrown as VenueError and leave everything, ids included, as it was.
 */
@Injectable()
export class Orders {
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
    if (terms.type === 'MARKET' && body['price'] !== undefined) {
      throw new VenueError('INVALID_PRICE', 'a market order has no price');
    }
    const price = terms.type === 'LIMIT' ? readPrice(body['price'], market.instrument) : 0;
    if (account.open.size >= MAX_OPEN_ORDERS) throw new VenueError('TOO_MANY_OPEN_ORDERS', 'cancel some orders first');
    account.claim(clientOrderId);
    const now = this.clock.nowUs();
    const order = new ClientOrder(account, market, terms, clientOrderId, quantity, price, now);
    account.index(clientOrderId, order);
    account.open.add(order);
    const side = terms.side === 'BUY' ? 0 : 1;
    this.reports.during(order, () =>
      market.run(now, (book) => book.submit(side, flagsOf(terms), price, quantity, OrderReports.CLIENT_TAG)),
    );
    return order.wire();
  }

  /** `cancelId` names the request itself; it comes back as the report's clientOrderId. */
  cancel(account: Account, clientOrderId: unknown, cancelId?: unknown): OrderWire {
    const order = this.openOrder(account, clientOrderId);
    const requestId = cancelId === undefined ? undefined : readClientOrderId(cancelId, 'cancelId');
    this.reports.during(
      order,
      () => order.market.run(this.clock.nowUs(), (book) => book.cancel(order.orderId)),
      requestId,
    );
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
    const price = body['price'] === undefined ? order.price : readPrice(body['price'], instrument);
    const refused = this.reports.during(
      order,
      () => order.market.run(this.clock.nowUs(), (book) => book.replace(order.orderId, price, quantity)),
      newId,
    );
    if (refused !== undefined) throw new VenueError(refused, 'the replace was refused; the order stays as it was');
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
        this.reports.expire(order, () => order.market.run(this.clock.nowUs(), (book) => book.cancel(order.orderId)));
        expired++;
      }
    }
    return expired;
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
