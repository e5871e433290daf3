import {
  formatDecimal,
  hasLimitPrice,
  isStopType,
  trimDecimal,
  type OrderType,
  type Side,
  type TimeInForce,
} from '@bourseworks/domain';
import type { Stop } from '@bourseworks/exchange';
import type { Account } from '../accounts/account.js';
import type { Market } from '../market/market.js';
import type { OrderWire, VenueOrderStatus } from '../wire/execution-wire.js';

export interface ClientOrderTerms {
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
}

/** What may change beside quantity and price. Integers of the instrument; 0 = none. */
export interface ClientOrderExtras {
  /** As it was asked for: the trigger in force is that of the stop. */
  readonly stopPrice: number;
  readonly trailBy: number;
  readonly displayQty: number;
  /** Microseconds. */
  readonly goodTillUs: number;
}

/** A client's order as the exchange keeps it. Integers of the instrument. */
export class ClientOrder {
  /** All ids it had, the current one last. */
  readonly clientOrderIds: string[];
  /** Number in its book, 0 until it was accepted; other books have an order of the same number. */
  orderId = 0;
  /** Number among the stops of its market; it goes by this one for all its life. 0 for all others. */
  stopNumber = 0;
  /** While it waits outside of the book. */
  stop: Stop<ClientOrder> | undefined = undefined;
  /** A stop that went into the book. */
  triggered = false;
  cumQty = 0;
  leavesQty: number;
  status: VenueOrderStatus = 'New';
  updatedUs: number;

  constructor(
    readonly account: Account,
    readonly market: Market,
    readonly terms: ClientOrderTerms,
    clientOrderId: string,
    public quantity: number,
    /** 0 for market orders. */
    public price: number,
    public extras: ClientOrderExtras,
    readonly createdUs: number,
  ) {
    this.clientOrderIds = [clientOrderId];
    this.leavesQty = quantity;
    this.updatedUs = createdUs;
  }

  get clientOrderId(): string {
    return this.clientOrderIds[this.clientOrderIds.length - 1];
  }

  get origClientOrderId(): string | undefined {
    return this.clientOrderIds.at(-2);
  }

  /** Unique at the venue. */
  get venueOrderId(): string {
    const { symbol } = this.market.instrument;
    return this.stopNumber > 0 ? `${symbol}-S${this.stopNumber}` : `${symbol}-${this.orderId}`;
  }

  get hasLimit(): boolean {
    return hasLimitPrice(this.terms.type);
  }

  /** Price of the trigger as it is now, as text; undefined for orders without one. */
  get stopText(): string | undefined {
    const trigger = this.stop?.trigger ?? this.extras.stopPrice;
    return trigger === 0 ? undefined : this.priceText(trigger);
  }

  get isOpen(): boolean {
    return this.status === 'New' || this.status === 'PartiallyFilled';
  }

  priceText(price: number): string {
    return formatDecimal(price, this.market.instrument.priceScale);
  }

  quantityText(quantity: number): string {
    return trimDecimal(formatDecimal(quantity, this.market.instrument.qtyScale));
  }

  wire(): OrderWire {
    const { side, type, timeInForce, postOnly } = this.terms;
    const { trailBy, displayQty, goodTillUs } = this.extras;
    return {
      clientOrderId: this.clientOrderId,
      ...(this.origClientOrderId === undefined ? {} : { origClientOrderId: this.origClientOrderId }),
      orderId: this.venueOrderId,
      symbol: this.market.instrument.symbol,
      side,
      type,
      timeInForce,
      postOnly,
      quantity: this.quantityText(this.quantity),
      ...(this.hasLimit ? { price: this.priceText(this.price) } : {}),
      ...(this.stopText === undefined ? {} : { stopPrice: this.stopText }),
      ...(trailBy === 0 ? {} : { trailBy: this.priceText(trailBy) }),
      ...(displayQty === 0 ? {} : { displayQty: this.quantityText(displayQty) }),
      ...(goodTillUs === 0 ? {} : { goodTillTime: goodTillUs }),
      ...(isStopType(type) ? { triggered: this.triggered } : {}),
      status: this.status,
      cumQty: this.quantityText(this.cumQty),
      leavesQty: this.quantityText(this.leavesQty),
      createdTime: this.createdUs,
      updatedTime: this.updatedUs,
    };
  }
}
