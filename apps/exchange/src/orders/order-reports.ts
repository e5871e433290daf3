import { Injectable } from '@nestjs/common';
import { formatMoney } from '@bourseworks/domain';
import {
  CANCEL_REASON,
  FeeModel,
  REJECT,
  type CancelReason,
  type Liquidity,
  type RejectCode,
} from '@bourseworks/exchange';
import { ExchangeConfig } from '../config/exchange-config.js';
import type { Market } from '../market/market.js';
import type { OrderListener } from '../market/market-listener.js';
import type { TradePrint } from '../market/trade-tape.js';
import type { VenueErrorCode } from '../refusal.js';
import { Instance } from '../tokens.js';
import type { ExecutionWire, VenueExecType } from '../wire/execution-wire.js';
import type { ClientOrder } from './client-order.js';
import { enterBook } from './enter-book.js';

const REJECT_CODES: Readonly<Record<RejectCode, VenueErrorCode>> = {
  [REJECT.NONE]: 'BAD_REQUEST',
  [REJECT.PRICE_INVALID]: 'INVALID_PRICE',
  [REJECT.QUANTITY_INVALID]: 'INVALID_QUANTITY',
  [REJECT.POST_ONLY_WOULD_TAKE]: 'POST_ONLY_WOULD_TAKE',
  [REJECT.ORDER_UNKNOWN]: 'UNKNOWN_ORDER',
  [REJECT.BOOK_FULL]: 'BOOK_FULL',
  [REJECT.FLAGS_INVALID]: 'UNSUPPORTED',
};

const CANCEL_TEXTS: Readonly<Record<CancelReason, string>> = {
  [CANCEL_REASON.REQUESTED]: 'canceled by the client',
  [CANCEL_REASON.UNFILLED_REST]: 'what could not be filled at once was canceled',
  [CANCEL_REASON.FILL_OR_KILL]: 'could not be filled whole at once',
  [CANCEL_REASON.BOOK_FULL]: 'the book had no room for the rest',
};

type ReportExtra = Partial<Omit<ExecutionWire, 'sequence' | 'execId' | 'execType'>>;

/** Turns what the book says about clients' orders into execution reports; books fills and fees on the accounts. */
@Injectable()
export class OrderReports implements OrderListener {
  static readonly CLIENT_TAG = 1;
  /** By market and its number there: each book counts its own orders from 1. */
  private readonly live = new Map<Market, Map<number, ClientOrder>>();
  private readonly fees: FeeModel;
  private executions = 0;
  /** The order whose command is being run, and the id of that command. */
  private current: ClientOrder | undefined;
  private requestId: string | undefined;
  private refused: VenueErrorCode | undefined;
  /** Why an order expires, while it does. */
  private expiring: string | undefined = undefined;
  private stops = 0;

  constructor(
    config: ExchangeConfig,
    private readonly instance: Instance,
  ) {
    this.fees = new FeeModel({ makerPpm: config.makerFeePpm, takerPpm: config.takerFeePpm });
  }

  /** Execution reports made so far, over all accounts. */
  get count(): number {
    return this.executions;
  }

  /** Runs a client's command; returns why a replace was refused. */
  during(order: ClientOrder, command: () => unknown, requestId?: string): VenueErrorCode | undefined {
    this.current = order;
    this.requestId = requestId;
    this.refused = undefined;
    try {
      command();
      return this.refused;
    } finally {
      this.current = undefined;
      this.requestId = undefined;
    }
  }

  expire(order: ClientOrder, why: string, command: () => unknown): void {
    this.expiring = why;
    try {
      this.during(order, command);
    } finally {
      this.expiring = undefined;
    }
  }

  accepted(market: Market, orderId: number, tag: number): void {
    const order = this.current;
    if (tag !== OrderReports.CLIENT_TAG || order === undefined) return;
    order.orderId = orderId;
    this.liveIn(market).set(orderId, order);
    // A stop was taken when it came.
    if (order.stopNumber === 0) this.report(order, 'New', market.us);
  }

  /** A stop order waits outside of the book. */
  waits(order: ClientOrder): void {
    order.stopNumber = ++this.stops;
    this.report(order, 'New', order.market.us);
  }

  /** The command of somebody else, or of its own, traded at its trigger: it goes into the book now. */
  triggered(market: Market, order: ClientOrder): void {
    const { current, requestId, refused } = this;
    order.stop = undefined;
    order.triggered = true;
    this.report(order, 'Triggered', market.us, {
      reason: `triggered by a trade at ${order.priceText(market.stops.last)}`,
    });
    this.current = order;
    this.requestId = undefined;
    enterBook(market.book, order, OrderReports.CLIENT_TAG);
    [this.current, this.requestId, this.refused] = [current, requestId, refused];
  }

  /** A stop ends that was not triggered. */
  withdrawn(order: ClientOrder): void {
    order.stop = undefined;
    this.finish(order, order.leavesQty, CANCEL_REASON.REQUESTED);
  }

  /** New terms of a stop that was not triggered. */
  rearmed(order: ClientOrder, price: number, quantity: number): void {
    this.change(order, price, quantity, quantity);
  }

  rejected(market: Market, code: RejectCode, orderId: number, tag: number): void {
    const order = this.current;
    if (order === undefined || tag !== OrderReports.CLIENT_TAG) return;
    const venueCode = REJECT_CODES[code];
    this.refused = venueCode;
    if (orderId !== 0) return;
    order.status = 'Rejected';
    order.leavesQty = 0;
    order.account.close(order);
    this.report(order, 'Rejected', market.us, { code: venueCode, reason: 'refused by the matching engine' });
  }

  traded(market: Market, trade: TradePrint, makerId: number, takerId: number): void {
    this.fill(market, trade, makerId, 'MAKER');
    this.fill(market, trade, takerId, 'TAKER');
  }

  canceled(market: Market, orderId: number, leaves: number, reason: CancelReason): void {
    const order = this.liveIn(market).get(orderId);
    if (order !== undefined) this.finish(order, leaves, reason);
  }

  private finish(order: ClientOrder, leaves: number, reason: CancelReason): void {
    this.end(order);
    const { expiring } = this;
    const expired = expiring !== undefined;
    order.status = expired ? 'Expired' : 'Canceled';
    const reported = expiring ?? `${CANCEL_TEXTS[reason]}; ${order.quantityText(leaves)} left`;
    const requested = reason === CANCEL_REASON.REQUESTED && this.requestId !== undefined;
    this.report(order, expired ? 'Expired' : 'Canceled', order.market.us, {
      reason: reported,
      ...(requested ? { clientOrderId: this.requestId, origClientOrderId: order.clientOrderId } : {}),
    });
  }

  replaced(market: Market, orderId: number, price: number, quantity: number, leaves: number): void {
    const order = this.liveIn(market).get(orderId);
    if (order !== undefined) this.change(order, price, quantity, leaves);
  }

  private change(order: ClientOrder, price: number, quantity: number, leaves: number): void {
    const { account } = order;
    if (this.requestId !== undefined) {
      account.claim(this.requestId);
      account.index(this.requestId, order);
      order.clientOrderIds.push(this.requestId);
    }
    order.price = price;
    order.quantity = quantity;
    order.leavesQty = leaves;
    // A quantity that is filled already leaves nothing to trade: the order is complete.
    if (leaves === 0) {
      this.end(order);
      order.status = 'Filled';
    }
    this.report(order, 'Replaced', order.market.us, { origClientOrderId: order.origClientOrderId });
  }

  private fill(market: Market, trade: TradePrint, orderId: number, liquidity: Liquidity): void {
    const order = this.liveIn(market).get(orderId);
    if (order === undefined) return;
    const { instrument } = market;
    const fee = this.fees.fee(instrument, trade.price, trade.quantity, liquidity);
    order.cumQty += trade.quantity;
    order.leavesQty -= trade.quantity;
    order.status = order.leavesQty === 0 ? 'Filled' : 'PartiallyFilled';
    if (order.leavesQty === 0) this.end(order);
    order.account.book(instrument, order.terms.side, trade.price, trade.quantity, fee);
    this.report(order, 'Trade', market.us, {
      lastQty: order.quantityText(trade.quantity),
      lastPrice: order.priceText(trade.price),
      liquidity,
      fee: formatMoney(fee),
      feeCurrency: instrument.currency,
      tradeId: trade.id,
    });
  }

  private liveIn(market: Market): Map<number, ClientOrder> {
    let orders = this.live.get(market);
    if (orders === undefined) this.live.set(market, (orders = new Map()));
    return orders;
  }

  private end(order: ClientOrder): void {
    this.liveIn(order.market).delete(order.orderId);
    order.leavesQty = 0;
    order.account.close(order);
  }

  private report(order: ClientOrder, execType: VenueExecType, us: number, extra: ReportExtra = {}): void {
    const sequence = order.account.executions.nextSequence();
    order.updatedUs = us;
    this.executions++;
    order.account.report({
      sequence,
      execId: `${this.instance.id}-${sequence}`,
      execType,
      clientOrderId: order.clientOrderId,
      orderId: order.venueOrderId,
      symbol: order.market.instrument.symbol,
      side: order.terms.side,
      status: order.status,
      quantity: order.quantityText(order.quantity),
      ...(order.hasLimit ? { price: order.priceText(order.price) } : {}),
      ...(order.stopText === undefined ? {} : { stopPrice: order.stopText }),
      cumQty: order.quantityText(order.cumQty),
      leavesQty: order.quantityText(order.leavesQty),
      ...extra,
      time: us,
    });
  }
}
