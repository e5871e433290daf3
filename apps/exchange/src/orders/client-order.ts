import { formatDecimal, trimDecimal, type OrderType, type Side, type TimeInForce } from '@bourseworks/domain';
import type { Account } from '../accounts/account.js';
import type { Market } from '../market/market.js';
import type { OrderWire, VenueOrderStatus } from '../wire/execution-wire.js';

export interface ClientOrderTerms {
  readonly side: Side;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  readonly postOnly: boolean;
}

/** A client's order as the exchange keeps it. Integers of the instrument. */
export class ClientOrder {
  /** All ids it had, the current one last. */
  readonly clientOrderIds: string[];
  /** Number in its book, 0 until it was accepted; other books have an order of the same number. */
  orderId = 0;
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
    return `${this.market.instrument.symbol}-${this.orderId}`;
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
      ...(type === 'LIMIT' ? { price: this.priceText(this.price) } : {}),
      status: this.status,
      cumQty: this.quantityText(this.cumQty),
      leavesQty: this.quantityText(this.leavesQty),
      createdTime: this.createdUs,
      updatedTime: this.updatedUs,
    };
  }
}
